"""What is known of flows interval by interval, as it is answered."""

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from api.schemas.base import ADDED, Country, Cube, IsoDate, Out
from models.series import Known
from models.vocabulary import LegalStatus, MovementFamily, Outlook, Unit

Formula = Literal["max(lower ends) .. min(upper ends) of what the inputs state of this interval"]
FORMULA: Formula = "max(lower ends) .. min(upper ends) of what the inputs state of this interval"


class SeriesBounds(Out, frozen=True, kw_only=True):
    """The range that the true number lies in if its inputs are true."""

    derived: Annotated[
        Literal[True],
        Meta(description="Always `true`: Tally's own, stated by nobody.", examples=[True]),
    ]
    formula: Annotated[
        Formula,
        Meta(description="How they follow; `/docs/method` explains it.", examples=[FORMULA]),
    ]
    inputs: Annotated[
        list[str],
        Meta(
            description="The figures they follow from, by id.",
            examples=[["left-pakistan-april-2025"]],
        ),
    ]
    lower: Annotated[
        int | None, Meta(description="The lowest it can be; `null` is open.", examples=[135001])
    ]
    upper: Annotated[
        int | None, Meta(description="The highest it can be; `null` is open.", examples=[None])
    ]


class SeriesRow(Out, frozen=True, kw_only=True):
    """One interval of the series of some people over one border."""

    example: ClassVar[dict[str, Any]] = {"place": None}
    cube: ClassVar[Cube] = Cube(
        label="What is known of flows, interval by interval",
        time="interval",
        geography=("origin", "destination", "place"),
        others=(
            "nationality",
            "country_as_given",
            "legal_status",
            "unit",
            "movement_family",
            "outlook",
        ),
        measures={
            "lower": ("The lowest it can be", ("bounds", "lower")),
            "upper": ("The highest it can be", ("bounds", "upper")),
        },
        status="known",
        statuses={
            "reported": "Somebody stated a number of exactly this interval",
            "derived": "Bounds follow from figures of other intervals",
            "unknown": "Nothing is known",
        },
        note=(
            "Both ends are worked out by Tally from what was stated and are no statement of "
            "anybody. An end that is null is open or unknown, never 0.",
        ),
    )

    interval: Annotated[
        str,
        Meta(
            description="The month (`2025-04`), quarter (`2025-Q2`) or year (`2025`).",
            examples=["2025-04"],
        ),
    ]
    start: Annotated[IsoDate, Meta(description="Its first day.", examples=["2025-04-01"])]
    end: Annotated[IsoDate, Meta(description="Its last day.", examples=["2025-04-30"])]
    origin: Annotated[
        Country | None,
        Meta(description="Where people left (ISO 3166-1 alpha-3).", examples=["PAK"]),
    ]
    destination: Annotated[
        Country | None,
        Meta(description="Where people went (ISO 3166-1 alpha-3).", examples=["AFG"]),
    ]
    place: Annotated[
        str | None,
        Meta(
            description="The one crossing or town that is counted, by id; only where `place` is "
            "asked for.",
            examples=["chaman-crossing"],
        ),
    ]
    nationality: Annotated[
        Country | None,
        Meta(description="Nationality of the people (ISO 3166-1 alpha-3).", examples=["AFG"]),
    ]
    legal_status: Annotated[
        LegalStatus, Meta(description="Legal status of the people.", examples=["unspecified"])
    ]
    unit: Annotated[Unit, Meta(description="What is counted.", examples=["persons"])]
    movement_family: Annotated[
        MovementFamily,
        Meta(
            description="Departures, returns and deportations are `left`; arrivals are counted on "
            "the other side of a border.",
            examples=["left"],
        ),
    ]
    outlook: Annotated[
        Outlook,
        Meta(description="Whether it happened, is forecast, or is planned.", examples=["observed"]),
    ]
    known: Annotated[
        Known,
        Meta(
            description="`reported`: somebody stated a number of exactly this interval. `derived`: "
            "nobody did, but bounds follow from other figures. `unknown`: neither.",
            examples=["reported"],
        ),
    ]
    figures: Annotated[
        list[str],
        Meta(
            description="The figures stated of exactly this interval, by id.",
            examples=[["left-pakistan-april-2025"]],
        ),
    ]
    as_printed: Annotated[
        list[str],
        Meta(
            description="The number of each, as it was printed.", examples=[["more than 135,000"]]
        ),
    ]
    citations: Annotated[
        list[str],
        Meta(
            description="The sentence each is cited by.",
            examples=[
                [
                    "More than 135,000 people left Pakistan in April 2025, according to "
                    "Pakistan's Interior Ministry (reported 4 June 2025)."
                ]
            ],
        ),
    ]
    bounds: Annotated[
        SeriesBounds | None,
        Meta(
            description="What follows for this interval; `null` where nothing does, or where "
            "figures leave nothing that could be true. Never 0 for unknown."
        ),
    ]
    conflicting: Annotated[
        list[str],
        Meta(
            description="The figures that say something of this interval, by id, where they "
            "exclude each other; empty where they can all be true.",
            examples=[[]],
        ),
    ]
    country_as_given: Annotated[
        str | None,
        Meta(
            description="Where a country is `null` because ISO 3166-1 has none for it: the code "
            "that the source gives instead.",
            examples=[None],
            extra=ADDED,
        ),
    ]
