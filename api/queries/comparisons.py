"""Which comparisons and reconciliations match, at a release, and which figures stand in them?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from api.cursors import Key
from api.queries.listing import Order, Sortable, held_at
from api.queries.snapshot import Snapshot
from models import (
    FIGURE_TABLES,
    Comparison,
    ComparisonMember,
    Reconciliation,
    table_of,
)
from models.question import Row
from models.vocabulary import Kind

COMPARISON = table_of(Comparison)
RECONCILIATION = table_of(Reconciliation)
_MEMBER = table_of(ComparisonMember)
_CHUNK = 200

Members = dict[str, tuple[Kind, Row]]
"""By figure id: its kind and row."""


def comparisons_of(
    connection: Connection, snapshot: Snapshot, figures: Sequence[str]
) -> dict[str, str]:
    """The comparison each figure stood in, by figure id."""
    if not figures:
        return {}
    statement = select(_MEMBER.c.figure, _MEMBER.c.comparison).where(
        _MEMBER.c.figure.in_(figures), held_at(_MEMBER, snapshot)
    )
    return {row.figure: row.comparison for row in connection.execute(statement)}


def walk(
    connection: Connection,
    snapshot: Snapshot,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    sort: Sequence[str],
    sortable: Sortable,
    after: Sequence[Key] | None,
) -> Iterator[tuple[list[Key], RowMapping]]:
    """Every matching row after a position, with its own position, read in chunks."""
    order = Order(sort, sortable)
    base = select(table, *order.columns).where(held_at(table, snapshot), *conditions)
    base = base.order_by(*order.clauses).limit(_CHUNK)
    while True:
        statement = base if after is None else base.where(order.after(after))
        rows = connection.execute(statement).mappings().all()
        for row in rows:
            yield order.keys_of(row), row
        if len(rows) < _CHUNK:
            return
        after = order.keys_of(rows[-1])


def members(connection: Connection, snapshot: Snapshot, ids: Iterable[str]) -> Members:
    """The figures with these ids that held."""
    found: Members = {}
    wanted = iter(sorted(set(ids)))
    while chunk := list(islice(wanted, 1000)):
        for kind, table in FIGURE_TABLES.items():
            statement = select(table).where(table.c.id.in_(chunk), held_at(table, snapshot))
            for row in connection.execute(statement).mappings():
                found[row["id"]] = (kind, dict(row))
    return found


def ids_of(row: RowMapping, *columns: str) -> list[str]:
    """The figure ids that columns of a derived row hold, singly or as JSON lists."""
    return list(
        chain.from_iterable(
            msgspec.json.decode(row[name]) if row[name].startswith("[") else [row[name]]
            for name in columns
        )
    )


def out_by(snapshot: Snapshot, row: Row, published_before: date | None) -> bool:
    """Whether a figure's source had certainly been published by a day."""
    if published_before is None:
        return True
    latest = snapshot.sources[row["source"]].published.latest
    return latest is not None and latest <= published_before.isoformat()


def publication_dates(snapshot: Snapshot) -> dict[str, str | None]:
    """By source: the latest day it can be of."""
    return {id: source.published.latest for id, source in snapshot.sources.items()}


def count_undated(connection: Connection, snapshot: Snapshot, kinds: Iterable[Kind]) -> int:
    """How many figures of these kinds have a source whose publication date is not known."""
    undated = [id for id, latest in publication_dates(snapshot).items() if latest is None]
    total = 0
    for kind in kinds:
        table = FIGURE_TABLES[kind]
        statement: Any = select(table.c.id).where(
            held_at(table, snapshot), table.c.source.in_(undated)
        )
        total += len(connection.execute(statement).all())
    return total
