"""Embeds of the series of departures: one series, chosen by the filters of the series itself."""

from collections.abc import Iterable
from typing import Any, TypeVar, get_type_hints
from urllib.parse import urlencode

import msgspec

from api.embeds.options import EmbedOptions
from api.embeds.series import SERIES, SeriesView
from api.embeds.series_chart import newest
from api.errors import BadParameter, NotFound, ProblemItem, QueryTooSlow, bad_parameter
from api.filters import query_items
from api.queries.series import Flows
from api.routes.embedding import Asked, Embed
from api.routes.figure_rows import figure_of
from api.routes.series import SeriesFilter, find_rows
from api.schemas.figures import AnyFigure
from api.service import Service
from models.flow import People
from models.series import Row

Options = TypeVar("Options", bound=msgspec.Struct)

CHOOSING = (
    "interval",
    "origin",
    "destination",
    "place",
    "nationality",
    "legal_status",
    "unit",
    "movement_family",
    "outlook",
    "country_as_given",
    "not_stated",
    "claimant",
    "period_from",
    "period_to",
)
"""The filters of ``/v1/departures/series`` that an embed takes, with the same meanings."""


def with_filters(
    base: type[Options], name: str, source: type[msgspec.Struct], fields: Iterable[str]
) -> type[Options]:
    """Options that take some filters of another shape too, spelled and explained as there."""
    hints, blank = get_type_hints(source, include_extras=True), source()
    made = msgspec.defstruct(
        name,
        [(field, hints[field], getattr(blank, field)) for field in fields],
        bases=(base,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    assert issubclass(made, base)
    return made


SeriesOptions = with_filters(EmbedOptions, "SeriesOptions", SeriesFilter, CHOOSING)
"""What every embed takes, and the filters that choose a series."""


def filter_of(options: msgspec.Struct) -> SeriesFilter:
    """The filter of the series that options choose."""
    return SeriesFilter(**{name: getattr(options, name) for name in CHOOSING})


def find_view(asked: Asked[EmbedOptions]) -> SeriesView:
    """What an embed of a series shows; ``NotFound`` where no figure matches.

    ``BadParameter`` where several series match: it names what tells them apart.
    """
    filter = filter_of(asked.options)
    snapshot = asked.snapshot
    try:
        found, rows = find_rows(asked.connection, snapshot, filter)
    except QueryTooSlow as error:
        raise bad_parameter("origin", error.detail) from error
    people = list(dict.fromkeys(row.people for row in rows))
    if not people:
        raise NotFound("no figure of a known date matches")
    if len(people) > 1:
        raise _several(people)
    return view_of(asked, filter, found, rows)


def view_of(asked: Asked[Any], filter: SeriesFilter, found: Flows, rows: list[Row]) -> SeriesView:
    """The view of the rows of one series."""
    snapshot, people = asked.snapshot, rows[0].people
    shown = newest(rows)
    ids = {id for row in shown for id in (*row.figures, *row.follows_from)}
    figures: dict[str, AnyFigure] = {
        id: figure_of("departures", found.rows[id], snapshot, asked.service, None) for id in ids
    }
    return SeriesView(
        people=people,
        place=snapshot.places[people.place].name if people.place else None,
        interval=filter.interval,
        rows=shown,
        earlier=len(rows) - len(shown),
        figures=figures,
        names=snapshot.claimant_names,
        release=snapshot.release,
        recorded_at=snapshot.recorded_at,
        address=_address(asked.service, filter),
    )


def choose(people: People) -> dict[str, tuple[str, ...]]:
    """The filters that choose the series of some people and no other, whatever comes later."""
    stated = msgspec.structs.asdict(people).items()
    chosen = {name: (value,) for name, value in stated if value is not None}
    not_stated = tuple(name for name in _NULLABLE if getattr(people, name) is None)
    return chosen | ({"not_stated": not_stated} if not_stated else {})


def _several(people: list[People]) -> BadParameter:
    """What has to be narrowed, with the values that there are."""
    wrong = []
    for name in People.__struct_fields__:
        values = sorted({getattr(one, name) or "" for one in people})
        if len(values) > 1:
            ways = " or ".join(f"{name}={one}" if one else f"not_stated={name}" for one in values)
            wrong.append(ProblemItem(location="query", name=name, message=f"give {ways}"))
    narrowed = "; ".join(item.message for item in wrong)
    return BadParameter(
        f"{len(people)} series match, of people who are not counted together; to show one, "
        f"{narrowed}",
        wrong,
    )


def _address(service: Service, filter: SeriesFilter) -> str:
    asked = query_items(filter)
    return service.url("/series/departures") + (f"?{urlencode(asked)}" if asked else "")


def _mark(view: SeriesView) -> object:
    """The numbers, and the versions of the figures they rest on."""
    return _plain(view.rows), {id: figure.version for id, figure in view.figures.items()}


def _plain(rows: list[Row]) -> Any:
    return msgspec.to_builtins(rows)


_NULLABLE = ("origin", "destination", "nationality", "country_as_given")

SERIES_EMBED = Embed(
    path="/series/departures",
    kind=SERIES,
    options=SeriesOptions,
    find=find_view,
    mark=_mark,
    history="/v1/departures/series{}".format,
    aside=True,
)
