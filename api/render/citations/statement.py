"""What a figure states: how many of whom did what, where and when.

What the text only implies (``inferred``) is left out, a date excepted: that is given and marked,
since without it a statement would read as timeless. A dataset breaks its numbers down: whom its
rows are of is always said, since without it one would read as the total. Statements differ mostly
in the number, so each is put together without it and kept: the functions that do so get what they
may say, and nothing else.
"""

from functools import lru_cache
from typing import Literal, TypeVar

from api.render.citations.writer import Writer
from api.schemas.figures import AnyFigure, Departure, PermitHolders
from api.schemas.parts import Period, PlaceRef
from models.vocabulary import LegalStatus, Movement, Outlook, Per, PermitState, Situation, Unit

QUANTITY = "\ufdd0"
"""Where the quantity is to stand: a noncharacter, of which ``clean`` leaves none in a name."""

_OWN_WAY = {"departure", "arrival", "move"}
"""Movements with phrases of their own for where from and where to."""
_OF_PERMITS = {"in_force", "cancelled", "threatened"}
GROUPS = {"internally_displaced", "returned_from_displacement", "host_community"}
"""Situations that have a phrase of their own for the people in them."""
_HOLDERS = {"persons", "families", "households", "permits"}

Field = TypeVar("Field")
Dated = Literal["period", "total", "stock", "done"]
"""What a date is of: a flow, a running total, a stock, or a stock of what was done before it."""


def statement(figure: AnyFigure, writer: Writer) -> str:
    """The statement without who made it, with ``QUANTITY`` in the place of the quantity."""
    inferred = figure.inferred
    unit = _stated(inferred, "unit", figure.value.unit)
    one = unit is not None and writer.table.is_one(figure.value.reported)
    if isinstance(figure, PermitHolders):
        return _permit_holders(
            writer,
            one=one,
            unit=unit,
            category=figure.category.name,
            jurisdiction=_stated(inferred, "jurisdiction", figure.jurisdiction),
            state=figure.state,
            as_of=figure.as_of,
            dated="as_of" not in inferred,
        )
    legal_status = _stated(inferred, "legal_status", figure.legal_status)
    nationality = _stated(inferred, "nationality", figure.nationality)
    place = _stated(inferred, "place", figure.place)
    if isinstance(figure, Departure):
        broken_down = figure.source.kind == "dataset"
        one_sided = figure.origin is None or figure.destination is None
        given = figure.country_as_given
        return _departure(
            writer,
            one=one,
            unit=unit,
            legal_status=legal_status,
            nationality=_stated(inferred, "nationality", figure.nationality)
            if broken_down
            else None,
            given=given,
            unknown=broken_down and one_sided and not (figure.nationality or given),
            rate=figure.per if figure.coverage == "rate" else None,
            movement=_stated(inferred, "movement", figure.movement),
            outlook=figure.outlook,
            origin=_stated(inferred, "origin", figure.origin),
            destination=_stated(inferred, "destination", figure.destination),
            place=place,
            period=figure.period,
            running=figure.coverage == "cumulative",
            dated="period" not in inferred,
        )
    scope = _stated(inferred, "population_scope", figure.population_scope)
    return _population(
        writer,
        one=one,
        unit=unit,
        legal_status=legal_status,
        foreigners=scope == "all_foreigners",
        nationality=nationality,
        origin=_stated(inferred, "origin", figure.origin),
        given=figure.country_as_given,
        waiting=figure.situation == "waiting_at_border",
        group=figure.situation
        if figure.situation in GROUPS and "situation" not in inferred
        else None,
        country=_stated(inferred, "country", figure.country),
        place=place,
        as_of=figure.as_of,
        dated="as_of" not in inferred,
    )


def _stated(inferred: list[str], name: str, value: Field) -> Field | None:
    return None if name in inferred else value


@lru_cache(maxsize=8192)
def _departure(
    writer: Writer,
    *,
    one: bool,
    unit: Unit | None,
    legal_status: LegalStatus | None,
    nationality: str | None,
    given: str | None,
    unknown: bool,
    rate: Per | None,
    movement: Movement | None,
    outlook: Outlook,
    origin: str | None,
    destination: str | None,
    place: PlaceRef | None,
    period: Period,
    running: bool,
    dated: bool,
) -> str:
    say = writer.say
    # words that have people head somewhere do not say that they got there
    moved = movement or "move"
    way = f"{moved}_" if moved in _OWN_WAY else ""
    counted = people(
        writer,
        unit,
        one,
        legal_status,
        nationality=nationality,
        given=given,
        wrap="nationality_not_stated" if unknown else None,
    )
    said = say(
        "statement_arrival" if moved == "arrival" else "statement_flow",
        quantity=QUANTITY,
        people=counted,
        rate=say(f"rate_{rate}") if rate else "",
        # a running total is of all who had moved when it was stated
        verb=say(f"{moved}_{'total' if running and outlook == 'observed' else outlook}", one),
        origin=in_country(writer, f"{way}origin", origin),
        destination=in_country(writer, f"{way}destination", destination),
        place=at_place(writer, place),
        period=_when(writer, period, "total" if running else "period", dated=dated),
    )
    return said if outlook == "observed" else say(f"frame_{outlook}", statement=said)


