"""The page of the timeline: it takes the filters of its embed."""

from typing import Any
from urllib.parse import urlencode

from api.embeds.timeline import TimelineView
from api.embeds.timeline_page import TIMELINE_PAGE, TimelinePageView
from api.errors import NotFound
from api.queries.coverage import count_by
from api.routes.embed_timeline import (
    TIMELINE_EMBED,
    TimelinePageOptions,
    asks_of,
    find_part,
    scope_of,
)
from api.routes.embedding import Asked
from api.routes.figure_rows import PATHS
from api.routes.paging import Page


def find_page(asked: Asked[Any]) -> TimelinePageView:
    """What the page of the timeline shows."""
    snapshot = asked.snapshot
    coverage = count_by(asked.connection, snapshot)
    stated = {name: sorted(filter(None, coverage[name])) for name in ("country", "claimant")}
    return TimelinePageView(
        countries=stated["country"],
        claimants=[snapshot.claimants[id] for id in stated["claimant"]],
        names=snapshot.claimant_names,
        asks=asks_of(asked.options),
        scope=scope_of(asked),
        shown=_shown(asked),
        data=_data(asked),
    )


def _shown(asked: Asked[Any]) -> TimelineView | None:
    try:
        return find_part(asked)
    except NotFound:
        if asked.options.page > 1:  # a page that there is none of, unlike a search in vain
            raise
        return None


def _data(asked: Asked[Any]) -> list[tuple[str, str]]:
    """The lists that hold what is shown, narrowed by what they have in common with this page."""
    options, url = asked.options, asked.service.url
    claimants = [("claimant", one) for one in options.claimant]
    lists = {str(kind): claimants for kind in PATHS}
    lists["departures"] = [("origin", one) for one in options.origin] + claimants
    lists["policy_events"] = [("jurisdiction", one) for one in options.country or options.origin]
    paths = {str(kind): path for kind, path in PATHS.items()}
    paths["policy_events"] = "/v1/policy-events"
    return [
        (kind, url(paths[kind]) + (f"?{urlencode(asks)}" if asks else ""))
        for kind, asks in lists.items()
        if not options.kind or kind in options.kind
    ]


TIMELINE_PAGES = Page(
    path="/timeline",
    kind=TIMELINE_PAGE,
    options=TimelinePageOptions,
    find=find_page,
    embed=TIMELINE_EMBED,
    chooses=lambda view: None if view.shown is None else {},
    aside=True,
)
