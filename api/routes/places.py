"""Places: countries, provinces, cities and border crossings."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.filters import Id, Iso3, Paged, Search
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
from models.vocabulary import PlaceType

_TABLE = RECORD_TABLES["places"]


class Place(Record, frozen=True, kw_only=True):
    """A country, province, city or border crossing."""

    name: Annotated[str, Meta(description="Its name.", examples=["Chaman crossing"])]
    type: Annotated[
        PlaceType, Meta(description="What sort of place.", examples=["border_crossing"])
    ]
    country: Annotated[
        Country, Meta(description="The country it is in (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    parent: Annotated[
        str | None, Meta(description="The place it is in, by id.", examples=["chaman"])
    ]
    other_names: Annotated[
        list[str],
        Meta(
            description="Other spellings, and names in other languages.",
            examples=[["Chaman border"]],
        ),
    ]
    opposite: Annotated[
        str | None,
        Meta(
            description="The other side of a border crossing, by id.",
            examples=["spin-boldak-crossing"],
        ),
    ]


class PlaceFilter(Paged, frozen=True, kw_only=True):
    """What places can be narrowed by."""

    type: Annotated[
        tuple[PlaceType, ...],
        Meta(max_length=50, description="What sort of place.", examples=[["border_crossing"]]),
    ] = ()
    country: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="The country it is in (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    parent: Annotated[
        tuple[Id, ...],
        Meta(max_length=50, description="The place it is in, by id.", examples=[["balochistan"]]),
    ] = ()
    q: Annotated[
        Search | None,
        Meta(description="Words to find in its names, in any language held.", examples=["chaman"]),
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
        "/v1/places",
        PlaceFilter,
        Place,
        "List places",
        "listPlaces",
        "Records",
        after=("chaman",),
    )
)
async def list_places(request: Tally, service: Serving) -> Response[bytes]:
    """Countries, provinces, cities and border crossings that figures and events name."""

    def conditions(filter: PlaceFilter, snapshot: Snapshot) -> list[ColumnElement[bool]]:
        return [
            *any_of(_TABLE.c.type, filter.type),
            *any_of(_TABLE.c.country, filter.country),
            *any_of(_TABLE.c.parent, filter.parent),
            *named(snapshot, "places", _TABLE, filter.q),
        ]

    sortable = {"name": _TABLE.c.name}
    return await answer_records(
        request, service, PlaceFilter, "places", conditions, sortable, place_of, Place
    )


@get(
    **detail_of(
        "/v1/places/{id:str}",
        Place,
        "Get a place",
        "getPlace",
        "Records",
        example="chaman-crossing",
    )
)
async def get_place(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One place by its id."""

    def out(connection: Connection, row: Row, snapshot: Snapshot) -> Place:
        return place_of(row, snapshot)

    return await answer_record(request, service, "places", id, out)


def place_of(row: Row, snapshot: Snapshot) -> Place:
    """The place of a row."""
    return Place(
        **held_of(row, snapshot),
        name=row["name"],
        type=row["type"],
        country=row["country"],
        parent=row["parent"],
        other_names=msgspec.json.decode(row["other_names"]),
        opposite=row["opposite"],
    )
