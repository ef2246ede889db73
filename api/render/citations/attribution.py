"""Who states a figure, through whom it came, and when its source reported it.

``via`` is who it was told to or taken from, in order; which of the two is not known, so that
neither is said. An outlet that speaks for itself is cited as the outlet.
"""

from collections.abc import Mapping
from functools import lru_cache, reduce

from api.render.citations.numerals import day
from api.render.citations.phrases import Phrases, phrases_of
from api.render.citations.pieces import name
from api.schemas.figures import AnyFigure, Departure
from api.schemas.parts import ClaimantRef, Published, SourceRef

Names = Mapping[str, Mapping[str, str]]
"""By claimant id and language: the name as it runs in a sentence of that language."""

_MARKED = ("outlook", "coverage", "state", "situation", "category")
"""Fields that a sentence cannot leave out, and so says that they are inferred."""


def who(figure: AnyFigure, names: Names, table: Phrases) -> str:
    """Who states it, through whom."""
    attribution = figure.attribution
    carriers = attribution.via if "via" not in figure.inferred else []
    via = _in_order(carriers, names, table)
    claimant = attribution.claimant
    if claimant is None:
        return _outlet_speaks(figure.source, via, table)
    speaker = attribution.speaker if "speaker" not in figure.inferred else None
    if speaker is not None:
        person = table.english(speaker.name)
        if speaker.role:
            role = table.english(speaker.role)
            person = table.say("speaker_with_role", speaker=person, role=role)
        stated = table.say("according_to_speaker", speaker=person)
    else:
        inferred = "claimant" in figure.inferred
        key = "by_implication" if inferred else "according_to"
        stated = table.say(key, claimant=called(claimant, names, table))
    return table.say("via", who=stated, via=via) if via else stated


def details(figure: AnyFigure, table: Phrases) -> str:
    """What stands in brackets: who carried it, when it was reported, what else is only inferred."""
    source = figure.source
    carrier = source.publisher if figure.attribution.claimant is not None else None
    notes = [_reported(source.published, carrier, table.language)]
    if (
        isinstance(figure, Departure)
        and figure.coverage == "cumulative"
        and figure.period.start is None
    ):
        notes.append(table.say("undated_total"))
    if figure.inferred and (
        marked := [table.say(f"field_{field}") for field in _MARKED if field in figure.inferred]
    ):
        fields = reduce(lambda some, more: table.say("and", first=some, next=more), marked)
        notes.append(table.say("inferred_fields", fields=fields))
    return reduce(lambda some, more: table.say("besides", first=some, next=more), notes)


def called(claimant: ClaimantRef, names: Names, table: Phrases) -> str:
    """A claimant's name in the language, or else in English."""
    known = names.get(claimant.id, {})
    if table.language in known:
        return name(known[table.language])
    # outside an English sentence the plain name, without the article that one needs
    return table.english(claimant.name)


def _outlet_speaks(source: SourceRef, via: str, table: Phrases) -> str:
    outlet = name(source.publisher) if source.publisher else ""
    if not outlet and source.title:
        outlet = table.say("quoted", name=name(source.title))
    if via and outlet:
        return table.say("reported_and_carried", via=via, outlet=outlet)
    if via or outlet:
        return table.say("reported_by", outlet=via or outlet)
    return table.say(f"unnamed_{source.kind}")


def _in_order(carriers: list[ClaimantRef], names: Names, table: Phrases) -> str:
    called_so = [called(carrier, names, table) for carrier in carriers]
    if not called_so:
        return ""
    return reduce(lambda first, next: table.say("then", first=first, next=next), called_so)


@lru_cache(maxsize=4096)
def _reported(published: Published, carrier: str | None, language: str) -> str:
    table = phrases_of(language)
    reported = dated(published, table)
    if published.basis == "inferred" and (published.earliest or published.latest):
        reported = table.say("reported_inferred", reported=reported)
    if carrier is None:
        return reported
    carried = table.say("carried_by", outlet=name(carrier))
    return table.say("besides", first=carried, next=reported)


def dated(published: Published, table: Phrases) -> str:
    """When it came out, as exactly as is known."""
    first, last = (
        day(iso, "day", table.language) if iso else None
        for iso in (published.earliest, published.latest)
    )
    if first and last:
        if first == last:
            return table.say("reported", when=first)
        return table.say("reported_between", first=first, last=last)
    if last:
        return table.say("reported_or_earlier", last=last)
    return table.say("reported_or_later", first=first) if first else table.say("undated")
