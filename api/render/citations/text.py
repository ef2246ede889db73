"""A sentence as plain text, in which no name can scramble the words around it."""

import unicodedata
from functools import lru_cache

from api.render.citations.pieces import Direction, unmarked

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_STRONG = frozenset(("L", "R", "AL"))


def plain_text(sentence: str, direction: Direction) -> str:
    """The sentence; one that runs from right to left is isolated as a whole."""
    if direction == "ltr":
        return unmarked(sentence, _isolated_in_ltr)
    return f"{RLI}{unmarked(sentence, _isolated_in_rtl)}{PDI}"


@lru_cache(maxsize=8192)
def isolated(text: str, direction: Direction) -> str:
    """The text so that it cannot scramble a line of this direction (Unicode UAX #9, isolates)."""
    classes = [unicodedata.bidirectional(letter) for letter in text]
    if direction == "ltr" and not _RIGHT_TO_LEFT.intersection(classes):
        return text
    if direction == "rtl" and _RIGHT_TO_LEFT.union(("WS", "NSM", "BN")).issuperset(classes):
        return text
    first = next((one for one in classes if one in _STRONG), "L")
    return f"{LRI if first == 'L' else RLI}{text}{PDI}"


def _isolated_in_ltr(text: str) -> str:
    return text if text.isascii() else isolated(text, "ltr")


def _isolated_in_rtl(text: str) -> str:
    return isolated(text, "rtl")
