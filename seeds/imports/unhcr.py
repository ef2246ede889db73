"""What is a row of UNHCR's population table: which stocks, and which flow?

A row is a year, a country of origin (``coo``) and a country of asylum (``coa``), with a count for
each population group. ``docs/importing.md`` says what becomes of each column and why.
"""

import csv
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from models.countries import is_country
from models.vocabulary import LegalStatus, Situation
from seeds.imports.dataset import Counted, Dataset, Place, count_of, figure_row
from seeds.records import Row

_YEAR = re.compile(r"\A(19|20)[0-9]{2}\Z")
_CODE = re.compile(r"\A[A-Z]{3}\Z")


class _Group(msgspec.Struct, frozen=True, kw_only=True):
    """What a column counts."""

    legal_status: LegalStatus = "unspecified"
    situation: Situation = "resident"
    note: str | None = None


_STOCKS = {
    "refugees": _Group(legal_status="registered_refugee"),
    "asylum_seekers": _Group(legal_status="asylum_seeker"),
    "idps": _Group(situation="internally_displaced"),
    "returned_idps": _Group(
        situation="returned_from_displacement", note="Those who returned in the course of the year."
    ),
    "stateless": _Group(legal_status="stateless"),
    "ooc": _Group(legal_status="other_of_concern"),
    "oip": _Group(legal_status="other_in_need_of_protection"),
    "hst": _Group(situation="host_community"),
}
_FLOW = "returned_refugees"
_REGISTERED = "Registered refugees alone: others who went back are not counted."
_OUTSIDE_ISO = {"STA": "XXA", "UKN": "UNK"}
"""What the file gives for a place without a country; for others (``TIB``) UNHCR's own code."""
_COUNTS = (
    "refugees",
    "asylum_seekers",
    _FLOW,
    "idps",
    "returned_idps",
    "stateless",
    "ooc",
    "oip",
    "hst",
)
_ENDS: list[Place] = [
    (
        "departures" if column == _FLOW else "population_estimates",
        column,
        column.replace("_", "-"),
    )
    for column in _COUNTS
]
"""What the id of each column's figure ends with."""


def _read(number: int, cells: dict[str, str], zeros: bool) -> list[Counted]:
    year = cells["year"]
    if not _YEAR.match(year):
        raise ValueError(f"year: no year: {year[:40]!r}")
    if int(year) >= datetime.now(UTC).year:
        raise ValueError(f"year: {year} is not over, so that this is no count of its end")
    origin = _country("coo", cells["coo"], cells["coo_iso"])
    asylum = _country("coa", cells["coa"], cells["coa_iso"])
    counts = {column: count_of(column, cells[column]) for column in _COUNTS}
    given = [code for code in (origin[1], asylum[1]) if code]
    figures: list[Counted] = []
    for kind, column, id in _places(cells):
        count = counts[column]
        if count is None or (count == 0 and not zeros):
            continue
        row = figure_row(_FROM, id, count, (number, column, cells[column]))
        row["country_as_given"] = ", ".join(dict.fromkeys(given)) or None
        said: str | None
        if column == _FLOW:
            said = _REGISTERED
            row |= _flow(year, asylum[0], origin[0])
        else:
            said = _STOCKS[column].note
            row |= _stock(year, column, asylum[0], origin[0])
        row["note"] = _note(said, cells, origin[1], asylum[1])
        figures.append((kind, row))
    return figures


def _places(cells: dict[str, str]) -> list[Place]:
    begins = f"unhcr-{cells['year']}-{cells['coo_iso']}-{cells['coa_iso']}-".lower()
    return [(kind, column, begins + end) for kind, column, end in _ENDS]


def _stock(year: str, column: str, country: str | None, origin: str | None) -> Row:
    group = _STOCKS[column]
    return {
        "country": country,
        "place": None,
        "origin": origin,
        "population_scope": "nationality",
        "situation": group.situation,
        "legal_status": group.legal_status,
        "as_of_start": f"{year}-12-31",
        "as_of_end": f"{year}-12-31",
        "as_of_precision": "day",
    }


def _flow(year: str, origin: str | None, destination: str | None) -> Row:
    """Who went back left the country of asylum for the country of origin."""
    return {
        "origin": origin,
        "destination": destination,
        "place": None,
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "period_precision": "year",
        "coverage": "period",
        "per": None,
        "since_event": None,
        "movement": "return",
        "outlook": "observed",
        "legal_status": "registered_refugee",
    }


def _note(
    said: str | None, cells: dict[str, str], origin: str | None, asylum: str | None
) -> str | None:
    parts = [said] if said else []
    for side, words, code in (
        ("coo", "country of origin", origin),
        ("coa", "country of asylum", asylum),
    ):
        if code:
            name = cells[f"{side}_name"].replace("\0", " ").strip()
            parts.append(f"The {words} is given as “{name}” ({code}), which ISO 3166-1 has not.")
    return " ".join(parts) or None


@lru_cache(maxsize=1024)
def _country(side: str, code: str, given: str) -> tuple[str | None, str | None]:
    """The country of a UNHCR code, or, where there is none, what the file gives instead."""
    if code not in _countries():
        raise ValueError(f"{side}: no code of UNHCR: {code[:40]!r}")
    if not _CODE.match(given):
        raise ValueError(f"{side}_iso: no code of three capitals: {given[:40]!r}")
    known = _countries()[code]
    wanted = known or _OUTSIDE_ISO.get(code, code)
    if given != wanted:
        raise ValueError(f"{side}_iso: UNHCR's {code} is {wanted}, not {given}")
    return known, None if known else given


@cache
def _countries() -> dict[str, str | None]:
    """The country of each code of UNHCR; ``None`` where ISO 3166-1 has none."""
    text = files("seeds.imports").joinpath("unhcr_countries.csv").read_text(encoding="utf-8")
    return {
        row["unhcr_code"]: row["iso_code"] if is_country(row["iso_code"]) else None
        for row in csv.DictReader(text.splitlines())
    }


_FROM = {"id": "unhcr-refugee-data-finder", "claimant": "unhcr"}

UNHCR = Dataset(
    name="unhcr",
    source={
        "id": _FROM["id"],
        "kind": "dataset",
        "title": "Refugee Data Finder: population",
        "publisher": "UNHCR",
        "via": "[]",
        "language": "en",
        "url": "https://www.unhcr.org/refugee-statistics/",
        "licence": "CC BY 4.0",
        "note": "Stocks at the end of each year by origin and asylum, and refugees who returned "
        "in it. Origin is where people came from; their nationality is not stated.",
    },
    claimant={
        "id": _FROM["claimant"],
        "name": "UNHCR",
        "names": "{}",
        "type": "un_agency",
        "country": None,
    },
    header=(
        "year",
        "coo_name",
        "coo",
        "coo_iso",
        "coa_name",
        "coa",
        "coa_iso",
        *_COUNTS,
    ),
    key=("year", "coo", "coa"),
    named=("year", "coo_iso", "coa_iso"),
    read=_read,
    places=_places,
)
"""https://www.unhcr.org/refugee-statistics/, as the R package ``refugees`` has it in a table."""
