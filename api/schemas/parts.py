"""The parts that figures and other records are made of: value, period, attribution, references."""

from typing import Annotated

from msgspec import Meta

from api.schemas.base import IsoDate, Out
from models.vocabulary import (
    Bound,
    ClaimantType,
    Precision,
    PublishedBasis,
    SourceKind,
    Unit,
    Voice,
)


class Period(Out, frozen=True, kw_only=True):
    """First and last day, both included, and how exactly they are known."""

    start: Annotated[
        IsoDate | None,
        Meta(description="First day; `null` is open or not stated.", examples=["2025-04-01"]),
    ]
    end: Annotated[
        IsoDate | None,
        Meta(description="Last day; `null` is open or not stated.", examples=["2025-04-30"]),
    ]
    precision: Annotated[
        Precision | None,
        Meta(description="How exactly the source gives it.", examples=["month"]),
    ]


class Plausible(Out, frozen=True, kw_only=True):
    """The whole numbers the stated value leaves plausible, both ends included."""

    lower: Annotated[int | None, Meta(description="Lowest; `null` is open.", examples=[135001])]
    upper: Annotated[int | None, Meta(description="Highest; `null` is open.", examples=[None])]


class Value(Out, frozen=True, kw_only=True):
    """A number as it was stated."""

    reported: Annotated[
        int | None,
        Meta(
            description="The printed number; `null` for a range or a magnitude.",
            examples=[135000],
        ),
    ]
    bound: Annotated[
        Bound, Meta(description="What the words promise about it.", examples=["more_than"])
    ]
    approximate: Annotated[bool, Meta(description="Whether the words hedge.", examples=[False])]
    lower: Annotated[
        int | None,
        Meta(
            description="The lower bound the words state; excluded for `more_than`, "
            "`null` is not stated.",
            examples=[135000],
        ),
    ]
    upper: Annotated[
        int | None,
        Meta(
            description="The upper bound the words state; excluded for `less_than`, "
            "`null` is not stated.",
            examples=[None],
        ),
    ]
    unit: Annotated[
        Unit,
        Meta(
            description="What is counted. Units are never converted into each other.",
            examples=["persons"],
        ),
    ]
    as_printed: Annotated[
        str, Meta(description="The words themselves.", examples=["more than 135,000"])
    ]
    rounding: Annotated[
        int,
        Meta(
            description="Half the place value of the last significant digit printed; 0 is exact.",
            examples=[500],
        ),
    ]
    plausible: Annotated[
        Plausible,
        Meta(description="The range of numbers the statement leaves plausible (derived)."),
    ]


class ClaimantRef(Out, frozen=True, kw_only=True):
    """A claimant, in short."""

    id: Annotated[
        str, Meta(description="The claimant's id.", examples=["pakistan-interior-ministry"])
    ]
    name: Annotated[
        str, Meta(description="The claimant's name.", examples=["Pakistan's Interior Ministry"])
    ]
    type: Annotated[ClaimantType, Meta(description="What sort of body.", examples=["government"])]


class Speaker(Out, frozen=True, kw_only=True):
    """The public official who stated it, in office."""

    name: Annotated[str, Meta(description="The name.", examples=["Habib Bingalzai"])]
    role: Annotated[
        str | None,
        Meta(
            description="The office, as the source gives it.",
            examples=["senior government official in Chaman"],
        ),
    ]


class Attribution(Out, frozen=True, kw_only=True):
    """Who states the figure, and through whom it came."""

    voice: Annotated[
        Voice,
        Meta(
            description="`claimant`, or `outlet` when the source states it itself.",
            examples=["claimant"],
        ),
    ]
    claimant: Annotated[
        ClaimantRef | None, Meta(description="Who states it; `null` in the outlet's voice.")
    ]
    speaker: Annotated[
        Speaker | None,
        Meta(description="The person who said it, when one is named.", examples=[None]),
    ]
    stated_on: Annotated[
        IsoDate | None,
        Meta(description="The day it was stated, where known.", examples=["2025-06-04"]),
    ]
    via: Annotated[
        list[ClaimantRef],
        Meta(description="Who it was told to or taken from, in order.", examples=[[]]),
    ]
    confirmed_by: Annotated[
        list[ClaimantRef],
        Meta(description="Who else is said to have confirmed it.", examples=[[]]),
    ]


class Published(Out, frozen=True, kw_only=True):
    """When a source came out."""

    earliest: Annotated[
        IsoDate | None, Meta(description="Earliest day it can be.", examples=["2025-06-04"])
    ]
    latest: Annotated[
        IsoDate | None, Meta(description="Latest day it can be.", examples=["2025-06-04"])
    ]
    basis: Annotated[PublishedBasis, Meta(description="How that is known.", examples=["printed"])]


class SourceRef(Out, frozen=True, kw_only=True):
    """A source, in short."""

    id: Annotated[str, Meta(description="The source's id.", examples=["pakistan-2025-06-04"])]
    kind: Annotated[SourceKind, Meta(description="What was published.", examples=["article"])]
    title: Annotated[
        str | None, Meta(description="Its own title; `null` if it has none.", examples=[None])
    ]
    publisher: Annotated[
        str | None,
        Meta(description="Who published it; `null` where that is not said.", examples=[None]),
    ]
    published: Annotated[Published, Meta(description="When it came out.")]
    url: Annotated[str | None, Meta(description="Where it is, if known.", examples=[None])]


class Mention(Out, frozen=True, kw_only=True):
    """One place in the source that states the figure: offsets in a text, a cell in a dataset."""

    paragraph: Annotated[
        int | None,
        Meta(
            description="Which non-blank line of the text, from 1; `null` in a dataset.",
            examples=[3],
        ),
    ]
    start: Annotated[
        int | None,
        Meta(
            description="Where it begins: code points from 0; `null` in a dataset.", examples=[378]
        ),
    ]
    end: Annotated[
        int | None,
        Meta(description="Where it ends, not included; `null` in a dataset.", examples=[395]),
    ]
    as_printed: Annotated[str, Meta(description="The words there.", examples=["more than 135,000"])]
    row: Annotated[
        int | None,
        Meta(
            description="The row of the dataset: that of the names of columns is 1; `null` in a "
            "text.",
            examples=[None],
        ),
    ]
    column: Annotated[
        str | None,
        Meta(description="The column of the dataset, by name; `null` in a text.", examples=[None]),
    ]


class PlaceRef(Out, frozen=True, kw_only=True):
    """A place, in short."""

    id: Annotated[str, Meta(description="The place's id.", examples=["chaman-crossing"])]
    name: Annotated[str, Meta(description="The place's name.", examples=["Chaman crossing"])]


class CategoryRef(Out, frozen=True, kw_only=True):
    """A permit category, in short."""

    id: Annotated[
        str,
        Meta(description="The category's id.", examples=["pakistan-afghan-residence-permit"]),
    ]
    name: Annotated[
        str,
        Meta(
            description="The category's name.",
            examples=["Residence permit for Afghans in Pakistan"],
        ),
    ]
