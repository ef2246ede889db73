"""Population estimates: stocks of people in a place, as somebody stated them."""

from datetime import date
from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta

from api.filters import CodesAsGiven, Id, Iso3
from api.operation import detail_of, list_of
from api.queries.figure_filter import CommonSort, FigureFilter
from api.queries.figures import Conditions
from api.queries.listing import any_of, overlaps
from api.routes.answering import Serving, Tally
from api.routes.figure_lists import answer_figure, answer_figures
from api.schemas.figures import PopulationEstimate
from models import FIGURE_TABLES
from models.vocabulary import PopulationScope, Situation


class PopulationEstimateFilter(FigureFilter, frozen=True, kw_only=True):
    """What population estimates can be narrowed by."""

    country: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Where the people are (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    place: Annotated[
        tuple[Id, ...],
        Meta(max_length=50, description="Crossing or town, by id.", examples=[["chaman-crossing"]]),
    ] = ()
    origin: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Where the people came from (ISO 3166-1 alpha-3).",
            examples=[["AFG"]],
        ),
    ] = ()
    population_scope: Annotated[
        tuple[PopulationScope, ...],
        Meta(
            max_length=50,
            description="One nationality, or every foreigner.",
            examples=[["nationality"]],
        ),
    ] = ()
    situation: Annotated[
        tuple[Situation, ...],
        Meta(max_length=50, description="Where the people were.", examples=[["resident"]]),
    ] = ()
    country_as_given: CodesAsGiven = ()
    as_of_from: Annotated[
        date | None,
        Meta(description="Holds for this day or later, or possibly so.", examples=["2023-11-01"]),
    ] = None
    as_of_to: Annotated[
        date | None,
        Meta(description="Holds for this day or earlier, or possibly so.", examples=["2023-11-30"]),
    ] = None
    sort: Annotated[
        tuple[CommonSort | Literal["as_of", "-as_of"], ...],
        Meta(
            max_length=6,
            description="Columns to sort by, `-` before one that descends. The id is always the "
            "last; what is unknown counts as lowest.",
            examples=[["-as_of", "id"]],
        ),
    ] = ("-as_of", "id")


def population_estimate_conditions(filter: PopulationEstimateFilter) -> Conditions:
    """What a filter asks of population estimates beyond what it asks of every figure."""
    table = FIGURE_TABLES["population_estimates"].c
    conditions = [
        *any_of(table.country, filter.country),
        *any_of(table.place, filter.place),
        *any_of(table.origin, filter.origin),
        *any_of(table.population_scope, filter.population_scope),
        *any_of(table.situation, filter.situation),
        *any_of(table.country_as_given, filter.country_as_given),
        *overlaps(table.as_of_start, table.as_of_end, filter.as_of_from, filter.as_of_to),
    ]
    return {"population_estimates": conditions}


@get(
    **list_of(
        "/v1/population-estimates",
        PopulationEstimateFilter,
        PopulationEstimate,
        "List population estimates",
        "listPopulationEstimates",
        after=("2025-08-01", "waiting-at-chaman-border-august-2025-agencies"),
        formats=("json", "csv", "ndjson", "jsonstat", "sdmxcsv"),
    )
)
async def list_population_estimates(request: Tally, service: Serving) -> Response[bytes]:
    """Stocks: how many people were in a place, as somebody stated it.

    Rival totals stand side by side; none is corrected or averaged.
    """
    return await answer_figures(
        request,
        service,
        PopulationEstimateFilter,
        population_estimate_conditions,
        PopulationEstimate,
    )


@get(
    **detail_of(
        "/v1/population-estimates/{id:str}",
        PopulationEstimate,
        "Get a population estimate",
        "getPopulationEstimate",
        example="afghans-in-pakistan-un-november-2023",
    )
)
async def get_population_estimate(
    request: Tally, service: Serving, id: FromPath[str]
) -> Response[bytes]:
    """One stock by its id. A withdrawn one is 410 with the reason."""
    return await answer_figure(request, service, ["population_estimates"], id)
