"""What is answered of how figures stand to each other, on the five articles."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from seeds.fixtures import Fixtures
from tests.api.lists import Record, keys, local, records_at, walk
from tests.conftest import Client, client_of, seed

COMPARISONS, RECONCILIATIONS = "/v1/comparisons", "/v1/reconciliations"
FIGURE_LISTS = ("/v1/departures", "/v1/permit-holders", "/v1/population-estimates")

RIVALS = "afghans-in-pakistan-un-november-2023"
CROWD = "waiting-at-chaman-border-august-2025-latestly"
CROWD_AGAIN = "waiting-at-chaman-border-august-2025-agencies"
RUNNING = "left-pakistan-since-october-2023"
SINCE_APRIL = "left-pakistan-since-april-2025"
MONTHS = [
    "left-pakistan-april-2025",
    "left-pakistan-may-2025",
    "sent-back-pakistan-june-2025-first-two-days",
]


def comparison_with(client: Client, figure: str, query: str = "") -> Record:
    """The one comparison a figure stands in."""
    (found,) = client.data(f"{COMPARISONS}?figure={figure}{query}")
    comparison: Record = found
    return comparison


def reconciliations_of(client: Client, whole: str, query: str = "") -> list[Record]:
    """The reconciliations of a whole."""
    found: list[Record] = client.data(f"{RECONCILIATIONS}?whole={whole}{query}")
    return found


def figures_of(client: Client) -> list[Record]:
    """Every figure."""
    return [figure for path in FIGURE_LISTS for figure in records_at(client, path)]


def withdrawn(fixtures: Fixtures, *ids: str) -> Fixtures:
    """Fixtures in which these figures have been taken out."""

    def marked(entries: list[Any]) -> list[Any]:
        return [
            msgspec.structs.replace(entry, withdrawn_reason="Misread.")
            if entry.id in ids
            else entry
            for entry in entries
        ]

    return msgspec.structs.replace(
        fixtures,
        articles={
            name: msgspec.structs.replace(
                article,
                departures=marked(article.departures),
                permit_holders=marked(article.permit_holders),
                population_estimates=marked(article.population_estimates),
            )
            for name, article in fixtures.articles.items()
        },
    )


@pytest.fixture(scope="module")
def history(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """Four releases: all, without one of the crowd, without both and May, and all again."""
    url = empty_database()
    states = [
        fixtures,
        withdrawn(fixtures, CROWD_AGAIN),
        withdrawn(fixtures, CROWD_AGAIN, CROWD, "left-pakistan-may-2025"),
        fixtures,
    ]
    for day, state in enumerate(states, start=1):
        at = datetime(2025, 9, day, 12, tzinfo=UTC)
        assert seed(url, state, now=lambda at=at: at).release == day
    return client_of(url)


def test_rivals_conflict(client: Client) -> None:
    """The rival totals of November 2023 stand together, with the gap between them."""
    found = comparison_with(client, RIVALS)
    assert found["verdict"] == "conflicting"
    assert found["gap"] == {
        "below": RIVALS,
        "above": "afghans-in-pakistan-islamabad-november-2023",
        "lower": 3_800_000,
        "upper": 4_300_000,
        "size": 500_000,
    }
    assert (found["shared"], found["informative"]) == (None, False)
    assert found["spread"]["highest"] == 4_400_000
    assert found["question"]["country"] == "PAK"
    assert "nationals of Afghanistan were living in Pakistan" in found["question"]["text"]


def test_one_interview_is_one_origin(client: Client) -> None:
    """The crowd that one official told of, by two outlets: one origin, and that is inferred."""
    found = comparison_with(client, CROWD)
    assert found["verdict"] == "repeated"
    assert found["origins"] == [
        {"figures": [CROWD, CROWD_AGAIN], "first_published": "2025-08-02", "inferred": True}
    ]
    assert found["shared"] == {"lower": 3_000, "upper": 6_000}


def test_running_totals_progress(client: Client) -> None:
    """The totals of November 2023, whatever they call the movement, and the flow between."""
    found = comparison_with(client, RUNNING)
    assert found["verdict"] == "progressing"
    assert {figure["movement"] for figure in found["figures"]} == {"departure", "return"}
    (flow,) = found["derived_flows"]
    assert flow == {
        "derived": True,
        "formula": "max(0, later.plausible - earlier.plausible)",
        "inputs": [RUNNING, "returned-from-pakistan-since-october-2023"],
        "after": "2023-11-09",
        "until": "2023-11-20",
        "inferred": True,
        "days": 11,
        "range": {"lower": 0, "upper": None},
        "nominal": 100_000,
        "per_day": {"lower": 0.0, "upper": None, "nominal": 9090.9},
    }
    (reconciled,) = reconciliations_of(client, flow["inputs"][1])
    assert (reconciled["rule"], reconciled["flow"]) == ("running_totals", flow)
    assert local(found["links"]["reconciliations"]).endswith(f"figure={RUNNING}")
    assert client.data(local(found["links"]["reconciliations"])) == [reconciled]


def test_a_stale_repeat_is_flagged(client: Client) -> None:
    """The total since April, told again in August, has stood since June and is no new evidence."""
    found = comparison_with(client, SINCE_APRIL)
    assert found["unchanged_since"] == "2025-06-04"
    assert (found["verdict"], found["informative"]) == ("repeated", False)
    assert found["latest"] == f"{SINCE_APRIL}-agencies"
    assert found["repeats"] == [
        {"figure": f"{SINCE_APRIL}-{outlet}", "unchanged_since": "2025-06-04"}
        for outlet in ("latestly", "agencies")
    ]
    assert found["derived_flows"] == []


def test_months_add_up(client: Client) -> None:
    """April, May and two days of June cover their total; its end is open."""
    (found,) = reconciliations_of(client, SINCE_APRIL)
    assert (found["rule"], found["verdict"]) == ("disjoint_periods", "adds_up")
    assert keys(found["parts"]) == MONTHS
    assert found["open_ended"] is True
    assert found["nominal"] == {"whole": 200_000, "sum": 205_000, "difference": -5_000}
    assert found["sum"] == {"lower": 135_001 + 66_500 + 3_001, "upper": None}
    assert found["residual"] == {"lower": None, "upper": None}


def test_statuses_leave_a_remainder(client: Client) -> None:
    """Registered refugees inside a population: who else there is, is no error."""
    (found,) = reconciliations_of(client, RIVALS)
    assert (found["rule"], found["verdict"]) == ("legal_status_groups", "leaves_a_remainder")
    assert found["residual"] == {"lower": 2_150_000, "upper": 2_450_000}
    assert (found["open_ended"], found["flow"]) == (False, None)


@pytest.mark.parametrize(
    ("number", "one", "other"),
    [
        (
            1_700_000,
            "undocumented-foreigners-pakistan-october-2023",
            "afghans-in-pakistan-crackdown-november-2023",
        ),
        (
            800_000,
            "residence-permit-holders-cancelled-pakistan-june-2025",
            "residence-permit-holders-targeted-pakistan-agencies",
        ),
        (
            1_300_000,
            "expected-to-return-afghanistan-who-november-2023",
            "refugee-card-holders-pakistan-june-2025",
        ),
    ],
)
def test_one_number_two_questions(client: Client, number: int, one: str, other: str) -> None:
    """The same number for other people or things stands apart."""
    found = [comparison_with(client, id) for id in (one, other)]
    for comparison, id in zip(found, (one, other), strict=True):
        (figure,) = (figure for figure in comparison["figures"] if figure["id"] == id)
        assert figure["value"]["reported"] == number
    assert found[0]["id"] != found[1]["id"]
    assert found[0]["question"]["text"] != found[1]["question"]["text"]
    assert one not in keys(found[1]["figures"])


def test_every_figure_stands_in_one_comparison(client: Client) -> None:
    """Each figure's link leads to the only comparison that lists it, as that lists it."""
    comparisons = records_at(client, COMPARISONS)
    listed = [figure for one in comparisons for figure in one["figures"]]
    figures = figures_of(client)
    assert sorted(keys(listed)) == sorted(keys(figures))
    by_id = {figure["id"]: figure for figure in listed}
    for figure in figures:
        assert by_id[figure["id"]] == figure
        led_to = client.data(local(figure["links"]["comparison"]))
        assert figure["id"] in keys(led_to["figures"])
        assert led_to in comparisons


