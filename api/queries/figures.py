"""Which figures match: of one kind or of all, at a release, by any filter?"""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
)

from api.cursors import Key
from api.filters import Count, Id, Iso3, Paged, Search
from api.queries.listing import (
    Order,
    Sortable,
    any_of,
    count,
    held_at,
    number_key,
    overlaps,
    read_rows,
    text_key,
)
from api.queries.prepared import PreparedIn
from api.queries.snapshot import Snapshot, fold
from models import FIGURE_TABLES, Release, Source, table_of
from models.question import Row
from models.vocabulary import Bound, ClaimantType, Kind, LegalStatus, Unit, Voice

_SOURCE = table_of(Source)

Place = tuple[Kind, str]
"""The kind and the id of a figure."""


class FigureFilter(Paged, frozen=True, kw_only=True):
    """What every list of figures can be narrowed by."""

    claimant: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="Who states it, by id.",
            examples=[["pakistan-interior-ministry"]],
        ),
    ] = ()
    claimant_type: Annotated[
        tuple[ClaimantType, ...],
        Meta(max_length=50, description="What sort of body states it.", examples=[["government"]]),
    ] = ()
    voice: Annotated[
        tuple[Voice, ...],
        Meta(
            max_length=50,
            description="Whether a claimant states it or the outlet itself.",
            examples=[["claimant"]],
        ),
    ] = ()
    source: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="What it was published in, by id.",
            examples=[["pakistan-2025-06-04"]],
        ),
    ] = ()
    nationality: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Nationality of the people counted (ISO 3166-1 alpha-3).",
            examples=[["AFG"]],
        ),
    ] = ()
    legal_status: Annotated[
        tuple[LegalStatus, ...],
        Meta(
            max_length=50,
            description="Legal status the source gives the people.",
            examples=[["unspecified"]],
        ),
    ] = ()
    unit: Annotated[
        tuple[Unit, ...],
        Meta(max_length=50, description="What is counted.", examples=[["persons"]]),
    ] = ()
    bound: Annotated[
        tuple[Bound, ...],
        Meta(
            max_length=50,
            description="What the words promise about the number.",
            examples=[["more_than"]],
        ),
    ] = ()
    approximate: Annotated[
        bool | None, Meta(description="Whether the words hedge.", examples=[False])
    ] = None
    part_of: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="The figure it is stated to be included in, by id.",
            examples=[["left-pakistan-since-april-2025"]],
        ),
    ] = ()
    certainly_at_least: Annotated[
        Count | None,
        Meta(
            description="The whole plausible range is at or above this number.",
            examples=[100000],
        ),
    ] = None
    possibly_at_least: Annotated[
        Count | None,
        Meta(description="The plausible range reaches this number or more.", examples=[1000000]),
    ] = None
    certainly_at_most: Annotated[
        Count | None,
        Meta(
            description="The whole plausible range is at or below this number.",
            examples=[1000000],
        ),
    ] = None
    possibly_at_most: Annotated[
        Count | None,
        Meta(description="The plausible range reaches this number or less.", examples=[5000]),
    ] = None
    published_from: Annotated[
        date | None,
        Meta(
            description="Published on this day or later, or possibly so.",
            examples=["2025-06-01"],
        ),
    ] = None
    published_to: Annotated[
        date | None,
        Meta(
            description="Published on this day or earlier, or possibly so.",
            examples=["2025-12-31"],
        ),
    ] = None
    published_before: Annotated[
        date | None,
        Meta(
            description="The world's clock: only what had certainly been published by this day. "
            "`meta.undated` counts the figures this hides because no date is known.",
            examples=["2025-06-30"],
        ),
    ] = None
    q: Annotated[
        Search | None,
        Meta(
            description="Words to find in the names and titles of claimants, sources, places, "
            "countries and permit categories, in any language held; all of them must be found.",
            examples=["pakistan ministry"],
        ),
    ] = None


CommonSort = Literal[
    "id", "-id", "published", "-published", "reported", "-reported", "stated_on", "-stated_on"
]


