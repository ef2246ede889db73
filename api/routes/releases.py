"""Releases: the published states of the data, and what each changed."""

from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.errors import NotFound
from api.filters import AtRelease, Paged, ReleaseNumber
from api.operation import detail_of, list_of
from api.queries.listing import any_of
from api.queries.releases import (
    count_changes,
    count_releases,
    find_changes,
    find_release,
    find_releases,
)
from api.queries.snapshot import Snapshot
from api.routes.answering import Asked, Found, Serving, Tally, answer_detail, answer_list
from api.schemas.base import IsoInstant, Out
from models import RecordChange, table_of
from models.question import Row
from models.vocabulary import Change

_CHANGE = table_of(RecordChange)
_NO_RELEASE = "there is no such release: /v1/releases lists them"

RecordType = Literal[
    "claimants",
    "places",
    "permit_categories",
    "sources",
    "policy_events",
    "departures",
    "permit_holders",
    "population_estimates",
]


class Release(Out, frozen=True, kw_only=True):
    """One published state of the data."""

    number: Annotated[int, Meta(description="Counts the releases from 1.", examples=[1])]
    recorded_at: Annotated[
        IsoInstant, Meta(description="When it was made.", examples=["2025-08-02T12:00:00Z"])
    ]
    added: Annotated[int, Meta(description="Records it added.", examples=[88])]
    changed: Annotated[int, Meta(description="Records it gave a new version.", examples=[0])]
    withdrawn: Annotated[int, Meta(description="Records it withdrew.", examples=[0])]
    reinstated: Annotated[int, Meta(description="Withdrawn records it brought back.", examples=[0])]
    checksum: Annotated[
        str,
        Meta(
            description="SHA-256 over every record that holds in it.",
            examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
        ),
    ]


class RecordChanged(Out, frozen=True, kw_only=True):
    """What one release did to one record."""

    release: Annotated[int, Meta(description="The release.", examples=[1])]
    recorded_at: Annotated[
        IsoInstant, Meta(description="When it was made.", examples=["2025-08-02T12:00:00Z"])
    ]
    record_type: Annotated[
        RecordType, Meta(description="The type of record.", examples=["departures"])
    ]
    id: Annotated[str, Meta(description="The record's id.", examples=["left-pakistan-april-2025"])]
    change: Annotated[Change, Meta(description="What was done to it.", examples=["added"])]
    version: Annotated[
        int, Meta(description="The version it made, or ended by withdrawing.", examples=[1])
    ]
    reason: Annotated[
        str | None, Meta(description="Why it was withdrawn, if it was.", examples=[None])
    ]


class ReleaseFilter(Paged, frozen=True, kw_only=True):
    """How releases are listed."""

    sort: Annotated[
        tuple[Literal["number", "-number"], ...],
        Meta(max_length=1, description="By number, `-` for newest first.", examples=[["-number"]]),
    ] = ("-number",)


class ChangeFilter(Paged, frozen=True, kw_only=True):
    """What changes can be narrowed by."""

    since_release: Annotated[
        ReleaseNumber | None,
        Meta(description="Only what later releases than this one did.", examples=[1]),
    ] = None
    record_type: Annotated[
        tuple[RecordType, ...],
        Meta(max_length=8, description="The type of record.", examples=[["departures"]]),
    ] = ()
    change: Annotated[
        tuple[Change, ...],
        Meta(max_length=4, description="What was done to it.", examples=[["withdrawn"]]),
    ] = ()


@get(
    **list_of(
        "/v1/releases",
        ReleaseFilter,
        Release,
        "List releases",
        "listReleases",
        "Releases",
        after=(1,),
        explained="releases#versions-and-releases",
    )
)
async def list_releases(request: Tally, service: Serving) -> Response[bytes]:
    """Every published state of the data. Every seeding that changes anything makes one."""

    def find(asked: Asked[ReleaseFilter]) -> Found:
        sort = ["-id" if name.startswith("-") else "id" for name in asked.filter.sort] or ["-id"]
        rows, next = find_releases(
            asked.connection, asked.snapshot, sort, asked.after, asked.filter.limit
        )
        total = count_releases(asked.connection, asked.snapshot) if asked.wants_total else None
        return Found(data=[release_of(row) for row in rows], next=next, total=total)

    return await answer_list(request, service, ReleaseFilter, find, Release)


@get(
    **detail_of(
        "/v1/releases/{number:str}",
        Release,
        "Get a release",
        "getRelease",
        "Releases",
        example="1",
        withdrawable=False,
        explained="releases#versions-and-releases",
    )
)
async def get_release(request: Tally, service: Serving, number: FromPath[str]) -> Response[bytes]:
    """One release by its number."""

    def find(connection: Connection, snapshot: Snapshot, filter: AtRelease) -> Release:
        wanted = release_number(number)
        row = find_release(connection, wanted) if wanted <= snapshot.release else None
        if row is None:
            raise NotFound(_NO_RELEASE)
        return release_of(row)

    return await answer_detail(request, service, AtRelease, find)


@get(
    **list_of(
        "/v1/changes",
        ChangeFilter,
        RecordChanged,
        "List changes",
        "listChanges",
        "Releases",
        after=(1, "departures", "left-pakistan-april-2025"),
        explained="releases#versions-and-releases",
    )
)
async def list_changes(request: Tally, service: Serving) -> Response[bytes]:
    """What was added, changed, withdrawn and reinstated, release by release, oldest first."""

    def find(asked: Asked[ChangeFilter]) -> Found:
        filter = asked.filter
        conditions: list[ColumnElement[bool]] = [
            *any_of(_CHANGE.c.record_type, filter.record_type),
            *any_of(_CHANGE.c.change, filter.change),
        ]
        if filter.since_release is not None:
            conditions.append(_CHANGE.c.release > filter.since_release)
        question = (asked.connection, asked.snapshot, conditions)
        rows, next = find_changes(*question, asked.after, filter.limit)
        return Found(
            data=[change_of(row, asked.snapshot) for row in rows],
            next=next,
            total=count_changes(*question) if asked.wants_total else None,
        )

    return await answer_list(request, service, ChangeFilter, find, RecordChanged)


def release_number(given: str) -> int:
    """The number of a release from the path; anything that cannot be one is ``NotFound``."""
    known = given.isascii() and given.isdecimal() and not given.startswith("0")
    if known and len(given) < 10:
        return int(given)
    raise NotFound(_NO_RELEASE)


def release_of(row: Row) -> Release:
    """The release of a row."""
    return Release(**{name: row[name] for name in Release.__struct_fields__})


def change_of(row: Row, snapshot: Snapshot) -> RecordChanged:
    """The change of a row."""
    return RecordChanged(
        release=row["release"],
        recorded_at=snapshot.instants[row["release"]],
        record_type=row["record_type"],
        id=row["id"],
        change=row["change"],
        version=row["version"],
        reason=row["reason"],
    )
