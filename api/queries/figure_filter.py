"""What can every list of figures be narrowed by, and sorted by?"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from api.filters import Count, Id, Iso3, Paged, Search
from models.vocabulary import Bound, ClaimantType, LegalStatus, Unit, Voice


class FigureFilter(Paged, frozen=True, kw_only=True):
    """What every list of figures can be narrowed by."""

    claimant: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="Who states it, by id.",
            examples=[["pakistan-interior-ministry"]],
        ),
    ] = ()
    claimant_type: Annotated[
        tuple[ClaimantType, ...],
        Meta(max_length=50, description="What sort of body states it.", examples=[["government"]]),
    ] = ()
    voice: Annotated[
        tuple[Voice, ...],
        Meta(
            max_length=50,
            description="Whether a claimant states it or the outlet itself.",
            examples=[["claimant"]],
        ),
    ] = ()
    source: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="What it was published in, by id.",
            examples=[["pakistan-2025-06-04"]],
        ),
    ] = ()
    nationality: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Nationality of the people counted (ISO 3166-1 alpha-3).",
            examples=[["AFG"]],
        ),
    ] = ()
    legal_status: Annotated[
        tuple[LegalStatus, ...],
        Meta(
            max_length=50,
            description="Legal status the source gives the people.",
            examples=[["unspecified"]],
        ),
    ] = ()
    unit: Annotated[
        tuple[Unit, ...],
        Meta(max_length=50, description="What is counted.", examples=[["persons"]]),
    ] = ()
    bound: Annotated[
        tuple[Bound, ...],
        Meta(
            max_length=50,
            description="What the words promise about the number.",
            examples=[["more_than"]],
        ),
    ] = ()
    approximate: Annotated[
        bool | None, Meta(description="Whether the words hedge.", examples=[False])
    ] = None
    part_of: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="The figure it is stated to be included in, by id.",
            examples=[["left-pakistan-since-april-2025"]],
        ),
    ] = ()
    certainly_at_least: Annotated[
        Count | None,
        Meta(
            description="The whole plausible range is at or above this number.",
            examples=[100000],
        ),
    ] = None
    possibly_at_least: Annotated[
        Count | None,
        Meta(description="The plausible range reaches this number or more.", examples=[1000000]),
    ] = None
    certainly_at_most: Annotated[
        Count | None,
        Meta(
            description="The whole plausible range is at or below this number.",
            examples=[1000000],
        ),
    ] = None
    possibly_at_most: Annotated[
        Count | None,
        Meta(description="The plausible range reaches this number or less.", examples=[5000]),
    ] = None
    published_from: Annotated[
        date | None,
        Meta(
            description="Published on this day or later, or possibly so.",
            examples=["2025-06-01"],
        ),
    ] = None
    published_to: Annotated[
        date | None,
        Meta(
            description="Published on this day or earlier, or possibly so.",
            examples=["2025-12-31"],
        ),
    ] = None
    published_before: Annotated[
        date | None,
        Meta(
            description="The world's clock: only what had certainly been published by this day. "
            "`meta.undated` counts the figures this hides because no date is known.",
            examples=["2025-06-30"],
        ),
    ] = None
    q: Annotated[
        Search | None,
        Meta(
            description="Words to find in the names and titles of claimants, sources, places, "
            "countries and permit categories, in any language held; all of them must be found.",
            examples=["pakistan ministry"],
        ),
    ] = None


CommonSort = Literal[
    "id", "-id", "published", "-published", "reported", "-reported", "stated_on", "-stated_on"
]
