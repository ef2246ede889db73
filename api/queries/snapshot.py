"""What did Tally hold in one release, of the records that figures refer to?

Claimants, sources, places and categories are few, and every figure shows some of them, so those
of a release are read once and kept; a release never changes.
"""

import threading
import unicodedata
from collections import OrderedDict
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from api.errors import NotFound, Unavailable
from api.queries.prepared import AnyNumber, AnyText, Prepared
from api.schemas.parts import CategoryRef, ClaimantRef, Period, PlaceRef, Published, SourceRef
from models import RECORD_TABLES, Release, table_of
from models.countries import LANGUAGES, country_codes, country_name

_RELEASE = table_of(Release)
_KEPT = 16

Identity = tuple[int, str, str]
"""The number, instant and checksum of a release: all three, since a database that was made anew
numbers its releases from 1 again."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One release, and what figures refer to as it stood then."""

    release: int
    checksum: str
    recorded_at: str
    instants: dict[int, str]
    claimants: dict[str, ClaimantRef]
    claimant_names: dict[str, dict[str, str]]
    sources: dict[str, SourceRef]
    places: dict[str, PlaceRef]
    categories: dict[str, CategoryRef]
    published: dict[str, str | None]
    """By source: the latest day it can be of."""
    labels: dict[str, str]
    """By place and category: its name."""
    events: dict[str, Period]
    """By policy event: its date."""
    names: dict[str, dict[str, str]]
    """By record type and id (for ``countries``: code), every name and title, folded."""

    @property
    def identity(self) -> Identity:
        """Which release it is."""
        return self.release, self.recorded_at, self.checksum

    def holds(self, release_from: int, release_to: int) -> bool:
        """Whether a version with this span held in the release."""
        return release_from <= self.release < release_to

    def matching(self, record_type: str, term: str) -> list[str]:
        """The ids whose names hold a folded term."""
        return [id for id, names in self.names[record_type].items() if term in names]


def fold(text: str) -> str:
    """Text as it is searched: compatibility forms and letter case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


class Snapshots:
    """The releases asked for of late."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Identity, Snapshot] = OrderedDict()
        self._lock = threading.Lock()
        self._newest: Identity | None = None
        self.turn = 0
        """How often the newest release was found to be another than the time before."""

    def at(self, connection: Connection, wanted: int | datetime | None) -> Snapshot:
        """The release of a number, in force at an instant, or the newest; ``NotFound`` if none."""
        key = self.newest(connection)[0] if wanted is None else _find(connection, wanted)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        snapshot = _load(connection, *key)
        with self._lock:
            self._kept[key] = snapshot
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return snapshot

    def newest(self, connection: Connection) -> tuple[Identity, int]:
        """The newest release, and the turn in which it was found; ``Unavailable`` if none."""
        found = _find(connection, None)
        with self._lock:
            if found != self._newest:
                self._newest = found
                self.turn += 1
            return found, self.turn


_RELEASES = (
    select(_RELEASE.c.number, _RELEASE.c.recorded_at, _RELEASE.c.checksum)
    .order_by(_RELEASE.c.number.desc())
    .limit(1)
)
_NEWEST = Prepared(_RELEASES)
_NUMBERED = Prepared(_RELEASES.where(_RELEASE.c.number == AnyNumber("number")))
_IN_FORCE = Prepared(_RELEASES.where(_RELEASE.c.recorded_at <= AnyText("instant")))


def _find(connection: Connection, wanted: int | datetime | None) -> Identity:
    if wanted is None:
        found = _NEWEST.tuples(connection, {})
    elif isinstance(wanted, int):
        found = _NUMBERED.tuples(connection, {"number": wanted})
    else:
        found = _IN_FORCE.tuples(connection, {"instant": _utc(wanted)})
    if found:
        number, recorded_at, checksum = found[0]
        return number, recorded_at, checksum
    if wanted is None:
        raise Unavailable("the database holds no release yet: run `tally seed`")
    raise NotFound("there is no such release: /v1/releases lists them")


