"""What an assistant is told of a figure: its number, and always its words, claimant and source."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from api.schemas.comparisons import Comparison
from api.schemas.figures import AnyFigure, Departure
from api.schemas.parts import Attribution, SourceRef
from api.schemas.parts import Value as ValueOut

OUTLET = "no claimant: the source states it itself"
MOST_CLAIMS = 20
"""Of one comparison."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """The number, with what the words promise about it."""

    as_printed: Annotated[str, Field(description="The words, with their qualifier. Quote these.")]
    qualifier: Annotated[
        str,
        Field(
            description="What they promise: point, more_than, at_least, less_than, at_most, "
            "between or magnitude; `approximate` before it where they hedge."
        ),
    ]
    unit: Annotated[str, Field(description="What is counted. Never convert it.")]
    reported: Annotated[int | None, Field(description="The number; null for a range.")]
    plausible_from: Annotated[
        int | None, Field(description="The least it can be, as Tally derives; null is open.")
    ]
    plausible_to: Annotated[
        int | None, Field(description="The most it can be, as Tally derives; null is open.")
    ]


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """Who says it."""

    name: Annotated[
        str, Field(description=f"Attribute the figure to them. {OUTLET!r} where nobody is named.")
    ]
    id: Annotated[str | None, Field(description="For the filter `claimant`.")]
    speaker: Annotated[str | None, Field(description="The person who said it, if named.")]
    stated_on: Annotated[str | None, Field(description="The day, if known.")]
    via: Annotated[list[str], Field(description="Through whom it came, in order.")]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where it was published."""

    id: Annotated[str, Field(description="For the filter `source`.")]
    kind: Annotated[str, Field(description="article, report or dataset.")]
    title: Annotated[str | None, Field(description="Its own title, if it has one.")]
    publisher: Annotated[str | None, Field(description="Who published it, if that is said.")]
    published_earliest: Annotated[str | None, Field(description="The earliest day it can be.")]
    published_latest: Annotated[str | None, Field(description="The latest day it can be.")]
    url: Annotated[str | None, Field(description="Where it is, if known.")]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A figure as somebody stated it."""

    id: Annotated[str, Field(description="For cite_figure and compare_claims.")]
    kind: Annotated[str, Field(description="departures (a flow), or one of the two stocks.")]
    citation: Annotated[str, Field(description="One sentence that claims no more than was stated.")]
    value: Value
    claimant: Claimant
    source: Source
    start: Annotated[str | None, Field(description="First day it is about; null is not stated.")]
    end: Annotated[str | None, Field(description="Last day it is about; null is not stated.")]
    inferred: Annotated[list[str], Field(description="Fields the text implies but does not state.")]
    note: Annotated[str | None, Field(description="A caveat, in Tally's words.")]
    page: Annotated[str | None, Field(description="Where people can read it.")]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The claims on one question, and whether they can all be true."""

    id: str
    question: Annotated[str, Field(description="The question, in words.")]
    verdict: Annotated[
        str,
        Field(
            description="single; repeated: one statement or one value; progressing: a running "
            "total that grows; consistent: all can be true; conflicting: they cannot."
        ),
    ]
    shared_from: Annotated[
        int | None, Field(description="The least all allow (derived); null is open, or none.")
    ]
    shared_to: Annotated[
        int | None, Field(description="The most all allow (derived); null is open, or none.")
    ]
    gap: Annotated[
        int | None, Field(description="How far two that exclude each other are apart (derived).")
    ]
    claims: Annotated[list[Claim], Field(description="In order of publication, the latest last.")]
    left_out: Annotated[int, Field(description="Earlier claims that are not shown here.")]
    page: Annotated[str, Field(description="Where people can read it.")]


def claim_of(figure: AnyFigure) -> Claim:
    """A figure of the API, as an assistant is told it."""
    period = figure.period if isinstance(figure, Departure) else figure.as_of
    return Claim(
        id=figure.id,
        kind=str(type(figure).__struct_config__.tag),
        citation=figure.citation,
        value=_value(figure.value),
        claimant=_claimant(figure.attribution),
        source=_source(figure.source),
        start=period.start,
        end=period.end,
        inferred=list(figure.inferred),
        note=figure.note,
        page=figure.links.page,
    )


def compared(comparison: Comparison) -> Compared:
    """A comparison of the API, with at most ``MOST_CLAIMS`` of its figures."""
    shown = comparison.figures[-MOST_CLAIMS:]
    shared, gap = comparison.shared, comparison.gap
    return Compared(
        id=comparison.id,
        question=comparison.question.text,
        verdict=comparison.verdict,
        shared_from=shared.lower if shared else None,
        shared_to=shared.upper if shared else None,
        gap=gap.size if gap else None,
        claims=[claim_of(figure) for figure in shown],
        left_out=len(comparison.figures) - len(shown),
        page=comparison.links.page,
    )


def _value(value: ValueOut) -> Value:
    return Value(
        as_printed=value.as_printed,
        qualifier=f"approximate {value.bound}" if value.approximate else value.bound,
        unit=value.unit,
        reported=value.reported,
        plausible_from=value.plausible.lower,
        plausible_to=value.plausible.upper,
    )


def _claimant(said: Attribution) -> Claimant:
    return Claimant(
        name=said.claimant.name if said.claimant else OUTLET,
        id=said.claimant.id if said.claimant else None,
        speaker=said.speaker.name if said.speaker else None,
        stated_on=said.stated_on,
        via=[one.name for one in said.via],
    )


def _source(source: SourceRef) -> Source:
    return Source(
        id=source.id,
        kind=source.kind,
        title=source.title,
        publisher=source.publisher,
        published_earliest=source.published.earliest,
        published_latest=source.published.latest,
        url=source.url,
    )
