"""The formats of a list: each with its suffix, media type and writer, listed once.

To add one, write ``api/render/<format>.py`` and name it in ``FORMATS``.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar.datastructures.headers import Accept

from api.errors import NotAcceptable
from api.render import csv, json, ndjson
from api.schemas.envelope import Page


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One way to write a page of records of a shape."""

    name: str
    media_type: str
    content_type: str
    write: Callable[[Page[Any], Any], bytes]
    description: str


FORMATS = {
    format.name: format
    for format in (
        Format(
            name="json",
            media_type="application/json",
            content_type="application/json",
            write=json.write,
            description="The page as one JSON document.",
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
        ),
    )
}
"""Every format, the one without a suffix first."""


def negotiate(accept: str | None, offered: list[str]) -> str:
    """The media type to answer with; ``NotAcceptable`` when ``Accept`` allows none of them."""
    if not accept:
        return offered[0]
    allowed = ",".join(part for part in accept.split(",") if not _refused(part))
    if allowed and (best := Accept(allowed).best_match(offered)):
        return best
    raise NotAcceptable(f"this address answers {', '.join(offered)}")


def _refused(part: str) -> bool:
    """Whether a media range has weight 0, which means "never" (RFC 9110 section 12.4.2)."""
    weights = [p.strip() for p in part.split(";")[1:]]
    return any(w.startswith("q=") and w[2:].strip("0.") == "" for w in weights)
