"""The page of the series of departures: it takes the filters of the series, and shows one."""

from typing import Any, cast
from urllib.parse import urlencode

import msgspec

from api.embeds.page import EmbedPageOptions
from api.embeds.series_page import FIELDS, SERIES_PAGE, Match, SeriesPageView
from api.errors import QueryTooSlow
from api.filters import query_items
from api.queries.series import find_values
from api.routes.embed_series import (
    CHOOSING,
    SERIES_EMBED,
    choose,
    filter_of,
    view_of,
    with_filters,
)
from api.routes.embedding import Asked
from api.routes.paging import Page
from api.routes.series import SeriesFilter, find_rows
from models.comparison import MOVEMENT_FAMILIES
from models.flow import People
from models.vocabulary import Movement

_MOST_MATCHES = 200
"""How many series are offered to choose from; where there are more, the form narrows them."""

SeriesPageOptions = with_filters(EmbedPageOptions, "SeriesPageOptions", SeriesFilter, CHOOSING)
"""What a page with an embed takes, and the filters that choose a series."""


def find_page(asked: Asked[EmbedPageOptions]) -> SeriesPageView:
    """What the page of series shows: one, or those there are to choose from."""
    filter = filter_of(asked.options)
    asks = query_items(filter)
    view = SeriesPageView(
        values=_values(asked),
        asks=asks,
        matches=[],
        too_many=False,
        shown=None,
        query=f"?{urlencode(asks)}" if asks else "",
    )
    try:
        found, rows = find_rows(asked.connection, asked.snapshot, filter)
    except QueryTooSlow:
        return msgspec.structs.replace(view, too_many=True)
    matching = list(dict.fromkeys(row.people for row in rows))
    if len(matching) > _MOST_MATCHES:
        return msgspec.structs.replace(view, too_many=True)
    return msgspec.structs.replace(
        view,
        matches=[_match(one, asked, filter) for one in matching],
        shown=view_of(asked, filter, found, rows) if len(matching) == 1 else None,
    )


def _values(asked: Asked[Any]) -> dict[str, list[str]]:
    """By field of the form: what there is, in order."""
    columns = [name if name != "movement_family" else "movement" for name in FIELDS]
    found = find_values(asked.connection, asked.snapshot, columns)
    families = {MOVEMENT_FAMILIES[cast(Movement, word)] for word in found.pop("movement", ())}
    return {name: sorted(values) for name, values in found.items()} | {
        "movement_family": sorted(families)
    }


def _match(people: People, asked: Asked[Any], filter: SeriesFilter) -> Match:
    chosen = msgspec.structs.replace(filter, **choose(people))
    asks = [item for item in query_items(chosen) if item[0] in CHOOSING]
    place = asked.snapshot.places[people.place].name if people.place else None
    return Match(people=people, place=place, asks=asks)


def _chooses(view: SeriesPageView) -> dict[str, Any] | None:
    return choose(view.shown.people) if view.shown else None


SERIES_PAGES = Page(
    path="/series/departures",
    kind=SERIES_PAGE,
    options=SeriesPageOptions,
    find=find_page,
    embed=SERIES_EMBED,
    chooses=_chooses,
    aside=True,
)
