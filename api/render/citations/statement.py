"""What a figure states: how many of whom did what, where and when.

What the text only implies (``inferred``) is left out, a date and a time span excepted: those are
given and marked, since without them a statement would read as timeless.
"""

from functools import lru_cache

import msgspec

from api.render.citations.numerals import day
from api.render.citations.phrases import Phrases, phrases_of
from api.render.citations.pieces import name
from api.render.citations.quantity import quantity_marked
from api.schemas.figures import AnyFigure, Departure, PermitHolders, PopulationEstimate
from api.schemas.parts import Period
from models.countries import country_name

_OWN_WAY = {"departure", "arrival", "move"}
"""Movements with phrases of their own for where from and where to."""
_OF_PERMITS = {"in_force", "cancelled", "threatened"}
_HOLDERS = {"persons", "families", "households", "permits"}


def statement(figure: AnyFigure, table: Phrases) -> str:
    """The statement without who made it."""
    said = _Said(figure, table)
    if isinstance(figure, Departure):
        return _departure(figure, said)
    if isinstance(figure, PermitHolders):
        return _permit_holders(figure, said)
    return _population(figure, said)


class _Said(msgspec.Struct, frozen=True):
    """A figure and the language it is put in."""

    figure: AnyFigure
    table: Phrases

    def stated(self, field: str) -> bool:
        """Whether the text states the field itself."""
        return field not in self.figure.inferred

    @property
    def counted(self) -> int | None:
        """The number that nouns and verbs agree with; ``None`` is many."""
        return self.figure.value.reported if self.stated("unit") else None

    def verb(self, key: str) -> str:
        return self.table.say(key, self.counted)

    def country(self, field: str, code: str | None, key: str) -> str:
        if not code or not self.stated(field):
            return ""
        return _country(code, key, self.table.language)

    def place(self, figure: Departure | PopulationEstimate) -> str:
        if figure.place is None or not self.stated("place"):
            return ""
        return self.table.say("at_place", place=self.table.english(figure.place.name))

    def when(self, field: str, period: Period, *, running: bool = False) -> str:
        when = _when(period, running, self.table.language)
        if not when or self.stated(field):
            return when
        return self.table.say("date_inferred", when=when)


def _departure(figure: Departure, said: _Said) -> str:
    table = said.table
    # words that have people head somewhere do not say that they got there
    movement = figure.movement if said.stated("movement") else "move"
    way = f"{movement}_" if movement in _OWN_WAY else ""
    rate = figure.coverage == "rate" and figure.per
    stated = table.say(
        "statement_arrival" if movement == "arrival" else "statement_flow",
        quantity=quantity_marked(figure.value, table.language),
        people=_people(figure, said),
        rate=table.say(f"rate_{rate}") if rate else "",
        verb=said.verb(f"{movement}_{figure.outlook}"),
        origin=said.country("origin", figure.origin, f"{way}origin"),
        destination=said.country("destination", figure.destination, f"{way}destination"),
        place=said.place(figure),
        period=said.when("period", figure.period, running=figure.coverage == "cumulative"),
    )
    if figure.outlook == "observed":
        return stated
    return table.say(f"frame_{figure.outlook}", statement=stated)


def _permit_holders(figure: PermitHolders, said: _Said) -> str:
    table = said.table
    unit = figure.value.unit if said.stated("unit") else None
    state = f"state_{figure.state}"
    if unit not in _HOLDERS or unit == "permits":
        state = f"permits_{figure.state}" if figure.state in _OF_PERMITS else state
    category = table.say("quoted", name=table.english(figure.category.name))
    if unit in _HOLDERS:
        holders = table.say(f"holders_{unit}", said.counted, category=category)
    else:
        noun = table.say(unit or "unit_not_stated", said.counted)
        holders = table.say("holders_other", people=noun, category=category)
    return table.say(
        "statement_holders",
        quantity=quantity_marked(figure.value, table.language),
        holders=holders,
        where=said.country("jurisdiction", figure.jurisdiction, "in_country"),
        verb=said.verb(state),
        period=said.when("as_of", figure.as_of),
    )


def _population(figure: PopulationEstimate, said: _Said) -> str:
    table = said.table
    waiting = figure.situation == "waiting_at_border"
    where = said.place(figure) or said.country("country", figure.country, "in_country")
    if waiting and not where:
        where = table.say("at_border")
    return table.say(
        "statement_population",
        quantity=quantity_marked(figure.value, table.language),
        people=_people(figure, said),
        verb=said.verb("waiting" if waiting else "living"),
        where=where,
        period=said.when("as_of", figure.as_of),
    )


def _people(figure: Departure | PopulationEstimate, said: _Said) -> str:
    if not said.stated("unit"):
        return said.table.say("unit_not_stated")
    key: str = figure.value.unit
    slots: dict[str, str] = {}
    if key == "persons" and isinstance(figure, PopulationEstimate):
        if figure.population_scope == "all_foreigners" and said.stated("population_scope"):
            key = "foreigners"
        elif figure.nationality and said.stated("nationality"):
            key = "nationals"
            slots = {"country": _land(figure.nationality, said.table.language)}
    people = said.table.say(key, said.counted, **slots)
    if figure.legal_status == "unspecified" or not said.stated("legal_status"):
        return people
    group = said.table.group(key, **slots)
    return said.table.say(figure.legal_status, said.counted, people=people, group=group)


@lru_cache(maxsize=4096)
def _country(code: str, key: str, language: str) -> str:
    return phrases_of(language).say(key, country=_land(code, language))


@lru_cache(maxsize=4096)
def _land(code: str, language: str) -> str:
    return name(country_name(code, language))


@lru_cache(maxsize=4096)
def _when(period: Period, running: bool, language: str) -> str:
    table = phrases_of(language)
    precision = period.precision
    if precision is None:
        return ""
    if period.start is None and period.end is None:
        return table.say("over_decades") if precision == "decade" else ""
    if period.end is None:
        # without "running" the source names a beginning and leaves the end open
        first = day(period.start or "", precision, language)
        return table.say("since" if running else "from", date=first)
    last = day(period.end, precision, language)
    if period.start is None:
        return table.say("up_to", date=last)
    first = day(period.start, precision, language)
    if first == last:
        return table.say("on" if precision == "day" else "in", date=first)
    return table.say("from_to", first=first, last=last)
