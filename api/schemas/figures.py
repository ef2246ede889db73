"""A figure as it is answered: what all share, and what each of the three kinds adds."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from api.schemas.base import ADDED, Country, Cube, Out, Record, Url
from api.schemas.parts import Attribution, CategoryRef, Mention, Period, PlaceRef, SourceRef, Value
from api.schemas.population import POPULATION
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

_GIVEN = Meta(
    description="Where a country is `null` because ISO 3166-1 has none for it: the code that the "
    "source gives instead.",
    examples=[None],
    extra=ADDED,
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
        Url | None,
        Meta(
            description="How it stands to rival figures.",
            examples=["http://127.0.0.1:8000/v1/comparisons/departures-d53424714035dcd9"],
        ),
    ]
    page: Annotated[
        Url | None,
        Meta(
            description="Its page for people.",
            examples=["http://127.0.0.1:8000/figures/left-pakistan-april-2025"],
        ),
    ]
    embed: Annotated[
        Url | None,
        Meta(
            description="Its embed: HTML to be framed, with `.svg` or `.png` behind it an image.",
            examples=["http://127.0.0.1:8000/embed/figures/left-pakistan-april-2025"],
        ),
    ]


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
    place: Annotated[
        PlaceRef | None,
        Meta(description="The crossing or town, when one is named.", examples=[None]),
    ]
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
    country_as_given: Annotated[str | None, _GIVEN]


class PermitHolders(Figure, frozen=True, kw_only=True, tag_field="kind", tag="permit_holders"):
    """A count of holders, or of permits, of a named category on a date."""

    example: ClassVar[dict[str, Any]] = {
        "id": "refugee-card-holders-pakistan-june-2025",
        "value": {
            "reported": 1300000,
            "bound": "point",
            "lower": 1300000,
            "upper": 1300000,
            "as_printed": "1.3 million",
            "rounding": 50000,
            "plausible": {"lower": 1250000, "upper": 1350000},
        },
        "legal_status": "registered_refugee",
        "inferred": ["as_of", "legal_status"],
        "part_of": None,
        "attribution": {"voice": "outlet", "claimant": None, "stated_on": None},
        "mentions": [
            {
                "paragraph": 14,
                "start": 2246,
                "end": 2257,
                "as_printed": "1.3 million",
                "row": None,
                "column": None,
            }
        ],
        "note": "Said in the present tense, with no day of its own.",
        "citation": "1.3 million holders of “Refugee card issued by UNHCR in Pakistan” in Pakistan "
        "were threatened with losing their status in June 2025 (date inferred), as reported by an "
        "article without a named publisher (reported 4 June 2025).",
        "links": {
            "self": "http://127.0.0.1:8000/v1/permit-holders/"
            "refugee-card-holders-pakistan-june-2025",
            "comparison": "http://127.0.0.1:8000/v1/comparisons/permit-holders-d61f444079033332",
            "page": "http://127.0.0.1:8000/figures/refugee-card-holders-pakistan-june-2025",
            "embed": "http://127.0.0.1:8000/embed/figures/refugee-card-holders-pakistan-june-2025",
        },
        "category": {
            "id": "pakistan-unhcr-refugee-card",
            "name": "Refugee card issued by UNHCR in Pakistan",
        },
        "as_of": {"start": "2025-06-01", "end": "2025-06-30"},
        "state": "threatened",
    }

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

    example: ClassVar[dict[str, Any]] = {
        "id": "afghans-in-pakistan-un-november-2023",
        "value": {
            "reported": 3700000,
            "bound": "point",
            "approximate": True,
            "lower": None,
            "as_printed": "some 3.7 million",
            "rounding": 50000,
            "plausible": {"lower": 3600000, "upper": 3800000},
        },
        "inferred": ["as_of"],
        "part_of": None,
        "attribution": {
            "claimant": {"id": "united-nations", "name": "United Nations", "type": "un_agency"},
            "stated_on": None,
        },
        "source": {
            "id": "expansion-2023-11",
            "title": "Pakistan Extends Repatriation Campaign To Afghans Living Legally In The "
            "Country",
            "published": {"earliest": "2023-11-09", "latest": "2023-11-30", "basis": "inferred"},
        },
        "mentions": [
            {
                "paragraph": 5,
                "start": 788,
                "end": 804,
                "as_printed": "some 3.7 million",
                "row": None,
                "column": None,
            }
        ],
        "note": "Set by the text against the government's 4.4 million. Which agency of the United "
        "Nations counted is not said.",
        "citation": "About 3.7 million nationals of Afghanistan were living in Pakistan in "
        "November 2023 (date inferred), according to the United Nations (reported between 9 "
        "November 2023 and 30 November 2023, date inferred).",
        "links": {
            "self": "http://127.0.0.1:8000/v1/population-estimates/"
            "afghans-in-pakistan-un-november-2023",
            "source": "http://127.0.0.1:8000/v1/sources/expansion-2023-11",
            "comparison": "http://127.0.0.1:8000/v1/comparisons/"
            "population-estimates-157a9e4124be1665",
            "page": "http://127.0.0.1:8000/figures/afghans-in-pakistan-un-november-2023",
            "embed": "http://127.0.0.1:8000/embed/figures/afghans-in-pakistan-un-november-2023",
        },
        "as_of": {"start": "2023-11-01", "end": "2023-11-30"},
    }
    cube: ClassVar[Cube] = POPULATION

    country: Annotated[
        Country | None, Meta(description="Where they are (ISO 3166-1 alpha-3).", examples=["PAK"])
    ]
    place: Annotated[
        PlaceRef | None,
        Meta(description="The crossing or town, when one is named.", examples=[None]),
    ]
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
    country_as_given: Annotated[str | None, _GIVEN]


AnyFigure = Departure | PermitHolders | PopulationEstimate
"""A figure of any kind; ``kind`` tells which."""
