"""From verified records to a release: compare with what holds, write only what differs."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from models import FIGURE_TABLES, RECORD_TABLES, RecordChange, Release, table_of
from models.base import BOOKKEEPING, OPEN_END
from models.vocabulary import Change
from seeds.batches import add, among, end, stream
from seeds.derive import derive
from seeds.errors import SeedError
from seeds.imports.datasets import IMPORTED
from seeds.records import Records, Row
from seeds.touched import rules

_RELEASE = table_of(Release)
_RECORD_CHANGE = table_of(RecordChange)


class RemovedError(SeedError):
    """Records that are served now and missing from the fixtures without a reason."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: the release that holds now, and counts by record type and change."""

    release: int
    made_release: bool
    counts: dict[str, dict[str, int]]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One record that differs from what holds."""

    record_type: str
    change: Change
    row: Row
    version: int
    reason: str | None
    ends_version: bool
    makes_version: bool


def load(
    connection: Connection,
    records: Records,
    progress: Callable[[str], None] = lambda record_type: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Loaded:
    """Write every record that differs from what holds, as one release; nothing if none does.

    ``RemovedError`` when a served record is missing from ``records``.
    """
    latest = latest_release(connection)
    steps: list[Step] = []
    counts: dict[str, dict[str, int]] = {}
    for record_type, table in RECORD_TABLES.items():
        progress(record_type)
        found, unchanged = _compare(connection, record_type, table, records[record_type])
        steps += found
        counts[record_type] = dict(Counter(step.change for step in found), unchanged=unchanged)
    if steps:
        _refuse_reused_ids(connection, steps)
        write(connection, latest + 1, steps, _dates(records))
        make_release(connection, latest + 1, Counter(step.change for step in steps), now())
    return Loaded(release=latest + bool(steps), made_release=bool(steps), counts=counts)


def latest_release(connection: Connection) -> int:
    """The number of the newest release; 0 before the first."""
    return connection.execute(select(func.max(_RELEASE.c.number))).scalar() or 0


def content_of(table: Table) -> list[str]:
    """The columns of a record's content, without those that say when a version held."""
    return [column.name for column in table.columns if column.name not in BOOKKEEPING]


def _compare(
    connection: Connection,
    record_type: str,
    table: Table,
    wanted: dict[str, tuple[Row, str | None]],
) -> tuple[list[Step], int]:
    newest = (
        select(table.c.id, func.max(table.c.version).label("v")).group_by(table.c.id).subquery()
    )
    same = (table.c.id == newest.c.id) & (table.c.version == newest.c.v)
    statement = select(table).join(newest, same)
    if "source" in table.c:
        _refuse_imported_ids(connection, table, wanted)
        statement = statement.where(table.c.source.not_in(IMPORTED["sources"]))
    imported = IMPORTED.get(record_type, frozenset())
    content = content_of(table)
    missing: list[str] = []
    known: set[str] = set()
    steps: list[Step] = []
    for held in stream(connection, statement):
        id = held["id"]
        known.add(id)
        if id in wanted:
            row, reason = wanted[id]
            if step := difference(record_type, row, reason, held, content):
                steps.append(step)
        elif held["release_to"] == OPEN_END and id not in imported:
            missing.append(id)
    if missing:
        raise RemovedError(
            f"{record_type}: served and no longer in the fixtures: {', '.join(sorted(missing))}. "
            "Keep the entry and give it a withdrawn_reason"
        )
    for id, (row, reason) in wanted.items():
        if id not in known and (step := difference(record_type, row, reason, None, content)):
            steps.append(step)
    return steps, len(wanted) - len(steps)


def difference(
    record_type: str,
    row: Row,
    reason: str | None,
    held: Mapping[Any, Any] | None,
    content: list[str],
) -> Step | None:
    """What has to be done so that a record holds, or is withdrawn; ``None`` is nothing.

    ``held`` is its newest version, whether that still holds or not.
    """
    version: int = held["version"] if held else 0
    holds = held is not None and held["release_to"] == OPEN_END
    change: Change
    if reason:
        if held is not None and not holds:
            return None
        change = "withdrawn"
    elif held is not None and holds:
        if all(row[name] == held[name] for name in content):
            return None
        change = "changed"
    else:
        change = "added" if held is None else "reinstated"
    makes_version = change != "withdrawn" or held is None
    return Step(
        record_type=record_type,
        change=change,
        row=row,
        version=version + makes_version,
        reason=reason,
        ends_version=holds,
        makes_version=makes_version,
    )


