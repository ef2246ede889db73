"""One language in one style: its phrases, and how names and dates stand in them."""

from functools import cache, lru_cache
from typing import Literal

from api.render.citations.html import Html
from api.render.citations.markdown import Markdown
from api.render.citations.markup import Markup
from api.render.citations.names import clean
from api.render.citations.numerals import day
from api.render.citations.phrases import Phrases, phrases_of
from api.render.citations.text import Text
from models.countries import country_name

Marked = Literal["text", "html", "markdown"]
_MARKUPS: dict[Marked, Markup] = {"text": Text(), "html": Html(), "markdown": Markdown()}


class Writer:
    """What writes the parts of a sentence. There is one a language and style, to be kept by."""

    def __init__(self, table: Phrases, markup: Markup) -> None:
        self.table = table
        self.markup = markup
        self.say = table.say

    @property
    def language(self) -> str:
        """The language it writes."""
        return self.table.language

    def name(self, text: str, language: str | None = None) -> str:
        """A name from the data; ``language`` is its own, where that is another one."""
        return _name(self, text, language)

    def english(self, text: str) -> str:
        """A name that the data has in English alone."""
        return _name(self, text, None if self.language == "en" else "en")

    def country(self, code: str) -> str:
        """A country's everyday name (CLDR)."""
        return _name(self, country_name(code, self.language), None)

    def date(self, iso: str, precision: str) -> str:
        """A day, month, year or decade."""
        return _date(self, iso, precision)


@cache
def writer_of(language: str, marked: Marked) -> Writer:
    """The writer of a language in a style."""
    return Writer(phrases_of(language), _MARKUPS[marked])


@lru_cache(maxsize=8192)
def _name(writer: Writer, text: str, language: str | None) -> str:
    return writer.markup.name(clean(text), language, writer.table.direction)


@lru_cache(maxsize=8192)
def _date(writer: Writer, iso: str, precision: str) -> str:
    text = day(iso, precision, writer.language)
    if precision == "decade":
        return writer.say("decade", year=text)
    known = iso[: {"day": 10, "month": 7, "year": 4}[precision]]
    return writer.markup.date(text, known)
