"""How is a statement whose text never varies asked, time and again, at the driver's own speed?

SQLAlchemy writes the statement, once for each kind of database; from then on the driver's cursor is
given its text and the values. Beside SQLAlchemy's own way, which makes a key of the statement, a
context, a result and an object for each row, that takes an eighth of the time for a single row.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Select, bindparam
from sqlalchemy.engine import Dialect

from models.base import Plain

Values = dict[str, Any]


class _Compiled(msgspec.Struct, frozen=True):
    text: str
    order: Sequence[str] | None
    """The names of the parameters as they stand in the text; ``None`` where it has the names."""
    given: dict[str, Any]
    """The values that the statement itself has."""

    def parameters(self, values: Values) -> Any:
        merged = self.given | values
        return merged if self.order is None else [merged[name] for name in self.order]


class Prepared:
    """A statement with named parameters, which are text and numbers as the driver takes them.

    Rows have text and numbers as the driver gives them: SQLite keeps a truth value as a number.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self.names: tuple[str, ...] = tuple(statement.selected_columns.keys())
        self._compiled: dict[str, _Compiled] = {}

    def tuples(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Every row, its values in the order of the columns."""
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def rows(self, connection: Connection, values: Values) -> list[dict[str, Any]]:
        """Every row by the names of its columns."""
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in self.tuples(connection, values)]

    def first(self, connection: Connection, values: Values) -> dict[str, Any] | None:
        """The first row, if there is one."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self.statement.compile(dialect=dialect)
        order = compiled.positiontup if compiled.positional else None
        # what is not given yet is None here; left out, a value that is missing is a fault
        given = {name: value for name, value in compiled.params.items() if value is not None}
        return _Compiled(str(compiled), order, given)


class PreparedIn:
    """A statement about any of so many texts, prepared for as many as are asked about.

    For each power of two once: a text that is given twice finds the same.
    """

    def __init__(self, statement: Callable[[Sequence[BindParameter[str]]], Select[Any]]) -> None:
        """``statement`` has the parameters it is given where the texts are to stand."""
        self._statement = statement
        self._sizes: dict[int, Prepared] = {}

    def tuples(
        self, connection: Connection, texts: Sequence[str], values: Values
    ) -> list[tuple[Any, ...]]:
        """Every row for one or more texts."""
        prepared, padded = self._of(texts)
        return prepared.tuples(connection, {**values, **padded})

    def rows(
        self, connection: Connection, texts: Sequence[str], values: Values
    ) -> list[dict[str, Any]]:
        """Every row for one or more texts, by the names of its columns."""
        prepared, padded = self._of(texts)
        return prepared.rows(connection, {**values, **padded})

    def _of(self, texts: Sequence[str]) -> tuple[Prepared, dict[str, str]]:
        size = 1 << (len(texts) - 1).bit_length()
        names = _names(size)
        if (prepared := self._sizes.get(size)) is None:
            prepared = Prepared(self._statement([bindparam(name, type_=Plain) for name in names]))
            self._sizes[size] = prepared
        return prepared, dict(zip_longest(names, texts, fillvalue=texts[-1]))


@cache
def _names(size: int) -> list[str]:
    return [f"text_{i}" for i in range(size)]
