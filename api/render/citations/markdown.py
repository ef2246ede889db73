"""A sentence as Markdown (CommonMark): a link to the figure, nothing in names read as markup."""

import re

from api.render.citations.markup import Direction, Markup
from api.render.citations.text import isolated, whole

# also what starts an autolink, a table cell, strikethrough or mathematics in common dialects
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&.:@$^=])")


class Markdown(Markup):
    """Text on one line, isolated as plain text is."""

    def name(self, text: str, language: str | None, direction: Direction) -> str:
        """Escaped and isolated."""
        return _MARKUP.sub(r"\\\1", isolated(text, direction))

    def date(self, text: str, iso: str) -> str:
        """As it is."""
        return text

    def quantity(self, text: str, address: str) -> str:
        """A link, whose address no bracket, blank or sign of markup in it can end."""
        target = re.sub(r"[\s()<>\[\]\\]", lambda found: f"%{ord(found[0]):02X}", address)
        return f"[{text}]({target})"

    def sentence(self, text: str, language: str, direction: Direction) -> str:
        """Isolated, when it runs from right to left."""
        return whole(text, direction)