def dates_of(table: Table) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """First and last day of what a figure is about; a running total's last is when it was stated.

    A total that is still running is known up to that day.
    """
    if "period_start" not in table.c:
        return table.c.as_of_start, table.c.as_of_end
    running = table.c.period_start.is_not(None) & table.c.period_end.is_(None)
    return table.c.period_start, case((running, table.c.stated_on), else_=table.c.period_end)


def about(table: Table, countries: Sequence[str]) -> list[ColumnElement[bool]]:
    """That people left, went to or are in one of the countries, or hold its papers."""
    fields = [name for name in ABOUT if name in table.c]
    return [or_(*(table.c[name].in_(countries) for name in fields))] if countries else []


ABOUT = ("origin", "destination", "country", "jurisdiction")
"""The fields that say which country a figure is about, beside the nationality of people."""


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
    filter: FigureFilter,
    specific: dict[Kind, list[ColumnElement[bool]]],
    sort: Sequence[str],
    after: Sequence[Key] | None,
) -> tuple[list[Place], list[Key] | None]:
    """Which figures one page has, in order, and the position of the next page if any.

    ``specific`` holds the kinds to look among, each with its conditions beyond the common ones.
    """
    limit = filter.limit + 1
    by_source = _dates_moved(connection, snapshot, sort)
    rows: list[Row] = []
    order: Order | None = None
    for kind in specific:
        order, statement = _ordered(kind, tuple(sort), by_source)
        conditions = _conditions(snapshot, kind, filter, specific[kind])
        statement = _with_source(statement, snapshot, kind, filter, by_source).where(*conditions)
        rows += _walk(connection, statement, order, after, limit)
    assert order is not None, "at least one kind is asked for"
    if len(specific) > 1:
        order.sort(rows)
    page = rows[: filter.limit]
    next = order.keys_of(page[-1]) if len(rows) > filter.limit else None
    return [(row["kind"], row["id"]) for row in page], next


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
def _held_among(kind: Kind) -> PreparedIn:
    table = FIGURE_TABLES[kind]
    held = (table.c.release_from <= bindparam("release"), table.c.release_to > bindparam("release"))
    return PreparedIn(lambda ids: select(table).where(table.c.id.in_(ids), *held))


@lru_cache(maxsize=256)
def _ordered(kind: Kind, sort: tuple[str, ...], by_source: bool) -> tuple[Order, Select[Any]]:
    """An order of a kind, and the statement of what stands where in it: made once."""
    table = FIGURE_TABLES[kind]
    published = _SOURCE.c.published_latest if by_source else table.c.published
    order = Order(sort, sortable(table, published))
    named = literal_column(f"'{kind}'", String).label("kind")
    return order, select(named, table.c.id, *order.columns)


def _walk(
    connection: Connection,
    statement: Select[Any],
    order: Order,
    after: Sequence[Key] | None,
    limit: int,
) -> list[Row]:
    """The first rows of a statement that come after a position."""
    found: list[Row] = []
    for conditions, clauses in order.stretches(after):
        here = statement.where(*conditions).order_by(*clauses).limit(limit - len(found))
        found += read_rows(connection, here)
        if len(found) == limit:
            break
    return found


def _dates_moved(connection: Connection, snapshot: Snapshot, sort: Sequence[str]) -> bool:
    """Whether sources are dated otherwise than in the newest release, whose dates figures keep.

    Only then are figures sorted by the source's own date, which no index has.
    """
    if not {"published", "-published"} & set(sort):
        return False
    newest = connection.execute(_NEWEST).scalar_one()
    if newest == snapshot.release:
        return False
    later = connection.execute(_DATED_LATER, {"release": snapshot.release})
    return any(snapshot.published.get(id, day) != day for id, day in later)


_NEWEST = select(func.max(table_of(Release).c.number))
_DATED_LATER = select(_SOURCE.c.id, _SOURCE.c.published_latest).where(
    _SOURCE.c.release_from > bindparam("release")
)


def count_figures(
    connection: Connection,
    snapshot: Snapshot,
    filter: FigureFilter,
    specific: dict[Kind, list[ColumnElement[bool]]],
) -> int:
    """How many figures match in all."""
    return sum(
        count(connection, _matching(snapshot, kind, filter, specific[kind])) for kind in specific
    )


