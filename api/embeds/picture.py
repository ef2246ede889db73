"""How is an embed drawn as an image: laid out once, written as SVG, and turned into PNG from it?"""

from collections.abc import Iterator
from contextlib import contextmanager
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
"""How wide an image is, in its own units."""
DENSITY = 2
"""The pixels of a PNG for each of its units, unless it is asked for at a width of its own."""
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

    x: float
    y: float
    width: float
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
        self.beyond = 0  # pixels that the HTML of what was laid out needs beyond this image
        self._left: float = _MARGIN
        self._right: float = width - _MARGIN

    @property
    def inner(self) -> float:
        """How wide a line may be."""
        return self._right - self._left

    @contextmanager
    def column(self, start: float, end: float) -> Iterator[None]:
        """What is set meanwhile stands between two shares of the line, in reading direction."""
        left, right, inner = self._left, self._right, self.inner
        if self.direction == "rtl":
            start, end = 1 - end, 1 - start
        self._left, self._right = left + start * inner, left + end * inner
        yield
        self._left, self._right = left, right

    def text(self, style: str, text: str) -> None:
        """Text in a style of ``STYLES``, on as many lines as it takes; none if it is empty."""
        if not text:
            return
        set_in = STYLES[style]
        right = self.direction == "rtl"
        for line, length in wrap(text, set_in, self.inner, self.direction):
            self.lines.append(
                Line(
                    text=line,
                    x=round(self._right if right else self._left, 2),
                    y=round(self.y + 0.76 * set_in.leading, 2),
                    length=round(length, 2),
                    anchor="end" if right else "start",
                    style=set_in,
                )
            )
            self.y += set_in.leading

    def row(self, label: tuple[str, str], text: tuple[str, str], share: float) -> None:
        """A label, and a text beside it: each as its style and words, the label on its share."""
        top = self.y
        with self.column(0, share - 12 / self.inner):
            self.text(*label)
        below, self.y = self.y, top
        with self.column(share, 1):
            self.text(*text)
        self.y = max(below, self.y)

    def gap(self, height: float) -> None:
        """Space."""
        self.y += height

    def draw(self, template: str, macro: str, height: float, *given: object) -> None:
        """A macro of an SVG template, called with ``given`` and the ink, as wide as a line."""
        call = getattr(templates().get_template(template).module, macro)
        piece = Piece(
            x=round(self._left, 2),
            y=self.y,
            width=round(self.inner, 2),
            height=height,
            svg=call(*given, self.ink),
        )
        self.pieces.append(piece)
        self.y += height


def draw_picture(
    kind: Embeddable[Any], view: Any, frame: Frame, size: Size, pixels: int | None = None
) -> str:
    """The embed of a view as an SVG document, so many pixels wide, with the attribution inside.

    It has no script, no style and no address to load; what came from data is escaped.
    """
    content = kind.content(view, frame)
    ink = image_ink(frame.options.theme)
    width: float = NATURAL
    sheet = _composed(kind, content, frame, width, ink)
    height = sheet.y
    shown = (NATURAL, round(height))
    if size == "card":
        # the same on a wider sheet, until it fits the card; a wider sheet is shown smaller
        while sheet.y > width * CARD[1] / CARD[0]:
            width += 20
            sheet = _composed(kind, content, frame, width, ink)
        height = width * CARD[1] / CARD[0]
        shown = CARD
    return render(
        "picture.svg",
        content=content,
        frame=frame,
        words=frame.words,
        sheet=sheet,
        height=round(height, 2),
        pixels=scaled(shown, pixels) if pixels else shown,
        shift=round((height - sheet.y) * 0.4, 2),
        margin=_MARGIN,
        foot=_FOOT,
        c=ink,
    )


def scaled(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size, in whole pixels, of an image that is shown at another width."""
    return width, max(1, round(size[1] * width / size[0]))


def laid_out(kind: Embeddable[Any], view: Any, frame: Frame, width: float) -> Sheet:
    """The sheet of a view at this width, with everything on it: how high it is, and its lines."""
    ink = image_ink(frame.options.theme)
    return _composed(kind, kind.content(view, frame), frame, width, ink)


def png_of(svg: str, zoom: float) -> bytes:
    """The image of an SVG that ``draw_picture`` gave, set in the shipped fonts and no others."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(path) for path in FONTS],
        zoom=zoom,
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
