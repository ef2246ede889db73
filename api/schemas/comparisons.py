"""How figures stand to each other, as it is answered: comparisons and reconciliations."""

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from api.schemas.base import ADDED, Country, IsoDate, Out, Record, Url
from api.schemas.figures import AnyFigure, Departure, PopulationEstimate
from models.comparison import Verdict
from models.reconciliation import Fit, Rule
from models.vocabulary import (
    Coverage,
    Kind,
    LegalStatus,
    MovementFamily,
    Outlook,
    Per,
    PermitState,
    PopulationScope,
    Precision,
    Situation,
    Unit,
)


class Span(Out, frozen=True, kw_only=True):
    """A range of whole numbers, both ends included."""

    lower: Annotated[int | None, Meta(description="Lowest; `null` is open.", examples=[204502])]
    upper: Annotated[int | None, Meta(description="Highest; `null` is open.", examples=[None])]


class QuestionAsked(Out, frozen=True, kw_only=True):
    """The one question that the figures of a comparison answer. `null` is "not stated"."""

    text: Annotated[
        str,
        Meta(
            description="The question in words.",
            examples=[
                "How many nationals of Afghanistan were living in Pakistan around 1 November 2023?"
            ],
        ),
    ]
    kind: Annotated[
        Kind, Meta(description="The kind of figure.", examples=["population_estimates"])
    ]
    unit: Annotated[Unit, Meta(description="What is counted.", examples=["persons"])]
    unit_inferred: Annotated[
        bool,
        Meta(
            description="Whether the unit is only implied: then it is compared with none that is "
            "stated.",
            examples=[False],
        ),
    ]
    nationality: Annotated[
        Country | None, Meta(description="Nationality of the people.", examples=["AFG"])
    ]
    legal_status: Annotated[
        LegalStatus, Meta(description="Their legal status.", examples=["unspecified"])
    ]
    place: Annotated[str | None, Meta(description="Crossing or town, by id.", examples=[None])]
    origin: Annotated[Country | None, Meta(description="Where they left.", examples=[None])]
    destination: Annotated[Country | None, Meta(description="Where they went.", examples=[None])]
    coverage: Annotated[
        Coverage | None,
        Meta(description="A whole period, a running total, or a rate.", examples=[None]),
    ]
    per: Annotated[Per | None, Meta(description="The time unit of a rate.", examples=[None])]
    movement_family: Annotated[
        MovementFamily | None,
        Meta(
            description="`left` is departures, returns and deportations over one border.",
            examples=[None],
        ),
    ]
    outlook: Annotated[
        Outlook | None,
        Meta(description="Whether it happened, is forecast, or is planned.", examples=[None]),
    ]
    since_event: Annotated[
        str | None,
        Meta(description="The policy event a running total counts from.", examples=[None]),
    ]
    start: Annotated[IsoDate | None, Meta(description="First day of the period.", examples=[None])]
    end: Annotated[
        IsoDate | None,
        Meta(
            description="Last day of the period; a running total's is the day it was stated.",
            examples=[None],
        ),
    ]
    precision: Annotated[
        Precision | None, Meta(description="How exactly the period is given.", examples=[None])
    ]
    country: Annotated[
        Country | None,
        Meta(description="Where they are, or whose paper they hold.", examples=["PAK"]),
    ]
    population_scope: Annotated[
        PopulationScope | None,
        Meta(description="One nationality, or every foreigner.", examples=["nationality"]),
    ]
    situation: Annotated[
        Situation | None, Meta(description="Where the people were.", examples=["resident"])
    ]
    category: Annotated[
        str | None, Meta(description="The permit category, by id.", examples=[None])
    ]
    state: Annotated[
        PermitState | None,
        Meta(description="What had become of the permits.", examples=[None]),
    ]
    near: Annotated[
        IsoDate | None,
        Meta(
            description="First of the days that stocks are gathered near.",
            examples=["2023-11-01"],
        ),
    ]
    country_as_given: Annotated[
        str | None,
        Meta(
            description="The source's own code for a place that ISO 3166-1 has no country for: "
            "one that is `null` above.",
            examples=[None],
            extra=ADDED,
        ),
    ]


