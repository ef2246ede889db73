"""A figure's source as a CSL-JSON item (Citation Style Language 1.0.2), for reference managers.

Only what is known is said: no title and no day of access is made up. Who states a figure did not
write the article that carries it, so that the claimant stands in the note and not as an author.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.render.citations.attribution import reported
from api.render.citations.writer import Writer
from api.schemas.base import Out
from api.schemas.figures import AnyFigure
from api.schemas.parts import Published

CslType = Literal["article-newspaper", "report", "dataset"]
_TYPES: dict[str, CslType] = {
    "article": "article-newspaper",
    "report": "report",
    "dataset": "dataset",
}


class CslDate(Out, frozen=True, kw_only=True):
    """A day, the first and last day it can be, or words where only one of these is known."""

    date_parts: Annotated[
        list[list[int]] | UnsetType,
        Meta(description="Year, month and day, once or twice.", examples=[[[2025, 6, 4]]]),
    ] = msgspec.field(name="date-parts", default=UNSET)
    literal: Annotated[
        str | UnsetType,
        Meta(description="Words, where the first or the last day is not known."),
    ] = UNSET
    circa: Annotated[
        bool | UnsetType,
        Meta(description="`true` where the day is one of several or inferred; or else left out."),
    ] = UNSET


class CslItem(Out, frozen=True, kw_only=True):
    """A CSL-JSON item; what is not known is left out, as that format has it."""

    id: Annotated[str, Meta(description="The figure's id.", examples=["left-pakistan-april-2025"])]
    type: Annotated[
        CslType, Meta(description="What was published.", examples=["article-newspaper"])
    ]
    title: Annotated[
        str | UnsetType, Meta(description="The source's own title, if it has one.")
    ] = UNSET
    container_title: Annotated[
        str | UnsetType, Meta(description="The outlet of an article, if known.")
    ] = msgspec.field(name="container-title", default=UNSET)
    publisher: Annotated[
        str | UnsetType, Meta(description="Who published a report or dataset, if known.")
    ] = UNSET
    issued: Annotated[
        CslDate | UnsetType, Meta(description="When the source came out, if known.")
    ] = UNSET
    url: Annotated[str | UnsetType, Meta(description="Where the source is, if known.")] = (
        msgspec.field(name="URL", default=UNSET)
    )
    note: Annotated[
        str,
        Meta(
            description="The sentence, in the language asked for.",
            examples=[
                "More than 135,000 people left Pakistan in April 2025, according to Pakistan's "
                "Interior Ministry (reported 4 June 2025)."
            ],
        ),
    ]


def csl_item(figure: AnyFigure, note: str, writer: Writer) -> CslItem:
    """The item of a figure's source, with the sentence of the figure as its note."""
    source = figure.source
    article = source.kind == "article"
    publisher = source.publisher or UNSET
    return CslItem(
        id=figure.id,
        type=_TYPES[source.kind],
        title=source.title or UNSET,
        container_title=publisher if article else UNSET,
        publisher=UNSET if article else publisher,
        issued=_issued(source.published, writer),
        url=source.url or UNSET,
        note=note,
    )


def _issued(published: Published, writer: Writer) -> CslDate | UnsetType:
    first, last = published.earliest, published.latest
    if first is None and last is None:
        return UNSET
    if first is None or last is None:
        # a single day would say that it came out then
        return CslDate(literal=reported(writer, published))
    days = [first] if first == last else [first, last]
    known = first == last and published.basis != "inferred"
    return CslDate(
        date_parts=[[int(part) for part in day.split("-")] for day in days],
        circa=UNSET if known else True,
    )
