"""Which figures match: of one kind or of all, at a release, by any filter?"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    func,
    literal_column,
    select,
)

from api.cursors import Key
from api.queries.figure_conditions import SOURCE, conditions_of, with_source
from api.queries.figure_filter import FigureFilter
from api.queries.listing import Order, Sortable, count, number_key, read_rows, text_key
from api.queries.prepared import AnyNumber, AnyText, Prepared, PreparedAmong, any_limit
from api.queries.shapes import (
    Filter,
    Shape,
    any_position,
    key_types,
    shape_of,
    values_after,
    values_of,
)
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES, Release, table_of
from models.question import Row
from models.vocabulary import Kind

Place = tuple[Kind, str]
"""The kind and the id of a figure."""

Conditions = dict[Kind, list[ColumnElement[bool]]]
"""The kinds to look among, each with its conditions beyond those of every kind."""

Specific = Callable[[Filter], Conditions]
"""The conditions of a filter. A function of a module: what it writes is kept by its name."""

_ANY_RELEASE = Snapshot(
    release=AnyNumber("release"),
    checksum="",
    recorded_at="",
    instants={},
    claimants={},
    claimant_names={},
    sources={},
    places={},
    categories={},
    published={},
    labels={},
    events={},
    names={},
)


def sortable(table: Table, published: ColumnElement[Any]) -> Sortable:
    """What a figure table can be sorted by; ``published`` is the last day its source can be of."""
    keys: dict[str, ColumnElement[Any]] = {
        "id": table.c.id,
        "published": text_key(published),
        "reported": number_key(table.c.reported),
        "stated_on": text_key(table.c.stated_on),
    }
    if "period_end" in table.c:
        keys["period_start"] = text_key(table.c.period_start)
        keys["period_end"] = text_key(table.c.period_end)
    else:
        keys["as_of"] = text_key(table.c.as_of_end)
    return keys


def find_figures(
    connection: Connection,
    snapshot: Snapshot,
    filter: Filter,
    specific: Specific[Filter],
    sort: Sequence[str],
    after: Sequence[Key] | None,
) -> tuple[list[Place], list[Key] | None]:
    """Which figures one page has, in order, and the position of the next page if any.

    ``specific`` tells the kinds to look among, each with its conditions beyond the common ones.
    """
    limit = filter.limit + 1
    way = _Way(tuple(sort), _dates_moved(connection, snapshot, sort), key_types(after))
    shape = shape_of(filter)
    if shape is not None:
        values = values_of(filter) | {"release": snapshot.release} | values_after(after)
        kinds = {
            kind: [partial(one.rows, connection, values) for one in statements]
            for kind, statements in _prepared(shape, specific, way).items()
        }
    else:
        kinds = {
            kind: [partial(read_rows, connection, one) for one in statements]
            for kind, statements in _stretches(snapshot, filter, specific, way, after).items()
        }
    rows: list[Row] = []
    for stretches in kinds.values():
        found: list[Row] = []
        for read in stretches:
            found += read(most=limit - len(found))
            if len(found) == limit:
                break
        rows += found
    order = _order(way, next(iter(kinds)))
    if len(kinds) > 1:
        order.sort(rows)
    page = rows[: filter.limit]
    next_keys = order.keys_of(page[-1]) if len(rows) > filter.limit else None
    return [(row["kind"], row["id"]) for row in page], next_keys


class _Way(msgspec.Struct, frozen=True):
    """How a list runs: its order, whether by the source's own date, and what a position is of."""

    sort: tuple[str, ...]
    by_source: bool
    after: tuple[type, ...] | None


@lru_cache(maxsize=128)  # of some 100 kB each
def _prepared(
    shape: Shape[Filter], specific: Specific[Filter], way: _Way
) -> dict[Kind, list[Prepared]]:
    """By kind: the statements of a shape, one for each stretch of what comes after a position."""
    written = _stretches(_ANY_RELEASE, shape.filter, specific, way, any_position(way.after))
    return {kind: [Prepared(one) for one in statements] for kind, statements in written.items()}


def _stretches(
    snapshot: Snapshot,
    filter: Filter,
    specific: Specific[Filter],
    way: _Way,
    after: Sequence[Key] | None,
) -> dict[Kind, list[Select[Any]]]:
    written: dict[Kind, list[Select[Any]]] = {}
    for kind, conditions in specific(filter).items():
        table, order = FIGURE_TABLES[kind], _order(way, kind)
        named = literal_column(f"'{kind}'", String).label("kind")
        statement = with_source(
            select(named, table.c.id, *order.columns), snapshot, kind, filter, way.by_source
        ).where(*conditions_of(snapshot, kind, filter, conditions))
        written[kind] = [
            statement.where(*beyond).order_by(*clauses).limit(any_limit())
            for beyond, clauses in order.stretches(after)
        ]
    return written


