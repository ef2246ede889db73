"""A figure as it is answered: what all share, and what each of the three kinds adds."""

from typing import Annotated

from msgspec import Meta

from api.schemas.base import Country, Out, Record, Url
from api.schemas.parts import Attribution, CategoryRef, Mention, Period, PlaceRef, SourceRef, Value
from models.vocabulary import (
    Coverage,
    LegalStatus,
    Movement,
    Outlook,
    Per,
    PermitState,
    PopulationScope,
    Situation,
)


class FigureLinks(Out, frozen=True, kw_only=True):
    """Where the figure leads; `null` until the thing it leads to exists."""

    self: Annotated[
        Url,
        Meta(
            description="The figure itself.",
            examples=["http://127.0.0.1:8000/v1/departures/left-pakistan-april-2025"],
        ),
    ]
    source: Annotated[
        Url,
        Meta(
            description="Its source.",
            examples=["http://127.0.0.1:8000/v1/sources/pakistan-2025-06-04"],
        ),
    ]
    comparison: Annotated[
        Url | None, Meta(description="How it stands to rival figures.", examples=[None])
    ]
    page: Annotated[Url | None, Meta(description="Its page for people.", examples=[None])]
    embed: Annotated[Url | None, Meta(description="Its embed.", examples=[None])]


class Figure(Record, frozen=True, kw_only=True):
    """What every figure carries, whatever its kind."""

    value: Annotated[Value, Meta(description="The number, as it was stated.")]
    nationality: Annotated[
        Country | None,
        Meta(
            description="Nationality of the people counted (ISO 3166-1 alpha-3).",
            examples=["AFG"],
        ),
    ]
    legal_status: Annotated[
        LegalStatus,
        Meta(description="Legal status the source gives them.", examples=["unspecified"]),
    ]
    inferred: Annotated[
        list[str],
        Meta(
            description="Fields whose value the text implies but does not state.",
            examples=[["destination"]],
        ),
    ]
    part_of: Annotated[
        str | None,
        Meta(
            description="The figure it is stated to be included in.",
            examples=["left-pakistan-since-april-2025"],
        ),
    ]
    attribution: Annotated[Attribution, Meta(description="Who states it, through whom.")]
    source: Annotated[SourceRef, Meta(description="What it was published in.")]
    mentions: Annotated[list[Mention], Meta(description="Every place in the text that states it.")]
    note: Annotated[str | None, Meta(description="A caveat, in Tally's words.", examples=[None])]
    citation: Annotated[
        str,
        Meta(
            description="One sentence to print, which claims no more than was stated.",
            examples=[
                "More than 135,000 people left Pakistan in April 2025, according to Pakistan's "
                "Interior Ministry (reported 4 June 2025)."
            ],
        ),
    ]
    links: Annotated[FigureLinks, Meta(description="Where it leads.")]


class Departure(Figure, frozen=True, kw_only=True, tag_field="kind", tag="departures"):
    """A flow: people who moved from one place to another in a period."""

    origin: Annotated[
        Country | None,
        Meta(description="Where they left (ISO 3166-1 alpha-3).", examples=["PAK"]),
    ]
    destination: Annotated[
        Country | None,
        Meta(description="Where they went (ISO 3166-1 alpha-3).", examples=["AFG"]),
    ]
    place: Annotated[PlaceRef | None, Meta(description="The crossing or town, when one is named.")]
    period: Annotated[Period, Meta(description="When they moved.")]
    coverage: Annotated[
        Coverage,
        Meta(
            description="The whole period, a running total since its start, or a rate.",
            examples=["period"],
        ),
    ]
    per: Annotated[Per | None, Meta(description="The time unit of a rate.", examples=[None])]
    since_event: Annotated[
        str | None,
        Meta(
            description="The policy event a running total counts from, by id.",
            examples=[None],
        ),
    ]
    movement: Annotated[
        Movement, Meta(description="How the source words the movement.", examples=["departure"])
    ]
    outlook: Annotated[
        Outlook,
        Meta(description="Whether it happened, is forecast, or is planned.", examples=["observed"]),
    ]


class PermitHolders(Figure, frozen=True, kw_only=True, tag_field="kind", tag="permit_holders"):
    """A count of holders, or of permits, of a named category on a date."""

    category: Annotated[CategoryRef, Meta(description="The paper or status.")]
    jurisdiction: Annotated[
        Country, Meta(description="Whose paper it is (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    as_of: Annotated[Period, Meta(description="The day the count holds for.")]
    state: Annotated[
        PermitState, Meta(description="What had become of the permits.", examples=["cancelled"])
    ]


class PopulationEstimate(
    Figure, frozen=True, kw_only=True, tag_field="kind", tag="population_estimates"
):
    """A stock: people in a place on a date."""

    country: Annotated[
        Country, Meta(description="Where they are (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    place: Annotated[PlaceRef | None, Meta(description="The crossing or town, when one is named.")]
    origin: Annotated[
        Country | None,
        Meta(description="Where they came from (ISO 3166-1 alpha-3).", examples=[None]),
    ]
    population_scope: Annotated[
        PopulationScope,
        Meta(description="One nationality, or every foreigner.", examples=["nationality"]),
    ]
    situation: Annotated[
        Situation, Meta(description="Where the people were.", examples=["resident"])
    ]
    as_of: Annotated[Period, Meta(description="The day the stock holds for.")]


AnyFigure = Departure | PermitHolders | PopulationEstimate
"""A figure of any kind; ``kind`` tells which."""
