"""The question of a comparison in the language of its reader.

In English it is the one that the API gives. In other languages it is put together of the phrases
that citations are, with a word that asks in the place of the number.
"""

import msgspec

from api.embeds.words import Words
from api.render.citations.statement import GROUPS, at_place, in_country, people
from api.schemas.comparisons import QuestionAsked
from api.schemas.parts import CategoryRef, Period, PlaceRef


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question, with the names and the date that it refers to."""

    question: QuestionAsked
    place: PlaceRef | None
    category: CategoryRef | None
    since: Period | None
    """The date of the event that a running total counts from."""


def asked_in(asked: Asked, words: Words) -> str:
    """The question in words, as one sentence."""
    question = asked.question
    if words.language == "en":
        return words.name(question.text)
    if question.kind == "departures":
        text = _flow(asked, words)
    elif question.kind == "permit_holders":
        text = _holders(asked, words)
    else:
        text = _stock(asked, words)
    return words.say("comparison_question", question=text)


def _flow(asked: Asked, words: Words) -> str:
    question, writer, say = asked.question, words.writer, words.writer.say
    arrived = question.movement_family == "arrived"
    moved, outlook = "arrival" if arrived else "departure", question.outlook or "observed"
    said = say(
        "statement_arrival" if arrived else "statement_flow",
        quantity=words.say("comparison_how_many"),
        people=_counted(question, words),
        rate=say(f"rate_{question.per}") if question.per else "",
        verb=say(f"{moved}_{outlook}"),
        origin=in_country(writer, f"{moved}_origin", question.origin),
        destination=in_country(writer, f"{moved}_destination", question.destination),
        place=at_place(writer, asked.place),
        period=_period(asked, words),
    )
    return said if outlook == "observed" else say(f"frame_{outlook}", statement=said)


def _holders(asked: Asked, words: Words) -> str:
    question, writer, say = asked.question, words.writer, words.writer.say
    name = asked.category.name if asked.category else question.category or ""
    key = f"holders_{question.unit}" if question.unit != "crossings" else "holders_other"
    slots = {"people": say(question.unit)} if key == "holders_other" else {}
    holders = say(key, False, category=say("quoted", name=writer.english(name)), **slots)
    if question.unit_inferred:
        holders = words.say("comparison_unit_implied", people=holders)
    group = msgspec.structs.replace(question, unit="persons", unit_inferred=False)
    if question.legal_status != "unspecified":
        # a status may have brackets of its own
        holders = words.say("comparison_holders_of", holders=holders, people=_counted(group, words))
    elif question.nationality:
        holders = f"{holders} ({_counted(group, words)})"
    of_papers = question.unit == "permits" and question.state in _OF_PERMITS
    verb = f"{'permits' if of_papers else 'state'}_{question.state or 'unspecified'}"
    return say(
        "statement_holders",
        quantity=words.say("comparison_how_many"),
        holders=holders,
        where=in_country(writer, "in_country", question.country),
        verb=say(verb),
        period=_near(question, words),
    )


def _stock(asked: Asked, words: Words) -> str:
    question, writer, say = asked.question, words.writer, words.writer.say
    waiting = question.situation == "waiting_at_border"
    where = at_place(writer, asked.place) or in_country(writer, "in_country", question.country)
    if waiting and not asked.place:
        where = " ".join(filter(None, (where, say("at_border"))))
    origin = in_country(writer, "arrival_origin", question.origin)
    return say(
        "statement_population",
        quantity=words.say("comparison_how_many"),
        people=" ".join(filter(None, (_counted(question, words), origin and f"({origin})"))),
        verb=say("waiting" if waiting else "living"),
        where=where,
        period=_near(question, words),
    )


def _counted(question: QuestionAsked, words: Words) -> str:
    """Who or what is counted, of which nationality and status."""
    writer, nationality = words.writer, question.nationality
    slots = {"country": writer.country(nationality)} if nationality else {}
    nationals = writer.say("nationals", False, **slots) if slots else ""
    counted = people(
        writer,
        question.unit,
        False,
        question.legal_status,
        nationality=nationality,
        given=question.country_as_given,
        foreigners=question.population_scope == "all_foreigners",
        wrap=question.situation if question.situation in GROUPS else None,
    )
    if nationals and question.unit != "persons":
        counted = f"{counted} ({nationals})"
    if question.unit_inferred:
        counted = words.say("comparison_unit_implied", people=counted)
    return counted


def _period(asked: Asked, words: Words) -> str:
    question, say = asked.question, words.writer.say
    if question.since_event:
        start = asked.since.start if asked.since else None
        if asked.since is None or start is None:
            return words.say("comparison_since_undated")
        date = words.writer.date(start, asked.since.precision or "day")
        return words.say("comparison_since_event", date=date)
    if question.start is None and question.end is None:
        return words.say("comparison_no_period")
    precision = question.precision or "day"
    first, last = (
        words.writer.date(iso, precision) if iso else None for iso in (question.start, question.end)
    )
    if first and question.coverage == "cumulative":
        return say("since", date=first)
    if first and first == last:
        return say("on" if precision == "day" else "in", date=first)
    return say(
        "from_to",
        first=first or words.say("comparison_no_start"),
        last=last or words.say("comparison_no_end"),
    )


def _near(question: QuestionAsked, words: Words) -> str:
    if question.near is None:
        return words.say("comparison_no_day")
    return words.say("comparison_near", date=words.date(question.near))


_OF_PERMITS = ("in_force", "cancelled", "threatened")
