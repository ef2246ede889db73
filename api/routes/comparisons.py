"""Comparisons and reconciliations: how figures stand to each other."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Annotated, Any, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection, Table

from api.cursors import Key
from api.db import too_slow
from api.filters import AtRelease, Id, Iso3, Paged
from api.operation import detail_of, list_of
from api.queries.comparisons import (
    COMPARISON,
    RECONCILIATION,
    compares,
    comparisons_of,
    count_undated,
    ids_of,
    members,
    reconciles,
    walk,
)
from api.queries.listing import Sortable, any_of
from api.queries.records import count_records
from api.queries.snapshot import Snapshot
from api.routes.answering import (
    Asked,
    Found,
    Serving,
    Tally,
    answer_detail,
    answer_list,
    path_id,
)
from api.routes.comparison_rows import comparison_of, find_comparison, reconciliation_of
from api.schemas.comparisons import Comparison, Reconciliation
from models import FIGURE_TABLES
from models.comparison import Verdict
from models.question import Row
from models.reconciliation import Fit, Rule
from models.vocabulary import Kind

PublishedBefore = Annotated[
    date | None,
    Meta(
        description="The world's clock: worked out anew from the figures that had certainly been "
        "published by this day. `meta.undated` counts those this hides because no date is known.",
        examples=["2023-11-30"],
    ),
]


Origins = Annotated[
    tuple[Iso3, ...],
    Meta(
        max_length=50,
        description="Where people left, or came from (ISO 3166-1 alpha-3).",
        examples=[["PAK"]],
    ),
]
Destinations = Annotated[
    tuple[Iso3, ...],
    Meta(
        max_length=50,
        description="Where people went (ISO 3166-1 alpha-3).",
        examples=[["AFG"]],
    ),
]
Countries = Annotated[
    tuple[Iso3, ...],
    Meta(
        max_length=50,
        description="Where people are, or whose paper they hold (ISO 3166-1 alpha-3).",
        examples=[["PAK"]],
    ),
]


class ComparisonAt(AtRelease, frozen=True, kw_only=True):
    """From which figures a comparison is worked out."""

    published_before: PublishedBefore = None


class ComparisonFilter(Paged, frozen=True, kw_only=True):
    """What comparisons can be narrowed by."""

    kind: Annotated[
        tuple[Kind, ...],
        Meta(max_length=3, description="The kind of figure.", examples=[["population_estimates"]]),
    ] = ()
    verdict: Annotated[
        tuple[Verdict, ...],
        Meta(max_length=5, description="How the figures stand.", examples=[["conflicting"]]),
    ] = ()
    origin: Origins = ()
    destination: Destinations = ()
    country: Countries = ()
    nationality: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Nationality of the people (ISO 3166-1 alpha-3).",
            examples=[["AFG"]],
        ),
    ] = ()
    figure: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="A figure that stands in it, by id.",
            examples=[["afghans-in-pakistan-un-november-2023"]],
        ),
    ] = ()
    figures_from: Annotated[
        Annotated[int, Meta(ge=1, le=10**6)] | None,
        Meta(description="It has at least so many figures.", examples=[2]),
    ] = None
    published_before: PublishedBefore = None
    sort: Annotated[
        tuple[Literal["id", "-id", "size", "-size"], ...],
        Meta(
            max_length=4,
            description="Columns to sort by, `-` before one that descends; `size` is how many "
            "figures it has.",
            examples=[["-size", "id"]],
        ),
    ] = ("-size", "id")


class ReconciliationFilter(Paged, frozen=True, kw_only=True):
    """What reconciliations can be narrowed by."""

    rule: Annotated[
        tuple[Rule, ...],
        Meta(
            max_length=4,
            description="What makes figures parts of a whole.",
            examples=[["disjoint_periods"]],
        ),
    ] = ()
    verdict: Annotated[
        tuple[Fit, ...],
        Meta(max_length=4, description="How the parts stand to it.", examples=[["adds_up"]]),
    ] = ()
    kind: Annotated[
        tuple[Kind, ...],
        Meta(
            max_length=3, description="The kind of figure of the whole.", examples=[["departures"]]
        ),
    ] = ()
    origin: Origins = ()
    destination: Destinations = ()
    country: Countries = ()
    whole: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="The whole, by id.",
            examples=[["left-pakistan-since-april-2025"]],
        ),
    ] = ()
    figure: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="A figure that is the whole or a part, by id.",
            examples=[["left-pakistan-april-2025"]],
        ),
    ] = ()
    published_before: PublishedBefore = None
    sort: Annotated[
        tuple[Literal["id", "-id", "rule", "-rule"], ...],
        Meta(
            max_length=4,
            description="Columns to sort by, `-` before one that descends.",
            examples=[["rule"]],
        ),
    ] = ("id",)


@get(
    **list_of(
        "/v1/comparisons",
        ComparisonFilter,
        Comparison,
        "List comparisons",
        "listComparisons",
        "Comparisons",
        after=(3, "departures-97ed5640d3e8fd7b"),
        explained="method#which-figures-are-compared",
    )
)
async def list_comparisons(request: Tally, service: Serving) -> Response[bytes]:
    """Figures that answer one question, side by side, and whether they can all be true.

    Tally picks no number. Every figure stands in exactly one comparison, most of them alone
    (`figures_from=2` leaves those out).
    """

    def find(asked: Asked[ComparisonFilter]) -> Found:
        filter, c = asked.filter, COMPARISON.c
        conditions = [
            *any_of(c.kind, filter.kind),
            *any_of(c.origin, filter.origin),
            *any_of(c.destination, filter.destination),
            *any_of(c.country, filter.country),
            *any_of(c.nationality, filter.nationality),
            *([compares(asked.snapshot, filter.figure)] if filter.figure else []),
        ]
        # what is worked out anew from fewer figures is judged only after it is read
        if filter.published_before is None:
            conditions += any_of(c.verdict, filter.verdict)
            conditions += [c.size >= filter.figures_from] if filter.figures_from else []

        def out(rows: Sequence[Row]) -> list[Comparison | None]:
            found = members(
                asked.connection,
                asked.snapshot,
                [id for row in rows for id in ids_of(row, "figures")],
                {row["kind"] for row in rows},
            )
            compared = [
                comparison_of(row, found, asked.snapshot, service, filter.published_before)
                for row in rows
            ]
            return [
                one
                if one is not None
                and (not filter.verdict or one.verdict in filter.verdict)
                and len(one.figures) >= (filter.figures_from or 1)
                else None
                for one in compared
            ]

        sortable = {"size": c.size, "id": c.id}
        return _page(asked, COMPARISON, conditions, filter.sort, sortable, out)

    return await answer_list(request, service, ComparisonFilter, find, Comparison)


@get(
    **detail_of(
        "/v1/comparisons/{id:str}",
        Comparison,
        "Get a comparison",
        "getComparison",
        "Comparisons",
        example="population-estimates-157a9e4124be1665",
        filter=ComparisonAt,
        explained="method#verdicts",
    )
)
async def get_comparison(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One comparison by its id, which stays the same as long as its question does.

    410 when no figure stands in it any more; an earlier release still answers.
    """
    wanted = path_id(id)

    def find(connection: Connection, snapshot: Snapshot, filter: ComparisonAt) -> Comparison:
        return find_comparison(connection, snapshot, service, wanted, filter.published_before)

    return await answer_detail(request, service, ComparisonAt, find)


