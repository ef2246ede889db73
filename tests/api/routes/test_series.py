"""Series over HTTP: what the model works out from the figures that match, in every format."""

import csv
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import jsonstat_validator
import pytest
from pyjstat import pyjstat

from models.flow import read_flows
from models.series import work_out
from seeds.fixtures import Fixtures
from tests.api.lists import SERIES_KEY, Record, records_at
from tests.api.test_clocks import INSTANTS, added, corrected
from tests.conftest import Client, client_of, seed

SERIES = "/v1/departures/series"
ROUTE = {"origin": "PAK", "destination": "AFG"}


def series(client: Client, **asked: Any) -> list[Record]:
    """The rows of a series; it has to fit one page."""
    page = client.json(f"{SERIES}?{urlencode(asked, doseq=True)}")
    assert page["links"]["next"] is None
    data: list[Record] = page["data"]
    return data


def by_interval(rows: list[Record]) -> dict[str, Record]:
    """The rows of one series by their interval."""
    assert len({row["interval"] for row in rows}) == len(rows)
    return {row["interval"]: row for row in rows}


# --- the five articles -------------------------------------------------------------------------


def test_months(client: Client) -> None:
    """Out of Pakistan: April and May were reported, June follows in part, all else is unknown."""
    rows = by_interval(series(client, **ROUTE))
    assert (min(rows), max(rows)) == ("2023-01", "2025-08")
    assert len(rows) == 32
    april, may, june = rows["2025-04"], rows["2025-05"], rows["2025-06"]
    assert (april["known"], april["as_printed"]) == ("reported", ["more than 135,000"])
    assert (april["bounds"]["lower"], april["bounds"]["upper"]) == (135001, None)
    assert (may["known"], may["figures"]) == ("reported", ["left-pakistan-may-2025"])
    assert (may["bounds"]["lower"], may["bounds"]["upper"]) == (66500, 67500)
    assert (june["known"], june["figures"]) == ("derived", [])
    assert june["bounds"]["inputs"] == ["sent-back-pakistan-june-2025-first-two-days"]
    assert june["bounds"]["derived"] is True
    others = [row for name, row in rows.items() if name not in ("2025-04", "2025-05", "2025-06")]
    assert {row["known"] for row in others} == {"unknown"}
    assert {row["bounds"] for row in others} == {None}


def test_years(client: Client) -> None:
    """A year holds at least what its months hold, and what a running total shows."""
    rows = by_interval(series(client, **ROUTE, interval="year"))
    assert {name: row["known"] for name, row in rows.items()} == {
        "2023": "derived",
        "2024": "unknown",
        "2025": "derived",
    }
    assert rows["2023"]["bounds"]["lower"] == 400001
    assert rows["2025"]["bounds"]["lower"] == 204502


def test_world_clock(client: Client) -> None:
    """By 20 November 2023 one total was out, from which one quarter follows."""
    asked = {**ROUTE, "interval": "quarter", "published_before": "2023-11-20"}
    (row,) = series(client, **asked)
    assert (row["interval"], row["known"]) == ("2023-Q4", "derived")
    assert client.json(f"{SERIES}?{urlencode(asked)}")["meta"]["undated"] == 0


def test_place(client: Client) -> None:
    """People at one crossing have a series of their own, where it is asked for."""
    (row,) = series(client, place="chaman-crossing")
    assert (row["place"], row["interval"]) == ("chaman-crossing", "2025-08")
    assert {row["place"] for row in series(client)} == {None}


# --- whatever is asked -------------------------------------------------------------------------

FILTERS: list[dict[str, str]] = [
    {},
    {"claimant": "pakistan-interior-ministry"},
    {"claimant_type": "government"},
    {"voice": "outlet"},
    {"source": "pakistan-2025-06-04"},
    {"bound": "more_than"},
    {"approximate": "true"},
    {"part_of": "left-pakistan-since-april-2025"},
    {"certainly_at_least": "100000"},
    {"possibly_at_least": "100000"},
    {"certainly_at_most": "100000"},
    {"possibly_at_most": "100000"},
    {"published_from": "2025-01-01"},
    {"published_to": "2024-01-01"},
    {"published_before": "2025-06-30"},
    {"q": "pakistan ministry"},
    {"coverage": "cumulative"},
    {"per": "day"},
    {"since_event": "pakistan-deportation-campaign-launched-2023"},
    {"movement": "deportation"},
    {"place": "chaman-crossing"},
    {"origin": "IRN"},
]


