"""The phrases of each language: one table a language, which a speaker can review.

A table is read whole when its language is first asked for; a phrase that is missing from it, or
has other slots than the English one, is a ``ValueError`` then, and a failing test before.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import Literal

import msgspec
from babel import Locale

from api.render.citations.markup import Direction

Status = Literal["reviewed", "draft"]


class Phrase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One phrase. ``en`` is the English one beside it, ``group`` its form in brackets."""

    en: str | None = None
    text: str | None = None
    one: str | None = None
    other: str | None = None
    group: str | None = None

    def __post_init__(self) -> None:
        if (self.text is None) == (self.one is None or self.other is None):
            raise ValueError("a phrase has a text, or the forms one and other")

    @property
    def main(self) -> str:
        """The form that stands for the phrase."""
        return self.text if self.text is not None else self.other or ""

    @property
    def slots(self) -> set[str]:
        """The slots of all its forms."""
        forms = (self.text, self.one, self.other, self.group)
        return {slot for form in forms if form for _, slot, _, _ in Formatter().parse(form) if slot}


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for a power of ten, and with how many decimals a number may stand before it."""

    power: int
    decimals: int
    one: str
    other: str


class Phrases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of one language."""

    language: str
    locale: str
    """The CLDR locale whose digits, month names and plural rule it takes."""
    status: Status
    day: str
    """A day as a CLDR date pattern."""
    month: str
    scales: list[Scale]
    """Largest first."""
    phrases: dict[str, Phrase]

    @property
    def direction(self) -> Direction:
        """Which way it is written."""
        return _direction(self.locale)

    def is_one(self, count: int | None) -> bool:
        """Whether nouns and verbs agree with a count as with one (CLDR); ``None`` is many."""
        return count is not None and _is_one(self.locale, count)

    def say(self, key: str, one: bool = False, **slots: str) -> str:
        """A phrase in the form for one or for many, its slots filled."""
        phrase = self.phrases[key]
        text = phrase.one if one and phrase.one is not None else phrase.main
        return fill(text, slots) if slots else text

    def group(self, key: str, **slots: str) -> str:
        """A phrase in the form that stands in brackets."""
        phrase = self.phrases[key]
        return fill(phrase.group or phrase.main, slots)


def fill(template: str, slots: dict[str, str]) -> str:
    """The template with its slots filled; a slot that is empty takes a space beside it along."""
    text = template.format_map(slots).strip(" ")
    return _SPACES.sub(" ", text) if "  " in text else text


_SPACES = re.compile("  +")


@cache
def phrases_of(language: str) -> Phrases:
    """The table of a language; ``ValueError`` if it is not complete."""
    table = _read(language)
    english = table if language == "en" else phrases_of("en")
    if table.phrases.keys() != english.phrases.keys():
        odd = sorted(table.phrases.keys() ^ english.phrases.keys())
        raise ValueError(f"{language}.toml and en.toml differ in {', '.join(odd)}")
    for key, phrase in table.phrases.items():
        if _same(phrase.slots) != _same(english.phrases[key].slots):
            raise ValueError(f"{language}.toml: {key} has other slots than in English")
    return table


def _read(language: str) -> Phrases:
    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Phrases)


def _same(slots: set[str]) -> set[str]:
    """Slots, with the two forms of who is counted taken as one."""
    return {"people" if slot == "group" else slot for slot in slots}


@cache
def _direction(locale: str) -> Direction:
    return "rtl" if Locale.parse(locale).text_direction == "rtl" else "ltr"


@lru_cache(maxsize=4096)
def _is_one(locale: str, count: int) -> bool:
    return bool(Locale.parse(locale).plural_form(count) == "one")
