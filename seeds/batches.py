"""Many rows in and out of a database, a batch at a time, so that memory does not grow with them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    insert,
    update,
)

from models.base import OPEN_END

Item = TypeVar("Item")

_ROWS = 5000
_VALUES = 500
"""How many values one statement compares with: PostgreSQL takes 65,535, SQLite fewer of old."""


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in lists of a size; the last may be shorter, and none is empty."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def stream(connection: Connection, statement: Select[Any]) -> Iterator[RowMapping]:
    """The rows of a statement, without all of them in memory at once."""
    return iter(connection.execute(statement, execution_options={"yield_per": _ROWS}).mappings())


def among(
    connection: Connection,
    statement: Select[Any],
    column: ColumnElement[Any],
    values: Collection[str],
) -> Iterator[RowMapping]:
    """The rows of a statement whose column is one of these values, however many they are."""
    for batch in batches(sorted(values), _VALUES):
        yield from connection.execute(statement.where(column.in_(batch))).mappings()


def add(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows."""
    for batch in batches(rows, _ROWS):
        connection.execute(insert(table), batch)


def end(
    connection: Connection, table: Table, release: int, ended: Iterable[tuple[str, str | None]]
) -> None:
    """The open version of each id ends with a release, and is withdrawn where there is a reason."""
    statement = (
        update(table)
        .where(table.c.id == bindparam("ended"), table.c.release_to == OPEN_END)
        .values(release_to=release, withdrawn_reason=bindparam("reason"))
    )
    for batch in batches(ended, _ROWS):
        connection.execute(statement, [{"ended": id, "reason": reason} for id, reason in batch])