def stored(figure: Record) -> dict[str, Any]:
    """A departure as it is stored, from how it is answered."""
    value, period = figure["value"], figure["period"]
    return {
        **{name: figure[name] for name in ("id", "origin", "destination", "nationality")},
        **{name: figure[name] for name in ("legal_status", "movement", "outlook", "coverage")},
        **{f"period_{name}": period[name] for name in ("start", "end", "precision")},
        "since_event": figure["since_event"],
        "part_of": figure["part_of"],
        "place": figure["place"] and figure["place"]["id"],
        "unit": value["unit"],
        "plausible_lower": value["plausible"]["lower"],
        "plausible_upper": value["plausible"]["upper"],
        "stated_on": figure["attribution"]["stated_on"],
        "source": figure["source"]["id"],
        "inferred": json.dumps(figure["inferred"]),
    }


@pytest.mark.parametrize("interval", ["month", "quarter", "year"])
@pytest.mark.parametrize("filter", FILTERS, ids=str)
def test_from_the_figures_listed(rich: Client, filter: dict[str, str], interval: str) -> None:
    """A series is what follows from just those figures that a list with the same filter has."""
    listed = rich.data(f"/v1/departures?{urlencode({'limit': '1000', **filter})}")
    everything = {row["id"]: stored(row) for row in records_at(rich, "/v1/departures")}
    published = {
        figure["source"]["id"]: (
            figure["source"]["published"]["earliest"],
            figure["source"]["published"]["latest"],
        )
        for figure in listed
    }
    flows = read_flows(map(stored, listed), published, everything, by_place="place" in filter)
    expected = work_out(flows, interval)  # type: ignore[arg-type]
    found = series(rich, interval=interval, **filter)
    assert [
        (
            *(getattr(row.people, name) for name in SERIES_KEY[1:]),
            row.name,
            row.known,
            row.figures,
            row.bounds,
            row.follows_from if row.conflicting else [],
        )
        for row in expected
    ] == [
        (
            *(row[name] for name in SERIES_KEY[1:]),
            row["interval"],
            row["known"],
            row["figures"],
            (row["bounds"]["lower"], row["bounds"]["upper"]) if row["bounds"] else None,
            row["conflicting"],
        )
        for row in found
    ]


def test_figures_are_as_listed(rich: Client) -> None:
    """What a row shows of its figures is what they answer, and its inputs can be looked up."""
    figures = {figure["id"]: figure for figure in records_at(rich, "/v1/departures")}
    for row in series(rich):
        shown = [figures[id] for id in row["figures"]]
        assert row["as_printed"] == [figure["value"]["as_printed"] for figure in shown]
        assert row["citations"] == [figure["citation"] for figure in shown]
        inputs = row["bounds"]["inputs"] if row["bounds"] else []
        assert {*inputs, *row["conflicting"]} <= figures.keys()
        assert (row["known"] == "unknown") == (not shown and row["bounds"] is None)


