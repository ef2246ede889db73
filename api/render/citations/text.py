"""A sentence as plain text, in which no name can scramble the words around it."""

import unicodedata

from api.render.citations.markup import Direction, Markup

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_STRONG = frozenset(("L", "R", "AL"))


def isolated(text: str, direction: Direction) -> str:
    """The text so that it cannot scramble a line of this direction (Unicode UAX #9, isolates)."""
    classes = [unicodedata.bidirectional(letter) for letter in text]
    if direction == "ltr" and not _RIGHT_TO_LEFT.intersection(classes):
        return text
    if direction == "rtl" and _RIGHT_TO_LEFT.union(("WS", "NSM", "BN")).issuperset(classes):
        return text
    first = next((one for one in classes if one in _STRONG), "L")
    return f"{LRI if first == 'L' else RLI}{text}{PDI}"


def whole(sentence: str, direction: Direction) -> str:
    """A sentence; one that runs from right to left is isolated as a whole."""
    return sentence if direction == "ltr" else f"{RLI}{sentence}{PDI}"


class Text(Markup):
    """Plain text."""

    def name(self, text: str, language: str | None, direction: Direction) -> str:
        """Isolated, where it could scramble the line."""
        return isolated(text, direction)

    def date(self, text: str, iso: str) -> str:
        """As it is."""
        return text

    def quantity(self, text: str, address: str) -> str:
        """As it is."""
        return text

    def sentence(self, text: str, language: str, direction: Direction) -> str:
        """Isolated, when it runs from right to left."""
        return whole(text, direction)
