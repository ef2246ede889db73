"""Every figure of the fixtures is served as its article states it."""

from datetime import date
from typing import Any

import pytest

from models.period import parse_period
from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.lists import PUBLIC_URL, Record, records_at
from tests.conftest import Client

LIST_OF: dict[type[Any], str] = {
    fx.Departure: "/v1/departures",
    fx.PermitHolders: "/v1/permit-holders",
    fx.PopulationEstimate: "/v1/population-estimates",
}
AnyFixture = fx.Departure | fx.PermitHolders | fx.PopulationEstimate

LEFT_PAKISTAN_APRIL_2025: Record = {
    "id": "left-pakistan-april-2025",
    "kind": "departures",
    "value": {
        "reported": 135000,
        "bound": "more_than",
        "approximate": False,
        "lower": 135000,
        "upper": None,
        "unit": "persons",
        "as_printed": "more than 135,000",
        "rounding": 500,
        "plausible": {"lower": 135001, "upper": None},
    },
    "origin": "PAK",
    "destination": "AFG",
    "nationality": "AFG",
    "place": None,
    "inferred": ["destination"],
    "period": {"start": "2025-04-01", "end": "2025-04-30", "precision": "month"},
    "coverage": "period",
    "per": None,
    "since_event": None,
    "part_of": "left-pakistan-since-april-2025",
    "movement": "departure",
    "outlook": "observed",
    "country_as_given": None,
    "legal_status": "unspecified",
    "attribution": {
        "voice": "claimant",
        "claimant": {
            "id": "pakistan-interior-ministry",
            "name": "Pakistan's Interior Ministry",
            "type": "government",
        },
        "speaker": None,
        "stated_on": "2025-06-04",
        "via": [],
        "confirmed_by": [],
    },
    "source": {
        "id": "pakistan-2025-06-04",
        "kind": "article",
        "title": None,
        "publisher": None,
        "published": {"earliest": "2025-06-04", "latest": "2025-06-04", "basis": "printed"},
        "url": None,
    },
    "mentions": [
        {
            "paragraph": 3,
            "start": 378,
            "end": 395,
            "as_printed": "more than 135,000",
            "row": None,
            "column": None,
        }
    ],
    "note": None,
    "citation": "More than 135,000 people left Pakistan in April 2025, according to "
    "Pakistan's Interior Ministry (reported 4 June 2025).",
    "version": 1,
    "superseded_at": None,
    "withdrawn_reason": None,
}


def served_by(client: Client) -> dict[str, Record]:
    """Every figure of the three lists, by its id."""
    return {
        figure["id"]: figure for path in LIST_OF.values() for figure in records_at(client, path)
    }


def entries(fixtures: Fixtures) -> list[tuple[fx.Source, AnyFixture]]:
    """Every figure of the fixtures, with its source."""
    return [
        (article.source, figure)
        for article in fixtures.articles.values()
        for figure in article.figures
    ]


def test_nothing_else_is_served(client: Client, fixtures: Fixtures) -> None:
    """The lists hold the figures of the fixtures, each under its kind, and no others."""
    for shape, path in LIST_OF.items():
        written = {figure.id for _, figure in entries(fixtures) if isinstance(figure, shape)}
        assert {figure["id"] for figure in records_at(client, path)} == written
    everything = records_at(client, "/v1/figures")
    assert {figure["id"] for figure in everything} == {f.id for _, f in entries(fixtures)}
    assert len(everything) == len(entries(fixtures))


def test_values(client: Client, fixtures: Fixtures) -> None:
    """The number, its bounds, its unit and its words are those of the article."""
    served = served_by(client)
    for _, figure in entries(fixtures):
        value = served[figure.id]["value"]
        for field in ("reported", "bound", "approximate", "unit"):
            assert value[field] == getattr(figure, field), (figure.id, field)
        assert value["as_printed"] == figure.mentions[0].printed
        assert (value["lower"], value["upper"]) == _stated(figure), figure.id
        lowest, highest = value["plausible"]["lower"], value["plausible"]["upper"]
        assert lowest is not None or highest is not None
        if figure.bound == "point":
            assert lowest <= figure.reported <= highest, figure.id
        if figure.bound == "point" and not figure.approximate:
            assert highest - lowest <= 2 * value["rounding"]


def _stated(figure: AnyFixture) -> tuple[int | None, int | None]:
    """The bounds that the words promise."""
    match figure.bound:
        case "point":
            return (None, None) if figure.approximate else (figure.reported, figure.reported)
        case "more_than" | "at_least":
            return figure.reported, None
        case "less_than" | "at_most":
            return None, figure.reported
        case _:
            return figure.lower, figure.upper


def test_periods(client: Client, fixtures: Fixtures) -> None:
    """Periods and dates are those of the fixtures, as first day, last day and precision."""
    served = served_by(client)
    for _, figure in entries(fixtures):
        if isinstance(figure, fx.Departure):
            name, written = "period", figure.period
        else:
            name, written = "as_of", figure.as_of
        assert served[figure.id][name] == _when(written), figure.id


