"""Permit categories: the papers and statuses that people hold, or lack."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.filters import Iso3, Paged, Search
from api.operation import detail_of, list_of
from api.queries.listing import any_of
from api.queries.records import events_touching, holders_of, named
from api.queries.snapshot import Snapshot
from api.routes.answering import Serving, Tally
from api.routes.figure_rows import figures_of, held_of
from api.routes.policy_events import PolicyEvent, event_of
from api.routes.records import answer_record, answer_records
from api.schemas.base import Country, Record
from api.schemas.figures import AnyFigure, PermitHolders
from api.schemas.parts import ClaimantRef
from models import RECORD_TABLES
from models.question import Row
from models.vocabulary import CategoryKind

_TABLE = RECORD_TABLES["permit_categories"]


class PermitCategory(Record, frozen=True, kw_only=True):
    """A legal status or paper."""

    example: ClassVar[dict[str, Any]] = {
        "issuer": {"id": "unhcr", "name": "UNHCR", "type": "un_agency"},
    }

    name: Annotated[
        str,
        Meta(description="Its name.", examples=["Refugee card issued by UNHCR in Pakistan"]),
    ]
    jurisdiction: Annotated[
        Country, Meta(description="Whose paper it is (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    kind: Annotated[
        CategoryKind, Meta(description="What sort of paper.", examples=["refugee_card"])
    ]
    issuer: Annotated[
        ClaimantRef | None, Meta(description="Who issues it, where a source says so.")
    ]
    definition: Annotated[
        str | None,
        Meta(
            description="What it is, in Tally's words.",
            examples=[
                "A card from the refugee agency of the United Nations that gives its Afghan "
                "holder protection in Pakistan."
            ],
        ),
    ]
    other_names: Annotated[
        list[str],
        Meta(description="What else sources call it.", examples=[[]]),
    ]


class PermitCategoryDetail(PermitCategory, frozen=True, kw_only=True):
    """A legal status or paper, with how many held it and what was done to it."""

    example: ClassVar[dict[str, Any]] = {
        **PermitCategory.example,
        "holders": [PermitHolders],
        "events": [PolicyEvent],
    }

    holders: Annotated[
        list[AnyFigure], Meta(description="Counts of its holders, oldest statement first.")
    ]
    events: Annotated[
        list[PolicyEvent], Meta(description="Policy events that touched it, by date.")
    ]


class PermitCategoryFilter(Paged, frozen=True, kw_only=True):
    """What permit categories can be narrowed by."""

    jurisdiction: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Whose paper it is (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    kind: Annotated[
        tuple[CategoryKind, ...],
        Meta(max_length=50, description="What sort of paper.", examples=[["refugee_card"]]),
    ] = ()
    q: Annotated[
        Search | None, Meta(description="Words to find in its names.", examples=["permit"])
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
        "/v1/permit-categories",
        PermitCategoryFilter,
        PermitCategory,
        "List permit categories",
        "listPermitCategories",
        "Records",
        after=("pakistan-afghan-residence-permit",),
    )
)
async def list_permit_categories(request: Tally, service: Serving) -> Response[bytes]:
    """The papers and legal statuses that figures and events speak of."""

    def conditions(filter: PermitCategoryFilter, snapshot: Snapshot) -> list[ColumnElement[bool]]:
        return [
            *any_of(_TABLE.c.jurisdiction, filter.jurisdiction),
            *any_of(_TABLE.c.kind, filter.kind),
            *named(snapshot, "permit_categories", _TABLE, filter.q),
        ]

    sortable = {"name": _TABLE.c.name}
    return await answer_records(
        request,
        service,
        PermitCategoryFilter,
        "permit_categories",
        conditions,
        sortable,
        category_of,
        PermitCategory,
    )


@get(
    **detail_of(
        "/v1/permit-categories/{id:str}",
        PermitCategoryDetail,
        "Get a permit category",
        "getPermitCategory",
        "Records",
        example="pakistan-unhcr-refugee-card",
    )
)
async def get_permit_category(
    request: Tally, service: Serving, id: FromPath[str]
) -> Response[bytes]:
    """One permit category by its id, with its holder counts and the events that touched it."""

    def out(connection: Connection, row: Row, snapshot: Snapshot) -> PermitCategoryDetail:
        return PermitCategoryDetail(
            **_fields(row, snapshot),
            holders=figures_of(
                connection,
                [
                    ("permit_holders", holder)
                    for holder in holders_of(connection, snapshot, row["id"])
                ],
                snapshot,
                service,
            ),
            events=[
                event_of(event, snapshot)
                for event in events_touching(connection, snapshot, row["id"])
            ],
        )

    return await answer_record(request, service, "permit_categories", id, out)


def category_of(row: Row, snapshot: Snapshot) -> PermitCategory:
    """The permit category of a row."""
    return PermitCategory(**_fields(row, snapshot))


def _fields(row: Row, snapshot: Snapshot) -> dict[str, Any]:
    return {
        **held_of(row, snapshot),
        "name": row["name"],
        "jurisdiction": row["jurisdiction"],
        "kind": row["kind"],
        "issuer": snapshot.claimants[row["issuer"]] if row["issuer"] else None,
        "definition": row["definition"],
        "other_names": msgspec.json.decode(row["other_names"]),
    }
