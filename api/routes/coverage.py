"""Coverage: what there is."""

from collections import Counter
from typing import Annotated, Any, ClassVar

from litestar import Response, get
from msgspec import Meta
from sqlalchemy import Connection

from api.filters import AtRelease
from api.operation import detail_of
from api.queries.coverage import count_by
from api.queries.snapshot import Snapshot
from api.routes.answering import Serving, Tally, answer_detail
from api.schemas.base import Out


class Counted(Out, frozen=True, kw_only=True):
    """How many figures have one value."""

    value: Annotated[
        str | None, Meta(description="The value; `null` where it is not stated.", examples=["PAK"])
    ]
    figures: Annotated[int, Meta(description="How many figures have it.", examples=[31])]


class Coverage(Out, frozen=True, kw_only=True):
    """How many figures there are, in all and by what they are about."""

    example: ClassVar[dict[str, Any]] = {
        "by_kind": [{"value": "departures", "figures": 27}],
        "by_country": [{"value": "PAK", "figures": 37}],
        "by_claimant": [{"value": "government-of-pakistan", "figures": 6}],
        "by_month": [{"value": "2025-06", "figures": 5}],
    }

    figures: Annotated[int, Meta(description="All figures.", examples=[40])]
    by_kind: Annotated[list[Counted], Meta(description="By kind of figure.")]
    by_country: Annotated[
        list[Counted],
        Meta(
            description="By country (ISO 3166-1 alpha-3) people left, went to or are in, or whose "
            "paper they hold; a figure counts for each."
        ),
    ]
    by_claimant: Annotated[
        list[Counted], Meta(description="By claimant; `null` is the outlet's own voice.")
    ]
    by_month: Annotated[
        list[Counted],
        Meta(
            description="By the month (`YYYY-MM`) in which the period or date begins; `null` is "
            "known no more exactly than by year."
        ),
    ]


@get(
    **detail_of(
        "/v1/coverage", Coverage, "Get the coverage", "getCoverage", "Records", withdrawable=False
    )
)
async def get_coverage(request: Tally, service: Serving) -> Response[bytes]:
    """What there is: counts of figures by kind, country, claimant and month."""
    return await answer_detail(request, service, AtRelease, coverage_of, aside=True)


def coverage_of(connection: Connection, snapshot: Snapshot, filter: AtRelease) -> Coverage:
    """The coverage of a release."""
    counts = count_by(connection, snapshot)
    return Coverage(
        figures=counts["kind"].total(),
        by_kind=_ranked(counts["kind"]),
        by_country=_ranked(counts["country"]),
        by_claimant=_ranked(counts["claimant"]),
        by_month=sorted(_ranked(counts["month"]), key=lambda one: one.value or ""),
    )


def _ranked(counter: Counter[str | None]) -> list[Counted]:
    """Most first, then by value."""
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0] or ""))
    return [Counted(value=value, figures=number) for value, number in ranked]
