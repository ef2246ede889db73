"""What is pasted into a page: a frame that holds an embed, and an image for where no frame is.

It needs no script of the page, no style and no more of the sandbox than to run the embed's own
script, which tells its height, and to open what its links lead to in a tab of their own.
"""

import math
from html import escape
from typing import Any

import msgspec

from api.embeds.frame import Embeddable, Frame
from api.embeds.picture import NATURAL, laid_out
from api.render.citations.names import clean

SANDBOX = "allow-scripts allow-popups"
"""All that an embed needs."""


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame needs to know of an embed."""

    address: str
    """Of the embed, with its options."""
    image: str
    """The address of the same as a PNG."""
    title: str
    """What it says, on one line."""
    height: int
    """How high the frame is to begin with, in pixels of CSS."""


def snippet_of(kind: Embeddable[Any], view: Any, frame: Frame, width: int = NATURAL) -> Snippet:
    """The snippet of an embed, high enough for a column of this width."""
    return Snippet(
        address=frame.address(),
        image=frame.address("png"),
        title=clean(kind.content(view, frame).title),
        height=starting_height(kind, view, frame, width),
    )


def iframe_of(snippet: Snippet) -> str:
    """The snippet as HTML, one line; everything in it is escaped.

    ``frameborder`` is of HTML's past, and all there is against a border around the embed's own
    that is no style, which the policy of a host may refuse. A reader without scripts sees the image
    below the frame, a feed that drops frames the image alone. Without scripts nothing corrects the
    height, so that the image may show more.
    """
    title = _attribute(snippet.title)
    return (
        f'<iframe src="{_attribute(snippet.address)}" title="{title}" width="100%" '
        f'height="{snippet.height}" loading="lazy" frameborder="0" sandbox="{SANDBOX}"></iframe>'
        f'<noscript><img src="{_attribute(snippet.image)}" alt="{title}" width="100%"></noscript>'
    )


def starting_height(kind: Embeddable[Any], view: Any, frame: Frame, width: int) -> int:
    """A height in pixels that shows all of an embed in a column of this width, with its table shut.

    Only the reader's browser knows the exact one, since the embed is set in the reader's fonts:
    ``/embed.js`` corrects it. This one is that of the image, which says the same and is laid out
    with measured type, and what the embed has beyond it: the line that opens the table, a line
    that a wider font fills, and more space for each line, most of all in Arabic script. A wide
    column sets some things side by side, and never needs more than a narrow one.
    ``tests/browser/test_hosts.py`` measures that it is enough, and not much more.
    """
    sheet = laid_out(kind, view, frame, min(width, NATURAL))
    once, each = (82, 6) if frame.plain.direction == "ltr" else (100, 9)
    return math.ceil(sheet.y) + once + each * len(sheet.lines) + kind.beyond + sheet.beyond


def _attribute(text: str) -> str:
    """Text within quotes, on one line, without what cannot be seen; joiners are written out."""
    return escape(clean(text)).replace("\u200c", "&zwnj;").replace("\u200d", "&zwj;")