class OriginOut(Out, frozen=True, kw_only=True):
    """One statement, however many outlets carried it."""

    figures: Annotated[
        list[str],
        Meta(
            description="The figures that carry it, by id, in order of publication.",
            examples=[["afghans-in-pakistan-un-november-2023"]],
        ),
    ]
    first_published: Annotated[
        IsoDate | None,
        Meta(description="When the first of them was out at the latest.", examples=["2023-11-30"]),
    ]
    inferred: Annotated[
        bool,
        Meta(
            description="Whether that they are one statement rests on an inferred claimant, "
            "speaker or day.",
            examples=[False],
        ),
    ]


class GapOut(Out, frozen=True, kw_only=True):
    """What lies between the nearest two figures that exclude each other."""

    below: Annotated[
        str,
        Meta(
            description="The lower one, by id.", examples=["afghans-in-pakistan-un-november-2023"]
        ),
    ]
    above: Annotated[
        str,
        Meta(
            description="The higher one, by id.",
            examples=["afghans-in-pakistan-islamabad-november-2023"],
        ),
    ]
    lower: Annotated[
        int, Meta(description="The most that the lower one allows.", examples=[3800000])
    ]
    upper: Annotated[
        int, Meta(description="The least that the higher one allows.", examples=[4300000])
    ]
    size: Annotated[int, Meta(description="How far they are apart.", examples=[500000])]


class SpreadOut(Out, frozen=True, kw_only=True):
    """How far the printed numbers lie apart."""

    lowest: Annotated[int, Meta(description="The lowest printed number.", examples=[3700000])]
    highest: Annotated[int, Meta(description="The highest printed number.", examples=[4400000])]
    difference: Annotated[int, Meta(description="The highest less the lowest.", examples=[700000])]


class Repeat(Out, frozen=True, kw_only=True):
    """A figure that states again what had been stated before."""

    figure: Annotated[
        str,
        Meta(
            description="The figure, by id.", examples=["left-pakistan-since-april-2025-latestly"]
        ),
    ]
    unchanged_since: Annotated[
        IsoDate,
        Meta(
            description="When this number and bound were first stated since the same event.",
            examples=["2025-06-04"],
        ),
    ]


class PerDay(Out, frozen=True, kw_only=True):
    """A flow by day, to a tenth."""

    lower: Annotated[float, Meta(description="Lowest.", examples=[0.0])]
    upper: Annotated[float | None, Meta(description="Highest; `null` is open.", examples=[None])]
    nominal: Annotated[
        float | None,
        Meta(description="From the printed numbers, as if exact.", examples=[9090.9]),
    ]


class DerivedFlow(Out, frozen=True, kw_only=True):
    """What two running totals with one start say of the days between them. Nobody stated it."""

    derived: Annotated[
        Literal[True], Meta(description="Always `true`: Tally worked it out.", examples=[True])
    ]
    formula: Annotated[
        str,
        Meta(
            description="How it was worked out.",
            examples=["max(0, later.plausible - earlier.plausible)"],
        ),
    ]
    inputs: Annotated[
        list[str],
        Meta(
            description="The earlier and the later total, by id.",
            examples=[
                ["left-pakistan-since-october-2023", "returned-from-pakistan-since-october-2023"]
            ],
        ),
    ]
    after: Annotated[
        IsoDate, Meta(description="The day the earlier one is dated.", examples=["2023-11-09"])
    ]
    until: Annotated[
        IsoDate, Meta(description="The day the later one is dated.", examples=["2023-11-20"])
    ]
    inferred: Annotated[
        bool,
        Meta(
            description="Whether one of these days is only implied, or is that of publication: "
            "then so are the number of days and the rates.",
            examples=[True],
            extra=ADDED,
        ),
    ]
    days: Annotated[int, Meta(description="Days after the first up to the second.", examples=[11])]
    range: Annotated[Span, Meta(description="What the plausible ranges leave.")]
    nominal: Annotated[
        int | None,
        Meta(description="The difference of the printed numbers, as if exact.", examples=[100000]),
    ]
    per_day: Annotated[PerDay, Meta(description="The same by day.")]