def test_too_wide(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much to work out at once is a 400 that says what to narrow."""
    monkeypatch.setattr("api.queries.series.MOST_FLOWS", 3)
    response = rich.get(f"{SERIES}?limit=11")  # not known from before
    assert response.status_code == 400
    assert response.json()["type"].endswith("#query-too-slow")
    assert "narrow them by origin" in response.json()["detail"]


def test_too_long(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are too many intervals, and too many cells of a cube."""
    monkeypatch.setattr("api.routes.series._MOST_ROWS", 3)
    assert "more than 3 intervals" in rich.get(f"{SERIES}?limit=12").json()["detail"]
    monkeypatch.undo()
    monkeypatch.setattr("api.render.jsonstat._MOST_CELLS", 3)
    assert "more than 3 cells" in rich.get(f"{SERIES}.jsonstat?limit=13").json()["detail"]


# --- our clock ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def history(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on three releases: April is corrected and May withdrawn, then June is added."""
    url = empty_database()
    for state, instant in zip(
        (fixtures, corrected(fixtures), added(corrected(fixtures))), INSTANTS, strict=True
    ):
        seed(url, state, now=lambda instant=instant: instant)
    return client_of(url)


def test_releases(history: Client) -> None:
    """A series at a release is worked out from what held in it."""
    states = {
        release: by_interval(series(history, **ROUTE, as_of_release=release))
        for release in (1, 2, 3)
    }
    april = {release: rows["2025-04"]["bounds"]["lower"] for release, rows in states.items()}
    may = {release: rows["2025-05"]["known"] for release, rows in states.items()}
    june = {release: rows["2025-06"]["known"] for release, rows in states.items()}
    assert april == {1: 135001, 2: 153001, 3: 153001}
    assert may == {1: "reported", 2: "unknown", 3: "unknown"}
    assert june == {1: "derived", 2: "derived", 3: "reported"}


# --- formats -----------------------------------------------------------------------------------


def test_csv(client: Client) -> None:
    """A row of the table is a row of the series; unknown is an empty cell and never 0."""
    text = client.get(f"{SERIES}.csv?{urlencode(ROUTE)}").text
    cells = list(csv.DictReader(text.splitlines()))
    rows = series(client, **ROUTE)
    assert [row["interval"] for row in cells] == [row["interval"] for row in rows]
    for cell, row in zip(cells, rows, strict=True):
        for end in ("lower", "upper"):
            known = row["bounds"][end] if row["bounds"] else None
            assert cell[f"bounds_{end}"] == ("" if known is None else str(known))


@pytest.mark.filterwarnings("ignore:Shouldn't use this function")  # pyjstat calls its own
@pytest.mark.parametrize(
    "query",
    [
        "?origin=PAK&destination=AFG",
        "?origin=PAK&interval=year",
        "?interval=year&limit=5",
    ],
)
def test_jsonstat(rich: Client, query: str) -> None:
    """Read back by pyjstat, every cell of the dataset is the number of its row, or nothing."""
    response = rich.get(f"{SERIES}.jsonstat{query}")
    assert response.headers["content-type"] == "application/json"
    assert jsonstat_validator.validate_jsonstat(response.json())
    rows = rich.json(f"{SERIES}{query}")["data"]
    expected = {
        tuple("_X" if row[name] is None else row[name] for name in SERIES_KEY): row for row in rows
    }
    dataset = pyjstat.Dataset.read(response.text)
    frame = dataset.write("dataframe", naming="id")
    found = {}
    for cell in frame.to_dict("records"):
        place = tuple(cell[name] for name in SERIES_KEY)
        value = cell["value"]
        found[place, cell["measure"]] = None if value is None or value != value else int(value)
    for place, row in expected.items():
        for end in ("lower", "upper"):
            assert found.pop((place, end)) == (row["bounds"][end] if row["bounds"] else None)
    assert set(found.values()) <= {None}
    statuses = dict(zip(range(len(frame)), response.json()["status"], strict=True))
    assert set(statuses.values()) <= set(response.json()["extension"]["status"]["label"])


def test_empty_cube(client: Client) -> None:
    """Where nothing matches there are no cells, and the dataset is still one."""
    document = client.json(f"{SERIES}.jsonstat?origin=CHE")
    assert jsonstat_validator.validate_jsonstat(document)
    assert (document["value"], document["status"]) == ([], [])


def test_jsonstat_is_asked_for_by_suffix(client: Client) -> None:
    """A list without a suffix stays plain JSON, and other lists are no cube."""
    assert "data" in client.get(SERIES, headers={"accept": "application/json"}).json()
    assert client.get("/v1/departures.jsonstat").status_code == 406
    refused = client.get(f"{SERIES}.jsonstat", headers={"accept": "text/csv"})
    assert refused.status_code == 406


def test_pages_of_a_cube(client: Client) -> None:
    """A page of a series is a dataset of its own, which says where the next one is."""
    document = client.json(f"{SERIES}.jsonstat?limit=3&{urlencode(ROUTE)}")
    (following,) = document["link"]["next"]
    assert len(document["dimension"]["interval"]["category"]["index"]) == 3
    assert "cursor=" in following["href"]
