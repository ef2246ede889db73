"""One claim of a comparison: its number, what it states, who says so, its sources, its range."""

import msgspec

from api.embeds.figure import begun, number_of, plausible_words, source_of, stated
from api.embeds.ranges import Bar
from api.embeds.rivals import Rival
from api.embeds.words import Words
from api.render.citations.attribution import Names, details, who
from api.render.citations.numerals import number
from api.schemas.figures import AnyFigure

_MOST_SOURCES = 3


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, ready to print."""

    before: str
    number: str
    after: str
    statement: str
    claimant: str
    dated: str
    """When it was stated, where that is another day than its source's; else empty."""
    told: str
    """That it was told several times; empty where it was not."""
    sources: list[str]
    more: str
    """How many sources more there are; empty if none."""
    range: str
    bar: Bar | None

    @property
    def printed(self) -> str:
        """The number with its qualifier, on one line."""
        return " ".join(filter(None, (self.before, self.number, self.after)))

    @property
    def size(self) -> int:
        """How many bytes its words take, about."""
        texts = (self.printed, self.statement, self.claimant, self.range, *self.sources)
        return sum(len(text.encode()) for text in texts)


def claim_of(rival: Rival, names: Names, words: Words, *, alone: bool) -> Claim:
    """A statement as a claim, still without its place on an axis.

    ``alone`` where there is no other statement: then the verdict says that it was told again.
    """
    figures, first = rival.figures, rival.first
    before, numeral, after = number_of(first.value, words)
    many = len(figures)
    outlet_speaks = first.attribution.claimant is None and not first.attribution.via
    if many == 1 and outlet_speaks:
        # who states it and the source are the same: it is named once
        sources = [words.said(begun(details(first, words.writer)))]
    else:
        sources = [
            words.say("source", source=source_of(figure, words))
            for figure in figures[:_MOST_SOURCES]
        ]
    left = many - _MOST_SOURCES
    return Claim(
        before=before,
        number=numeral,
        after=after,
        statement=stated(first, words),
        claimant=words.said(begun(who(first, names, words.writer))),
        dated=dated_in(first, words),
        told=words.say("comparison_told", count=number(many, words.language))
        if many > 1 and not alone
        else "",
        sources=sources,
        more=words.say("comparison_more_sources", count=number(left, words.language))
        if left > 0
        else "",
        range=plausible_words(rival.value, words),
        bar=None,
    )


def dated_in(figure: AnyFigure, words: Words) -> str:
    """When it was stated, where that is another day than its source's; else empty."""
    stated_on, published = figure.attribution.stated_on, figure.source.published
    if stated_on is None or stated_on == published.earliest == published.latest:
        return ""
    when = words.writer.date(stated_on, "day")
    if "stated_on" in figure.inferred:
        when = words.writer.say("date_inferred", when=when)
    return words.say("comparison_stated_on", date=when)


def told_in_one(rival: Rival, names: Names, words: Words) -> str:
    """One statement on one line."""
    printed = " ".join(filter(None, number_of(rival.first.value, words)))
    return words.say(
        "comparison_claim",
        number=printed,
        who=who(rival.first, names, words.writer),
        details=details(rival.first, words.writer),
        range=plausible_words(rival.value, words),
    )
