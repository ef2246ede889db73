"""Which comparisons and reconciliations match, at a release, and which figures stand in them?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from api.cursors import Key
from api.queries.listing import Order, Sortable, count, held_at
from api.queries.prepared import AnyNumber, PreparedAmong
from api.queries.snapshot import Snapshot
from models import (
    FIGURE_TABLES,
    Comparison,
    ComparisonMember,
    Reconciliation,
    ReconciliationMember,
    table_of,
)
from models.question import Row
from models.vocabulary import Kind

COMPARISON = table_of(Comparison)
RECONCILIATION = table_of(Reconciliation)
_MEMBER = table_of(ComparisonMember)
_PART = table_of(ReconciliationMember)

Members = dict[str, tuple[Kind, Row]]
"""By figure id: its kind and row."""


def comparisons_of(
    connection: Connection, snapshot: Snapshot, figures: Sequence[str]
) -> dict[str, str]:
    """The comparison each figure stood in, by figure id."""
    if not figures:
        return {}
    return dict(_STANDING.tuples(connection, figures, {"release": snapshot.release}))


_STANDING = PreparedAmong(
    lambda figures: select(_MEMBER.c.figure, _MEMBER.c.comparison).where(
        _MEMBER.c.figure.in_(figures),
        _MEMBER.c.release_from <= AnyNumber("release"),
        _MEMBER.c.release_to > AnyNumber("release"),
    )
)


def compares(snapshot: Snapshot, figures: Sequence[str]) -> ColumnElement[bool]:
    """That any of these figures stands in a comparison."""
    standing = select(_MEMBER.c.comparison).where(
        _MEMBER.c.figure.in_(figures), held_at(_MEMBER, snapshot)
    )
    return COMPARISON.c.id.in_(standing)


def stood_in(
    figure: ColumnElement[str], snapshot: Snapshot, comparisons: Sequence[str]
) -> ColumnElement[bool]:
    """That a figure stands in any of these comparisons, or ever did."""
    known = _MEMBER.c.comparison.in_(comparisons) & (_MEMBER.c.release_from <= snapshot.release)
    return figure.in_(select(_MEMBER.c.figure).where(known))


def reconciles(figures: Sequence[str]) -> ColumnElement[bool]:
    """That any of these figures is the whole or a part of a reconciliation."""
    standing = select(_PART.c.reconciliation).where(_PART.c.figure.in_(figures))
    return RECONCILIATION.c.id.in_(standing)


def walk(
    connection: Connection,
    snapshot: Snapshot,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    sort: Sequence[str],
    sortable: Sortable,
    after: Sequence[Key] | None,
    at_once: int,
) -> Iterator[tuple[list[Key], RowMapping]]:
    """Every matching row after a position, with its own position, so many read at once."""
    order = Order(sort, sortable)
    base = select(table, *order.columns).where(held_at(table, snapshot), *conditions)
    base = base.order_by(*order.clauses).limit(at_once)
    while True:
        statement = base if after is None else base.where(order.after(after))
        rows = connection.execute(statement).mappings().all()
        for row in rows:
            yield order.keys_of(row), row
        if len(rows) < at_once:
            return
        after = order.keys_of(rows[-1])


def members(
    connection: Connection,
    snapshot: Snapshot,
    ids: Iterable[str],
    kinds: Collection[Kind] = FIGURE_TABLES,
) -> Members:
    """The figures with these ids that held, looked for among some kinds."""
    found: Members = {}
    wanted = iter(sorted(set(ids)))
    while chunk := list(islice(wanted, 1000)):
        for kind in kinds:
            table = FIGURE_TABLES[kind]
            statement = select(table).where(table.c.id.in_(chunk), held_at(table, snapshot))
            for row in connection.execute(statement).mappings():
                found[row["id"]] = (kind, dict(row))
    return found


def ids_of(row: Row, *columns: str) -> list[str]:
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
    latest = snapshot.published[row["source"]]
    return latest is not None and latest <= published_before.isoformat()


def count_undated(connection: Connection, snapshot: Snapshot, kinds: Iterable[Kind]) -> int:
    """How many figures of these kinds have a source whose publication date is not known."""
    undated = [id for id, latest in snapshot.published.items() if latest is None]
    total = 0
    for kind in kinds:
        table = FIGURE_TABLES[kind]
        held = select(table.c.id).where(held_at(table, snapshot), table.c.source.in_(undated))
        total += count(connection, held)
    return total


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """That a figure stood in a comparison for some releases, and in which versions."""

    figure: str
    release_from: int
    release_to: int
    versions: list[RowMapping]
    """Every version of the figure so far, whichever question it answered, oldest first."""


def standings_of(
    connection: Connection, snapshot: Snapshot, comparison: str, kind: Kind
) -> list[Standing]:
    """Every figure that ever stood in a comparison up to a release, in order of joining."""
    known = (_MEMBER.c.comparison == comparison) & (_MEMBER.c.release_from <= snapshot.release)
    standing = connection.execute(
        select(_MEMBER).where(known).order_by(_MEMBER.c.release_from, _MEMBER.c.figure)
    ).all()
    table = FIGURE_TABLES[kind]
    columns = (
        table.c[name]
        for name in ("id", "version", "release_from", "release_to", "withdrawn_reason")
    )
    statement = (
        select(*columns, table.c.as_printed)
        .where(
            table.c.id.in_(select(_MEMBER.c.figure).where(known)),
            table.c.release_from <= snapshot.release,
        )
        .order_by(table.c.id, table.c.version)
    )
    versions: dict[str, list[RowMapping]] = {}
    for row in connection.execute(statement).mappings():
        versions.setdefault(row["id"], []).append(row)
    return [
        Standing(
            figure=one.figure,
            release_from=one.release_from,
            release_to=one.release_to,
            versions=versions.get(one.figure, []),
        )
        for one in standing
    ]
