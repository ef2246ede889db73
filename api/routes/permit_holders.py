"""Permit holders: counts of holders of a named paper or status, as somebody stated them."""

from datetime import date
from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta

from api.filters import Id, Iso3
from api.operation import detail_of, list_of
from api.queries.figure_filter import CommonSort, FigureFilter
from api.queries.figures import Conditions
from api.queries.listing import any_of, overlaps
from api.routes.answering import Serving, Tally
from api.routes.figure_lists import answer_figure, answer_figures
from api.schemas.figures import PermitHolders
from models import FIGURE_TABLES
from models.vocabulary import PermitState


class PermitHoldersFilter(FigureFilter, frozen=True, kw_only=True):
    """What counts of permit holders can be narrowed by."""

    category: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="The permit category, by id.",
            examples=[["pakistan-unhcr-refugee-card"]],
        ),
    ] = ()
    jurisdiction: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Whose paper it is (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    state: Annotated[
        tuple[PermitState, ...],
        Meta(
            max_length=50,
            description="What had become of the permits.",
            examples=[["cancelled"]],
        ),
    ] = ()
    as_of_from: Annotated[
        date | None,
        Meta(description="Holds for this day or later, or possibly so.", examples=["2025-01-01"]),
    ] = None
    as_of_to: Annotated[
        date | None,
        Meta(description="Holds for this day or earlier, or possibly so.", examples=["2025-12-31"]),
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


def permit_holders_conditions(filter: PermitHoldersFilter) -> Conditions:
    """What a filter asks of permit holders beyond what it asks of every figure."""
    table = FIGURE_TABLES["permit_holders"].c
    conditions = [
        *any_of(table.category, filter.category),
        *any_of(table.jurisdiction, filter.jurisdiction),
        *any_of(table.state, filter.state),
        *overlaps(table.as_of_start, table.as_of_end, filter.as_of_from, filter.as_of_to),
    ]
    return {"permit_holders": conditions}


@get(
    **list_of(
        "/v1/permit-holders",
        PermitHoldersFilter,
        PermitHolders,
        "List counts of permit holders",
        "listPermitHolders",
        after=("2025-06-30", "refugee-card-holders-pakistan-june-2025"),
    )
)
async def list_permit_holders(request: Tally, service: Serving) -> Response[bytes]:
    """Counts of people who hold a named paper or status, or of the permits themselves.

    `state` says what had become of the permits by then, as the source tells it.
    """
    return await answer_figures(
        request,
        service,
        PermitHoldersFilter,
        permit_holders_conditions,
        PermitHolders,
    )


@get(
    **detail_of(
        "/v1/permit-holders/{id:str}",
        PermitHolders,
        "Get a count of permit holders",
        "getPermitHolders",
        example="refugee-card-holders-pakistan-june-2025",
    )
)
async def get_permit_holders(
    request: Tally, service: Serving, id: FromPath[str]
) -> Response[bytes]:
    """One count of permit holders by its id. A withdrawn one is 410 with the reason."""
    return await answer_figure(request, service, ["permit_holders"], id)
