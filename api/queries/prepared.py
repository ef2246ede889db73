"""How is a statement whose text never varies asked, time and again, at the driver's own speed?

SQLAlchemy writes it once for each kind of database, with stand-ins where values will be; from then
on the driver's cursor is given its text and the values. Beside SQLAlchemy's own way, which makes a
key of the statement, a context, a result and an object for each row, a single row takes an eighth
of the time.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Integer, Select, bindparam
from sqlalchemy.engine import Dialect

Slot = Hashable
Values = Mapping[Any, Any]
"""By slot: text and numbers, as the driver takes them."""


class AnyText(str):
    """Stands where the text of a slot will be."""

    slot: Slot

    def __new__(cls, slot: Slot) -> "AnyText":
        """For a slot."""
        made = super().__new__(cls, slot)
        made.slot = slot
        return made


class AnyNumber(int):
    """Stands where the number of a slot will be."""

    slot: Slot

    def __new__(cls, slot: Slot) -> "AnyNumber":
        """For a slot."""
        made = super().__new__(cls, 1)
        made.slot = slot
        return made


class _Compiled(msgspec.Struct, frozen=True):
    text: str
    order: Sequence[str] | None
    """The names of the parameters as they stand in the text; ``None`` where it has the names."""
    own: dict[str, Any]
    """By name: the values that the statement itself has."""
    slots: list[tuple[str, Slot]]

    def parameters(self, values: Values) -> Any:
        merged = dict(self.own)
        for name, slot in self.slots:
            merged[name] = values[slot]
        return merged if self.order is None else tuple(merged[name] for name in self.order)


class Prepared:
    """A statement with ``AnyText`` and ``AnyNumber`` where the values of slots will be.

    Rows have text and numbers as the driver gives them: SQLite keeps a truth value as a number.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self.names: tuple[str, ...] = tuple(statement.selected_columns.keys())
        self._compiled: dict[str, _Compiled] = {}

    def tuples(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Every row, its values in the order of the columns."""
        text, parameters = self.written(connection.dialect, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, parameters)
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def written(self, dialect: Dialect, values: Values) -> tuple[str, Any]:
        """The text and the parameters that a driver is given."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = self._compile(dialect)
        return compiled.text, compiled.parameters(values)

    def rows(
        self, connection: Connection, values: Values, most: int | None = None
    ) -> list[dict[str, Any]]:
        """Every row by the names of its columns; so many at most, with ``any_limit``."""
        names = self.names
        if most is not None:
            values = {**values, "most": most}
        return [dict(zip(names, row, strict=True)) for row in self.tuples(connection, values)]

    def first(self, connection: Connection, values: Values) -> dict[str, Any] | None:
        """The first row, if there is one."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self.statement.compile(
            dialect=dialect, compile_kwargs={"render_postcompile": True}
        )
        own: dict[str, Any] = {}
        slots: list[tuple[str, Slot]] = []
        for name, value in compiled.params.items():
            if isinstance(value, AnyText | AnyNumber):
                slots.append((name, value.slot))
            else:
                own[name] = value
        order = compiled.positiontup if compiled.positional else None
        return _Compiled(str(compiled), order, own, slots)


class PreparedAmong:
    """A statement about any of so many texts, prepared for as many as are asked about.

    For each power of two once: a text that is given twice finds the same.
    """

    def __init__(self, statement: Callable[[Sequence[AnyText]], Select[Any]]) -> None:
        """``statement`` has what it is given where the texts are to stand."""
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

    def _of(self, texts: Sequence[str]) -> tuple[Prepared, dict[Slot, str]]:
        size = 1 << (len(texts) - 1).bit_length()
        if (prepared := self._sizes.get(size)) is None:
            prepared = Prepared(self._statement([AnyText(slot) for slot in _slots(size)]))
            self._sizes[size] = prepared
        return prepared, dict(zip_longest(_slots(size), texts, fillvalue=texts[-1]))


@cache
def _slots(size: int) -> list[tuple[str, int]]:
    return [("text", i) for i in range(size)]


def any_limit() -> BindParameter[int]:
    """Stands for LIMIT, in the slot ``most``, and is a parameter of that name."""
    return bindparam("most", AnyNumber("most"), type_=Integer)