@lru_cache(maxsize=512)
def _order(way: _Way, kind: Kind) -> Order:
    table = FIGURE_TABLES[kind]
    published = SOURCE.c.published_latest if way.by_source else table.c.published
    return Order(way.sort, sortable(table, published))


def read_figures(
    connection: Connection, snapshot: Snapshot, places: Sequence[Place]
) -> list[tuple[Kind, Row]]:
    """The rows of figures that held, in their order."""
    rows: dict[str, Row] = {}
    for kind in FIGURE_TABLES:
        if ids := [id for of, id in places if of == kind]:
            found = _held_among(kind).rows(connection, ids, {"release": snapshot.release})
            rows |= {row["id"]: row for row in found}
    return [(kind, rows[id]) for kind, id in places]


@cache
def _held_among(kind: Kind) -> PreparedAmong:
    table = FIGURE_TABLES[kind]
    return PreparedAmong(lambda ids: select(table).where(table.c.id.in_(ids), *_held(table)))


def _held(table: Table) -> tuple[ColumnElement[bool], ...]:
    """As ``held_at``, for a release that is named later."""
    return table.c.release_from <= AnyNumber("release"), table.c.release_to > AnyNumber("release")


def figures_after(
    connection: Connection, snapshot: Snapshot, kind: Kind, after: str, most: int
) -> list[dict[str, Any]]:
    """The rows of a kind that held, so many at most, by id and after one."""
    values = {"after": after, "release": snapshot.release, "most": most}
    return _held_after(kind).rows(connection, values)


@cache
def _held_after(kind: Kind) -> Prepared:
    table = FIGURE_TABLES[kind]
    statement = select(table).where(*_held(table), table.c.id > AnyText("after"))
    return Prepared(statement.order_by(table.c.id).limit(any_limit()))


def _dates_moved(connection: Connection, snapshot: Snapshot, sort: Sequence[str]) -> bool:
    """Whether sources are dated otherwise than in the newest release, whose dates figures keep.

    Only then are figures sorted by the source's own date, which no index has.
    """
    if not {"published", "-published"} & set(sort):
        return False
    ((newest,),) = _NEWEST.tuples(connection, {})
    if newest == snapshot.release:
        return False
    later = _DATED_LATER.tuples(connection, {"release": snapshot.release})
    return any(snapshot.published.get(id, day) != day for id, day in later)


_NEWEST = Prepared(select(func.max(table_of(Release).c.number)))
_DATED_LATER = Prepared(
    select(SOURCE.c.id, SOURCE.c.published_latest).where(
        SOURCE.c.release_from > AnyNumber("release")
    )
)


def count_figures(
    connection: Connection,
    snapshot: Snapshot,
    filter: FigureFilter,
    specific: Conditions,
) -> int:
    """How many figures match in all."""
    return sum(
        count(connection, _matching(snapshot, kind, filter, specific[kind])) for kind in specific
    )


def count_undated(
    connection: Connection,
    snapshot: Snapshot,
    filter: FigureFilter,
    specific: Conditions,
) -> int:
    """How many figures ``published_before`` hides only because no publication date is known."""
    undated = [id for id, latest in snapshot.published.items() if latest is None]
    return sum(
        count(
            connection,
            _matching(snapshot, kind, filter, specific[kind], dated=False).where(
                FIGURE_TABLES[kind].c.source.in_(undated)
            ),
        )
        for kind in specific
    )


def find_all(
    connection: Connection,
    snapshot: Snapshot,
    kind: Kind,
    filter: FigureFilter,
    specific: list[ColumnElement[bool]],
    most: int,
) -> Sequence[RowMapping] | None:
    """Every row of a kind that matches, in no order; ``None`` when there are more than ``most``."""
    statement = _matching(snapshot, kind, filter, specific).limit(most + 1)
    rows = connection.execute(statement).mappings().all()
    return rows if len(rows) <= most else None


def _matching(
    snapshot: Snapshot,
    kind: Kind,
    filter: FigureFilter,
    specific: list[ColumnElement[bool]],
    *,
    dated: bool = True,
) -> Select[Any]:
    conditions = conditions_of(snapshot, kind, filter, specific, dated=dated)
    statement = with_source(select(FIGURE_TABLES[kind]), snapshot, kind, filter, False)
    return statement.where(*conditions)
