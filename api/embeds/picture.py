"""How is an embed drawn as an image: laid out once, written as SVG, and turned into PNG from it?"""

from typing import Any, Literal

import msgspec
import resvg_py
from markupsafe import Markup

from api.embeds.frame import Embeddable, Frame
from api.embeds.options import Size
from api.embeds.templating import render, templates
from api.embeds.tokens import Ink, image_ink
from api.embeds.type import FONTS, STYLES, Style, wrap
from api.render.citations.markup import Direction

NATURAL = 600
"""How wide an image is, in its own units; its PNG has two pixels a unit."""
CARD = (1200, 630)
"""The pixels of a card, as pages that show links expect them (Open Graph)."""

_MARGIN = 32
_FOOT = 46


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of text, where it is set and how long it is."""

    text: str
    x: float
    y: float
    length: float
    anchor: Literal["start", "end"]
    style: Style


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing of its own within the image: its place and its SVG."""

    y: float
    height: float
    svg: Markup


class Sheet:
    """A sheet that an image is laid out on from top to bottom, each thing below the one before."""

    def __init__(self, frame: Frame, width: float, ink: Ink) -> None:
        self.frame = frame
        self.width = width
        self.ink = ink
        self.direction: Direction = frame.words.direction
        self.y: float = _MARGIN
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []

    @property
    def inner(self) -> float:
        """How wide a line may be."""
        return self.width - 2 * _MARGIN

    def text(self, style: str, text: str) -> None:
        """Text in a style of ``STYLES``, on as many lines as it takes; none if it is empty."""
        self.y = self._set(style, text, 0, self.inner)

    def row(self, label: tuple[str, str], text: tuple[str, str], share: float) -> None:
        """A label, and a text beside it: each as its style and words, the label on its share."""
        width = self.inner * share
        ends = [self._set(*label, 0, width - 12), self._set(*text, width, self.inner - width)]
        self.y = max(ends)

    def _set(self, style: str, text: str, indent: float, width: float) -> float:
        """Set a text from where the sheet has come to; how far down its last line ends."""
        if not text:
            return self.y
        set_in = STYLES[style]
        right = self.direction == "rtl"
        y = self.y
        for line, length in wrap(text, set_in, width, self.direction):
            self.lines.append(
                Line(
                    text=line,
                    x=round(self.width - _MARGIN - indent if right else _MARGIN + indent, 2),
                    y=round(y + 0.76 * set_in.leading, 2),
                    length=round(length, 2),
                    anchor="end" if right else "start",
                    style=set_in,
                )
            )
            y += set_in.leading
        return y

    def gap(self, height: float) -> None:
        """Space."""
        self.y += height

    def draw(self, template: str, macro: str, height: float, *given: object) -> None:
        """A macro of an SVG template, called with ``given`` and the ink, as wide as a line."""
        call = getattr(templates().get_template(template).module, macro)
        self.pieces.append(Piece(y=self.y, height=height, svg=call(*given, self.ink)))
        self.y += height


def draw_picture(kind: Embeddable[Any], view: Any, frame: Frame, size: Size) -> str:
    """The embed of a view as an SVG document, with the attribution inside.

    It has no script, no style and no address to load; what came from data is escaped.
    """
    content = kind.content(view, frame)
    ink = image_ink(frame.options.theme)
    width: float = NATURAL
    sheet = _composed(kind, content, frame, width, ink)
    height = sheet.y
    if size == "card":
        # the same on a wider sheet, until it fits the card; a wider sheet is shown smaller
        while sheet.y > width * CARD[1] / CARD[0]:
            width += 20
            sheet = _composed(kind, content, frame, width, ink)
        height = width * CARD[1] / CARD[0]
    return render(
        "picture.svg",
        content=content,
        frame=frame,
        words=frame.words,
        sheet=sheet,
        height=round(height, 2),
        pixels=CARD if size == "card" else (NATURAL, round(height)),
        shift=round((height - sheet.y) * 0.4, 2),
        margin=_MARGIN,
        foot=_FOOT,
        c=ink,
    )


def png_of(svg: str, size: Size) -> bytes:
    """The image of an SVG that ``draw_picture`` gave, set in the shipped fonts and no others."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(path) for path in FONTS],
        zoom=1.0 if size == "card" else 2.0,
    )


def _composed(kind: Embeddable[Any], content: Any, frame: Frame, width: float, ink: Ink) -> Sheet:
    sheet = Sheet(frame, width, ink)
    for notice in frame.notices:
        sheet.text("notice", notice.text)
    if frame.notices:
        sheet.gap(12)
    kind.compose(content, sheet)
    sheet.gap(18 + _FOOT)
    return sheet
