"""Embeds of a series over HTTP: which one is shown, what is told of it, and how much at most."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import CHANGED, edited
from tests.api.embeds.reading import drawing, text_of, words_in
from tests.api.test_errors import assert_problem
from tests.conftest import Client, client_of, seed

SERIES = "/embed/series/departures"
PAKISTAN = f"{SERIES}?origin=PAK&destination=AFG"
LONGEST = f"{SERIES}?origin=TUR"


def with_many(fixtures: Fixtures, months: int, each: int) -> Fixtures:
    """Fixtures with so many figures, none like another, for each of so many months."""
    article = fixtures.articles["pakistan-2025-06-04.toml"]
    pattern = next(one for one in article.departures if one.id == "left-pakistan-april-2025")
    claimants = [claimant.id for claimant in fixtures.claimants]
    made = [
        msgspec.structs.replace(
            pattern,
            id=f"made-up-turkey-{month}-{number}",
            origin="TUR",
            period=f"{2020 + month // 12}-{month % 12 + 1:02d}",
            part_of=None,
            mentions=[
                msgspec.structs.replace(pattern.mentions[0], printed=f"{_count(month, number):,}")
            ],
            bound="point",
            reported=_count(month, number),
            claimant=claimants[number % len(claimants)],
        )
        for month in range(months)
        for number in range(each)
    ]
    article = msgspec.structs.replace(article, departures=[*article.departures, *made])
    return msgspec.structs.replace(
        fixtures, articles=fixtures.articles | {"pakistan-2025-06-04.toml": article}
    )


def _count(month: int, number: int) -> int:
    return 100_001 + 1000 * number + month


@pytest.fixture(scope="module")
def long(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client of a series of 40 months with 6 numbers each that exclude each other."""
    url = empty_database()
    seed(url, with_many(fixtures, months=40, each=6))
    return client_of(url)


def table_of(page: str) -> dict[str, str]:
    """What the table of a page says, by interval."""
    _, _, rest = page.partition('<table class="said">')
    rows = rest.rpartition("</tbody>")[0].split('<tr><th scope="row">')[1:]
    cells = [row.split("</th><td>") for row in rows]
    return {text_of(when): text_of(said) for when, said in cells}


@pytest.mark.parametrize("form", ["", ".svg"])
def test_what_is_always_seen(client: Client, form: str) -> None:
    """Whom it counts, when, each number with its qualifier, who states it, where, since when."""
    response = client.get(PAKISTAN.replace("?", f"{form}?"))
    shown = words_in(response.content) if form else text_of(response.text)
    for words in (
        "Nationals of Afghanistan leaving Pakistan for Afghanistan",
        "Month by month, January 2023 to August 2025",
        "more than 135,000",
        "67,000",
        "According to Pakistan's Interior Ministry",
        "Source: an article without a named publisher, reported 4 June 2025",
        "or more: no upper end is stated",
        "not stated by anybody: bounds worked out by Tally",
    ):
        assert words in " ".join(shown.split())


def test_unknown_is_said_and_never_zero(client: Client) -> None:
    """Months that nobody speaks of are told as not known, a run of them as one, and no number."""
    table = table_of(client.get(PAKISTAN).text)
    assert list(table) == [
        "January 2023 to March 2025",
        "April 2025",
        "May 2025",
        "June 2025",
        "July 2025 to August 2025",
    ]
    assert table["January 2023 to March 2025"] == "not known"
    assert table["July 2025 to August 2025"] == "not known"
    assert table["May 2025"] == "67,000"
    nothing = client.get(f"{PAKISTAN}&period_from=2025-07-01")
    assert set(table_of(nothing.text).values()) == {"not known"}
    assert nothing.text.count("stroke-dasharray") == 2  # one hatched span, one swatch


def test_tally_names_its_own(client: Client) -> None:
    """Bounds that nobody stated are called Tally's, with the statements they follow from."""
    table = table_of(client.get(PAKISTAN).text)
    assert table["June 2025"].startswith("3,001 or more worked out by Tally")
    assert (
        "More than 3,000 people were sent back between 1 June 2025 and 2 June 2025"
        in (table["June 2025"])
    )
    quarters = table_of(client.get(f"{PAKISTAN}&interval=quarter").text)
    assert quarters["Q4 2023"].startswith("400,001 or more worked out by Tally")
    assert "[2], according to the Government of Pakistan" in quarters["Q4 2023"]
    assert quarters["Q2 2025"].count("according to") == 1


@pytest.mark.parametrize("interval", ["month", "quarter", "year"])
def test_it_tells_what_the_series_tells(revised: Client, interval: str) -> None:
    """Row by row the same as ``/v1/departures/series`` with the same filter."""
    filter = f"origin=PAK&destination=AFG&interval={interval}"
    rows = revised.data(f"/v1/departures/series?{filter}")
    page = revised.get(f"{SERIES}?{filter}").text
    told = [said for said in table_of(page).values() if said != "not known"]
    known = [row for row in rows if row["known"] != "unknown"]
    assert len(told) == len(known) > 0
    for said, row in zip(told, known, strict=True):
        assert all(printed.lower() in said for printed in row["as_printed"])
        assert ("worked out by Tally" in said) == (row["known"] == "derived")