def count_undated(
    connection: Connection,
    snapshot: Snapshot,
    filter: FigureFilter,
    specific: dict[Kind, list[ColumnElement[bool]]],
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
    conditions = _conditions(snapshot, kind, filter, specific, dated=dated)
    statement = _with_source(select(FIGURE_TABLES[kind]), snapshot, kind, filter, False)
    return statement.where(*conditions)


def _with_source(
    statement: Select[Any], snapshot: Snapshot, kind: Kind, filter: FigureFilter, by_source: bool
) -> Select[Any]:
    """Joined with the source, where its dates are asked about."""
    if not (by_source or filter.published_before or filter.published_from or filter.published_to):
        return statement
    table = FIGURE_TABLES[kind]
    source = and_(_SOURCE.c.id == table.c.source, held_at(_SOURCE, snapshot))
    return statement.select_from(table.join(_SOURCE, source))


def _conditions(
    snapshot: Snapshot,
    kind: Kind,
    filter: FigureFilter,
    specific: list[ColumnElement[bool]],
    *,
    dated: bool = True,
) -> list[ColumnElement[bool]]:
    table = FIGURE_TABLES[kind]
    conditions = [held_at(table, snapshot), *_common(table, snapshot, filter), *specific]
    if dated and filter.published_before is not None:
        conditions.append(_SOURCE.c.published_latest <= filter.published_before.isoformat())
    return conditions


def _common(table: Table, snapshot: Snapshot, filter: FigureFilter) -> list[ColumnElement[bool]]:
    claimants = [
        claimant.id
        for claimant in snapshot.claimants.values()
        if claimant.type in filter.claimant_type
    ]
    published = (_SOURCE.c.published_earliest, _SOURCE.c.published_latest)
    return [
        *any_of(table.c.claimant, filter.claimant),
        *([table.c.claimant.in_(claimants)] if filter.claimant_type else []),
        *any_of(table.c.voice, filter.voice),
        *any_of(table.c.source, filter.source),
        *any_of(table.c.nationality, filter.nationality),
        *any_of(table.c.legal_status, filter.legal_status),
        *any_of(table.c.unit, filter.unit),
        *any_of(table.c.bound, filter.bound),
        *any_of(table.c.part_of, filter.part_of),
        *([table.c.approximate == filter.approximate] if filter.approximate is not None else []),
        *_value_conditions(table, filter),
        *overlaps(*published, filter.published_from, filter.published_to),
        *(_says(table, snapshot, filter.q) if filter.q is not None else []),
    ]


def _value_conditions(table: Table, filter: FigureFilter) -> list[ColumnElement[bool]]:
    lower, upper = table.c.plausible_lower, table.c.plausible_upper
    conditions: list[ColumnElement[bool]] = []
    if filter.certainly_at_least is not None:
        # an unstated lower end is nowhere below zero
        conditions.append(func.coalesce(lower, 0) >= filter.certainly_at_least)
    if filter.possibly_at_least is not None:
        conditions.append(or_(upper.is_(None), upper >= filter.possibly_at_least))
    if filter.certainly_at_most is not None:
        conditions.append(upper <= filter.certainly_at_most)
    if filter.possibly_at_most is not None:
        conditions.append(func.coalesce(lower, 0) <= filter.possibly_at_most)
    return conditions


def _says(table: Table, snapshot: Snapshot, q: str) -> list[ColumnElement[bool]]:
    """Every word of ``q`` is found in a name of something the figure refers to."""
    fields = {
        "claimant": "claimants",
        "source": "sources",
        "place": "places",
        "category": "permit_categories",
    }
    conditions: list[ColumnElement[bool]] = []
    for term in fold(q).split():
        ways: list[ColumnElement[bool]] = [
            table.c[field].in_(snapshot.matching(record_type, term))
            for field, record_type in fields.items()
            if field in table.c
        ]
        countries = snapshot.matching("countries", term)
        ways += [
            table.c[field].in_(countries) for field in ("nationality", *ABOUT) if field in table.c
        ]
        conditions.append(or_(*ways))
    return conditions or [false()]
