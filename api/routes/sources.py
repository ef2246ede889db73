"""Sources: the articles, reports and datasets that figures were published in."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection

from api.filters import Paged, Search
from api.operation import detail_of, list_of
from api.queries.listing import any_of, overlaps, text_key
from api.queries.records import figures_from, named
from api.queries.snapshot import Snapshot, source_ref
from api.routes.answering import Serving, Tally
from api.routes.figure_rows import held_of
from api.routes.records import answer_record, answer_records
from api.schemas.base import Out, Record
from api.schemas.parts import ClaimantRef, Published
from models import RECORD_TABLES
from models.question import Row
from models.vocabulary import SourceKind

_TABLE = RECORD_TABLES["sources"]


class Source(Record, frozen=True, kw_only=True):
    """One published text or dataset."""

    kind: Annotated[SourceKind, Meta(description="What was published.", examples=["article"])]
    title: Annotated[
        str | None, Meta(description="Its own title; `null` if it has none.", examples=[None])
    ]
    publisher: Annotated[
        str | None,
        Meta(description="Who published it; `null` where that is not said.", examples=[None]),
    ]
    via: Annotated[
        list[ClaimantRef],
        Meta(
            description="Agencies and outlets it came through, in order of hand-over.",
            examples=[[]],
        ),
    ]
    published: Annotated[Published, Meta(description="When it came out.")]
    language: Annotated[str, Meta(description="Its language (ISO 639-1).", examples=["en"])]
    url: Annotated[str | None, Meta(description="Where it is, if known.", examples=[None])]
    licence: Annotated[str | None, Meta(description="Its licence, where stated.", examples=[None])]
    text_sha256: Annotated[
        str,
        Meta(
            description="SHA-256 of the text that was read: whoever holds it can check every "
            "mention.",
            examples=["db6052b3114174251038b4fd36491b3817c1e1218dfa4f46b5a4be74a7a81d28"],
        ),
    ]
    text_length: Annotated[int, Meta(description="Its length in code points.", examples=[2357])]
    note: Annotated[
        str | None,
        Meta(
            description="A caveat, in Tally's words.",
            examples=[
                "Opens with its date; no title and no publisher. 4 June 2025 was a Wednesday, the "
                "day on which the text has the ministry speak."
            ],
        ),
    ]


class FigureCounts(Out, frozen=True, kw_only=True):
    """How many figures of each kind."""

    departures: Annotated[int, Meta(description="Departures.", examples=[9])]
    permit_holders: Annotated[int, Meta(description="Counts of permit holders.", examples=[2])]
    population_estimates: Annotated[int, Meta(description="Population estimates.", examples=[0])]


class SourceDetail(Source, frozen=True, kw_only=True):
    """One published text or dataset, with what it states."""

    figures: Annotated[FigureCounts, Meta(description="How many figures it states.")]


class SourceFilter(Paged, frozen=True, kw_only=True):
    """What sources can be narrowed by."""

    kind: Annotated[
        tuple[SourceKind, ...],
        Meta(max_length=50, description="What was published.", examples=[["article"]]),
    ] = ()
    publisher: Annotated[
        tuple[Search, ...],
        Meta(max_length=50, description="Who published it, exactly.", examples=[["LatestLY"]]),
    ] = ()
    language: Annotated[
        tuple[Annotated[str, Meta(pattern="^[a-z]{2,3}$")], ...],
        Meta(max_length=50, description="Its language (ISO 639-1).", examples=[["en"]]),
    ] = ()
    published_from: Annotated[
        date | None,
        Meta(
            description="Published on this day or later, or possibly so.", examples=["2025-06-01"]
        ),
    ] = None
    published_to: Annotated[
        date | None,
        Meta(
            description="Published on this day or earlier, or possibly so.",
            examples=["2025-12-31"],
        ),
    ] = None
    q: Annotated[
        Search | None,
        Meta(description="Words to find in its title, publisher and agencies.", examples=["dawn"]),
    ] = None
    sort: Annotated[
        tuple[Literal["id", "-id", "published", "-published"], ...],
        Meta(
            max_length=4,
            description="Columns to sort by, `-` before one that descends.",
            examples=[["-published"]],
        ),
    ] = ("-published", "id")


@get(
    **list_of(
        "/v1/sources",
        SourceFilter,
        Source,
        "List sources",
        "listSources",
        "Records",
        after=("2025-06-04", "pakistan-2025-06-04"),
    )
)
async def list_sources(request: Tally, service: Serving) -> Response[bytes]:
    """The articles, reports and datasets that figures were read from."""

    def conditions(filter: SourceFilter, snapshot: Snapshot) -> list[ColumnElement[bool]]:
        published = (_TABLE.c.published_earliest, _TABLE.c.published_latest)
        return [
            *any_of(_TABLE.c.kind, filter.kind),
            *any_of(_TABLE.c.publisher, filter.publisher),
            *any_of(_TABLE.c.language, filter.language),
            *overlaps(*published, filter.published_from, filter.published_to),
            *named(snapshot, "sources", _TABLE, filter.q),
        ]

    sortable = {"published": text_key(_TABLE.c.published_latest)}
    return await answer_records(
        request, service, SourceFilter, "sources", conditions, sortable, source_of, Source
    )


@get(
    **detail_of(
        "/v1/sources/{id:str}",
        SourceDetail,
        "Get a source",
        "getSource",
        "Records",
        example="pakistan-2025-06-04",
    )
)
async def get_source(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One source by its id, with how many figures it states."""

    def out(connection: Connection, row: Row, snapshot: Snapshot) -> SourceDetail:
        counts = FigureCounts(**figures_from(connection, snapshot, row["id"]))
        return SourceDetail(**_fields(row, snapshot), figures=counts)

    return await answer_record(request, service, "sources", id, out)


def source_of(row: Row, snapshot: Snapshot) -> Source:
    """The source of a row."""
    return Source(**_fields(row, snapshot))


def _fields(row: Row, snapshot: Snapshot) -> dict[str, Any]:
    return {
        **held_of(row, snapshot),
        "kind": row["kind"],
        "title": row["title"],
        "publisher": row["publisher"],
        "via": [snapshot.claimants[id] for id in msgspec.json.decode(row["via"])],
        "published": source_ref(row).published,
        "language": row["language"],
        "url": row["url"],
        "licence": row["licence"],
        "text_sha256": row["text_sha256"],
        "text_length": row["text_length"],
        "note": row["note"],
    }
