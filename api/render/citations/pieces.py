"""What a sentence is made of: words of our own, and names, dates and the quantity among them.

While it is put together a sentence is one string, in which marks surround what a style has to
tell apart: it isolates and escapes names, marks up dates, links the quantity. The marks are
noncharacters, which Unicode keeps for internal use (core specification, 23.7); data has none,
since ``clean`` leaves none in a name.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

Role = Literal["words", "name", "date", "quantity"]
Direction = Literal["ltr", "rtl"]

_ROLES: dict[str, Role] = {"\ufdd0": "name", "\ufdd1": "date", "\ufdd2": "quantity"}
_MARK: dict[Role, str] = {role: mark for mark, role in _ROLES.items()}
_TEXT, _END = "\ufdd3", "\ufdd4"
_MARKED = re.compile(f"([{''.join(_ROLES)}])([^{_TEXT}]*){_TEXT}([^{_END}]*){_END}")
_SPACES = re.compile("  +")


class Piece(NamedTuple):
    """Text of one role."""

    text: str
    role: Role = "words"
    value: str = ""
    """Of a date: as HTML's ``datetime``. Of a name: its language, where that is another one."""


def marked(piece: Piece) -> str:
    """A piece as it stands in a sentence."""
    if piece.role == "words":
        return piece.text
    return f"{_MARK[piece.role]}{piece.value}{_TEXT}{piece.text}{_END}"


@lru_cache(maxsize=8192)
def name(text: str, language: str = "") -> str:
    """A name from the data, without what could break the line it stands in."""
    return marked(Piece(clean(text), "name", language))


def pieces(sentence: str) -> list[Piece]:
    """The pieces of a sentence in the order they are read."""
    parts = _MARKED.split(sentence)
    found = [Piece(parts[0])]
    for place in range(1, len(parts), 4):
        mark, value, text, words = parts[place : place + 4]
        found += (Piece(text, _ROLES[mark], value), Piece(words))
    return [piece for piece in found if piece.text]


def unmarked(sentence: str, named: Callable[[str], str]) -> str:
    """The text of a sentence, with its names as ``named`` gives them."""
    parts = _MARKED.split(sentence)
    for place in range(1, len(parts), 4):
        if parts[place] == _MARK["name"]:
            parts[place + 2] = named(parts[place + 2])
        parts[place] = parts[place + 1] = ""
    return "".join(parts)


def begun(sentence: str) -> str:
    """The sentence with a capital letter at its beginning, unless a name stands there."""
    at = sentence.index(_TEXT) + 1 if sentence.startswith(_MARK["quantity"]) else 0
    return sentence[:at] + sentence[at : at + 1].upper() + sentence[at + 1 :]


def fill(template: str, slots: dict[str, str]) -> str:
    """The template with its slots filled; a slot that is empty takes a space beside it along."""
    text = template.format_map(slots).strip(" ")
    return _SPACES.sub(" ", text) if "  " in text else text


def clean(text: str) -> str:
    """Text on one line, without characters that cannot be seen.

    Controls of direction could turn the words around it, and a character of no width could hide
    in it. Joiners and non-joiners stay between letters that join, where spelling needs them.
    """
    kept = []
    for position, letter in enumerate(text):
        category = unicodedata.category(letter)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category in ("Cf", "Cs"):
            around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
            if letter in _JOINERS and len(around) == 2 and all(map(_joins, around)):
                kept.append(letter)
        elif not "\ufdd0" <= letter <= "\ufdef":
            kept.append(letter)
    return " ".join("".join(kept).split())


_JOINERS = "\u200c\u200d"


def _joins(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("AL", "NSM")