def test_comparisons_fit_together(client: Client) -> None:
    """Questions differ in id and words; order, origins, latest and links agree with figures."""
    comparisons = records_at(client, COMPARISONS)
    assert len({one["question"]["text"] for one in comparisons}) == len(comparisons)
    for one in comparisons:
        ids = keys(one["figures"])
        published = [figure["source"]["published"]["latest"] for figure in one["figures"]]
        assert published == sorted(published)
        assert sorted(id for origin in one["origins"] for id in origin["figures"]) == sorted(ids)
        assert one["latest"] == ids[-1]
        assert (one["verdict"] == "single") == (len(ids) == 1)
        assert client.data(local(one["links"]["latest"]))["id"] == one["latest"]
        assert client.data(local(one["links"]["self"])) == one


def test_nothing_derived_is_listed_as_a_figure(client: Client) -> None:
    """Derived numbers say so and stand among comparisons and reconciliations only."""
    reconciliations = records_at(client, RECONCILIATIONS)
    assert reconciliations
    ids = set(keys(figures_of(client)))
    for one in reconciliations:
        assert one["derived"] is True
        assert one["id"] not in ids
        assert one["formula"]
        assert {one["whole"]["id"], *keys(one["parts"])} <= ids
        assert one in client.data(local(one["links"]["self"]))


