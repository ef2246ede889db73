"""What an answer is wrapped in: a page of a list, or one record."""

from typing import Annotated, Generic, TypeVar

from msgspec import Meta

from api.schemas.base import Out, Url

Data = TypeVar("Data")


class PageLinks(Out, frozen=True, kw_only=True):
    """Where this page is, and the next."""

    self: Annotated[
        Url,
        Meta(description="This page.", examples=["http://127.0.0.1:8000/v1/departures?origin=PAK"]),
    ]
    next: Annotated[
        Url | None,
        Meta(description="The next page; `null` on the last.", examples=[None]),
    ]


class PageMeta(Out, frozen=True, kw_only=True):
    """What the page is a part of."""

    release: Annotated[
        int, Meta(description="The release that everything here comes from.", examples=[1])
    ]
    limit: Annotated[int, Meta(description="How many a page holds at most.", examples=[100])]
    total: Annotated[
        int | None,
        Meta(
            description="How many match in all; `null` unless asked for by `include=total`.",
            examples=[42],
        ),
    ]
    undated: Annotated[
        int | None,
        Meta(
            description="How many `published_before` hides because no publication date is known; "
            "`null` without that filter.",
            examples=[0],
        ),
    ]


class Page(Out, Generic[Data], frozen=True, kw_only=True):
    """One page of a list."""

    data: Annotated[list[Data], Meta(description="The records of this page, in order.")]
    links: Annotated[PageLinks, Meta(description="Where this page is, and the next.")]
    meta: Annotated[PageMeta, Meta(description="What the page is a part of.")]


class DetailLinks(Out, frozen=True, kw_only=True):
    """Where this answer is."""

    self: Annotated[
        Url, Meta(description="This answer.", examples=["http://127.0.0.1:8000/v1/claimants/iom"])
    ]


class DetailMeta(Out, frozen=True, kw_only=True):
    """What the answer comes from."""

    release: Annotated[
        int, Meta(description="The release that everything here comes from.", examples=[1])
    ]


class Detail(Out, Generic[Data], frozen=True, kw_only=True):
    """One record."""

    data: Annotated[Data, Meta(description="The record.")]
    links: Annotated[DetailLinks, Meta(description="Where this answer is.")]
    meta: Annotated[DetailMeta, Meta(description="What the answer comes from.")]