@get(
    **list_of(
        "/v1/reconciliations",
        ReconciliationFilter,
        Reconciliation,
        "List reconciliations",
        "listReconciliations",
        "Comparisons",
        after=("running-totals-a849b3fcb8285a67",),
        explained="method#reconciliations",
    )
)
async def list_reconciliations(request: Tally, service: Serving) -> Response[bytes]:
    """Parts against their whole, and running totals against each other.

    All numbers outside the figures themselves are Tally's own (`derived`), by interval arithmetic
    on plausible ranges: what is said holds for every number the statements leave plausible.
    """

    def find(asked: Asked[ReconciliationFilter]) -> Found:
        filter, c = asked.filter, RECONCILIATION.c
        conditions = [
            *any_of(c.rule, filter.rule),
            *any_of(c.kind, filter.kind),
            *any_of(c.origin, filter.origin),
            *any_of(c.destination, filter.destination),
            *any_of(c.country, filter.country),
            *any_of(c.whole, filter.whole),
        ]
        if filter.figure:
            conditions.append(reconciles(filter.figure))
        if filter.published_before is None:
            conditions += any_of(c.verdict, filter.verdict)

        def out(rows: Sequence[Row]) -> list[Reconciliation | None]:
            found = members(
                asked.connection,
                asked.snapshot,
                [id for row in rows for id in ids_of(row, "whole", "parts")],
            )
            standing = comparisons_of(asked.connection, asked.snapshot, list(found))
            reconciled = [
                reconciliation_of(
                    row, found, asked.snapshot, service, standing, filter.published_before
                )
                for row in rows
            ]
            return [
                one if one and (not filter.verdict or one.verdict in filter.verdict) else None
                for one in reconciled
            ]

        sortable = {"rule": c.rule, "id": c.id}
        return _page(asked, RECONCILIATION, conditions, filter.sort, sortable, out)

    return await answer_list(request, service, ReconciliationFilter, find, Reconciliation)


def _page(
    asked: Asked[Any],
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    sort: Sequence[str],
    sortable: Sortable,
    out: Callable[[Sequence[Row]], list[Any]],
) -> Found:
    """A page of what ``out`` makes of stored rows: ``None`` for one that does not match."""
    question = (asked.connection, asked.snapshot, table, conditions, sort, sortable)
    limit, filter = asked.filter.limit, asked.filter
    deadline = time.monotonic() + asked.service.settings.query_seconds

    def walked(after: Sequence[Key] | None, at_once: int) -> Iterator[tuple[list[Key], Any]]:
        rows = walk(*question, after, at_once)
        while chunk := list(islice(rows, at_once)):
            made = out([row for _, row in chunk])
            yield from (
                (keys, one) for (keys, _), one in zip(chunk, made, strict=True) if one is not None
            )
            if time.monotonic() > deadline:
                raise too_slow(asked.service.settings.query_seconds)

    page = list(islice(walked(asked.after, limit + 1), limit + 1))
    total = undated = None
    if asked.wants_total and filter.published_before is None:
        total = count_records(asked.connection, asked.snapshot, table, conditions)
    elif asked.wants_total:
        total = sum(1 for _ in walked(None, 1000))
    if filter.published_before is not None:
        kinds: Sequence[Kind] = filter.kind or list(FIGURE_TABLES)
        undated = count_undated(asked.connection, asked.snapshot, kinds)
    return Found(
        data=[one for _, one in page[:limit]],
        next=page[limit - 1][0] if len(page) > limit else None,
        total=total,
        undated=undated,
    )
