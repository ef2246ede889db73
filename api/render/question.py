"""The question of a comparison, in English words."""

from datetime import date

from babel.dates import format_date

from api.schemas.parts import Period
from models.comparison import Question
from models.countries import country_name

_NOUNS = {"persons": "people"}
_STATUS = {
    "undocumented": "undocumented",
    "documented": "documented",
    "registered_refugee": "registered refugee",
    "asylum_seeker": "asylum-seeking",
    "permit_holder": "permit-holding",
    "stateless": "stateless",
    "other_of_concern": "other",
}
_AMONG = {
    "other_in_need_of_protection": "others in need of international protection among {people}",
    "internally_displaced": "internally displaced {people}",
    "returned_from_displacement": "{people} back from internal displacement",
    "host_community": "{people} of host communities",
}
"""Legal statuses and situations that are said around the people, not before them."""
_HOLDING = {
    "persons": "holders of",
    "families": "families holding",
    "households": "households holding",
    "permits": "permits of the category",
}
_STATES = {
    "in_force": "held valid papers",
    "unspecified": "were counted",
    "targeted": "were targeted",
    "cancelled": "had had their papers cancelled",
    "threatened": "were threatened with losing their status",
}
"""What holders met with, in the words of their figures' citations."""
_STATES_OF_PERMITS = _STATES | {
    "in_force": "were valid",
    "cancelled": "had been cancelled",
    "threatened": "were under threat",
}
_GROUPS = {
    "undocumented": ("undocumented people", "undocumented {nationals}"),
    "documented": ("documented people", "documented {nationals}"),
    "registered_refugee": ("registered refugees", "{nationals} registered as refugees"),
    "asylum_seeker": ("asylum seekers", "asylum-seeking {nationals}"),
    "permit_holder": ("permit holders", "permit-holding {nationals}"),
    "stateless": ("stateless people", "stateless {nationals}"),
    "other_of_concern": ("others of concern", "other {nationals} of concern"),
    "other_in_need_of_protection": (
        "others in need of international protection",
        "other {nationals} in need of international protection",
    ),
}
"""People of a legal status, without and with a nationality."""


def question_text(question: Question, names: dict[str, str], since: Period | None) -> str:
    """One sentence that asks it.

    ``names`` gives the names of the place and the category by id, ``since`` the date of the
    policy event a running total counts from.
    """
    if question.kind == "departures":
        words = _flow(question, names, since)
    elif question.kind == "permit_holders":
        words = _holders(question, names)
    else:
        words = _stock(question, names)
    return " ".join(word for word in ("How many", *words) if word) + "?"


def _flow(question: Question, names: dict[str, str], since: Period | None) -> list[str | None]:
    verbs = {
        "observed": {"left": "left", "arrived": "arrived"},
        "expected": {"left": "were expected to leave", "arrived": "were expected to arrive"},
        "planned": {"left": "were to leave", "arrived": "were to arrive"},
    }
    place = names.get(question.place or "")
    origin = country_name(question.origin) if question.origin else None
    destination = country_name(question.destination) if question.destination else None
    if question.movement_family == "arrived":
        way = [destination and f"in {destination}", origin and f"from {origin}"]
    else:
        way = [origin, destination and f"for {destination}"]
    return [
        _people(question),
        f"a {question.per}" if question.per else None,
        verbs[question.outlook or "observed"][question.movement_family or "left"],
        *way,
        f"at {place}" if place else None,
        _when(question, since),
    ]


def _when(question: Question, since: Period | None) -> str:
    if question.since_event:
        day = _date(since.start, since.precision) if since and since.start else None
        return f"since the policy event of {day}" if day else "since an event without a stated date"
    if question.start is None and question.end is None:
        return "in a period that is not stated"
    first, last = _date(question.start, question.precision), _date(question.end, question.precision)
    if question.is_running_total:
        return f"since {first}"
    if first == last:
        return f"on {first}" if question.precision == "day" else f"in {first}"
    return f"from {first or 'a start that is not stated'} to {last or 'an end that is not stated'}"


def _holders(question: Question, names: dict[str, str]) -> list[str | None]:
    of_permits = question.unit == "permits"
    holding = _HOLDING.get(question.unit, f"{question.unit} with")
    among = _among(question)
    states = _STATES_OF_PERMITS if of_permits else _STATES
    return [
        f"{holding} “{names.get(question.category or '', question.category)}”",
        "(a unit that is only implied)" if question.unit_inferred else None,
        f"{'held by' if of_permits else 'among'} {among}" if among else None,
        f"in {country_name(question.country)}" if question.country else None,
        states[question.state or "unspecified"],
        _near(question),
    ]


def _among(question: Question) -> str | None:
    """Of which nationality and status the holders are, where either is stated."""
    nationals = f"nationals of {country_name(question.nationality)}" if question.nationality else ""
    if question.legal_status not in _GROUPS:
        return nationals or None
    alone, of_nationals = _GROUPS[question.legal_status]
    return of_nationals.format(nationals=nationals) if nationals else alone


def _stock(question: Question, names: dict[str, str]) -> list[str | None]:
    place = names.get(question.place or "")
    waiting = question.situation == "waiting_at_border"
    country = country_name(question.country) if question.country else None
    return [
        _people(question),
        f"from {country_name(question.origin)}" if question.origin else None,
        "were waiting at" if waiting else "were living in",
        place or (f"the border of {country}" if waiting else country or "a country not known"),
        _near(question),
    ]


def _near(question: Question) -> str:
    return (
        f"around {_date(question.near, 'day')}" if question.near else "on a day that is not stated"
    )


def _people(question: Question) -> str:
    noun = _NOUNS.get(question.unit, question.unit)
    status = _STATUS.get(question.legal_status)
    foreigners = question.population_scope == "all_foreigners"
    if status and question.unit == "persons" and not (foreigners or question.nationality):
        noun, status = _GROUPS[question.legal_status][0], None
    elif foreigners:
        noun = "foreigners"
    elif question.nationality:
        nationals = f"nationals of {country_name(question.nationality)}"
        noun = nationals if question.unit == "persons" else f"{noun} of {nationals}"
    if question.unit_inferred:
        noun = f"{noun} (a unit that is only implied)"
    noun = f"{status} {noun}" if status else noun
    for word in (question.situation, question.legal_status):
        noun = _AMONG.get(word or "", "{people}").format(people=noun)
    given = question.country_as_given
    return f"{noun} (country given as “{given}”)" if given else noun


def _date(text: str | None, precision: str | None) -> str | None:
    if text is None:
        return None
    forms = {"day": "d MMMM y", "month": "MMMM y", "year": "y", "decade": "y's'"}
    return format_date(date.fromisoformat(text), forms[precision or "day"], locale="en_GB")
