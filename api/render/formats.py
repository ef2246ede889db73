"""The formats of a list: each with its suffix, media type and writer, listed once.

To add one, write ``api/render/<format>.py`` and name it in ``FORMATS``.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from api.errors import NotAcceptable
from api.render import atom, csv, json, jsonfeed, jsonstat, ndjson, sdmxcsv
from api.schemas.envelope import Page


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One way to write a page of records of a shape."""

    name: str
    media_type: str
    content_type: str
    write: Callable[[Page[Any], Any], bytes]
    description: str
    schema_type: str = "string"
    """What the body is to JSON Schema: text, or an object of the format's own."""
    holds_json: bool = False
    """Whether it holds records as they are in JSON, so that they may be given as that."""
    negotiated: bool = True
    """Whether an ``Accept`` header can ask for it; otherwise its suffix alone does."""

    @property
    def is_json(self) -> bool:
        """Whether a body of it is one JSON document."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")


FORMATS = {
    format.name: format
    for format in (
        Format(
            name="json",
            media_type="application/json",
            content_type="application/json",
            write=json.write,
            description="The page as one JSON document.",
            holds_json=True,
        ),
        Format(
            name="csv",
            media_type="text/csv",
            content_type="text/csv; header=present",
            write=csv.write,
            description="One row a record, UTF-8, with a header row (RFC 4180). The next page is "
            "in the `Link` header. A text cell that a spreadsheet would run as a formula "
            "begins with an apostrophe.",
        ),
        Format(
            name="ndjson",
            media_type="application/x-ndjson",
            content_type="application/x-ndjson",
            write=ndjson.write,
            description="One JSON record a line. The next page is in the `Link` header.",
            holds_json=True,
        ),
        Format(
            name="jsonstat",
            media_type="application/json",
            content_type="application/json",
            write=jsonstat.write,
            description="The page as a JSON-stat 2.0 dataset. The next page is in the `Link` "
            "header.",
            schema_type="object",
            negotiated=False,
        ),
        Format(
            name="sdmxcsv",
            media_type="application/vnd.sdmx.data+csv",
            content_type="application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
            write=sdmxcsv.write,
            description="The page as an SDMX-CSV 2.0 data message. The next page is in the `Link` "
            "header.",
            negotiated=False,
        ),
        Format(
            name="atom",
            media_type="application/atom+xml",
            content_type="application/atom+xml",
            write=atom.write,
            description="The page as an Atom feed (RFC 4287), with its next page (RFC 5005).",
            negotiated=False,
        ),
        Format(
            name="jsonfeed",
            media_type="application/feed+json",
            content_type="application/feed+json",
            write=jsonfeed.write,
            description="The page as a JSON Feed, version 1.1.",
            schema_type="object",
            negotiated=False,
        ),
    )
}
"""Every format, the one without a suffix first."""

EVERYWHERE = ("json", "csv", "ndjson")
"""The formats of any list; those that only some shapes can take are named by their route."""


def negotiate(accept: str | None, offered: list[str]) -> str:
    """The media type to answer with; ``NotAcceptable`` when ``Accept`` allows none of them.

    RFC 9110 section 12.5.1: a type weighs what the most specific range that holds it says. Of
    types that weigh the same, the one named more exactly is taken, then the one named first.
    """
    if not accept:
        return offered[0]
    named: dict[str, tuple[float, int]] = {}
    for position, part in enumerate(accept.split(",")):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        named.setdefault(media_range, (_weight(parameters), -position))

    def preference(media_type: str) -> tuple[float, int, int]:
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        for generality, media_range in enumerate(ranges):
            if media_range in named:
                weight, order = named[media_range]
                return weight, -generality, order
        return 0.0, 0, 0

    best = max(offered, key=preference)
    if preference(best)[0] > 0:
        return best
    raise NotAcceptable(f"this address answers {', '.join(offered)}")


def _weight(parameters: list[str]) -> float:
    """The ``q`` of a media range; 1 where there is none that can be read."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 1.0
            return weight if 0 <= weight <= 1 else 1.0
    return 1.0
