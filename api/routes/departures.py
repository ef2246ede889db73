"""Departures: flows of people, as somebody stated them."""

from datetime import date
from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement

from api.filters import CodesAsGiven, Id, Iso3
from api.operation import detail_of, list_of
from api.queries.figure_conditions import dates_of
from api.queries.figure_filter import CommonSort, FigureFilter
from api.queries.figures import Conditions
from api.queries.listing import any_of, overlaps
from api.routes.answering import Serving, Tally
from api.routes.figure_lists import answer_figure, answer_figures
from api.schemas.figures import Departure
from models import FIGURE_TABLES
from models.vocabulary import Coverage, Movement, Outlook, Per


class FlowFilter(FigureFilter, frozen=True, kw_only=True):
    """What flows can be narrowed by, listed or as a series."""

    origin: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Where people left (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    destination: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Where people went (ISO 3166-1 alpha-3).",
            examples=[["AFG"]],
        ),
    ] = ()
    place: Annotated[
        tuple[Id, ...],
        Meta(max_length=50, description="Crossing or town, by id.", examples=[["chaman-crossing"]]),
    ] = ()
    coverage: Annotated[
        tuple[Coverage, ...],
        Meta(
            max_length=50,
            description="A whole period, a running total, or a rate.",
            examples=[["cumulative"]],
        ),
    ] = ()
    per: Annotated[
        tuple[Per, ...],
        Meta(max_length=50, description="The time unit of a rate.", examples=[["day"]]),
    ] = ()
    since_event: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="The policy event a running total counts from, by id.",
            examples=[["pakistan-deportation-campaign-launched-2023"]],
        ),
    ] = ()
    movement: Annotated[
        tuple[Movement, ...],
        Meta(
            max_length=50,
            description="How the source words the movement.",
            examples=[["departure"]],
        ),
    ] = ()
    outlook: Annotated[
        tuple[Outlook, ...],
        Meta(
            max_length=50,
            description="Whether it happened, is forecast, or is planned.",
            examples=[["observed"]],
        ),
    ] = ()
    country_as_given: CodesAsGiven = ()


class DepartureFilter(FlowFilter, frozen=True, kw_only=True):
    """What departures can be narrowed by."""

    period_from: Annotated[
        date | None,
        Meta(
            description="The period reaches this day or later. A running total reaches the day it "
            "was stated.",
            examples=["2025-04-01"],
        ),
    ] = None
    period_to: Annotated[
        date | None,
        Meta(description="The period begins on this day or earlier.", examples=["2025-12-31"]),
    ] = None
    sort: Annotated[
        tuple[
            CommonSort | Literal["period_start", "-period_start", "period_end", "-period_end"],
            ...,
        ],
        Meta(
            max_length=6,
            description="Columns to sort by, `-` before one that descends. The id is always the "
            "last; what is unknown counts as lowest.",
            examples=[["-period_end", "id"]],
        ),
    ] = ("-period_end", "id")


def flow_conditions(filter: FlowFilter) -> list[ColumnElement[bool]]:
    """What a filter asks of flows beyond what it asks of every figure and of their dates."""
    table = FIGURE_TABLES["departures"].c
    conditions: list[ColumnElement[bool]] = []
    for name in (
        "origin",
        "destination",
        "place",
        "coverage",
        "per",
        "since_event",
        "movement",
        "outlook",
        "country_as_given",
    ):
        conditions += any_of(table[name], getattr(filter, name))
    return conditions


def departure_conditions(filter: DepartureFilter) -> Conditions:
    """What a filter asks of departures beyond what it asks of every figure."""
    dates = dates_of(FIGURE_TABLES["departures"])
    days = overlaps(*dates, filter.period_from, filter.period_to)
    return {"departures": [*flow_conditions(filter), *days]}


@get(
    **list_of(
        "/v1/departures",
        DepartureFilter,
        Departure,
        "List departures",
        "listDepartures",
        after=("2025-04-30", "left-pakistan-april-2025"),
    )
)
async def list_departures(request: Tally, service: Serving) -> Response[bytes]:
    """Flows of people: departures, returns, deportations and arrivals, each as it was stated.

    A flow holds for a period, is a running total since a start (`coverage=cumulative`), or a rate
    (`coverage=rate`, with `per`).
    """
    return await answer_figures(
        request,
        service,
        DepartureFilter,
        departure_conditions,
        Departure,
    )


@get(
    **detail_of(
        "/v1/departures/{id:str}",
        Departure,
        "Get a departure",
        "getDeparture",
        example="left-pakistan-april-2025",
    )
)
async def get_departure(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One flow by its id. A withdrawn one is 410 with the reason."""
    return await answer_figure(request, service, ["departures"], id)
