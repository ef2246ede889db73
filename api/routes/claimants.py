"""Claimants: the authorities that state figures, and the outlets that carry them."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.filters import Iso3, Paged, Search
from api.operation import detail_of, list_of
from api.queries.listing import any_of
from api.queries.records import named
from api.queries.snapshot import Snapshot
from api.routes.answering import Serving, Tally
from api.routes.figure_rows import held_of
from api.routes.records import answer_record, answer_records
from api.schemas.base import Country, Record
from models import RECORD_TABLES
from models.question import Row
from models.vocabulary import ClaimantType

_TABLE = RECORD_TABLES["claimants"]


class Claimant(Record, frozen=True, kw_only=True):
    """An authority, agency or outlet."""

    name: Annotated[str, Meta(description="Its name.", examples=["Pakistan's Interior Ministry"])]
    names: Annotated[
        dict[str, str],
        Meta(
            description="Its name in other languages (ISO 639-1), where known; `en` is the form "
            "it has within an English sentence.",
            examples=[
                {
                    "fa": "وزارت داخله پاکستان",
                    "ps": "د پاکستان د کورنیو چارو وزارت",
                    "ur": "وزارت داخلہ پاکستان",
                }
            ],
        ),
    ]
    type: Annotated[ClaimantType, Meta(description="What sort of body.", examples=["government"])]
    country: Annotated[
        Country | None,
        Meta(description="Whose it is (ISO 3166-1 alpha-3), if one country's.", examples=["PAK"]),
    ]


class ClaimantFilter(Paged, frozen=True, kw_only=True):
    """What claimants can be narrowed by."""

    type: Annotated[
        tuple[ClaimantType, ...],
        Meta(max_length=50, description="What sort of body.", examples=[["government"]]),
    ] = ()
    country: Annotated[
        tuple[Iso3, ...],
        Meta(max_length=50, description="Whose it is (ISO 3166-1 alpha-3).", examples=[["PAK"]]),
    ] = ()
    q: Annotated[
        Search | None,
        Meta(
            description="Words to find in its names, in any language held.", examples=["ministry"]
        ),
    ] = None
    sort: Annotated[
        tuple[Literal["id", "-id", "name", "-name"], ...],
        Meta(
            max_length=4,
            description="Columns to sort by, `-` before one that descends.",
            examples=[["name"]],
        ),
    ] = ("id",)


@get(
    **list_of(
        "/v1/claimants",
        ClaimantFilter,
        Claimant,
        "List claimants",
        "listClaimants",
        "Records",
        after=("iom",),
    )
)
async def list_claimants(request: Tally, service: Serving) -> Response[bytes]:
    """Who states figures, and the agencies and outlets that carry them."""

    def conditions(filter: ClaimantFilter, snapshot: Snapshot) -> list[ColumnElement[bool]]:
        return [
            *any_of(_TABLE.c.type, filter.type),
            *any_of(_TABLE.c.country, filter.country),
            *named(snapshot, "claimants", _TABLE, filter.q),
        ]

    sortable = {"name": _TABLE.c.name}
    return await answer_records(
        request, service, ClaimantFilter, "claimants", conditions, sortable, claimant_of, Claimant
    )


@get(
    **detail_of(
        "/v1/claimants/{id:str}",
        Claimant,
        "Get a claimant",
        "getClaimant",
        "Records",
        example="pakistan-interior-ministry",
    )
)
async def get_claimant(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One claimant by its id."""

    def out(connection: Connection, row: Row, snapshot: Snapshot) -> Claimant:
        return claimant_of(row, snapshot)

    return await answer_record(request, service, "claimants", id, out)


def claimant_of(row: Row, snapshot: Snapshot) -> Claimant:
    """The claimant of a row."""
    return Claimant(
        **held_of(row, snapshot),
        name=row["name"],
        names=msgspec.json.decode(row["names"]),
        type=row["type"],
        country=row["country"],
    )
