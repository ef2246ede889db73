"""Which of all that matches does a timeline show: the newest in an embed, a part on its page?"""

from collections.abc import Sequence
from datetime import date

import msgspec

Key = tuple[str, str]
"""What something is, and its id."""
Begun = tuple[date, date]
"""Between which days something began."""

MOST_EVENTS = 8
MOST_STATED = 8
MOST_UNDATED = 2
"""So many of each an embed shows: it stays below 30 kB, and its marks apart."""
MOST_ON_PAGE = 60
"""So many together are a part of the timeline on its page: their axis is two windows high."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One of the parts that make a timeline together."""

    number: int
    """From 1, the newest."""
    count: int


def chosen(things: Sequence[tuple[date | None, bool, str]], most: int) -> set[str]:
    """The ids of as many things as are shown, each given by its day, whether a named claimant
    stands behind it, and its id: those first, the newest of them; and some that have no date."""
    dated = sorted(((named, day, id) for day, named, id in things if day), reverse=True)[:most]
    undated = sorted((not named, id) for day, named, id in things if day is None)[:MOST_UNDATED]
    return {id for _, _, id in dated} | {id for _, id in undated}


def parts_of(things: Sequence[tuple[Begun | None, Key]], most: int) -> list[set[Key]]:
    """All things, each given by when it began, in parts of at most so many: the newest come first,
    and what has no date last."""
    dated = sorted(((begun, key) for begun, key in things if begun), reverse=True)
    keys = [key for _, key in dated] + sorted(key for begun, key in things if begun is None)
    return [set(keys[start : start + most]) for start in range(0, len(keys), most)]
