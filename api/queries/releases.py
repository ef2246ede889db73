"""Which releases are there, and what did each change?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from api.cursors import Key
from api.queries.listing import Order, count
from api.queries.snapshot import Snapshot
from models import RecordChange, Release, table_of

_RELEASE = table_of(Release)
_CHANGE = table_of(RecordChange)


def find_releases(
    connection: Connection,
    snapshot: Snapshot,
    sort: Sequence[str],
    after: Sequence[Key] | None,
    limit: int,
) -> tuple[list[RowMapping], list[Key] | None]:
    """One page of releases up to the snapshot's, and the position of the next page."""
    order = Order(sort, {"id": _RELEASE.c.number})
    statement = _releases(snapshot).add_columns(*order.columns).order_by(*order.clauses)
    if after is not None:
        statement = statement.where(order.after(after))
    rows = list(connection.execute(statement.limit(limit + 1)).mappings())
    return rows[:limit], order.keys_of(rows[limit - 1]) if len(rows) > limit else None


def count_releases(connection: Connection, snapshot: Snapshot) -> int:
    """How many releases there are up to the snapshot's."""
    return count(connection, _releases(snapshot))


def find_release(connection: Connection, number: int) -> RowMapping | None:
    """One release by its number."""
    statement = select(_RELEASE).where(_RELEASE.c.number == number)
    return connection.execute(statement).mappings().first()


def find_changes(
    connection: Connection,
    snapshot: Snapshot,
    conditions: Sequence[ColumnElement[bool]],
    after: Sequence[Key] | None,
    limit: int,
) -> tuple[list[RowMapping], list[Key] | None]:
    """One page of changes, oldest first, and the position of the next page."""
    order = Order(
        ["release", "record_type", "id"],
        {"release": _CHANGE.c.release, "record_type": _CHANGE.c.record_type, "id": _CHANGE.c.id},
    )
    statement = _changes(snapshot, conditions).add_columns(*order.columns).order_by(*order.clauses)
    if after is not None:
        statement = statement.where(order.after(after))
    rows = list(connection.execute(statement.limit(limit + 1)).mappings())
    return rows[:limit], order.keys_of(rows[limit - 1]) if len(rows) > limit else None


def count_changes(
    connection: Connection, snapshot: Snapshot, conditions: Sequence[ColumnElement[bool]]
) -> int:
    """How many changes there are."""
    return count(connection, _changes(snapshot, conditions))


def _releases(snapshot: Snapshot) -> Select[Any]:
    return select(_RELEASE).where(_RELEASE.c.number <= snapshot.release)


def _changes(snapshot: Snapshot, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return select(_CHANGE).where(_CHANGE.c.release <= snapshot.release, *conditions)
