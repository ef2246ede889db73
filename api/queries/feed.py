"""Which changes of figures match, newest first, and which versions did they make or end?"""

from collections.abc import Sequence
from itertools import islice

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    func,
    literal_column,
    select,
    tuple_,
    union,
)

from api.cursors import Key
from api.queries.comparisons import stood_in
from api.queries.figure_conditions import asked_of_any
from api.queries.figure_filter import FigureFilter
from api.queries.listing import Order, any_of, read_rows
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES, RecordChange, table_of
from models.question import Row
from models.vocabulary import Change, Kind

_CHANGE = table_of(RecordChange)
_ORDER = Order(
    ["-release", "-record_type", "-id"],
    {"release": _CHANGE.c.release, "record_type": _CHANGE.c.record_type, "id": _CHANGE.c.id},
)
_FEW = 2_000
"""So many versions are looked up one by one; more are dense enough to be met on a walk."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Of which figures changes are asked for, and which changes."""

    filter: FigureFilter
    specific: dict[Kind, list[ColumnElement[bool]]]
    """The kinds to look among, each with its conditions beyond the common ones."""
    figures: Sequence[str]
    comparisons: Sequence[str]
    changes: Sequence[Change]


def find_figure_changes(
    connection: Connection, snapshot: Snapshot, wanted: Wanted, after: Sequence[Key] | None
) -> tuple[list[Row], list[Key] | None]:
    """One page of changes, newest first, and the position of the next page if any.

    A change matches when the version it made or ended does; so does a correction when the version
    before it did, so that who follows a claimant hears that a figure is no longer theirs.
    """
    limit = wanted.filter.limit
    found: dict[tuple[int, str, str], Row] = {}
    for kind in wanted.specific:
        few = _of_few(connection, snapshot, wanted, kind)
        for row in few if few is not None else _walked(connection, snapshot, wanted, kind, after):
            key = (row["release"], row["record_type"], row["id"])
            if after is None or key < tuple(after):
                found[key] = row
    rows = list(found.values())
    _ORDER.sort(rows)
    return rows[:limit], _ORDER.keys_of(rows[limit - 1]) if len(rows) > limit else None


def count_figure_changes(connection: Connection, snapshot: Snapshot, wanted: Wanted) -> int:
    """How many changes match in all."""
    total = 0
    for kind in wanted.specific:
        every = union(*_statements(snapshot, wanted, kind)).subquery()
        total += int(connection.execute(select(func.count()).select_from(every)).scalar_one())
    return total


def versions_changed(
    connection: Connection, changes: Sequence[Row]
) -> dict[tuple[str, int], RowMapping]:
    """Every version of the figures that changes are of, by id and number."""
    versions = {}
    for kind, table in FIGURE_TABLES.items():
        ids = {row["id"] for row in changes if row["record_type"] == kind}
        if ids:
            statement = select(table).where(table.c.id.in_(sorted(ids)))
            for row in connection.execute(statement).mappings():
                versions[row["id"], row["version"]] = row
    return versions


def _of_few(
    connection: Connection, snapshot: Snapshot, wanted: Wanted, kind: Kind
) -> list[Row] | None:
    """The changes of a kind where few versions match: found from these, in no order.

    ``None`` where there are many, or nothing narrows them: then they are met soon on a walk.
    """
    table, asked = FIGURE_TABLES[kind], _asked(snapshot, wanted, kind)
    if not asked:
        return None
    spans = select(table.c.id, table.c.release_from, table.c.release_to).where(*asked)
    versions = connection.execute(spans.limit(_FEW + 1)).all()
    if len(versions) > _FEW:
        return None
    keys = {(release, id) for id, *span in versions for release in span}
    known = iter(sorted(key for key in keys if key[0] <= snapshot.release))
    rows: list[Row] = []
    while chunk := list(islice(known, 500)):
        there = tuple_(_CHANGE.c.release, _CHANGE.c.id).in_(chunk)
        statement = select(_CHANGE, *_ORDER.columns).where(
            # the releases by themselves too, which all databases look up by index
            _CHANGE.c.release.in_(sorted({release for release, _ in chunk})),
            _CHANGE.c.record_type == kind,
            _CHANGE.c.id.in_(sorted({id for _, id in chunk})),
            there,
            *any_of(_CHANGE.c.change, wanted.changes),
        )
        rows += read_rows(connection, statement)
    return rows


def _walked(
    connection: Connection,
    snapshot: Snapshot,
    wanted: Wanted,
    kind: Kind,
    after: Sequence[Key] | None,
) -> list[Row]:
    """The first changes of a kind after a position, and one more than a page has."""
    rows: list[Row] = []
    for statement in _statements(snapshot, wanted, kind):
        page = statement.add_columns(*_ORDER.columns).order_by(*_ORDER.clauses)
        if after is not None:
            page = page.where(_ORDER.after(after))
        rows += read_rows(connection, page.limit(wanted.filter.limit + 1))
    return rows


def _asked(snapshot: Snapshot, wanted: Wanted, kind: Kind) -> list[ColumnElement[bool]]:
    """What is asked of a version, whichever release it held in."""
    table = FIGURE_TABLES[kind]
    return [
        *asked_of_any(table, snapshot, wanted.filter),
        *wanted.specific[kind],
        *any_of(table.c.id, wanted.figures),
        *([stood_in(table.c.id, snapshot, wanted.comparisons)] if wanted.comparisons else []),
    ]


def _statements(snapshot: Snapshot, wanted: Wanted, kind: Kind) -> list[Select[tuple[object, ...]]]:
    """The changes of a kind by the version they made or ended, and by the one before."""
    table, asked = FIGURE_TABLES[kind], _asked(snapshot, wanted, kind)
    same = table.c.id == _CHANGE.c.id
    base = select(_CHANGE).where(
        # not a plain comparison: with that, SQLite sorts all of a release in place of reading on
        func.coalesce(_CHANGE.c.record_type, literal_column("''")) == kind,
        _CHANGE.c.release <= snapshot.release,
        *any_of(_CHANGE.c.change, wanted.changes),
        *asked,
    )
    made = base.select_from(_CHANGE.join(table, same & (table.c.version == _CHANGE.c.version)))
    if not asked:
        return [made]
    before = table.c.version == _CHANGE.c.version - 1
    corrected = base.select_from(_CHANGE.join(table, same & before))
    return [made, corrected.where(_CHANGE.c.change == "changed")]