def _when(written: fx.When | None) -> dict[str, str | None]:
    if written is None:
        return {"start": None, "end": None, "precision": None}
    if isinstance(written, str):
        period = parse_period(written)
        return {"start": period.start, "end": period.end, "precision": period.precision}
    start, end = _iso(written.start), _iso(written.end)
    return {"start": start, "end": end, "precision": written.precision}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def test_attribution(client: Client, fixtures: Fixtures) -> None:
    """Who states a figure, through whom and when; what has no claimant is in the outlet's voice."""
    served = served_by(client)
    claimants = {
        claimant.id: {"id": claimant.id, "name": claimant.name, "type": claimant.type}
        for claimant in fixtures.claimants
    }
    speakers = {
        speaker.id: {"name": speaker.name, "role": speaker.role} for speaker in fixtures.speakers
    }
    for source, figure in entries(fixtures):
        assert served[figure.id]["attribution"] == {
            "voice": "claimant" if figure.claimant else "outlet",
            "claimant": claimants[figure.claimant] if figure.claimant else None,
            "speaker": speakers[figure.speaker] if figure.speaker else None,
            "stated_on": _iso(figure.stated_on),
            "via": [claimants[id] for id in figure.via],
            "confirmed_by": [claimants[id] for id in figure.confirmed_by],
        }, figure.id
        assert served[figure.id]["source"]["id"] == source.id


def test_mentions(client: Client, fixtures: Fixtures) -> None:
    """Every mention is served with its paragraph, its place in the text and its words.

    Row and column are those of a dataset, and no article has them.
    """
    served = served_by(client)
    for _, figure in entries(fixtures):
        assert served[figure.id]["mentions"] == [
            {
                "paragraph": mention.paragraph,
                "start": mention.start,
                "end": mention.start + len(mention.printed),
                "as_printed": mention.printed,
                "row": None,
                "column": None,
            }
            for mention in figure.mentions
        ], figure.id


def test_everything_else(client: Client, fixtures: Fixtures) -> None:
    """Every other field of a fixture is served under its own name, references by their id."""
    apart = {"id", "withdrawn_reason", "mentions", "bound", "approximate", "reported", "lower"}
    apart |= {"upper", "unit", "claimant", "speaker", "stated_on", "via", "confirmed_by"}
    apart |= {"period", "as_of", "inferred"}
    served = served_by(client)
    for _, figure in entries(fixtures):
        found = served[figure.id]
        assert sorted(found["inferred"]) == sorted(figure.inferred)
        for field in set(figure.__struct_fields__) - apart:
            value = found[field]
            if field in ("place", "category") and value is not None:
                value = value["id"]
            assert value == getattr(figure, field), (figure.id, field)


def test_one_figure_everywhere(client: Client, fixtures: Fixtures) -> None:
    """A figure is the same record in its list, at its own address and among all figures."""
    served = served_by(client)
    together = {figure["id"]: figure for figure in records_at(client, "/v1/figures")}
    for _, figure in entries(fixtures):
        own = f"{LIST_OF[type(figure)]}/{figure.id}"
        assert client.data(own) == served[figure.id] == together[figure.id]
        assert client.data(f"/v1/figures/{figure.id}") == served[figure.id]
        assert served[figure.id]["links"]["self"] == PUBLIC_URL + own
        assert client.data(f"/v1/figures/{figure.id}/history")["versions"] == [served[figure.id]]
        citation = client.data(f"/v1/figures/{figure.id}/citation")
        sentence = served[figure.id]["citation"]
        assert citation == {
            "id": figure.id,
            "style": "text",
            "lang": "en",
            "direction": "ltr",
            "status": "reviewed",
            "citation": sentence,
            "csl": None,
            "text": sentence,
        }


@pytest.mark.parametrize("list_path", ["/v1/departures", "/v1/figures"])
def test_left_pakistan_april_2025(client: Client, list_path: str) -> None:
    """The example of the design is answered field for field, its citation included."""
    figure = client.data(f"{list_path}/left-pakistan-april-2025")
    links, recorded_at = figure.pop("links"), figure.pop("recorded_at")
    assert figure == LEFT_PAKISTAN_APRIL_2025
    assert recorded_at == client.data("/v1/releases/1")["recorded_at"]
    assert links.pop("comparison").startswith(f"{PUBLIC_URL}/v1/comparisons/departures-")
    assert links == {
        "self": f"{PUBLIC_URL}/v1/departures/left-pakistan-april-2025",
        "source": f"{PUBLIC_URL}/v1/sources/pakistan-2025-06-04",
        "page": f"{PUBLIC_URL}/figures/left-pakistan-april-2025",
        "embed": "http://127.0.0.1:8000/embed/figures/left-pakistan-april-2025",
    }


def test_another_kind_is_not_found(client: Client, fixtures: Fixtures) -> None:
    """A figure is not answered at the address of another kind."""
    for _, figure in entries(fixtures)[::7]:
        for path in set(LIST_OF.values()) - {LIST_OF[type(figure)]}:
            assert client.get(f"{path}/{figure.id}").status_code == 404
