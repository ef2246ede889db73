"""What became of figures, as it is answered: an entry of a feed, and the feed around it."""

from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Meta

from api.schemas.base import IsoInstant, Out, Url
from api.schemas.envelope import Page
from api.schemas.figures import AnyFigure
from api.schemas.history import Difference
from models.vocabulary import Change

Data = TypeVar("Data")


class FigureChangeLinks(Out, frozen=True, kw_only=True):
    """Where a change leads."""

    history: Annotated[
        Url,
        Meta(
            description="Every version of the figure.",
            examples=["http://127.0.0.1:8000/v1/figures/left-pakistan-april-2025/history"],
        ),
    ]


class FigureChange(Out, frozen=True, kw_only=True):
    """What one release did to one figure, with what it says now and what it said before."""

    example: ClassVar[dict[str, Any]] = {"differences": []}

    id: Annotated[
        str,
        Meta(
            description="Of this change alone, and the same at whatever address it is served.",
            examples=["urn:uuid:6b7c9f5e-3a57-5d0c-9c43-1c1f7ad1d5f0"],
        ),
    ]
    change: Annotated[Change, Meta(description="What was done.", examples=["added"])]
    release: Annotated[int, Meta(description="The release that did it.", examples=[1])]
    recorded_at: Annotated[
        IsoInstant, Meta(description="When it was made.", examples=["2025-08-02T12:00:00Z"])
    ]
    title: Annotated[
        str,
        Meta(
            description="What was done, and the sentence the figure is cited by.",
            examples=[
                "New: More than 135,000 people left Pakistan in April 2025, according to "
                "Pakistan's Interior Ministry (reported 4 June 2025)."
            ],
        ),
    ]
    before: Annotated[
        str | None,
        Meta(
            description="The sentence that the version before was cited by; `null` where the "
            "figure was not changed.",
            examples=[None],
        ),
    ]
    reason: Annotated[
        str | None, Meta(description="Why it was withdrawn, if it was.", examples=[None])
    ]
    differences: Annotated[
        list[Difference],
        Meta(description="What was changed, field by field; empty where nothing was."),
    ]
    figure: Annotated[
        AnyFigure,
        Meta(
            description="The figure in the version that this made; where it was withdrawn, in its "
            "last. What it refers to has the names of the answering release."
        ),
    ]
    links: Annotated[FigureChangeLinks, Meta(description="Where it leads.")]


class FeedInfo(Out, frozen=True, kw_only=True):
    """What a feed is, whichever of its pages this is."""

    id: Annotated[
        str,
        Meta(
            description="Of what is followed, and the same at whatever address it is served.",
            examples=["urn:uuid:1f0d0f2e-6f0c-5b57-9d44-0a3c8a6f7b11"],
        ),
    ]
    title: Annotated[
        str,
        Meta(
            description="What is followed.", examples=["Tally: new, changed and withdrawn figures"]
        ),
    ]
    updated: Annotated[
        IsoInstant,
        Meta(
            description="When the newest change here was made; of an empty page, when the "
            "answering release was.",
            examples=["2025-08-02T12:00:00Z"],
        ),
    ]
    page: Annotated[Url, Meta(description="The front page.", examples=["http://127.0.0.1:8000/"])]


class FeedPage(Page[Data], Generic[Data], frozen=True, kw_only=True):
    """One page of a feed."""

    feed: Annotated[FeedInfo, Meta(description="What the feed is.")]
