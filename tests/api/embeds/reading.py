"""How the tests of embeds read them: as parsed documents, and as the pixels of an image."""

import re
import struct
import zlib
from html.parser import HTMLParser
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def text_of(page: str) -> str:
    """What a person sees of an HTML document without opening anything, spaces as one."""
    reader = _Reader()
    reader.feed(page)
    return " ".join("".join(reader.texts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "title", "details"):
            self._within.append(tag)
        elif tag in ("p", "td", "th", "h1", "text", "li", "small"):
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.texts.append(data)


def drawing(svg: bytes) -> ElementTree.Element:
    """The root of an SVG document; a parse error if it is not well-formed."""
    return ElementTree.fromstring(svg)


def words_in(svg: bytes) -> str:
    """Everything an image says, line by line, without the isolates around lines."""
    lines = ["".join(text.itertext()) for text in drawing(svg).iter(f"{SVG}text")]
    return re.sub("[\u2066-\u2069]", "", " ".join(lines))


def pixels_of(png: bytes) -> tuple[int, int, int]:
    """Width, height and how many different bytes the rows of a PNG hold; checks every checksum."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    at, packed, kinds = 8, b"", []
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack(">I", png[at + 8 + length :][:4])[0]
        packed += data if kind == b"IDAT" else b""
        kinds.append(kind)
        at += 12 + length
    assert kinds[-1] == b"IEND"
    return width, height, len(set(zlib.decompress(packed)))
