"""What a row of UNHCR's table becomes."""

from typing import Any

import pytest

from models.countries import is_country
from seeds.imports.unhcr import UNHCR, _countries
from tests.seeds.imports.made import AT_HOME, NORWEGIANS, STATELESS, UNKNOWN


def read(row: str, number: int = 2) -> dict[str, Any]:
    """The figures of a row by column."""
    cells = dict(zip(UNHCR.header, row.split(","), strict=True))
    return {
        figure["mentions"].split('"')[5]: {"kind": kind, **figure}
        for kind, figure in UNHCR.read(number, cells, False)
    }


def test_columns() -> None:
    """Each population group is told from all others by its legal status and situation."""
    found = read(NORWEGIANS) | read(AT_HOME) | read(STATELESS)
    assert {
        column: (row["legal_status"], row["situation"])
        for column, row in found.items()
        if row["kind"] == "population_estimates"
    } == {
        "refugees": ("registered_refugee", "resident"),
        "asylum_seekers": ("asylum_seeker", "resident"),
        "idps": ("unspecified", "internally_displaced"),
        "returned_idps": ("unspecified", "returned_from_displacement"),
        "stateless": ("stateless", "resident"),
        "ooc": ("other_of_concern", "resident"),
        "oip": ("other_in_need_of_protection", "resident"),
        "hst": ("unspecified", "host_community"),
    }
    groups = [
        (row["legal_status"], row["situation"]) for row in found.values() if "situation" in row
    ]
    assert len(set(groups)) == len(groups) == 8


def test_a_stock() -> None:
    """A stock is of the last day of the year, by origin: the nationality is not stated."""
    row = read(NORWEGIANS, 7)["refugees"]
    assert (row["country"], row["origin"], row["nationality"]) == ("ISL", "NOR", None)
    assert (row["as_of_start"], row["as_of_end"]) == ("2020-12-31", "2020-12-31")
    assert (row["voice"], row["claimant"]) == ("claimant", "unhcr")
    assert row["mentions"] == '[{"row":7,"column":"refugees","as_printed":"11"}]'
    values = ("reported", "bound", "lower", "upper", "rounding", "plausible_lower")
    assert [row[name] for name in values] == [11, "point", 11, 11, 0, 11]
    assert (row["id"], row["country_as_given"]) == ("unhcr-2020-nor-isl-refugees", None)


@pytest.mark.parametrize("cell", ["0" * 8 + "1234", "0" * 16 + "12345", "0" * 35 + "12345"])
def test_padded(cell: str) -> None:
    """A count with zeros in front is read to its last digit, and kept as printed."""
    row = read(NORWEGIANS.replace(",11,", f",{cell},"))["refugees"]
    assert (row["reported"], row["as_printed"]) == (int(cell), cell)


def test_a_return() -> None:
    """Returned refugees went from the country of asylum to that of origin, in the year."""
    row = read(NORWEGIANS)["returned_refugees"]
    assert row["kind"] == "departures"
    assert (row["origin"], row["destination"], row["movement"]) == ("ISL", "NOR", "return")
    assert (row["period_start"], row["period_end"]) == ("2020-01-01", "2020-12-31")
    assert row["legal_status"] == "registered_refugee"
    within = read(NORWEGIANS.replace("Iceland,ICE,ISL", "Norway,NOR,NOR"))["returned_refugees"]
    assert (within["origin"], within["destination"]) == ("NOR", "NOR")


@pytest.mark.parametrize(
    ("row", "column", "fields", "given"),
    [
        (STATELESS, "stateless", {"origin": None, "country": "ISL"}, "XXA"),
        (UNKNOWN, "returned_refugees", {"origin": None, "destination": None}, "UNK"),
        (
            NORWEGIANS.replace("Norway,NOR,NOR", "Tibetan,TIB,TIB"),
            "refugees",
            {"origin": None, "country": "ISL"},
            "TIB",
        ),
        (
            NORWEGIANS.replace("Iceland,ICE,ISL", "Unknown,UKN,UNK"),
            "refugees",
            {"origin": "NOR", "country": None},
            "UNK",
        ),
    ],
)
def test_outside_iso(row: str, column: str, fields: dict[str, Any], given: str) -> None:
    """A place that is no country of ISO 3166-1 is null, and what the file gives is kept."""
    found = read(row)[column]
    assert {name: found[name] for name in fields} == fields
    assert found["country_as_given"] == given
    assert f"({given}), which ISO 3166-1 has not" in found["note"]


def test_countries() -> None:
    """UNHCR's codes are not ISO's: its AUS is Austria, its AUL Australia."""
    assert (_countries()["AUS"], _countries()["AUL"]) == ("AUT", "AUS")
    assert {code for code, country in _countries().items() if country is None} == {
        "CRB",
        "CUR",
        "STA",
        "TIB",
        "UKN",
    }
    assert all(country is None or is_country(country) for country in _countries().values())