def test_several_series_are_not_one_chart(client: Client) -> None:
    """Where people of more than one kind match, it is 400 and names what tells them apart."""
    response = client.get(SERIES)
    assert_problem(response, 400, "bad-parameter")
    problem = response.json()
    assert "3 series match" in problem["detail"]
    assert {item["name"]: item["message"] for item in problem["errors"]} == {
        "origin": "give origin=AFG or origin=IRN or origin=PAK",
        "destination": "give destination=AFG or destination=PAK",
        "movement_family": "give movement_family=arrived or movement_family=left",
    }
    assert client.get(f"{SERIES}?movement_family=arrived").status_code == 200


def test_what_is_not_stated_can_be_asked_for(revised: Client) -> None:
    """``not_stated`` leaves what is null, here as in the series; nothing else can ask for it."""
    everything = revised.data("/v1/departures/series?interval=year")
    keys = ("origin", "destination", "nationality", "unit", "movement_family", "outlook")
    groups = {tuple(row[key] for key in keys): row for row in everything}.values()
    assert any(row["destination"] is None for row in groups)
    for row in groups:
        given = [f"{key}={row[key]}" for key in (*keys, "legal_status") if row[key] is not None]
        given += [f"not_stated={key}" for key in keys if row[key] is None]
        query = "&".join([*given, "interval=year"])
        assert revised.get(f"{SERIES}?{query}").status_code == 200
        same = revised.data(f"/v1/departures/series?{query}")
        assert {tuple(one[key] for key in keys) for one in same} == {
            tuple(row[key] for key in keys)
        }


def test_nothing_matches(client: Client) -> None:
    """Where no figure matches there is nothing at this address."""
    for query in ("origin=DEU", "origin=PAK&not_stated=origin", "origin=PAK&period_to=1999-01-01"):
        response = client.get(f"{SERIES}?{query}")
        assert response.status_code == 404
        assert "There is nothing at this address" in text_of(response.text)


@pytest.mark.parametrize(
    "query", ["interval=week", "origin=Pakistan", "not_stated=unit", "period_from=2025", "place=X"]
)
def test_filters_are_read_strictly(client: Client, query: str) -> None:
    """A filter that is wrong is refused, as by the series itself."""
    response = client.get(f"{SERIES}?{query}")
    assert_problem(response, 400, "bad-parameter")
    of_series = client.get(f"/v1/departures/series?{query}").json()
    assert response.json()["errors"] == of_series["errors"]


@pytest.mark.parametrize("language", ["en", "ur", "ps", "fa"])
def test_the_longest(long: Client, language: str) -> None:
    """The newest 24 intervals, the ends of each, in less than 30 kB; the rest is counted."""
    response = long.get(f"{LONGEST}&lang={language}")
    assert response.status_code == 200
    assert len(response.content) < 30_000
    table = table_of(response.text)
    assert len(table) == 24
    if language == "en":
        assert list(table)[-1] == "April 2023"
        assert "100,040" in table["April 2023"]
        assert "105,040" in table["April 2023"]
        assert "and 4 more" in table["April 2023"]
        assert "Not all can be true." in table["April 2023"]
        assert "Earlier intervals that are not shown here: 16." in text_of(response.text)


def test_the_longest_picture(long: Client) -> None:
    """An image of it tells the newest intervals and draws all that are shown."""
    picture = long.get(f"{LONGEST.replace('?', '.svg?')}&size=card")
    assert picture.status_code == 200
    assert drawing(picture.content).attrib["width"] == "1200"
    assert "April 2023" in words_in(picture.content)


def test_names_are_escaped(revised: Client) -> None:
    """The name of a place that would run is text."""
    for form in ("", ".svg"):
        page = revised.get(f"{SERIES}{form}?place=hostile-place").text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;tsil" in page
        assert "<script>alert" not in page
        assert "\u202e" not in page


def test_pinned(revised: Client) -> None:
    """A pinned one says that it has changed when a figure that it rests on has."""
    changed = "This series has changed since 1 September 2025"
    months = f"{PAKISTAN}&release=1"
    assert changed in text_of(revised.get(months).text)
    assert changed not in text_of(revised.get(f"{PAKISTAN}&release=2").text)
    assert changed not in text_of(revised.get(f"{months}&period_to=2025-04-30").text)


def test_pinned_to_what_is_several_now(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> None:
    """A short address that fitted one series, and fits several now, says that it has changed."""
    url = empty_database()
    seed(url, fixtures)
    other: dict[str, dict[str, Any]] = {CHANGED: {"outlook": "planned"}}
    seed(url, edited(fixtures, other))
    client = client_of(url)
    assert client.get(PAKISTAN).status_code == 400
    pinned = client.get(f"{PAKISTAN}&release=1")
    assert pinned.status_code == 200
    assert "This series has changed since" in text_of(pinned.text)
    assert client.get(f"{PAKISTAN}&outlook=planned").status_code == 200


@pytest.mark.parametrize(
    "limit", ["api.queries.series.MOST_FLOWS", "api.routes.page_series._MOST_MATCHES"]
)
def test_too_many_to_choose_from(
    revised: Client, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Where very many series match, the page says how to narrow them, and has its form."""
    monkeypatch.setattr(limit, 1)
    page = revised.get("/series/departures?lang=en").text
    assert "Very many series match" in page
    assert '<option value="PAK"' in page
    one = revised.get("/series/departures?origin=PAK&destination=AFG&nationality=AFG").text
    assert ("Very many series match" in one) == ("FLOWS" in limit)
