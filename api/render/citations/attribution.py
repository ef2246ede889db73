"""Who states a figure, through whom it came, and when its source reported it.

``via`` is who it was told to or taken from, in order; which of the two is not known, so that
neither is said. An outlet that speaks for itself is cited as the outlet.
"""

from collections.abc import Mapping
from functools import lru_cache, reduce

from api.render.citations.writer import Writer
from api.schemas.figures import AnyFigure, Departure
from api.schemas.parts import ClaimantRef, Published, SourceRef, Speaker

Names = Mapping[str, Mapping[str, str]]
"""By claimant id and language: the name as it runs in a sentence of that language."""

MARKED = ("outlook", "coverage", "state", "situation", "category")
"""Fields that a sentence cannot leave out, and so says that they are inferred."""


def who(figure: AnyFigure, names: Names, writer: Writer) -> str:
    """Who states it, through whom."""
    attribution, inferred = figure.attribution, figure.inferred
    via = attribution.via if "via" not in inferred else []
    carriers = _in_order(writer, [called(carrier, names, writer) for carrier in via])
    if attribution.claimant is None:
        return _outlet_speaks(writer, figure.source, carriers)
    return _claimant_speaks(
        writer,
        called(attribution.claimant, names, writer),
        "claimant" in inferred,
        attribution.speaker if "speaker" not in inferred else None,
        carriers,
    )


def details(figure: AnyFigure, writer: Writer) -> str:
    """What stands in brackets: who carried it, when it was reported, what else is only inferred."""
    source, inferred = figure.source, figure.inferred
    undated_total = (
        isinstance(figure, Departure)
        and figure.coverage == "cumulative"
        and figure.period.start is None
    )
    claimant = figure.attribution.claimant
    # who publishes what it states itself is named once
    carried = claimant is not None and source.publisher != claimant.name
    return _details(
        writer,
        source.published,
        source.publisher if carried else None,
        undated_total,
        tuple(field for field in MARKED if field in inferred) if inferred else (),
    )


def called(claimant: ClaimantRef, names: Names, writer: Writer) -> str:
    """A claimant's name in the language, or else in English."""
    known = names.get(claimant.id)
    if known and writer.language in known:
        return writer.name(known[writer.language])
    # outside an English sentence the plain name, without the article that one needs
    return writer.english(claimant.name)


def reported(writer: Writer, published: Published) -> str:
    """When the source came out, as exactly as is known; whether that is inferred is not said."""
    first, last = (
        writer.date(iso, "day") if iso else None for iso in (published.earliest, published.latest)
    )
    if first and last:
        if first == last:
            return writer.say("reported", when=first)
        return writer.say("reported_between", first=first, last=last)
    if last:
        return writer.say("reported_or_earlier", last=last)
    return writer.say("reported_or_later", first=first) if first else writer.say("undated")


def reported_as_known(writer: Writer, published: Published) -> str:
    """When the source came out, as ``reported``, and that this is inferred where it is."""
    when = reported(writer, published)
    if published.basis == "inferred" and (published.earliest or published.latest):
        return writer.say("reported_inferred", reported=when)
    return when


@lru_cache(maxsize=8192)
def _claimant_speaks(
    writer: Writer, claimant: str, implied: bool, speaker: Speaker | None, carriers: str
) -> str:
    say = writer.say
    if speaker is not None:
        person = writer.english(speaker.name)
        if speaker.role:
            person = say("speaker_with_role", speaker=person, role=writer.english(speaker.role))
        said = say("according_to_speaker", speaker=person)
    else:
        said = say("by_implication" if implied else "according_to", claimant=claimant)
    return say("via", who=said, via=carriers) if carriers else said


@lru_cache(maxsize=4096)
def _outlet_speaks(writer: Writer, source: SourceRef, carriers: str) -> str:
    outlet = writer.name(source.publisher) if source.publisher else ""
    if not outlet and source.title:
        outlet = writer.say("quoted", name=writer.name(source.title))
    if carriers and outlet:
        return writer.say("reported_and_carried", via=carriers, outlet=outlet)
    if carriers or outlet:
        return writer.say("reported_by", outlet=carriers or outlet)
    return writer.say(f"unnamed_{source.kind}")


def _in_order(writer: Writer, called_so: list[str]) -> str:
    if not called_so:
        return ""
    return reduce(lambda first, next: writer.say("then", first=first, next=next), called_so)


@lru_cache(maxsize=4096)
def _details(
    writer: Writer,
    published: Published,
    carrier: str | None,
    undated_total: bool,
    inferred: tuple[str, ...],
) -> str:
    say = writer.say
    when = reported_as_known(writer, published)
    notes = [say("carried_by", outlet=writer.name(carrier)), when] if carrier else [when]
    if undated_total:
        notes.append(say("undated_total"))
    if inferred:
        fields = [say(f"field_{field}") for field in inferred]
        listed = reduce(lambda some, more: say("and", first=some, next=more), fields)
        notes.append(say("inferred_fields", fields=listed))
    return reduce(lambda some, more: say("besides", first=some, next=more), notes)
