"""How wide is a line of text, and where does it break?

Measured with the shipped fonts, shaped by HarfBuzz, so that a line in an image is as long as it
was planned to be, in Latin and in Arabic script alike.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import msgspec
import uharfbuzz as hb  # type: ignore[import-untyped]

from api.render.citations.markup import Direction
from api.render.citations.text import LRI, PDI, RLI

FONTS = sorted(Path(__file__).with_name("fonts").glob("*.ttf"))
"""The fonts of every image. Each covers Latin and Arabic script."""

Tone = Literal["ink", "quiet", "accent"]


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a line of an image is set; sizes in units of the image."""

    face: Literal["serif", "sans"]
    size: float
    leading: float
    tone: Tone = "ink"
    bold: bool = False
    italic: bool = False

    @property
    def font(self) -> str:
        """The file it is measured with."""
        cut = "-bold" if self.bold else "-italic" if self.italic else ""
        return f"{self.face}{cut}.ttf"


STYLES: dict[str, Style] = {
    "number": Style(face="serif", size=58, leading=62, bold=True),
    "words": Style(face="serif", size=40, leading=46, bold=True),
    "qualifier": Style(face="serif", size=22, leading=28, italic=True),
    "title": Style(face="serif", size=26, leading=33, bold=True),
    "statement": Style(face="serif", size=20, leading=28),
    "value": Style(face="serif", size=26, leading=32, bold=True),
    "verdict": Style(face="sans", size=16, leading=23, bold=True),
    "says": Style(face="serif", size=14, leading=20),
    "claimant": Style(face="sans", size=15, leading=21),
    "label": Style(face="sans", size=13, leading=18, tone="quiet"),
    "small": Style(face="sans", size=13, leading=19, tone="quiet"),
    "notice": Style(face="sans", size=14, leading=20, tone="accent", bold=True),
    "brand": Style(face="serif", size=17, leading=20, bold=True),
}
"""The steps of type there are; an image takes one of these and no size of its own."""


def wrap(text: str, style: Style, width: float, direction: Direction) -> list[tuple[str, float]]:
    """The text as lines no wider than ``width``, each with its measured width.

    A word that is wider is broken. Each line holds whole isolates (Unicode UAX #9), and one that
    runs from right to left is isolated as a whole, so that it needs no direction from outside.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, style, width):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, style) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    whole = [f"{RLI}{line}{PDI}" if direction == "rtl" else line for line in _balanced(lines)]
    return [(line, width_of(line, style)) for line in whole]


@lru_cache(maxsize=8192)
def width_of(text: str, style: Style) -> float:
    """How wide a text is on one line."""
    font = _font(style.font)
    advance = 0
    for run in _RUNS.findall(_INVISIBLE.sub("", text)):
        buffer = hb.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        advance += sum(position.x_advance for position in buffer.glyph_positions or [])
    return float(advance) * style.size / float(font.face.upem)


def _words(text: str, style: Style, width: float) -> list[str]:
    words: list[str] = []
    for word in text.split(" "):
        while width_of(word, style) > width and len(word) > 1:
            end = len(word) - 1
            while end > 1 and (
                width_of(word[:end], style) > width or unicodedata.combining(word[end])
            ):
                end -= 1
            words.append(word[:end])
            word = word[end:]
        words.append(word)
    return words


def _balanced(lines: list[str]) -> list[str]:
    """Lines in which every isolate that a break cut in two is closed, and opened again."""
    whole = []
    open_ones = ""
    for line in lines:
        line = open_ones + line
        stack = ""
        for letter in line:
            if letter in (LRI, RLI):
                stack += letter
            elif letter == PDI:
                stack = stack[:-1]
        open_ones = stack
        whole.append(line + PDI * len(stack))
    return whole


_INVISIBLE = re.compile(f"[{LRI}{RLI}{PDI}]")
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u200c\u200d"
_RUNS = re.compile(f"[{_ARABIC}]+|[^{_ARABIC}]+")


@cache
def _font(name: str) -> hb.Font:
    path = Path(__file__).with_name("fonts") / name
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
