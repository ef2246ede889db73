"""What is there: how many figures by kind, country, claimant and month?"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, func, select

from api.queries.figure_conditions import ABOUT
from api.queries.listing import held_at
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES

Counts = dict[str, Counter[str | None]]


def count_by(connection: Connection, snapshot: Snapshot) -> Counts:
    """Counters of figures by ``kind``, ``country``, ``claimant`` and ``month``.

    A figure counts once for every country it is about: where people left, went or are, or whose
    paper they hold. Its month is that in which its period or date begins; a figure known no more
    exactly than by year counts under ``None``.
    """
    counts: Counts = {name: Counter() for name in ("kind", "country", "claimant", "month")}
    for kind, table in FIGURE_TABLES.items():
        counts["kind"][kind] = _count_groups(connection, snapshot, table, []).total()
        counts["claimant"].update(_count_groups(connection, snapshot, table, ["claimant"]))
        when = "period" if "period_start" in table.c else "as_of"
        counts["month"].update(_months(connection, snapshot, table, when))
        counts["country"].update(_countries(connection, snapshot, table))
    return counts


def extent(connection: Connection, snapshot: Snapshot) -> tuple[list[str], list[str]]:
    """The countries that figures are about, and the first and the last month; none where unknown.

    The same as ``count_by`` has, without counting.
    """
    countries: set[str] = set()
    months: list[str] = []
    for table in FIGURE_TABLES.values():
        held = held_at(table, snapshot)
        for column in (table.c[name] for name in ABOUT if name in table.c):
            countries.update(_values(connection, table, column, held))
        when = "period" if "period_start" in table.c else "as_of"
        start, exactly = (
            table.c[f"{when}_start"],
            table.c[f"{when}_precision"].in_(("day", "month")),
        )
        ends = connection.execute(
            select(func.min(start), func.max(start)).where(held, exactly)
        ).one()
        months += [day[:7] for day in ends if day is not None]
    return sorted(countries), [min(months), max(months)] if months else []


def _values(
    connection: Connection, table: Table, column: Column[Any], held: ColumnElement[bool]
) -> Iterator[str]:
    """The values of a column that there are: from one to the next where an index begins with it."""
    if not any(next(iter(index.expressions)) is column for index in table.indexes):
        found = connection.execute(select(column).where(held, column.is_not(None)).distinct())
        yield from found.scalars()
        return
    last = ""
    following = select(column).where(held, column > bindparam("last")).order_by(column).limit(1)
    while (value := connection.execute(following, {"last": last}).scalar()) is not None:
        yield value
        last = value


def _count_groups(
    connection: Connection, snapshot: Snapshot, table: Table, columns: list[str]
) -> Counter[str | None]:
    chosen = [table.c[name] for name in columns]
    statement = select(func.count(), *chosen).where(held_at(table, snapshot)).group_by(*chosen)
    counted: Counter[str | None] = Counter()
    for number, *group in connection.execute(statement):
        counted[group[0] if group else None] += number
    return counted


def _countries(connection: Connection, snapshot: Snapshot, table: Table) -> Counter[str | None]:
    fields = [table.c[name] for name in ABOUT if name in table.c]
    statement = select(func.count(), *fields).where(held_at(table, snapshot)).group_by(*fields)
    counted: Counter[str | None] = Counter()
    for number, *codes in connection.execute(statement):
        for code in {code for code in codes if code is not None}:
            counted[code] += number
    return counted


def _months(
    connection: Connection, snapshot: Snapshot, table: Table, when: str
) -> Counter[str | None]:
    month = func.substr(table.c[f"{when}_start"], 1, 7)
    precision = table.c[f"{when}_precision"]
    statement = (
        select(func.count(), month, precision)
        .where(held_at(table, snapshot))
        .group_by(month, precision)
    )
    counted: Counter[str | None] = Counter()
    for number, name, exactly in connection.execute(statement):
        counted[name if exactly in ("day", "month") else None] += number
    return counted
