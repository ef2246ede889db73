"""What do embeds and pages say in their own words, in each language?

A folder for each part that says something, with a table a language in it, in the form of the
phrases of citations, which a speaker can review. A table that lacks a phrase, or has other slots
in it than the English one, is a ``ValueError``; so is a key that two parts have.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from markupsafe import Markup

from api.render.citations.markup import Direction
from api.render.citations.phrases import Phrase, fill
from api.render.citations.writer import Writer, writer_of

Language = Literal["en", "ur", "ps", "fa"]
Marked = Literal["text", "html"]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of one language."""

    language: Language
    status: Literal["reviewed", "draft"]
    phrases: dict[str, Phrase]


class Words:
    """The words of one language, as plain text or as HTML.

    What is said as HTML is ``Markup``, so that templates leave it as it is; as plain text, no name
    in it can scramble the words around it.
    """

    def __init__(self, language: Language, phrases: dict[str, Phrase], marked: Marked) -> None:
        self.language = language
        self.writer: Writer = writer_of(language, marked)
        self.direction: Direction = self.writer.table.direction
        self._phrases = phrases
        self._marked = marked

    def say(self, key: str, **slots: str) -> str:
        """A phrase with its slots filled by what this or the writer said."""
        return self.said(fill(self._phrases[key].main, slots))

    def has(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in self._phrases

    def said(self, text: str) -> str:
        """What the writer said, ready for a template."""
        return Markup(text) if self._marked == "html" else text

    def name(self, text: str) -> str:
        """A name from the data, of any language."""
        return self.said(self.writer.name(text))

    def date(self, instant: str) -> str:
        """A day, or the day of an instant."""
        return self.writer.date(instant[:10], "day")


@cache
def words_of(language: Language, marked: Marked) -> Words:
    """The words of a language; ``ValueError`` if one of its tables is not complete."""
    phrases: dict[str, Phrase] = {}
    for part in PARTS:
        table = _table(part, language)
        if twice := sorted(phrases.keys() & table.phrases.keys()):
            raise ValueError(f"{part} has phrases of another part: {', '.join(twice)}")
        phrases |= table.phrases
    return Words(language, phrases, marked)


@cache
def is_draft(language: Language) -> bool:
    """Whether a table of the language still waits for a speaker to review it."""
    return any(_table(part, language).status == "draft" for part in PARTS)


_FOLDER = Path(__file__).parent
PARTS = sorted(path.parent.name for path in _FOLDER.glob("*/en.toml"))
"""What has words of its own."""


def _table(part: str, language: Language) -> Table:
    text = (_FOLDER / part / f"{language}.toml").read_text(encoding="utf-8")
    table = msgspec.convert(tomllib.loads(text), Table)
    english = table if language == "en" else _table(part, "en")
    where = f"{part}/{language}.toml"
    if odd := sorted(table.phrases.keys() ^ english.phrases.keys()):
        raise ValueError(f"{where} and its English differ in {', '.join(odd)}")
    for key, phrase in table.phrases.items():
        if phrase.slots != english.phrases[key].slots:
            raise ValueError(f"{where}: {key} has other slots than in English")
    return table
