"""Series: what is known of flows month by month, by quarter or by year."""

from datetime import date
from typing import Annotated, Literal

from litestar import Response, get
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.errors import QueryTooSlow
from api.filters import Id
from api.operation import list_of
from api.queries.figures import count_undated
from api.queries.listing import any_of
from api.queries.series import Flows, find_flows
from api.queries.snapshot import Snapshot
from api.routes.answering import Asked, Found, Serving, Tally, answer_list
from api.routes.departures import FlowFilter, flow_conditions
from api.routes.figure_rows import figure_of
from api.schemas.series import FORMULA, SeriesBounds, SeriesRow
from api.service import Service
from models import FIGURE_TABLES
from models.comparison import MOVEMENT_FAMILIES
from models.series import Interval, Row, count_rows, work_out
from models.vocabulary import Kind, MovementFamily

_MOST_ROWS = 100_000


class SeriesFilter(FlowFilter, frozen=True, kw_only=True):
    """From which figures a series is worked out, and which of its intervals are answered."""

    interval: Annotated[
        Interval, Meta(description="How long an interval is.", examples=["month"])
    ] = "month"
    place: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="Crossing or town, by id: a series of each, of the people counted there. "
            "Without it, those are some of the people over the whole border.",
            examples=[["chaman-crossing"]],
        ),
    ] = ()
    movement_family: Annotated[
        tuple[MovementFamily, ...],
        Meta(
            max_length=2,
            description="Departures, returns and deportations (`left`), or arrivals (`arrived`).",
            examples=[["left"]],
        ),
    ] = ()
    not_stated: Annotated[
        tuple[Literal["origin", "destination", "nationality", "country_as_given"], ...],
        Meta(
            max_length=4,
            description="Only series of which this is not stated, where it is `null`.",
            examples=[["destination"]],
        ),
    ] = ()
    period_from: Annotated[
        date | None,
        Meta(
            description="Intervals that reach this day or later; they are worked out from figures "
            "of all days.",
            examples=["2025-04-01"],
        ),
    ] = None
    period_to: Annotated[
        date | None,
        Meta(
            description="Intervals that begin on this day or earlier; they are worked out from "
            "figures of all days.",
            examples=["2025-12-31"],
        ),
    ] = None
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many a page holds at most.", examples=[10])
    ] = 1000


@get(
    **list_of(
        "/v1/departures/series",
        SeriesFilter,
        SeriesRow,
        "Get a series",
        "listDepartureSeries",
        after=(1000,),
        formats=("json", "csv", "ndjson", "jsonstat", "sdmxcsv"),
        explained="method#series",
    )
)
async def list_series(request: Tally, service: Serving) -> Response[bytes]:
    """What is known of flows interval by interval: what was reported, and the bounds that follow.

    A row for each interval from the first to the last that any figure touches. It names the
    figures stated of exactly it, and the range that the true number lies in if all the figures
    are true, those of other periods and running totals too. Where nothing follows the range is
    `null`, never 0.

    Figures of other people, over another border, in another unit or outlook stand in a series of
    their own, one after the other: ask for one `origin` and one `destination` to have few. The
    rules, with examples, are in the method.
    """

    def find(asked: Asked[SeriesFilter]) -> Found:
        filter, question = asked.filter, (asked.connection, asked.snapshot, asked.filter)
        conditions = series_conditions(filter)
        found, rows = find_rows(*question)
        (start,) = asked.after or (0,)
        end = int(start) + filter.limit
        page = rows[int(start) : end]
        specific: dict[Kind, list[ColumnElement[bool]]] = {"departures": conditions}
        return Found(
            data=[_row_of(row, found, asked.snapshot, service) for row in page],
            next=(end,) if end < len(rows) else None,
            total=len(rows) if asked.wants_total else None,
            undated=count_undated(*question, specific) if filter.published_before else None,
        )

    return await answer_list(request, service, SeriesFilter, find, SeriesRow, aside=True)


def find_rows(
    connection: Connection, snapshot: Snapshot, filter: SeriesFilter
) -> tuple[Flows, list[Row]]:
    """The flows that match, and the intervals asked for of all their series, one after another.

    ``QueryTooSlow`` where they would be too many.
    """
    conditions = series_conditions(filter)
    found = find_flows(connection, snapshot, filter, conditions, by_place=bool(filter.place))
    if count_rows(found.flows, filter.interval) > _MOST_ROWS:
        raise QueryTooSlow(
            f"the series would have more than {_MOST_ROWS:,} intervals: narrow the figures, "
            "or ask for longer intervals"
        )
    return found, [row for row in work_out(found.flows, filter.interval) if _asked_for(row, filter)]


def series_conditions(filter: SeriesFilter) -> list[ColumnElement[bool]]:
    """What a filter asks of the flows that a series is worked out from."""
    table = FIGURE_TABLES["departures"].c
    movements = [
        movement
        for movement, family in MOVEMENT_FAMILIES.items()
        if family in filter.movement_family
    ]
    return [
        *flow_conditions(filter),
        *any_of(table.movement, movements),
        *(table[name].is_(None) for name in filter.not_stated),
    ]


def _asked_for(row: Row, filter: SeriesFilter) -> bool:
    first, last = filter.period_from or date.min, filter.period_to or date.max
    return first <= last and row.last >= first and row.first <= last


def _row_of(row: Row, found: Flows, snapshot: Snapshot, service: Service) -> SeriesRow:
    figures = [
        figure_of("departures", found.rows[id], snapshot, service, None) for id in row.figures
    ]
    bounds = None
    if row.bounds is not None:
        lower, upper = row.bounds
        bounds = SeriesBounds(
            derived=True, formula=FORMULA, inputs=row.follows_from, lower=lower, upper=upper
        )
    people = row.people
    return SeriesRow(
        interval=row.name,
        start=row.first.isoformat(),
        end=row.last.isoformat(),
        origin=people.origin,
        destination=people.destination,
        place=people.place,
        nationality=people.nationality,
        legal_status=people.legal_status,
        unit=people.unit,
        movement_family=people.movement_family,
        outlook=people.outlook,
        country_as_given=people.country_as_given,
        known=row.known,
        figures=row.figures,
        as_printed=[figure.value.as_printed for figure in figures],
        citations=[figure.citation for figure in figures],
        bounds=bounds,
        conflicting=row.follows_from if row.conflicting else [],
    )
