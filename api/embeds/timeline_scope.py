"""What is a timeline narrowed to? A part that does not say so is taken for the whole."""

from collections.abc import Sequence
from functools import reduce

import msgspec

from api.embeds.words import Words
from api.render.citations.attribution import Names, called
from api.render.citations.numerals import number
from api.schemas.parts import ClaimantRef


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The filters a timeline is asked with; everything empty is the whole."""

    origin: Sequence[str]
    """Codes of countries, as are those of ``country``."""
    country: Sequence[str]
    kind: Sequence[str]
    claimant: Sequence[ClaimantRef | str]
    """Who states or announced it; by id alone where none of that id is held."""
    period_from: str | None
    """ISO 8601, as is ``period_to``."""
    period_to: str | None


_MOST_NAMED = 3
"""So many values of one filter are named: fifty would be no title."""


def scope_of(scope: Scope, names: Names, words: Words) -> str:
    """What it is narrowed to, in words that run on: "policy events; about Iran".

    Empty where it is the whole.
    """
    writer = words.writer
    parts = []
    if scope.kind:
        parts.append(_any_of([words.say(f"timeline_scope_{kind}") for kind in scope.kind], words))
    for name, codes in (("country", scope.country), ("origin", scope.origin)):
        if codes:
            countries = _any_of([words.said(writer.country(code)) for code in codes], words)
            parts.append(words.say(f"timeline_scope_{name}", countries=countries))
    if scope.claimant:
        called_so = [
            words.name(one) if isinstance(one, str) else words.said(called(one, names, writer))
            for one in scope.claimant
        ]
        parts.append(words.say("timeline_scope_claimant", claimants=_any_of(called_so, words)))
    first, last = (
        writer.date(day, "day") if day else None for day in (scope.period_from, scope.period_to)
    )
    if first and last:
        parts.append(words.said(writer.say("from_to", first=first, last=last)))
    elif first:
        parts.append(words.said(writer.say("from", date=first)))
    elif last:
        parts.append(words.said(writer.say("up_to", date=last)))
    if not parts:
        return ""
    return reduce(lambda some, more: words.say("series_and", first=some, next=more), parts)


def scope_line(scope: Scope, names: Names, words: Words) -> str:
    """The same as a sentence below the heading; empty where it is the whole."""
    said = scope_of(scope, names, words)
    return words.say("timeline_scope", scope=said) if said else ""


def titled(scope: Scope, names: Names, words: Words) -> str:
    """The title of a timeline, with what it is narrowed to."""
    title, said = words.say("timeline_title"), scope_of(scope, names, words)
    return f"{title}: {said}" if said else title


def _any_of(values: Sequence[str], words: Words) -> str:
    named = reduce(
        lambda some, more: words.say("timeline_scope_or", first=some, next=more),
        values[:_MOST_NAMED],
    )
    more = len(values) - _MOST_NAMED
    if more <= 0:
        return named
    return words.say("timeline_scope_more", named=named, count=number(more, words.language))