def _utc(instant: datetime) -> str:
    try:
        instant = instant.astimezone(UTC)
    except OverflowError:
        # within hours of the first or last instant a calendar can name: the offset is of no matter
        instant = instant.replace(tzinfo=UTC)
    # isoformat, since strftime does not pad a year, and instants are compared as text
    return instant.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _load(connection: Connection, number: int, recorded_at: str, checksum: str) -> Snapshot:
    known = {
        record_type: _known(connection, RECORD_TABLES[record_type], number)
        for record_type in (
            "claimants",
            "sources",
            "places",
            "permit_categories",
            "policy_events",
        )
    }
    instants = connection.execute(
        select(_RELEASE.c.number, _RELEASE.c.recorded_at).where(_RELEASE.c.number <= number)
    )
    claimants = {
        row["id"]: ClaimantRef(id=row["id"], name=row["name"], type=row["type"])
        for row in known["claimants"]
    }
    return Snapshot(
        release=number,
        checksum=checksum,
        recorded_at=recorded_at,
        instants={row.number: row.recorded_at for row in instants},
        claimants=claimants,
        claimant_names={row["id"]: msgspec.json.decode(row["names"]) for row in known["claimants"]},
        sources={row["id"]: source_ref(row) for row in known["sources"]},
        places={row["id"]: PlaceRef(id=row["id"], name=row["name"]) for row in known["places"]},
        categories={
            row["id"]: CategoryRef(id=row["id"], name=row["name"])
            for row in known["permit_categories"]
        },
        published={row["id"]: row["published_latest"] for row in known["sources"]},
        labels={
            row["id"]: row["name"]
            for record_type in ("places", "permit_categories")
            for row in known[record_type]
        },
        events={
            row["id"]: Period(
                start=row["date_start"], end=row["date_end"], precision=row["date_precision"]
            )
            for row in known["policy_events"]
        },
        names={
            "claimants": {
                row["id"]: _folded(row["name"], *_strings(row["names"]))
                for row in known["claimants"]
            },
            "sources": {
                row["id"]: _folded(row["title"], row["publisher"], *_names(row["via"], claimants))
                for row in known["sources"]
            },
            "places": {
                row["id"]: _folded(row["name"], *_strings(row["other_names"]))
                for row in known["places"]
            },
            "countries": _countries(known["places"]),
            "permit_categories": {
                row["id"]: _folded(row["name"], *_strings(row["other_names"]))
                for row in known["permit_categories"]
            },
        },
    )


def _known(connection: Connection, table: Table, release: int) -> list[RowMapping]:
    """The newest version of every record by then, of withdrawn ones too: history shows them."""
    known = table.c.release_from <= release
    newest = (
        select(table.c.id, func.max(table.c.version).label("version"))
        .where(known)
        .group_by(table.c.id)
        .subquery()
    )
    same = (table.c.id == newest.c.id) & (table.c.version == newest.c.version)
    return list(connection.execute(select(table).join(newest, same)).mappings())


def source_ref(row: Any) -> SourceRef:
    """A source in short, from its row."""
    return SourceRef(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        publisher=row["publisher"],
        published=Published(
            earliest=row["published_earliest"],
            latest=row["published_latest"],
            basis=row["published_basis"],
        ),
        url=row["url"],
    )


def _strings(document: str) -> list[str]:
    names = msgspec.json.decode(document)
    return list(names.values()) if isinstance(names, dict) else names


def _names(document: str, claimants: dict[str, ClaimantRef]) -> list[str]:
    return [claimants[id].name for id in msgspec.json.decode(document)]


@cache
def _names_of_countries() -> dict[str, str]:
    return {
        code: _folded(*(country_name(code, language) for language in LANGUAGES))
        for code in country_codes()
    }


def _countries(places: list[RowMapping]) -> dict[str, str]:
    """Every country's names by code, with those that an editor gave it as a place."""
    names = dict(_names_of_countries())
    for row in places:
        if row["type"] == "country":
            given = _folded(row["name"], *_strings(row["other_names"]))
            names[row["country"]] = "\n".join((names.get(row["country"], ""), given))
    return names


def _folded(*names: str | None) -> str:
    return "\n".join(fold(name) for name in names if name)