@lru_cache(maxsize=8192)
def _permit_holders(
    writer: Writer,
    *,
    one: bool,
    unit: Unit | None,
    category: str,
    jurisdiction: str | None,
    state: PermitState,
    as_of: Period,
    dated: bool,
) -> str:
    say = writer.say
    quoted = say("quoted", name=writer.english(category))
    if unit in _HOLDERS:
        holders = say(f"holders_{unit}", one, category=quoted)
    else:
        noun = say(unit or "unit_not_stated", one)
        holders = say("holders_other", people=noun, category=quoted)
    of_papers = unit == "permits" or unit not in _HOLDERS
    return say(
        "statement_holders",
        quantity=QUANTITY,
        holders=holders,
        where=in_country(writer, "in_country", jurisdiction),
        verb=say(f"{'permits' if of_papers and state in _OF_PERMITS else 'state'}_{state}", one),
        period=_when(writer, as_of, "done" if state == "cancelled" else "stock", dated=dated),
    )


@lru_cache(maxsize=8192)
def _population(
    writer: Writer,
    *,
    one: bool,
    unit: Unit | None,
    legal_status: LegalStatus | None,
    foreigners: bool,
    nationality: str | None,
    origin: str | None,
    given: str | None,
    waiting: bool,
    group: Situation | None,
    country: str | None,
    place: PlaceRef | None,
    as_of: Period,
    dated: bool,
) -> str:
    where = at_place(writer, place) or in_country(writer, "in_country", country)
    if waiting and not where:
        where = writer.say("at_border")
    return writer.say(
        "statement_population",
        quantity=QUANTITY,
        people=people(
            writer,
            unit,
            one,
            legal_status,
            nationality=nationality,
            origin=origin if origin != country else None,
            given=given,
            foreigners=foreigners,
            wrap=group,
        ),
        verb=writer.say("waiting" if waiting else "living", one),
        where=where,
        period=_when(writer, as_of, "stock", dated=dated),
    )


def people(
    writer: Writer,
    unit: Unit | None,
    one: bool,
    legal_status: LegalStatus | None,
    *,
    nationality: str | None,
    given: str | None,
    origin: str | None = None,
    foreigners: bool = False,
    wrap: str | None = None,
) -> str:
    """Who is counted; ``wrap`` is the phrase of what else is said of them."""
    key: str = unit or "unit_not_stated"
    slots = {}
    if unit == "persons" and foreigners:
        key = "foreigners"
    elif unit == "persons" and nationality:
        key = "nationals"
        slots = {"country": writer.country(nationality)}
    counted, group = writer.say(key, one, **slots), writer.table.group(key, **slots)
    if unit is None:
        return counted
    if wrap:
        counted, group = (writer.say(wrap, people=said) for said in (counted, group))
    if origin:
        country = writer.country(origin)
        counted, group = (
            writer.say("from_origin", people=said, country=country) for said in (counted, group)
        )
    if given:
        code = writer.say("quoted", name=writer.english(given))
        counted, group = (
            writer.say("given_as", people=said, code=code) for said in (counted, group)
        )
    if legal_status is None or legal_status == "unspecified":
        return counted
    return writer.say(legal_status, one, people=counted, group=group)


def in_country(writer: Writer, key: str, code: str | None) -> str:
    """Where from, where to or where, by the key of its phrase; empty where no country is stated."""
    return writer.say(key, country=writer.country(code)) if code else ""


def at_place(writer: Writer, place: PlaceRef | None) -> str:
    """At which place; empty where none is stated."""
    return writer.say("at_place", place=writer.english(place.name)) if place else ""


def _when(writer: Writer, period: Period, of: Dated, *, dated: bool) -> str:
    when = _span(writer, period, of)
    return when if dated or not when else writer.say("date_inferred", when=when)


def _span(writer: Writer, period: Period, of: Dated) -> str:
    say, precision = writer.say, period.precision
    if precision is None:
        return ""
    first, last = (
        writer.date(iso, precision) if iso else None for iso in (period.start, period.end)
    )
    if first and last:
        if first != last:
            return say("from_to", first=first, last=last)
        if of == "done":
            return say("by", date=last)
        return say("on" if precision == "day" else "in", date=first)
    if first:
        # of no total, the source names a beginning and leaves the end open
        return say("since" if of == "total" else "from", date=first)
    if last:
        return say("up_to" if of in ("period", "total") else "by", date=last)
    return say("over_decades") if precision == "decade" else ""