def test_published_before_changes_verdicts(client: Client) -> None:
    """Later figures are left out, and what is left is judged anew."""
    id = comparison_with(client, RIVALS)["id"]
    early = client.data(f"{COMPARISONS}/{id}?published_before=2023-11-20")
    assert early["verdict"] == "single"
    assert keys(early["figures"]) == ["afghans-in-pakistan-crackdown-november-2023"]
    assert (early["gap"], early["spread"]) == (None, None)
    late = client.data(f"{COMPARISONS}/{id}?published_before=2023-11-30")
    assert late == client.data(f"{COMPARISONS}/{id}")
    assert client.get(f"{COMPARISONS}/{id}?published_before=2023-11-19").status_code == 404


@pytest.mark.parametrize(
    ("day", "figures", "unchanged"),
    [
        ("2025-06-04", 1, None),
        ("2025-08-01", 1, None),
        ("2025-08-02", 2, "2025-06-04"),
        ("2025-08-07", 3, "2025-06-04"),
    ],
)
def test_published_before_and_repeats(
    client: Client, day: str, figures: int, unchanged: str | None
) -> None:
    """A total is unchanged only once it was repeated."""
    found = comparison_with(client, SINCE_APRIL, f"&published_before={day}")
    assert len(found["figures"]) == figures
    assert found["unchanged_since"] == unchanged


def test_published_before_goes_with_filters(client: Client) -> None:
    """Verdict and number of figures are those of what was out by then."""
    rivals = comparison_with(client, RIVALS)["id"]

    def ids(query: str) -> list[str]:
        return keys(client.data(f"{COMPARISONS}?{query}"))

    assert ids("verdict=conflicting") == [rivals]
    assert ids("verdict=conflicting&published_before=2023-11-30") == [rivals]
    assert ids("verdict=conflicting&published_before=2023-11-20") == []
    assert rivals in ids("verdict=single&published_before=2023-11-20")
    assert ids("figures_from=2&published_before=2023-11-20") == []
    assert rivals in ids("figures_from=3&published_before=2023-11-30")
    assert ids("published_before=2023-11-19") == []


def test_published_before_on_reconciliations(client: Client) -> None:
    """A set is answered once its whole and enough parts were out."""
    pair = "returned-from-pakistan-since-october-2023"
    assert reconciliations_of(client, pair, "&published_before=2023-11-29") == []
    assert len(reconciliations_of(client, pair, "&published_before=2023-11-30")) == 1
    assert reconciliations_of(client, SINCE_APRIL, "&published_before=2025-06-03") == []
    assert len(reconciliations_of(client, SINCE_APRIL, "&published_before=2025-06-04")) == 1


def test_undated_figures_are_left_out_and_counted(rich: Client) -> None:
    """What has no known date is in no comparison of the world's clock; meta says how many."""
    page = rich.json(f"{COMPARISONS}?limit=1000&published_before=2030-01-01")
    listed = [figure for one in page["data"] for figure in one["figures"]]
    everything = figures_of(rich)
    undated = [f for f in everything if f["source"]["published"]["latest"] is None]
    assert page["meta"]["undated"] == len(undated) > 0
    assert len(listed) == len(everything) - len(undated)
    assert rich.json(f"{COMPARISONS}?limit=1")["meta"]["undated"] is None