def _refuse_imported_ids(connection: Connection, table: Table, wanted: Collection[str]) -> None:
    """What was imported is no fixture's to change."""
    imported = select(table.c.id).where(table.c.source.in_(IMPORTED["sources"]))
    used = {row["id"] for row in among(connection, imported, table.c.id, wanted)}
    if used:
        raise SeedError(f"ids of imported figures: {', '.join(sorted(used))}")


def _refuse_reused_ids(connection: Connection, steps: list[Step]) -> None:
    """A figure's id is unique over all figures, whatever kind it once had."""
    for kind, table in FIGURE_TABLES.items():
        new = {
            s.row["id"]
            for s in steps
            if s.record_type in FIGURE_TABLES and s.record_type != kind and s.version == 1
        }
        used = {row["id"] for row in among(connection, select(table.c.id), table.c.id, new)}
        if used:
            raise SeedError(f"ids are never reused: {', '.join(sorted(used))} named {kind} before")


def _dates(records: Records) -> dict[str, str | None]:
    """The last day that each source can be of."""
    return {id: row["published_latest"] for id, (row, _) in records["sources"].items()}


def write(
    connection: Connection,
    release: int,
    steps: Iterable[Step],
    dates: Mapping[str, str | None],
) -> None:
    """End versions, make versions, and write down the changes, all as of a release.

    ``dates`` has the last day that each source can be of, which its figures are listed by.
    """
    steps = list(steps)
    for record_type, table in RECORD_TABLES.items():
        mine = [step for step in steps if step.record_type == record_type]
        ended = ((step.row["id"], step.reason) for step in mine if step.ends_version)
        end(connection, table, release, ended)
        made = (_version(step, release) for step in mine if step.makes_version)
        if record_type in FIGURE_TABLES:
            made = (row | {"published": dates.get(row["source"])} for row in made)
        add(connection, table, made)
    date_figures(
        connection,
        {
            step.row["id"]: step.row["published_latest"]
            for step in steps
            if step.record_type == "sources" and step.change == "changed"
        },
    )
    add(
        connection,
        _RECORD_CHANGE,
        (
            {
                "release": release,
                "record_type": step.record_type,
                "id": step.row["id"],
                "change": step.change,
                "version": step.version,
                "reason": step.reason,
            }
            for step in steps
        ),
    )


def make_release(
    connection: Connection, release: int, changes: Mapping[Change, int], now: datetime
) -> None:
    """Publish what was written as of a release, and work out what follows from it.

    It is dated ``now``, but never before the release it follows: which one held at an instant must
    not change, whatever a clock that was put right says.
    """
    instant = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = connection.execute(select(func.max(_RELEASE.c.recorded_at))).scalar()
    connection.execute(
        insert(_RELEASE).values(
            number=release,
            recorded_at=max(instant, before or instant),
            added=changes.get("added", 0),
            changed=changes.get("changed", 0),
            withdrawn=changes.get("withdrawn", 0),
            reinstated=changes.get("reinstated", 0),
            checksum=checksum(connection, release),
            rules=rules(),
        )
    )
    derive(connection, release)


def date_figures(connection: Connection, dates: Mapping[str, str | None]) -> None:
    """Figures, of every release, are sorted by the day that their source has now."""
    for table in FIGURE_TABLES.values() if dates else ():
        of_another_day = table.c.published.is_distinct_from(bindparam("day"))
        moved = update(table).where(table.c.source == bindparam("of"), of_another_day)
        connection.execute(
            moved.values(published=bindparam("day")),
            [{"of": source, "day": day} for source, day in dates.items()],
        )


def _version(step: Step, release: int) -> Row:
    return {
        **step.row,
        "version": step.version,
        "release_from": release,
        # a record that arrives already withdrawn holds in no release, but is known to have been
        "release_to": release if step.change == "withdrawn" else OPEN_END,
        "withdrawn_reason": step.reason,
    }


def checksum(connection: Connection, release: int, without: Collection[str] = ()) -> str:
    """SHA-256 over the content of every record that holds in a release, type by type, by id.

    ``without`` names columns that there were none of when the release was made.
    """
    digest = hashlib.sha256()
    for record_type, table in RECORD_TABLES.items():
        content = [name for name in content_of(table) if name not in without]
        statement = (
            select(table.c.version, *(table.c[name] for name in content))
            .where(table.c.release_from <= release, table.c.release_to > release)
            .order_by(table.c.id)
        )
        for row in stream(connection, statement):
            digest.update(msgspec.json.encode([record_type, *row.values()]))
    return digest.hexdigest()