class ComparisonLinks(Out, frozen=True, kw_only=True):
    """Where the comparison leads."""

    self: Annotated[
        Url,
        Meta(
            description="The comparison itself.",
            examples=["http://127.0.0.1:8000/v1/comparisons/departures-97ed5640d3e8fd7b"],
        ),
    ]
    latest: Annotated[
        Url,
        Meta(
            description="The figure that `latest` names.",
            examples=["http://127.0.0.1:8000/v1/figures/returned-from-pakistan-since-october-2023"],
        ),
    ]
    reconciliations: Annotated[
        Url,
        Meta(
            description="The reconciliations its figures stand in.",
            examples=[
                "http://127.0.0.1:8000/v1/reconciliations?figure=left-pakistan-since-october-2023"
            ],
        ),
    ]
    page: Annotated[
        Url,
        Meta(
            description="Its page for people.",
            examples=["http://127.0.0.1:8000/comparisons/departures-97ed5640d3e8fd7b"],
        ),
    ]
    embed: Annotated[
        Url,
        Meta(
            description="The same to be framed in another page.",
            examples=["http://127.0.0.1:8000/embed/comparisons/departures-97ed5640d3e8fd7b"],
        ),
    ]


class Comparison(Record, frozen=True, kw_only=True):
    """The figures that answer one question, and whether they can all be true."""

    example: ClassVar[dict[str, Any]] = {
        "figures": [PopulationEstimate],
        "shared": None,
        "spread": {"lowest": 1700000, "highest": 4400000, "difference": 2700000},
        "latest": "afghans-in-pakistan-un-november-2023",
        "repeats": [],
        "derived_flows": [],
        "links": {
            "self": "http://127.0.0.1:8000/v1/comparisons/population-estimates-157a9e4124be1665",
            "latest": "http://127.0.0.1:8000/v1/figures/afghans-in-pakistan-un-november-2023",
            "reconciliations": "http://127.0.0.1:8000/v1/reconciliations"
            "?figure=afghans-in-pakistan-crackdown-november-2023"
            "&figure=afghans-in-pakistan-islamabad-november-2023"
            "&figure=afghans-in-pakistan-un-november-2023",
            "page": "http://127.0.0.1:8000/comparisons/population-estimates-157a9e4124be1665",
            "embed": "http://127.0.0.1:8000/embed/comparisons/"
            "population-estimates-157a9e4124be1665",
        },
    }

    question: Annotated[QuestionAsked, Meta(description="The question, in words and as fields.")]
    verdict: Annotated[
        Verdict,
        Meta(
            description="The first that fits: `single` one figure; `repeated` one statement or "
            "one value; `conflicting` two cannot both be true; `progressing` a running total that "
            "rose; `consistent` all else. See the method in `docs/method.md`.",
            examples=["conflicting"],
        ),
    ]
    informative: Annotated[
        bool,
        Meta(
            description="Whether all share a range with two ends: `false` when they agree only "
            "on an open end.",
            examples=[False],
        ),
    ]
    figures: Annotated[list[AnyFigure], Meta(description="The figures, in order of publication.")]
    origins: Annotated[
        list[OriginOut], Meta(description="The statements behind them, in the same order.")
    ]
    shared: Annotated[
        Span | None,
        Meta(description="The plausible range all share (derived); `null` if there is none."),
    ]
    gap: Annotated[
        GapOut | None,
        Meta(description="Between the nearest two that exclude each other (derived), if any do."),
    ]
    spread: Annotated[
        SpreadOut | None,
        Meta(description="How far the printed numbers lie apart; `null` with fewer than two."),
    ]
    latest: Annotated[
        str,
        Meta(
            description="The last of `figures`, by id: in order of the latest day its source can "
            "be of, then of the day it was stated (else of publication), then of id. Where figures "
            "are equally late, or their days are not certain, it is no choice between them.",
            examples=["returned-from-pakistan-since-october-2023"],
        ),
    ]
    unchanged_since: Annotated[
        IsoDate | None,
        Meta(
            description="Of a running total whose latest figure repeats a number: when that was "
            "first stated. A repeat is no evidence that nothing changed.",
            examples=[None],
        ),
    ]
    repeats: Annotated[
        list[Repeat], Meta(description="Every figure that repeats an earlier number, stale or not.")
    ]
    derived_flows: Annotated[
        list[DerivedFlow],
        Meta(description="What successive running totals say of the time between them."),
    ]
    links: Annotated[ComparisonLinks, Meta(description="Where it leads.")]


