"""The page of the series of departures: it takes the filters of the series, and shows one."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import msgspec

from api.embeds.page import EmbedPageOptions
from api.embeds.series_page import FIELDS, SERIES_PAGE, Match, SeriesPageView
from api.errors import QueryTooSlow, bad_parameter
from api.filters import query_items
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
from models.flow import People

SeriesPageOptions = with_filters(EmbedPageOptions, "SeriesPageOptions", SeriesFilter, CHOOSING)
"""What a page with an embed takes, and the filters that choose a series."""


def find_page(asked: Asked[EmbedPageOptions]) -> SeriesPageView:
    """What the page of series shows: one, or those there are to choose from."""
    filter = filter_of(asked.options)
    try:
        found, rows = find_rows(asked.connection, asked.snapshot, filter)
        _, every = find_rows(asked.connection, asked.snapshot, SeriesFilter(interval="year"))
    except QueryTooSlow as error:
        raise bad_parameter("origin", error.detail) from error
    matching = _people(row.people for row in rows)
    asks = query_items(filter)
    return SeriesPageView(
        values=_values(_people(row.people for row in every)),
        asks=asks,
        matches=[_match(one, asked, filter) for one in matching],
        shown=view_of(asked, filter, found, rows) if len(matching) == 1 else None,
        query=f"?{urlencode(asks)}" if asks else "",
    )


def _people(of_rows: Iterable[People]) -> list[People]:
    return list(dict.fromkeys(of_rows))


def _values(people: list[People]) -> dict[str, list[str]]:
    """By field of the form: what there is, in order."""
    return {
        name: sorted({value for one in people if (value := getattr(one, name)) is not None})
        for name in FIELDS
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
