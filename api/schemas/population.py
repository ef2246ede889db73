"""How population estimates make a statistical cube: what places one, and when it holds for."""

from typing import Any

from api.schemas.base import Cube
from api.schemas.parts import Period
from models.vocabulary import Bound, words_of

NOT_APPLICABLE = "_Z"
"""What code lists of SDMX have where a dimension does not apply."""

_PROMISED: dict[str, str] = {
    "point": "The number itself",
    "more_than": "More than this number",
    "at_least": "This number or more",
    "less_than": "Fewer than this number",
    "at_most": "This number or fewer",
    "between": "Between two numbers",
    "magnitude": "An order of magnitude",
}
"""What each bound promises of the number that is stated."""


def time_code(period: Period) -> str | None:
    """A date as statistical formats have it (ISO 8601): ``2025-08-01``, ``2025-08``, ``2025``.

    Where it is neither a day, a month nor a year, both ends with a slash between them; an open end
    is two dots. ``None`` where it is not stated.
    """
    start, end = period.start, period.end
    if start is None and end is None:
        return None
    if start == end:
        return start
    if start and end:
        if (start[4:], end[4:]) == ("-01-01", "-12-31") and start[:4] == end[:4]:
            return start[:4]
        if period.precision == "month" and start[:7] == end[:7]:
            return start[:7]
    return f"{start or '..'}/{end or '..'}"


def qualifier(bound: str, approximate: bool) -> str:
    """What the words promise of a number, and whether they hedge, in one word."""
    return f"approximate_{bound}" if approximate else bound


def _flat(figure: Any) -> dict[str, Any]:
    claimant, place = figure.attribution.claimant, figure.place
    value = figure.value
    return {
        "country": figure.country,
        "place": place.id if place else None,
        "origin": figure.origin,
        "nationality": figure.nationality,
        "country_as_given": figure.country_as_given,
        "population_scope": figure.population_scope,
        "legal_status": figure.legal_status,
        "situation": figure.situation,
        "unit": value.unit,
        "claimant": claimant.id if claimant else NOT_APPLICABLE,
        "as_of": time_code(figure.as_of),
        "qualifier": qualifier(value.bound, value.approximate),
        "reported": value.reported,
        "plausible_lower": value.plausible.lower,
        "plausible_upper": value.plausible.upper,
        "labels": {
            "claimant": {claimant.id: claimant.name}
            if claimant
            else {NOT_APPLICABLE: "The source itself"},
            "place": {place.id: place.name} if place else {},
        },
        "figure": {
            "id": figure.id,
            "as_printed": value.as_printed,
            "citation": figure.citation,
            "source": figure.source,
            "inferred": figure.inferred,
            "note": figure.note,
            "href": figure.links.self,
        },
    }


POPULATION = Cube(
    label="How many people were in a place, as somebody stated it",
    time="as_of",
    geography=("country", "place", "origin"),
    others=(
        "nationality",
        "country_as_given",
        "population_scope",
        "legal_status",
        "situation",
        "unit",
        "claimant",
    ),
    measures={
        "reported": ("The number stated, as its status says", ("reported",)),
        "plausible_lower": ("The lowest that the words leave open", ("plausible_lower",)),
        "plausible_upper": ("The highest that the words leave open", ("plausible_upper",)),
    },
    status="qualifier",
    statuses={
        **{word: f"{_PROMISED[word]}, as stated" for word in words_of(Bound)},
        **{
            qualifier(word, True): f"{_PROMISED[word]}, in words that hedge"
            for word in words_of(Bound)
        },
        "unknown": "No figure",
    },
    note=(
        "Each number is a claim of its claimant: no two are averaged, corrected or merged, and "
        "none may be added to another. What the words promise of it is in its status. Who "
        "states it where, in which words, is in the extension, by cell.",
        "The plausible ends are worked out by Tally. An end that is null is open, never 0.",
    ),
    flat=_flat,
    tie="claim",
)
