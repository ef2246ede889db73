"""What is there: how many figures by kind, country, claimant and month?"""

from collections import Counter

from sqlalchemy import Connection, Table, func, select

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
