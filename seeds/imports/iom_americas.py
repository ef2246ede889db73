"""What is a row of IOM's monthly flows in the Americas?

A row is a month, a measure and two countries, with a count of persons. In ``regular_exits`` the
two are the other way round: ``docs/decisions/0012-exits-are-read-with-their-countries-swapped.md``.
"""

import calendar
import re
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from models.countries import is_country
from models.vocabulary import LegalStatus, Movement
from seeds.imports.dataset import Counted, Dataset, Place, count_of, figure_row

_MONTH = re.compile(r"\A(19|20)[0-9]{2}-(0[1-9]|1[0-2])\Z")
_CODE = re.compile(r"\A[A-Z]{3}\Z")


_REPORTING = frozenset(
    ("ARG", "BOL", "BRA", "COL", "CRI", "ECU", "GTM", "HND", "MEX", "PAN", "PER")
)
"""Countries that report. An edition with its exits the right way round shows by others here."""


class _Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure counts, and which column names who counted and which who was counted."""

    movement: Movement
    legal_status: LegalStatus
    reporting: str
    nationality: str


_MEASURES = {
    "regular_entries": _Measure(
        movement="arrival", legal_status="documented", reporting="geo", nationality="nat"
    ),
    "regular_exits": _Measure(
        movement="departure", legal_status="documented", reporting="nat", nationality="geo"
    ),
    "irregular_entries": _Measure(
        movement="arrival", legal_status="undocumented", reporting="geo", nationality="nat"
    ),
}


def _read(number: int, cells: dict[str, str], zeros: bool) -> list[Counted]:
    month, measure = cells["month"], _MEASURES.get(cells["measure"])
    if not _MONTH.match(month):
        raise ValueError(f"month: no month: {month[:40]!r}")
    if month >= f"{datetime.now(UTC):%Y-%m}":
        raise ValueError(f"month: {month} is not over")
    if measure is None:
        raise ValueError(f"measure: none that is known: {cells['measure'][:40]!r}")
    reporting = cells[measure.reporting]
    if reporting not in _REPORTING:
        raise ValueError(f"{measure.reporting}: not known to report: {reporting[:40]!r}")
    people = cells[measure.nationality]
    nationality, given = _nationality(measure.nationality, people)
    count = count_of("n", cells["n"])
    if count is None or (count == 0 and not zeros):
        return []
    [(kind, column, id)] = _places(cells)
    row = figure_row(_FROM, id, count, (number, column, cells[column]))
    arrived = measure.movement == "arrival"
    row |= {
        "nationality": nationality,
        "country_as_given": given,
        "origin": None if arrived else reporting,
        "destination": reporting if arrived else None,
        "place": None,
        "period_start": f"{month}-01",
        "period_end": _last_day(month),
        "period_precision": "month",
        "coverage": "period",
        "per": None,
        "since_event": None,
        "movement": measure.movement,
        "outlook": "observed",
        "legal_status": measure.legal_status,
        "note": _note(cells["measure"].replace("_", " "), people, given),
    }
    return [(kind, row)]


def _places(cells: dict[str, str]) -> list[Place]:
    measure = _MEASURES[cells["measure"]]
    reporting, people = cells[measure.reporting], cells[measure.nationality] or "not-stated"
    id = f"iom-americas-{cells['month']}-{cells['measure']}-{reporting}-{people}"
    return [("departures", "n", id.replace("_", "-").lower())]


@lru_cache(maxsize=1024)
def _nationality(column: str, code: str) -> tuple[str | None, str | None]:
    """The country of a nationality, or what the file gives that is none; neither if it is empty."""
    if code and not _CODE.match(code):
        raise ValueError(f"{column}: no code of three capitals: {code[:40]!r}")
    return (code, None) if is_country(code) else (None, code or None)


@lru_cache(maxsize=1024)
def _last_day(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]}"


@lru_cache(maxsize=1024)
def _note(measure: str, people: str, given: str | None) -> str:
    said = f"Counted by the source as {measure}."
    if given:
        return f"{said} The nationality is given as {given}, which ISO 3166-1 has not."
    return said if people else f"{said} The nationality is not stated: this is no total of all."


_FROM = {"id": "iom-americas-monthly-flows", "claimant": "iom"}

IOM_AMERICAS = Dataset(
    name="iom-americas",
    source={
        "id": _FROM["id"],
        "kind": "dataset",
        "title": "Monthly regular entries, regular exits and irregular entries in the Americas",
        "publisher": "International Organization for Migration",
        "via": "[]",
        "language": "en",
        "url": "https://github.com/iom/amerdigest",
        "licence": "MIT",
        "note": "Compiled by IOM from what governments of the region publish. Whose papers were "
        "in order is read out of “regular” and “irregular”.",
    },
    claimant={
        "id": _FROM["claimant"],
        "name": "International Organization for Migration",
        "names": '{"en":"the International Organization for Migration"}',
        "type": "un_agency",
        "country": None,
    },
    header=("month", "measure", "geo", "nat", "n"),
    key=("month", "measure", "geo", "nat"),
    named=("month", "measure", "geo", "nat"),
    read=_read,
    places=_places,
)
"""https://github.com/iom/amerdigest, its three tables in one."""
