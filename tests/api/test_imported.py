"""Imported figures as they are answered: cell, citation, places outside ISO, questions."""

from collections.abc import Callable
from typing import Any

import pytest

from seeds.fixtures import Fixtures
from seeds.imports.iom_americas import IOM_AMERICAS
from tests.conftest import Client, client_of, seed
from tests.seeds.imports.made import FLOWS, POPULATION, flows, imported, population


@pytest.fixture(scope="module")
def client(
    empty_database: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
    fixtures: Fixtures,
) -> Client:
    """A client on the five articles and a few invented rows of each dataset."""
    url, folder = empty_database(), tmp_path_factory.mktemp("imported")
    seed(url, fixtures)
    imported(url, population(folder, *POPULATION))
    imported(url, flows(folder, *FLOWS), IOM_AMERICAS)
    return client_of(url)


CITATIONS = {
    "unhcr-2020-nor-isl-refugees": "11 registered refugees among people from Norway were living in "
    "Iceland on 31 December 2020, according to UNHCR (publication date unknown).",
    "unhcr-2020-nor-isl-returned-refugees": "13 registered refugees among people returned from "
    "Iceland to Norway in 2020, according to UNHCR (publication date unknown).",
    "unhcr-2020-nor-isl-oip": "18 others in need of international protection among people from "
    "Norway were living in Iceland on 31 December 2020, according to UNHCR (publication date "
    "unknown).",
    "unhcr-2020-nor-nor-idps": "14 internally displaced people were living in Norway on 31 "
    "December 2020, according to UNHCR (publication date unknown).",
    "unhcr-2020-nor-nor-returned-idps": "15 people back from internal displacement were living in "
    "Norway on 31 December 2020, according to UNHCR (publication date unknown).",
    "unhcr-2020-nor-nor-hst": "19 people of host communities were living in Norway on 31 December "
    "2020, according to UNHCR (publication date unknown).",
    "unhcr-2020-xxa-isl-stateless": "16 stateless people (country given as “XXA”) were living in "
    "Iceland on 31 December 2020, according to UNHCR (publication date unknown).",
    "iom-americas-2023-02-irregular-entries-mex-cub": "33 undocumented nationals of Cuba arrived "
    "in Mexico in February 2023, according to the International Organization for Migration "
    "(publication date unknown).",
    "iom-americas-2023-02-regular-exits-col-cub": "32 documented nationals of Cuba left Colombia "
    "in February 2023, according to the International Organization for Migration (publication date "
    "unknown).",
    "iom-americas-2023-02-regular-entries-mex-xkx": "34 documented people (country given as “XKX”) "
    "arrived in Mexico in February 2023, according to the International Organization for Migration "
    "(publication date unknown).",
    "iom-americas-2023-02-regular-exits-col-not-stated": "35 documented people of a nationality "
    "that is not stated left Colombia in February 2023, according to the International "
    "Organization for Migration (publication date unknown).",
}


def test_citations(client: Client) -> None:
    """Each says whom the number is of, so that no part reads as a total, and who states it once."""
    found = {id: client.data(f"/v1/figures/{id}")["citation"] for id in CITATIONS}
    assert found == CITATIONS


def test_a_cell(client: Client) -> None:
    """A figure's mention is its row and column; its source is a dataset, known by its hash."""
    figure = client.data("/v1/population-estimates/unhcr-2020-nor-isl-refugees")
    assert figure["mentions"] == [
        {
            "paragraph": None,
            "start": None,
            "end": None,
            "as_printed": "11",
            "row": 2,
            "column": "refugees",
        }
    ]
    source = client.data(f"/v1/sources/{figure['source']['id']}")
    assert (source["kind"], source["licence"]) == ("dataset", "CC BY 4.0")
    assert source["figures"] == {"departures": 2, "permit_holders": 0, "population_estimates": 8}


def test_outside_iso(client: Client) -> None:
    """A place outside ISO 3166-1 is null with what the source gives, in figure and question."""
    figure = client.data("/v1/figures/unhcr-2020-xxa-isl-stateless")
    assert (figure["origin"], figure["country_as_given"]) == (None, "XXA")
    question = client.data(figure["links"]["comparison"].removeprefix("http://127.0.0.1:8000"))[
        "question"
    ]
    assert (question["origin"], question["country_as_given"]) == (None, "XXA")
    assert question["text"].startswith(
        "How many stateless people (country given as “XXA”) were living in Iceland"
    )
    article = client.data("/v1/figures/left-pakistan-april-2025")
    assert article["country_as_given"] is None
    assert article["mentions"][0]["row"] is None


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("population-estimates?origin=NOR&situation=host_community", ["unhcr-2020-nor-nor-hst"]),
        ("population-estimates?country_as_given=XXA", ["unhcr-2020-xxa-isl-stateless"]),
        ("population-estimates?country_as_given=AFG", []),
        ("population-estimates?legal_status=stateless", ["unhcr-2020-xxa-isl-stateless"]),
        (
            "departures?origin=ISL&destination=NOR&claimant=unhcr",
            ["unhcr-2020-nor-isl-returned-refugees"],
        ),
        (
            "departures?nationality=CUB&movement=departure",
            ["iom-americas-2023-02-regular-exits-col-cub"],
        ),
        ("figures?claimant=iom&published_before=2025-01-01", []),
    ],
)
def test_filters(client: Client, query: str, ids: list[str]) -> None:
    """Imported figures are found by the filters that all figures are found by."""
    assert [figure["id"] for figure in client.data(f"/v1/{query}")] == ids


def test_series(client: Client) -> None:
    """A series of nationals of no country of ISO 3166-1 stands beside those of others."""
    rows = client.data("/v1/departures/series?origin=COL&destination=MEX&interval=month")
    assert rows == []
    rows = client.data("/v1/departures/series?destination=MEX&interval=month")
    told: list[Any] = [
        (row["nationality"], row["country_as_given"], row["legal_status"], row["bounds"]["lower"])
        for row in rows
    ]
    assert sorted(told, key=str) == [
        ("CUB", None, "documented", 31),
        ("CUB", None, "undocumented", 33),
        (None, "XKX", "documented", 34),
    ]
    only = client.data("/v1/departures/series?destination=MEX&country_as_given=XKX")
    assert {row["country_as_given"] for row in only} == {"XKX"}
    others = client.data("/v1/departures/series?destination=MEX&not_stated=country_as_given")
    assert {row["nationality"] for row in others} == {"CUB"}
