"""How is one page of a list found: at a release, in an order, after a position?

Keyset paging: the sort keys of the last row are compared as a row value where all keys run the
same way, so that any page costs what the first one does. Every sort ends with the id, and what
is unknown sorts as the lowest.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Table,
    and_,
    func,
    or_,
    select,
    tuple_,
)

from api.cursors import Key
from api.errors import NotFound, Withdrawn
from api.queries.snapshot import Snapshot

Column = ColumnElement[Any]
RecordType = TypeVar("RecordType", bound=str)
Sortable = Mapping[str, Column]
"""By name as it is asked for: a column to sort by, never null."""


def held_at(table: Table, snapshot: Snapshot) -> ColumnElement[bool]:
    """The one version of each record that held in a release."""
    return and_(table.c.release_from <= snapshot.release, table.c.release_to > snapshot.release)


def text_key(column: Column) -> ColumnElement[Any]:
    """A text column as a sort key: unknown is lowest."""
    return func.coalesce(column, "")


def number_key(column: Column) -> ColumnElement[Any]:
    """A count as a sort key: unknown is lowest."""
    return func.coalesce(column, -1)


class Order:
    """An order a list was asked for, ending with the id."""

    def __init__(self, sort: Sequence[str], sortable: Sortable) -> None:
        names = [*sort, "id"] if "id" not in {s.removeprefix("-") for s in sort} else list(sort)
        last = next(i for i, name in enumerate(names) if name.removeprefix("-") == "id")
        self._keys = [
            (sortable[name.removeprefix("-")], name.startswith("-")) for name in names[: last + 1]
        ]

    @property
    def columns(self) -> list[ColumnElement[Any]]:
        """The sort keys, to be selected as ``key_0``, ``key_1``, ..."""
        return [key.label(f"key_{i}") for i, (key, _) in enumerate(self._keys)]

    @property
    def clauses(self) -> list[ColumnElement[Any]]:
        """The ORDER BY."""
        return [key.desc() if descending else key.asc() for key, descending in self._keys]

    def clauses_over(self, merged: FromClause) -> list[ColumnElement[Any]]:
        """The ORDER BY over something that selects ``columns``."""
        return [
            merged.c[f"key_{i}"].desc() if descending else merged.c[f"key_{i}"].asc()
            for i, (_, descending) in enumerate(self._keys)
        ]

    def after(self, position: Sequence[Key]) -> ColumnElement[bool]:
        """What comes after the row with these keys; ``NotFound`` if they do not fit the order."""
        if len(position) != len(self._keys):
            raise NotFound("this cursor was not issued for this query")
        descending = {down for _, down in self._keys}
        if len(descending) == 1:
            here, there = tuple_(*(key for key, _ in self._keys)), tuple_(*position)
            return here < there if descending.pop() else here > there
        return _lexicographic(
            [(*key, value) for key, value in zip(self._keys, position, strict=True)]
        )

    def keys_of(self, row: RowMapping) -> list[Key]:
        """The position of a selected row."""
        return [row[f"key_{i}"] for i in range(len(self._keys))]


def _lexicographic(keys: list[tuple[Column, bool, Key]]) -> ColumnElement[bool]:
    (key, descending, value), *rest = keys
    beyond = key < value if descending else key > value
    if not rest:
        return beyond
    # the first comparison stands alone so that an index on it is used
    not_before = key <= value if descending else key >= value
    return and_(not_before, or_(beyond, _lexicographic(rest)))


def any_of(column: Column, wanted: Sequence[Any]) -> list[ColumnElement[bool]]:
    """An equality filter: any of the wanted values; nothing where none is asked for."""
    return [column.in_(wanted)] if wanted else []


def overlaps(
    start: Column, end: Column, first: date | None, last: date | None
) -> list[ColumnElement[bool]]:
    """A range filter: what shares a day with ``first`` to ``last``; open ends reach on for ever.

    What has neither a start nor an end is unknown, and matches no range.
    """
    if first is None and last is None:
        return []
    if first and last and first > last:
        return [start != start]
    conditions: list[ColumnElement[bool]] = [or_(start.is_not(None), end.is_not(None))]
    if first:
        conditions.append(or_(end.is_(None), end >= first.isoformat()))
    if last:
        conditions.append(or_(start.is_(None), start <= last.isoformat()))
    return conditions


def count(connection: Connection, statement: Select[Any]) -> int:
    """How many rows a statement finds."""
    total = connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    return int(total)


def find_one(
    connection: Connection, snapshot: Snapshot, tables: Mapping[RecordType, Table], id: str
) -> tuple[RecordType, RowMapping]:
    """The record type and row of an id at a release.

    ``NotFound`` when nothing had the id by then, ``Withdrawn`` with the reason when it was
    taken out.
    """
    for record_type, table in tables.items():
        statement = select(table).where(table.c.id == id, table.c.release_from <= snapshot.release)
        row = (
            connection.execute(statement.order_by(table.c.version.desc()).limit(1))
            .mappings()
            .first()
        )
        if row is None:
            continue
        if row["release_to"] <= snapshot.release:
            raise Withdrawn(f"withdrawn: {row['withdrawn_reason']}")
        return record_type, row
    raise NotFound("nothing has this id in this release")
