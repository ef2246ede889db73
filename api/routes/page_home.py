"""The page at the root: it asks what ``/v1/figures`` is asked, and shows what is here."""

from collections import Counter
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from api.cursors import Position, issue, open_cursor
from api.embeds.home import HOME, Asks, HomeView
from api.embeds.words import Language
from api.filters import query_items, question_of
from api.queries.coverage import count_by
from api.queries.figures import count_figures, find_figures
from api.queries.records import count_held
from api.routes.departures import DepartureFilter
from api.routes.embed_figures import figure_view
from api.routes.embedding import Asked
from api.routes.feed import FeedFilter
from api.routes.figure_rows import PATHS, figures_at
from api.routes.figures import AnyFigureFilter, conditions_of
from api.routes.paging import Page
from api.routes.permit_holders import PermitHoldersFilter
from api.routes.population_estimates import PopulationEstimateFilter

_LISTS: dict[str, str] = {
    **{str(kind): path for kind, path in PATHS.items()},
    "policy_events": "/v1/policy-events",
    "permit_categories": "/v1/permit-categories",
    "claimants": "/v1/claimants",
    "places": "/v1/places",
    "sources": "/v1/sources",
}
_FIELDS = ("country", "kind", "claimant", "month", "q")
"""What the form has a field for."""
_OF_PAGES = {"lang", "limit", "cursor", "include"}
"""What says how a list is shown, and not what of."""
_FOLLOWED = {*FeedFilter.__struct_fields__} - _OF_PAGES - {"as_of_release"}
"""What narrows a feed as it narrows the list; one that is pinned would never have an entry more."""


class HomeOptions(AnyFigureFilter, frozen=True, kw_only=True):
    """What the front page takes: every filter of the list of all figures, and its language."""

    lang: Annotated[Language, Meta(description="The language of its words.")] = "en"
    limit: Annotated[
        int, Meta(ge=1, le=100, description="How many figures it shows at most.", examples=[20])
    ] = 20


def find_home(asked: Asked[HomeOptions]) -> HomeView:
    """What the front page shows."""
    connection, snapshot = asked.connection, asked.snapshot
    filter = _filter_of(asked.options)
    question = (connection, snapshot, filter)
    position = _position(asked.options)
    places, next = find_figures(
        *question, conditions_of, filter.sort, position.keys if position else None
    )
    figures = figures_at(connection, places, snapshot, asked.service)
    counts, coverage = count_held(connection, snapshot), count_by(connection, snapshot)
    asks = [item for item in query_items(filter) if item[0] not in _OF_PAGES]
    chosen, besides = _split(asks)
    cursor = issue(snapshot.release, next, _question(filter)) if next is not None else None
    return HomeView(
        counts=[(name, path, counts[name]) for name, path in _LISTS.items()],
        countries=sorted(_stated(coverage["country"])),
        claimants=[snapshot.claimants[id] for id in sorted(_stated(coverage["claimant"]))],
        names=snapshot.claimant_names,
        months=sorted(_stated(coverage["month"])),
        chosen=chosen,
        besides=besides,
        found=[figure_view(figure, snapshot) for figure in figures],
        total=count_figures(*question, conditions_of(filter)),
        query=f"?{urlencode(asks, safe=',')}" if asks else "",
        follows=[item for item in asks if item[0] in _FOLLOWED],
        next=[*_besides_cursor(asked.options), ("cursor", cursor)] if cursor else None,
        recorded_at=snapshot.recorded_at,
    )


def _stated(counted: Counter[str | None]) -> list[str]:
    """The values that are stated, of which there are any."""
    return [value for value in counted if value is not None]


def _release(options: HomeOptions) -> int | datetime | None:
    position = _position(options)
    return position.release if position else options.as_of_release


def _position(options: HomeOptions) -> Position | None:
    """Where the page begins: a cursor of the list of figures is one of this page too."""
    if options.cursor is None:
        return None
    return open_cursor(options.cursor, _question(_filter_of(options)))


def _question(filter: AnyFigureFilter) -> bytes:
    return question_of("/v1/figures", filter)


def _filter_of(options: HomeOptions) -> AnyFigureFilter:
    """What the list of figures would be asked."""
    names = AnyFigureFilter.__struct_fields__
    return AnyFigureFilter(**{name: getattr(options, name) for name in names})


def _besides_cursor(options: HomeOptions) -> Asks:
    return [item for item in query_items(options) if item[0] not in ("cursor", "lang")]


def _split(asks: Asks) -> tuple[dict[str, str], Asks]:
    """What stands in the fields of the form, one value in each, and what is asked besides."""
    chosen: dict[str, str] = {}
    besides = []
    for name, value in asks:
        if name in _FIELDS and name not in chosen:
            chosen[name] = value
        else:
            besides.append((name, value))
    return chosen, besides


def _names_elsewhere() -> frozenset[str]:
    """Filters of other lists: on this page they would seem to be obeyed."""
    shapes: list[type[msgspec.Struct]] = [
        DepartureFilter,
        PermitHoldersFilter,
        PopulationEstimateFilter,
    ]
    names = {name for shape in shapes for name in shape.__struct_fields__}
    return frozenset(names.difference(HomeOptions.__struct_fields__))


HOME_PAGE = Page(
    path="/",
    kind=HOME,
    options=HomeOptions,
    find=find_home,
    release=_release,
    refused=_names_elsewhere(),
    aside=True,
)
