"""The feed: new figures, corrections and withdrawals, newest first, narrowed as figures are."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote
from uuid import UUID, uuid5

from litestar import Response, get
from msgspec import Meta
from sqlalchemy import RowMapping

from api.filters import Id, canonical, query_items
from api.operation import list_of
from api.queries.comparisons import comparisons_of
from api.queries.feed import (
    Wanted,
    count_figure_changes,
    find_figure_changes,
    versions_changed,
)
from api.queries.figures import count_undated
from api.queries.snapshot import Snapshot
from api.routes.answering import Asked, Found, Serving, Tally, answer_list
from api.routes.figure_rows import figure_of
from api.routes.figures import OfAnyKind, conditions_of, differences_of
from api.schemas.feed import FeedInfo, FeedPage, FigureChange, FigureChangeLinks
from api.service import Service
from models.question import Row
from models.vocabulary import Change

_NAMESPACE = UUID("5f0d2a3c-7f5e-4d0a-9b1b-2f6c5f0a7e41")
"""Of the ids of feeds and their entries (RFC 9562, version 5); never to be changed."""
_DONE: dict[Change, str] = {
    "added": "New",
    "changed": "Changed",
    "withdrawn": "Withdrawn",
    "reinstated": "Reinstated",
}
_NO_NARROWING = {"limit", "cursor", "include", "bom", "as_of_release"}
"""What says how a feed is shown, and not what it follows."""


class FeedFilter(OfAnyKind, frozen=True, kw_only=True):
    """What a feed can be narrowed to: it has the filters of figures, and a few of its own."""

    figure: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="One figure, by id.",
            examples=[["left-pakistan-april-2025"]],
        ),
    ] = ()
    comparison: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="Every figure that stands in a comparison, or did, by its id.",
            examples=[["departures-d53424714035dcd9"]],
        ),
    ] = ()
    change: Annotated[
        tuple[Change, ...],
        Meta(max_length=4, description="What was done.", examples=[["withdrawn"]]),
    ] = ()
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many a page holds at most.", examples=[10])
    ] = 50


@get(
    **list_of(
        "/v1/feed",
        FeedFilter,
        FigureChange,
        "Follow figures",
        "listFigureChanges",
        "Releases",
        after=(1, "departures", "left-pakistan-april-2025"),
        formats=("json", "csv", "ndjson", "atom", "jsonfeed"),
        explained="using#feeds",
        envelope=FeedPage,
    )
)
async def list_feed(request: Tally, service: Serving) -> Response[bytes]:
    """New figures, corrections and withdrawals, newest first, also as Atom and JSON Feed.

    Follow one figure, one comparison, one claimant, or whatever else figures are narrowed by. A
    correction is here also for those who follow what the figure was before it. `/v1/changes` has
    the changes of every other record too.
    """

    def find(asked: Asked[FeedFilter]) -> Found:
        filter, question = asked.filter, (asked.connection, asked.snapshot)
        wanted = Wanted(
            filter=filter,
            specific=conditions_of(filter),
            figures=filter.figure,
            comparisons=filter.comparison,
            changes=filter.change,
        )
        rows, next = find_figure_changes(*question, wanted, asked.after)
        versions = versions_changed(asked.connection, rows)
        standing = comparisons_of(*question, [row["id"] for row in rows])
        data = [_entry(row, versions, standing, asked.snapshot, service) for row in rows]
        return Found(
            data=data,
            next=next,
            total=count_figure_changes(*question, wanted) if asked.wants_total else None,
            undated=count_undated(*question, filter, wanted.specific)
            if filter.published_before
            else None,
            feed=_info(filter, data, asked.snapshot, service),
        )

    return await answer_list(request, service, FeedFilter, find, FigureChange, aside=True)


def _entry(
    row: Row,
    versions: Mapping[tuple[str, int], RowMapping],
    standing: Mapping[str, str],
    snapshot: Snapshot,
    service: Service,
) -> FigureChange:
    id, number = row["id"], row["version"]
    kind, change, instant = row["record_type"], row["change"], snapshot.instants[row["release"]]
    figure = figure_of(kind, versions[id, number], snapshot, service, standing.get(id))
    before = None
    if change == "changed":
        before = figure_of(kind, versions[id, number - 1], snapshot, service, None)
    name = f"{instant} {id} {number} {change}"
    return FigureChange(
        id=uuid5(_NAMESPACE, name).urn,
        change=change,
        release=row["release"],
        recorded_at=instant,
        title=f"{_DONE[change]}: {figure.citation}",
        before=before.citation if before else None,
        reason=row["reason"],
        differences=differences_of([figure, before]) if before else [],
        figure=figure,
        links=FigureChangeLinks(history=service.url(f"/v1/figures/{id}/history")),
    )


def _info(
    filter: FeedFilter, data: list[FigureChange], snapshot: Snapshot, service: Service
) -> FeedInfo:
    followed = canonical(filter, *_NO_NARROWING).decode()
    narrowed = [
        # as in an address: what was searched for could be anything, and a title is shown anywhere
        f"{name}: {quote(value, safe=' :,')}"
        for name, value in query_items(filter)
        if name not in _NO_NARROWING
    ]
    return FeedInfo(
        id=uuid5(_NAMESPACE, f"{snapshot.instants[1]} {followed}").urn,
        title=", ".join(["Tally: new, changed and withdrawn figures", *narrowed]),
        updated=data[0].recorded_at if data else snapshot.recorded_at,
        page=service.url("/"),
    )
