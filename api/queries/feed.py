"""Which changes of figures match, newest first, and which versions did they make or end?"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select, union

from api.cursors import Key
from api.queries.comparisons import stood_in
from api.queries.figures import FigureFilter, asked_of_any
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
    for statement in _statements(snapshot, wanted):
        page = statement.add_columns(*_ORDER.columns).order_by(*_ORDER.clauses).limit(limit + 1)
        if after is not None:
            page = page.where(_ORDER.after(after))
        for row in read_rows(connection, page):
            found[row["release"], row["record_type"], row["id"]] = row
    rows = list(found.values())
    _ORDER.sort(rows)
    return rows[:limit], _ORDER.keys_of(rows[limit - 1]) if len(rows) > limit else None


def count_figure_changes(connection: Connection, snapshot: Snapshot, wanted: Wanted) -> int:
    """How many changes match in all."""
    every = union(*_statements(snapshot, wanted)).subquery()
    return int(connection.execute(select(func.count()).select_from(every)).scalar_one())


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


def _statements(snapshot: Snapshot, wanted: Wanted) -> list[Select[tuple[object, ...]]]:
    """The changes of each kind by the version they made or ended, and by the one before."""
    statements = []
    for kind in wanted.specific:
        table = FIGURE_TABLES[kind]
        asked = [
            *asked_of_any(table, snapshot, wanted.filter),
            *wanted.specific[kind],
            *any_of(table.c.id, wanted.figures),
            *([stood_in(table.c.id, snapshot, wanted.comparisons)] if wanted.comparisons else []),
        ]
        of_kind = (
            _CHANGE.c.record_type == kind,
            _CHANGE.c.release <= snapshot.release,
            *any_of(_CHANGE.c.change, wanted.changes),
        )
        same = table.c.id == _CHANGE.c.id
        base = select(_CHANGE).where(*of_kind, *asked)
        statements.append(
            base.select_from(_CHANGE.join(table, same & (table.c.version == _CHANGE.c.version)))
        )
        if asked:
            before = table.c.version == _CHANGE.c.version - 1
            statements.append(
                base.select_from(_CHANGE.join(table, same & before)).where(
                    _CHANGE.c.change == "changed"
                )
            )
    return statements