class NominalOut(Out, frozen=True, kw_only=True):
    """The printed numbers alone, as if each were exact."""

    whole: Annotated[int | None, Meta(description="The whole as printed.", examples=[200000])]
    sum: Annotated[
        int | None, Meta(description="The sum of the parts as printed.", examples=[205000])
    ]
    difference: Annotated[int | None, Meta(description="The whole less the sum.", examples=[-5000])]


class ReconciliationLinks(Out, frozen=True, kw_only=True):
    """Where the reconciliation leads."""

    self: Annotated[
        Url,
        Meta(
            description="The list narrowed to its whole.",
            examples=[
                "http://127.0.0.1:8000/v1/reconciliations?whole=left-pakistan-since-april-2025"
            ],
        ),
    ]


class Reconciliation(Record, frozen=True, kw_only=True):
    """Parts against their whole, by interval arithmetic on plausible ranges."""

    example: ClassVar[dict[str, Any]] = {
        "id": "disjoint-periods-1803533ecdc752e8",
        "whole": {
            "id": "left-pakistan-since-april-2025",
            "value": {
                "reported": 200000,
                "lower": 200000,
                "as_printed": "Over 200,000",
                "rounding": 50000,
                "plausible": {"lower": 200001},
            },
            "part_of": None,
            "mentions": [
                {
                    "paragraph": 1,
                    "start": 17,
                    "end": 29,
                    "as_printed": "Over 200,000",
                    "row": None,
                    "column": None,
                }
            ],
            "citation": "More than 200,000 people had left Pakistan since April 2025, according to "
            "Pakistan's Interior Ministry (reported 4 June 2025).",
            "links": {
                "self": "http://127.0.0.1:8000/v1/departures/left-pakistan-since-april-2025",
                "comparison": "http://127.0.0.1:8000/v1/comparisons/departures-ae0d49fd47059153",
            },
            "period": {"end": None},
            "coverage": "cumulative",
            "since_event": "pakistan-deportation-campaign-resumed-april-2025",
        },
        "parts": [Departure],
        "residual": {"lower": None},
        "flow": None,
    }

    rule: Annotated[
        Rule,
        Meta(
            description="What makes them parts: `disjoint_periods` inside a running total, "
            "`stated_parts` that the text says are included, `legal_status_groups` inside a "
            "population, or two `running_totals` with one start.",
            examples=["disjoint_periods"],
        ),
    ]
    whole: Annotated[
        AnyFigure, Meta(description="The whole; of two running totals, the later one.")
    ]
    parts: Annotated[
        list[AnyFigure], Meta(description="The parts; of two running totals, the earlier one.")
    ]
    derived: Annotated[
        Literal[True],
        Meta(description="Always `true`: the numbers below are Tally's own.", examples=[True]),
    ]
    formula: Annotated[
        str,
        Meta(
            description="How the residual was worked out.",
            examples=["[whole.lower - sum.upper, whole.upper - sum.lower]"],
        ),
    ]
    sum: Annotated[Span, Meta(description="The sum of the parts.")]
    residual: Annotated[Span, Meta(description="What the parts leave of the whole.")]
    nominal: Annotated[NominalOut, Meta(description="The same with the printed numbers alone.")]
    open_ended: Annotated[
        bool, Meta(description="Whether an end of the residual is missing.", examples=[True])
    ]
    verdict: Annotated[
        Fit,
        Meta(
            description="`exceeds` when the parts are more than the whole, `leaves_a_remainder` "
            "when less, `adds_up` when they can be equal and cover the whole, else "
            "`cannot_tell`.",
            examples=["adds_up"],
        ),
    ]
    flow: Annotated[
        DerivedFlow | None,
        Meta(description="Of two running totals: what they say of the time between them."),
    ]
    links: Annotated[ReconciliationLinks, Meta(description="Where it leads.")]
