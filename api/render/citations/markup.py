"""What a style does with the parts of a sentence that are not words of our own."""

from typing import Literal, Protocol

Direction = Literal["ltr", "rtl"]


class Markup(Protocol):
    """One style. The phrases are free of what any style would read as markup."""

    def name(self, text: str, language: str | None, direction: Direction) -> str:
        """A name in a sentence of a direction; ``language`` is its own, where that is another."""

    def date(self, text: str, iso: str) -> str:
        """A date; ``iso`` is the same for machines."""

    def quantity(self, text: str, address: str) -> str:
        """The number with its qualifier, which leads to the figure."""

    def sentence(self, text: str, language: str, direction: Direction) -> str:
        """The sentence as a whole."""
