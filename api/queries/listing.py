"""How is one page of a list found: at a release, in an order, after a position?

Keyset paging: the sort keys of the last row are compared as a row value where all keys run the
same way, so that any page costs what the first one does. Every sort ends with the id, and what
is unknown sorts as the lowest.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    Table,
    and_,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from api.cursors import Key
from api.errors import NotFound, Withdrawn
from api.queries.prepared import AnyNumber, AnyText, Prepared
from api.queries.snapshot import Snapshot
from models.question import Row

Column = ColumnElement[Any]
RecordType = TypeVar("RecordType", bound=str)
Sortable = Mapping[str, Column]
"""By name as it is asked for: a column to sort by, never null."""


def held_at(table: Table, snapshot: Snapshot) -> ColumnElement[bool]:
    """The one version of each record that held in a release."""
    return and_(table.c.release_from <= snapshot.release, table.c.release_to > snapshot.release)


def text_key(column: Column) -> ColumnElement[Any]:
    """A text column as a sort key: unknown is lowest.

    Written out, as in the indexes of ``models/base.py``: a parameter would find none of them.
    """
    return func.coalesce(column, literal_column("''"))


def number_key(column: Column) -> ColumnElement[Any]:
    """A count as a sort key: unknown is lowest."""
    return func.coalesce(column, literal_column("-1"))


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

    def sort(self, rows: list[Row]) -> None:
        """Put rows that select ``columns`` in this order, as the database would."""
        for i in reversed(range(len(self._keys))):
            # text by code point, which is how databases are told to compare it
            rows.sort(key=itemgetter(f"key_{i}"), reverse=self._keys[i][1])

    def stretches(
        self, position: Sequence[Key] | None
    ) -> list[tuple[list[ColumnElement[bool]], list[ColumnElement[Any]]]]:
        """Everything, or what comes after the row with these keys, in parts that follow each other.

        Each part is one stretch of an index: the conditions that the first keys are equal and the
        next one is beyond, and the ORDER BY of the others, which alone it still needs. ``NotFound``
        if the keys do not fit the order.
        """
        if position is None:
            return [([], self.clauses)]
        if len(position) != len(self._keys):
            raise NotFound("this cursor was not issued for this query")
        stretches = []
        for last in reversed(range(len(self._keys))):
            same = [self._keys[i][0] == position[i] for i in range(last)]
            key, descending = self._keys[last]
            beyond = key < position[last] if descending else key > position[last]
            stretches.append(([*same, beyond], self.clauses[last:]))
        return stretches

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

    def keys_of(self, row: Row) -> list[Key]:
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


def read_rows(connection: Connection, statement: Executable, **values: Any) -> list[dict[str, Any]]:
    """The rows of a statement as the driver gives them: text and numbers, no object for a row.

    Every column but a truth value is kept as it is answered, and SQLite keeps that as a number.
    Through SQLAlchemy's own rows a page of figures takes several times as long.
    """
    result = connection.execute(statement, values)
    names = list(result.keys())
    try:
        return [dict(zip(names, row, strict=True)) for row in result.cursor.fetchall()]
    finally:
        result.close()


def count(connection: Connection, statement: Select[Any]) -> int:
    """How many rows a statement finds."""
    total = connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    return int(total)


@cache
def _one(table: Table) -> Prepared:
    """The newest version of an id by a release."""
    known = (table.c.id == AnyText("id"), table.c.release_from <= AnyNumber("release"))
    return Prepared(select(table).where(*known).order_by(table.c.version.desc()).limit(1))


def find_one(
    connection: Connection, snapshot: Snapshot, tables: Mapping[RecordType, Table], id: str
) -> tuple[RecordType, dict[str, Any]]:
    """The record type and row of an id at a release.

    ``NotFound`` when nothing had the id by then, ``Withdrawn`` with the reason when it was
    taken out.
    """
    for record_type, table in tables.items():
        values = {"id": id, "release": snapshot.release}
        row = _one(table).first(connection, values)
        if row is None:
            continue
        if row["release_to"] <= snapshot.release:
            raise Withdrawn(f"withdrawn: {row['withdrawn_reason']}")
        return record_type, row
    raise NotFound("nothing has this id in this release")
