"""Policy events: what authorities did or announced that changes the figures."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.filters import Id, Iso3, Paged
from api.operation import detail_of, list_of
from api.queries.listing import any_of, overlaps, text_key
from api.queries.records import lists
from api.queries.snapshot import Snapshot
from api.routes.answering import Serving, Tally
from api.routes.figure_rows import held_of, period_of, speaker_of
from api.routes.records import answer_record, answer_records
from api.schemas.base import Country, Record
from api.schemas.parts import CategoryRef, ClaimantRef, Period, SourceRef, Speaker
from models import RECORD_TABLES
from models.question import Row
from models.vocabulary import PolicyAction

_TABLE = RECORD_TABLES["policy_events"]


class PolicyEvent(Record, frozen=True, kw_only=True):
    """Something an authority did or announced."""

    example: ClassVar[dict[str, Any]] = {
        "id": "pakistan-refugee-card-protection-threatened-june-2025",
        "date": {"start": "2025-06-01", "end": "2025-06-30"},
        "action": "threatened",
        "categories": [
            {
                "id": "pakistan-unhcr-refugee-card",
                "name": "Refugee card issued by UNHCR in Pakistan",
            }
        ],
        "claimant": {"id": "government-of-pakistan", "name": "Government of Pakistan"},
        "speaker": None,
        "note": "The sentence leaves open whether the end of June is when the protection would "
        "stop or when the cards were issued; the first is taken to be meant. The month of the "
        "threat is that of the text.",
        "inferred": ["date"],
    }

    date: Annotated[Period, Meta(description="When, and how exactly that is known.")]
    jurisdiction: Annotated[
        Country, Meta(description="Whose policy it is (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    action: Annotated[PolicyAction, Meta(description="What was done.", examples=["launched"])]
    summary: Annotated[
        str,
        Meta(
            description="What happened, in Tally's words.",
            examples=[
                "Pakistan says it may end, when June is over, the protection that Afghans have "
                "through their refugee cards."
            ],
        ),
    ]
    categories: Annotated[list[CategoryRef], Meta(description="The permit categories it touched.")]
    claimant: Annotated[
        ClaimantRef | None, Meta(description="Who announced it, where a source says so.")
    ]
    speaker: Annotated[
        Speaker | None, Meta(description="The person who made it known, when one is named.")
    ]
    sources: Annotated[list[SourceRef], Meta(description="The sources that tell it.")]
    note: Annotated[str | None, Meta(description="A caveat, in Tally's words.", examples=[None])]
    inferred: Annotated[
        list[str],
        Meta(description="Fields whose value the text implies but does not state.", examples=[[]]),
    ]


class PolicyEventFilter(Paged, frozen=True, kw_only=True):
    """What policy events can be narrowed by."""

    action: Annotated[
        tuple[PolicyAction, ...],
        Meta(max_length=50, description="What was done.", examples=[["launched"]]),
    ] = ()
    jurisdiction: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Whose policy it is (ISO 3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    category: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="A permit category it touched, by id.",
            examples=[["pakistan-unhcr-refugee-card"]],
        ),
    ] = ()
    source: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="A source that tells it, by id.",
            examples=[["pakistan-2025-06-04"]],
        ),
    ] = ()
    date_from: Annotated[
        date | None,
        Meta(description="On this day or later, or possibly so.", examples=["2025-01-01"]),
    ] = None
    date_to: Annotated[
        date | None,
        Meta(description="On this day or earlier, or possibly so.", examples=["2025-12-31"]),
    ] = None
    sort: Annotated[
        tuple[Literal["id", "-id", "date", "-date"], ...],
        Meta(
            max_length=4,
            description="Columns to sort by, `-` before one that descends; an unknown date counts "
            "as the earliest.",
            examples=[["-date"]],
        ),
    ] = ("date", "id")


@get(
    **list_of(
        "/v1/policy-events",
        PolicyEventFilter,
        PolicyEvent,
        "List policy events",
        "listPolicyEvents",
        "Records",
        after=("2023-01-01", "pakistan-deportation-campaign-launched-2023"),
    )
)
async def list_policy_events(request: Tally, service: Serving) -> Response[bytes]:
    """Launches, deadlines, cancellations, new rules: what stands behind the figures."""

    def conditions(filter: PolicyEventFilter, snapshot: Snapshot) -> list[ColumnElement[bool]]:
        c = _TABLE.c
        return [
            *any_of(c.action, filter.action),
            *any_of(c.jurisdiction, filter.jurisdiction),
            *([lists(c.categories, *filter.category)] if filter.category else []),
            *([lists(c.sources, *filter.source)] if filter.source else []),
            *overlaps(c.date_start, c.date_end, filter.date_from, filter.date_to),
        ]

    sortable = {"date": text_key(_TABLE.c.date_start)}
    return await answer_records(
        request,
        service,
        PolicyEventFilter,
        "policy_events",
        conditions,
        sortable,
        event_of,
        PolicyEvent,
    )


@get(
    **detail_of(
        "/v1/policy-events/{id:str}",
        PolicyEvent,
        "Get a policy event",
        "getPolicyEvent",
        "Records",
        example="pakistan-refugee-card-protection-threatened-june-2025",
    )
)
async def get_policy_event(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One policy event by its id."""

    def out(connection: Connection, row: Row, snapshot: Snapshot) -> PolicyEvent:
        return event_of(row, snapshot)

    return await answer_record(request, service, "policy_events", id, out)


def event_of(row: Row, snapshot: Snapshot) -> PolicyEvent:
    """The policy event of a row."""
    return PolicyEvent(
        **held_of(row, snapshot),
        date=period_of(row, "date"),
        jurisdiction=row["jurisdiction"],
        action=row["action"],
        summary=row["summary"],
        categories=[snapshot.categories[id] for id in msgspec.json.decode(row["categories"])],
        claimant=snapshot.claimants[row["claimant"]] if row["claimant"] else None,
        speaker=speaker_of(row),
        sources=[snapshot.sources[id] for id in msgspec.json.decode(row["sources"])],
        note=row["note"],
        inferred=msgspec.json.decode(row["inferred"]),
    )