FILTERS: dict[str, Callable[[Record], bool]] = {
    "verdict=conflicting": lambda one: one["verdict"] == "conflicting",
    "verdict=single&verdict=progressing": lambda one: one["verdict"] in ("single", "progressing"),
    "figures_from=2": lambda one: len(one["figures"]) >= 2,
    "figures_from=3&verdict=repeated": lambda one: (
        len(one["figures"]) >= 3 and one["verdict"] == "repeated"
    ),
    "kind=permit_holders": lambda one: one["question"]["kind"] == "permit_holders",
    f"figure={RIVALS}&figure={CROWD}": lambda one: bool(
        {RIVALS, CROWD} & set(keys(one["figures"]))
    ),
    "figure=no-such-figure": lambda one: False,
    "origin=IRN": lambda one: one["question"]["origin"] == "IRN",
    "destination=PAK": lambda one: one["question"]["destination"] == "PAK",
    "country=PAK": lambda one: one["question"]["country"] == "PAK",
    "nationality=AFG": lambda one: one["question"]["nationality"] == "AFG",
}


@pytest.mark.parametrize("clock", ["", "&published_before=2025-08-02"])
@pytest.mark.parametrize("query", FILTERS)
def test_filters(client: Client, query: str, clock: str) -> None:
    """Every filter keeps exactly what fits, under either clock, and counts it."""
    page = client.json(f"{COMPARISONS}?limit=1000&include=total&{query}{clock}")
    everything = client.data(f"{COMPARISONS}?limit=1000{clock}")
    expected = sorted(one["id"] for one in everything if FILTERS[query](one))
    assert sorted(keys(page["data"])) == expected
    assert page["meta"]["total"] == len(expected)


RECONCILIATION_FILTERS: dict[str, Callable[[Record], bool]] = {
    "rule=running_totals": lambda one: one["rule"] == "running_totals",
    "verdict=adds_up&verdict=cannot_tell": lambda one: one["verdict"] in ("adds_up", "cannot_tell"),
    "kind=population_estimates": lambda one: one["whole"]["kind"] == "population_estimates",
    f"figure={MONTHS[1]}": lambda one: MONTHS[1] in keys(one["parts"]),
    f"figure={SINCE_APRIL}": lambda one: SINCE_APRIL in (one["whole"]["id"], *keys(one["parts"])),
    f"whole={RIVALS}": lambda one: one["whole"]["id"] == RIVALS,
    "origin=PAK&destination=AFG": lambda one: one["whole"].get("origin") == "PAK",
    "country=PAK": lambda one: one["whole"].get("country") == "PAK",
}


@pytest.mark.parametrize("clock", ["", "&published_before=2025-08-02"])
@pytest.mark.parametrize("query", RECONCILIATION_FILTERS)
def test_reconciliation_filters(client: Client, query: str, clock: str) -> None:
    """Every filter keeps exactly what fits, under either clock, and counts it."""
    page = client.json(f"{RECONCILIATIONS}?limit=1000&include=total&{query}{clock}")
    everything = client.data(f"{RECONCILIATIONS}?limit=1000{clock}")
    expected = [one["id"] for one in everything if RECONCILIATION_FILTERS[query](one)]
    assert expected
    assert keys(page["data"]) == expected
    assert page["meta"]["total"] == len(expected)


@pytest.mark.parametrize(
    "query",
    ["figures_from=0", "verdict=agreeing", "kind=figures", "rule=sums", "published_before=2023-13"],
)
@pytest.mark.parametrize("path", [COMPARISONS, RECONCILIATIONS])
def test_bad_parameters(client: Client, path: str, query: str) -> None:
    """What no comparison or reconciliation can be is refused."""
    assert client.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("path", [COMPARISONS, RECONCILIATIONS])
@pytest.mark.parametrize("clock", ["", "&published_before=2025-08-02"])
@pytest.mark.parametrize("limit", [1, 3])
def test_paging(client: Client, path: str, clock: str, limit: int) -> None:
    """Pages hold everything once, in order, full but for the last."""
    whole = client.data(f"{path}?limit=1000{clock}")
    pages = [page["data"] for page in walk(client, f"{path}?limit={limit}{clock}")]
    assert list(itertools.chain.from_iterable(pages)) == whole
    assert all(len(page) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]) <= limit


def test_order(client: Client) -> None:
    """The biggest first unless asked otherwise, then by id."""
    by_size = [(-len(one["figures"]), one["id"]) for one in records_at(client, COMPARISONS)]
    assert by_size == sorted(by_size)
    ascending = keys(client.data(f"{COMPARISONS}?limit=1000&sort=-id"))
    assert ascending == sorted(ascending, reverse=True)
    rules = [one["rule"] for one in client.data(f"{RECONCILIATIONS}?sort=-rule")]
    assert rules == sorted(rules, reverse=True)


