"""How is something that can be embedded described to a program (oEmbed 1.0, https://oembed.com)?

``rich`` is the snippet, ``photo`` a PNG of the same. Both are as large as a consumer's ``maxwidth``
and ``maxheight`` allow, and no larger than they need to be.
"""

from typing import Annotated, Any, Literal
from xml.etree import ElementTree

import msgspec
from msgspec import Meta

from api.embeds.frame import Embeddable, Frame
from api.embeds.picture import CARD, DENSITY, NATURAL, laid_out, scaled
from api.embeds.snippet import iframe_of, snippet_of
from api.render.citations.names import clean

WIDEST = 1024
"""How wide an embed ever grows (``embed.css``), in pixels."""
CACHE_AGE = 24 * 60 * 60
"""How long a consumer may keep a description, in seconds: what it shows is live all the same."""
_THUMBNAIL = 600

Pixels = Annotated[int, Meta(ge=16, le=100_000)]


class OembedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a consumer asks; it may send more, which is not looked at."""

    url: Annotated[
        str | None, Meta(description="The address of a page or an embed, with its options.")
    ] = None
    maxwidth: Annotated[
        Pixels | None, Meta(description="The most pixels it may be wide.", examples=[600])
    ] = None
    maxheight: Annotated[
        Pixels | None, Meta(description="The most pixels it may be high.", examples=[400])
    ] = None
    format: Annotated[str, Meta(description="`json` or `xml`.")] = "json"
    type: Annotated[
        Literal["rich", "photo"],
        Meta(description="A frame, or an image, for pages that take no frames."),
    ] = "rich"


class Oembed(msgspec.Struct, frozen=True, kw_only=True):
    """What both types say."""

    version: Literal["1.0"]
    type: Literal["rich", "photo"]
    title: str
    provider_name: str
    provider_url: str
    cache_age: int
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int
    width: int
    height: int


class Rich(Oembed, frozen=True, kw_only=True):
    """A frame, and what it needs."""

    html: str


class Photo(Oembed, frozen=True, kw_only=True):
    """An image, of exactly this size."""

    url: str


def describe(kind: Embeddable[Any], view: Any, frame: Frame, query: OembedQuery) -> Rich | Photo:
    """An embed as oEmbed describes it, within the limits of the query."""
    thumbnail = _fitted(scaled(CARD, _THUMBNAIL), query)
    common: dict[str, Any] = {
        "version": "1.0",
        "title": clean(kind.content(view, frame).title),
        "provider_name": "Tally",
        "provider_url": f"{frame.base_url}/",
        "cache_age": CACHE_AGE,
        "thumbnail_url": frame.address("png", size="card", width=thumbnail[0]),
        "thumbnail_width": thumbnail[0],
        "thumbnail_height": thumbnail[1],
    }
    if query.type == "photo":
        natural = (NATURAL, round(laid_out(kind, view, frame, NATURAL).y))
        width, height = _fitted(scaled(natural, NATURAL * DENSITY), query)
        return Photo(
            type="photo",
            url=frame.address("png", width=width),
            width=width,
            height=height,
            **common,
        )
    width = min(query.maxwidth, WIDEST) if query.maxwidth else NATURAL
    snippet = snippet_of(kind, view, frame, width)
    if query.maxheight:
        height = min(snippet.height, query.maxheight)
        snippet = msgspec.structs.replace(snippet, height=height)
    return Rich(type="rich", html=iframe_of(snippet), width=width, height=snippet.height, **common)


def write_json(described: Rich | Photo) -> bytes:
    """Its names and values as JSON."""
    return msgspec.json.encode(described)


def write_xml(described: Rich | Photo) -> bytes:
    """The same as XML: an element for each name, in one called ``oembed``."""
    root = ElementTree.Element("oembed")
    for name, value in msgspec.to_builtins(described).items():
        ElementTree.SubElement(root, name).text = str(value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fitted(size: tuple[int, int], query: OembedQuery) -> tuple[int, int]:
    """The largest size of this shape that is no larger than ``size`` and within the limits."""
    width, height = size
    most = [width]
    if query.maxwidth:
        most.append(query.maxwidth)
    if query.maxheight:
        most.append(query.maxheight * width // height)
    return scaled(size, max(1, min(most)))
