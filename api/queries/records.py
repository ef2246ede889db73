"""Which claimants, sources, places, categories or events match, at a release?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, func, or_, select

from api.cursors import Key
from api.queries.listing import Order, Sortable, count, held_at, read_rows
from api.queries.snapshot import Snapshot, fold
from models import FIGURE_TABLES, RECORD_TABLES, PermitHolders, PolicyEvent, table_of


def find_records(
    connection: Connection,
    snapshot: Snapshot,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    sort: Sequence[str],
    sortable: Sortable,
    after: Sequence[Key] | None,
    limit: int,
) -> tuple[list[dict[str, Any]], list[Key] | None]:
    """One page of rows, and the position of the next page if there is one."""
    order = Order(sort, sortable)
    statement = _matching(snapshot, table, conditions).add_columns(*order.columns)
    statement = statement.order_by(*order.clauses).limit(limit + 1)
    if after is not None:
        statement = statement.where(order.after(after))
    rows = read_rows(connection, statement)
    page = rows[:limit]
    return page, order.keys_of(page[-1]) if len(rows) > limit else None


def count_records(
    connection: Connection,
    snapshot: Snapshot,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
) -> int:
    """How many match in all."""
    return count(connection, _matching(snapshot, table, conditions))


def held_ids(connection: Connection, snapshot: Snapshot, table: Table) -> list[str]:
    """The ids of what held in the release, in order: of few records."""
    statement = select(table.c.id).where(held_at(table, snapshot)).order_by(table.c.id)
    return list(connection.execute(statement).scalars())


def named(
    snapshot: Snapshot, record_type: str, table: Table, q: str | None
) -> list[ColumnElement[bool]]:
    """A condition that every word of ``q`` is found in a record's names."""
    if q is None:
        return []
    found = set(snapshot.names[record_type])
    for term in fold(q).split():
        found &= set(snapshot.matching(record_type, term))
    return [table.c.id.in_(sorted(found if fold(q).split() else ()))]


def holders_of(connection: Connection, snapshot: Snapshot, category: str) -> list[RowMapping]:
    """The counts of holders of a category, oldest statement first."""
    table = table_of(PermitHolders)
    statement = select(table).where(held_at(table, snapshot), table.c.category == category)
    order = (func.coalesce(table.c.stated_on, table.c.as_of_end, ""), table.c.id)
    return list(connection.execute(statement.order_by(*order)).mappings())


def events_touching(connection: Connection, snapshot: Snapshot, category: str) -> list[RowMapping]:
    """The policy events that touched a category, by date."""
    table = table_of(PolicyEvent)
    statement = select(table).where(held_at(table, snapshot), lists(table.c.categories, category))
    order = (func.coalesce(table.c.date_start, ""), table.c.id)
    return list(connection.execute(statement.order_by(*order)).mappings())


def lists(column: ColumnElement[Any], *ids: str) -> ColumnElement[bool]:
    """Whether a column of JSON lists any of these ids; an id has no character JSON escapes."""
    return or_(*(column.contains(f'"{id}"', autoescape=True) for id in ids))


def figures_from(connection: Connection, snapshot: Snapshot, source: str) -> dict[str, int]:
    """How many figures of each kind a source states."""
    return {
        kind: count(
            connection,
            select(table.c.id).where(held_at(table, snapshot), table.c.source == source),
        )
        for kind, table in FIGURE_TABLES.items()
    }


def _matching(
    snapshot: Snapshot, table: Table, conditions: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    return select(table).where(held_at(table, snapshot), *conditions)


def count_held(connection: Connection, snapshot: Snapshot) -> dict[str, int]:
    """How many records of each type hold."""
    return {
        record_type: count(connection, select(table.c.id).where(held_at(table, snapshot)))
        for record_type, table in RECORD_TABLES.items()
    }
