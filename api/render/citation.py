"""One English sentence for a figure, ready to print, that claims no more than was stated.

The sentence keeps the qualifier, the unit, direction, period or date, claimant and the source's
date. What the text only implies (``inferred``) is left out of it, or said to be inferred.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

from api.schemas.figures import AnyFigure, Departure, PermitHolders, PopulationEstimate
from api.schemas.parts import ClaimantRef, Period, SourceRef, Value
from models.countries import country_name

_LOCALE = "en_GB"
_MAGNITUDES = {
    (200, 999): "several hundred",
    (2_000, 99_999): "thousands of",
    (20_000, 99_999): "tens of thousands of",
    (200_000, 999_999): "hundreds of thousands of",
    (2_000_000, None): "millions of",
}
_VERBS: dict[str | None, tuple[str, str]] = {
    "departure": ("left", "leave"),
    "return": ("returned", "return"),
    "deportation": ("were sent back", "be sent back"),
    "arrival": ("arrived", "arrive"),
    None: ("were on the move", "be on the move"),
}
_STATUS = {
    "undocumented": "undocumented {}",
    "documented": "documented {}",
    "registered_refugee": "registered refugees among {}",
    "asylum_seeker": "asylum seekers among {}",
    "permit_holder": "permit holders among {}",
    "stateless": "stateless {}",
    "other_of_concern": "others of concern among {}",
}
_STATES = {
    "in_force": "held valid papers",
    "unspecified": "were counted",
    "targeted": "were targeted",
    "cancelled": "had their papers cancelled",
    "threatened": "were threatened with losing their papers",
}

_STATES_OF_PERMITS = {
    "in_force": "were valid",
    "cancelled": "were cancelled",
    "threatened": "were under threat",
}
_HOLDERS = {
    "persons": "holders of {}",
    "families": "families holding {}",
    "households": "households holding {}",
    "permits": "permits of the category {}",
}


Names = Mapping[str, Mapping[str, str]]
"""By claimant id and language: the name as it runs in a sentence of that language."""


def cite(figure: AnyFigure, names: Names) -> str:
    """The sentence: "More than 135,000 people left Pakistan in April 2025, according to ..."."""
    if isinstance(figure, Departure):
        statement = _departure(figure)
    elif isinstance(figure, PermitHolders):
        statement = _permit_holders(figure)
    else:
        statement = _population(figure)
    who = _attribution(figure, names)
    sentence = f"{_words(statement)}, {who} ({_reported(figure.source)})."
    return sentence[0].upper() + sentence[1:]


def quantity(value: Value) -> str:
    """The number with its qualifier: "more than 135,000", "about 1.7 million"."""
    about = "about " if value.approximate else ""
    if value.bound == "magnitude":
        if (words := _MAGNITUDES.get((value.lower or 0, value.upper))) is not None:
            return words
        low, high = _number(value.lower or 0), value.upper
        return f"about {low} or more" if high is None else f"about {low} to {_number(high)}"
    if value.bound == "between":
        return f"{about or 'between '}{_number(value.lower or 0)} " + (
            f"{'to' if about else 'and'} {_number(value.upper or 0)}"
        )
    words = {
        "point": "",
        "more_than": "more than ",
        "at_least": "at least ",
        "less_than": "fewer than ",
        "at_most": "at most ",
    }[value.bound]
    return f"{words}{about}{_number(value.reported or 0)}"


def _departure(figure: Departure) -> list[str | None]:
    stated = _Stated(figure.inferred)
    # words that have people head somewhere do not say that they got there
    done, do = _VERBS[figure.movement] if stated("movement") else _VERBS[None]
    verb = {"observed": done, "expected": f"were expected to {do}", "planned": f"were to {do}"}
    rate = f"a {figure.per}" if figure.coverage == "rate" else None
    origin = stated.country("origin", figure.origin)
    destination = stated.country("destination", figure.destination)
    if figure.movement == "departure" and stated("movement"):
        way = [origin, f"for {destination}" if destination else None]
    elif figure.movement == "arrival" and stated("movement"):
        way = [f"in {destination}" if destination else None, f"from {origin}" if origin else None]
    else:
        way = [f"from {origin}" if origin else None, f"to {destination}" if destination else None]
    place = figure.place.name if figure.place and stated("place") else None
    return [
        quantity(figure.value),
        _people(figure, stated),
        rate,
        verb[figure.outlook],
        *way,
        f"at {place}" if place else None,
        stated.dated("period", _period(figure.period, figure.coverage == "cumulative")),
    ]


def _permit_holders(figure: PermitHolders) -> list[str | None]:
    stated = _Stated(figure.inferred)
    where = stated.country("jurisdiction", figure.jurisdiction)
    unit = figure.value.unit if stated("unit") else "(the unit is not stated)"
    words = _HOLDERS.get(unit, f"{unit} with {{}}")
    state = _STATES[figure.state]
    if unit not in _HOLDERS or unit == "permits":
        state = _STATES_OF_PERMITS.get(figure.state, state)
    return [
        quantity(figure.value),
        words.format(f"“{figure.category.name}”"),
        f"in {where}" if where else None,
        state,
        stated.dated("as_of", _as_of(figure.as_of)),
    ]


def _population(figure: PopulationEstimate) -> list[str | None]:
    stated = _Stated(figure.inferred)
    country = stated.country("country", figure.country)
    place = figure.place.name if figure.place and stated("place") else None
    where = f"at {place}" if place else f"in {country}" if country else None
    waiting = figure.situation == "waiting_at_border"
    return [
        quantity(figure.value),
        _people(figure, stated),
        "were waiting" if waiting else "were living",
        where or ("at the border" if waiting else None),
        stated.dated("as_of", _as_of(figure.as_of)),
    ]


class _Stated:
    """Which fields the text states itself, and not only implies."""

    def __init__(self, inferred: list[str]) -> None:
        self._inferred = inferred

    def __call__(self, field: str) -> bool:
        return field not in self._inferred

    def country(self, field: str, code: str | None) -> str | None:
        return country_name(code) if code and self(field) else None

    def dated(self, field: str, words: str | None) -> str | None:
        """A date, marked where it is implied: to drop it would make the statement timeless."""
        return words if words is None or self(field) else f"{words} (date inferred)"


def _people(figure: Departure | PopulationEstimate, stated: _Stated) -> str:
    if not stated("unit"):
        return "(the unit is not stated)"
    noun: str = figure.value.unit
    if noun == "persons":
        noun = "people"
        if isinstance(figure, PopulationEstimate):
            if figure.population_scope == "all_foreigners":
                noun = "foreigners"
            elif nationality := stated.country("nationality", figure.nationality):
                noun = f"nationals of {nationality}"
    status = _STATUS.get(figure.legal_status) if stated("legal_status") else None
    return status.format(noun) if status else noun


def _period(period: Period, running: bool) -> str | None:
    if period.precision is None:
        return None
    if period.start is None and period.end is None:
        return "over decades" if period.precision == "decade" else None
    if period.end is None:
        # without "running" the source names a beginning and leaves the end open
        return f"{'since' if running else 'from'} {_date(period.start, period.precision)}"
    if period.start is None:
        return f"up to {_date(period.end, period.precision)}"
    first, last = _date(period.start, period.precision), _date(period.end, period.precision)
    if first == last:
        return f"{'on' if period.precision == 'day' else 'in'} {first}"
    return f"from {first} to {last}"


def _as_of(period: Period) -> str | None:
    return _period(period, running=False)


def _attribution(figure: AnyFigure, names: Names) -> str:
    attribution, source = figure.attribution, figure.source
    via = format_list([_name(carrier, names) for carrier in attribution.via], locale=_LOCALE)
    claimant, speaker = attribution.claimant, attribution.speaker
    if claimant is None:
        outlet = source.publisher or (f"“{source.title}”" if source.title else None)
        if via:
            return f"as reported by {via}" + (f" and carried by {outlet}" if outlet else "")
        return f"as reported by {outlet or f'an {source.kind} without a named publisher'}"
    if speaker is not None:
        who = f"according to {speaker.name}" + (f", {speaker.role}" if speaker.role else "")
    elif "claimant" in figure.inferred:
        who = f"by implication according to {_name(claimant, names)}"
    else:
        who = f"according to {_name(claimant, names)}"
    return f"{who}, via {via}" if via else who


def _name(claimant: ClaimantRef, names: Names) -> str:
    return names.get(claimant.id, {}).get("en", claimant.name)


def _reported(source: SourceRef) -> str:
    published = source.published
    if published.earliest is None or published.latest is None:
        return "publication date unknown"
    if published.earliest == published.latest:
        when = _date(published.earliest, "day")
    else:
        when = f"between {_date(published.earliest, 'day')} and {_date(published.latest, 'day')}"
    return f"reported {when}" + (", date inferred" if published.basis == "inferred" else "")


def _words(parts: list[str | None]) -> str:
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def _number(number: int) -> str:
    """With separators, or as "1.7 million" where that says exactly the same."""
    unit = 1000 ** ((len(str(number)) - 1) // 3)
    if unit >= 1_000_000 and number * 100 % unit == 0:
        return format_compact_decimal(number, format_type="long", fraction_digits=2, locale=_LOCALE)
    return format_decimal(number, locale=_LOCALE)


@lru_cache(maxsize=4096)
def _date(text: str | None, precision: str) -> str:
    day = date.fromisoformat(text or "")
    forms = {"day": "d MMMM y", "month": "MMMM y", "year": "y", "decade": "y's'"}
    return format_date(day, forms[precision], locale=_LOCALE)