def test_withdrawn_figures_leave(history: Client) -> None:
    """What is left is judged anew, under the same id; earlier releases stay as they were."""
    id = comparison_with(history, CROWD)["id"]
    first, second, fourth = (
        history.data(f"{COMPARISONS}/{id}?as_of_release={n}") for n in (1, 2, 4)
    )
    assert (first["verdict"], keys(first["figures"])) == ("repeated", [CROWD, CROWD_AGAIN])
    assert (second["verdict"], keys(second["figures"])) == ("single", [CROWD])
    assert (fourth["verdict"], keys(fourth["figures"])) == ("repeated", [CROWD, CROWD_AGAIN])
    assert [one["version"] for one in (first, second, fourth)] == [1, 2, 3]
    assert second["superseded_at"] is None
    figure = history.data(f"/v1/figures/{CROWD_AGAIN}?as_of_release=1")
    assert figure["links"]["comparison"].endswith(id)


def test_an_empty_comparison_is_gone(history: Client) -> None:
    """410 once its last figure is withdrawn, and again listed when one comes back."""
    id = comparison_with(history, CROWD)["id"]
    gone = history.get(f"{COMPARISONS}/{id}?as_of_release=3")
    assert gone.status_code == 410
    assert "no figure" in gone.json()["detail"]
    assert history.data(f"{COMPARISONS}?figure={CROWD}&as_of_release=3") == []
    for release in (1, 2, 4):
        assert history.get(f"{COMPARISONS}/{id}?as_of_release={release}").status_code == 200
    assert history.get(f"{COMPARISONS}/{id}").status_code == 200


def test_a_part_that_is_withdrawn_uncovers_its_whole(history: Client) -> None:
    """Without May the months no longer cover the total, until it is back."""
    said = [
        [
            (one["verdict"], keys(one["parts"]))
            for one in reconciliations_of(history, SINCE_APRIL, f"&as_of_release={release}")
        ]
        for release in (1, 2, 3, 4)
    ]
    adds_up = [("adds_up", MONTHS)]
    assert said == [adds_up, adds_up, [("cannot_tell", [MONTHS[0], MONTHS[2]])], adds_up]


@pytest.mark.parametrize("release", [1, 2, 3, 4])
def test_every_figure_stands_in_one_comparison_at_every_release(
    history: Client, release: int
) -> None:
    """What a figure links to lists it, whenever; no release has more or fewer."""
    pin = f"as_of_release={release}"
    comparisons = history.data(f"{COMPARISONS}?limit=1000&{pin}")
    listed = sorted(id for one in comparisons for id in keys(one["figures"]))
    figures = [f for path in FIGURE_LISTS for f in history.data(f"{path}?limit=1000&{pin}")]
    assert listed == sorted(keys(figures))
    at = {id: one["id"] for one in comparisons for id in keys(one["figures"])}
    assert all(f["links"]["comparison"].endswith(at[f["id"]]) for f in figures)


@pytest.mark.parametrize("id", ["departures-0000000000000000", "nothing", "NO"])
def test_unknown(client: Client, id: str) -> None:
    """404 for what no question has."""
    assert client.get(f"{COMPARISONS}/{id}").status_code == 404


def test_a_long_walk_is_refused(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Working out what hardly matches ends when a query would have to, and says what to do."""
    address = "/v1/comparisons?published_before=1990-01-01&limit=1"
    assert rich.data(address) == []
    hours = itertools.count(0, 3600)
    clock = SimpleNamespace(monotonic=lambda: next(hours))
    monkeypatch.setattr("api.routes.comparisons.time", clock)
    refused = rich.get(f"{address}&sort=id")  # the other is known by now
    assert refused.status_code == 400
    assert "narrow it by a filter" in refused.json()["detail"]
    assert rich.data("/v1/comparisons?limit=1")


@pytest.mark.parametrize("query", ["", "verdict=single&", "published_before=2023-11-30&"])
def test_total_is_how_many_there_are(rich: Client, query: str) -> None:
    """However it is counted, it is the number of what all pages hold."""
    for path in ("/v1/comparisons", "/v1/reconciliations"):
        if path == "/v1/reconciliations" and "single" in query:
            continue
        counted = rich.json(f"{path}?{query}limit=1&include=total")["meta"]["total"]
        assert counted == len(rich.data(f"{path}?{query}limit=1000")), path
