"""The files that pages load: read once, compressed once, known by their content."""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

import msgspec

from api.embeds.tokens import custom_properties

_STATIC = Path(__file__).parents[1] / "static"

_REFERENCE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
}


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it is answered."""

    content_type: str
    plain: bytes
    gzipped: bytes
    digest: str
    policy: str | None


_ADDRESSES = {
    "/docs": "reference/index.html",
    "/docs/scalar.js": "reference/scalar.js",
    "/docs/start.js": "reference/start.js",
    "/static/site.css": "site/site.css",
    "/static/site.js": "site/site.js",
}
"""Every address that answers a file; there are no others. A style sheet is answered with those
beside it: a kind of page has its own rules in a file of its own."""


@cache
def file_at(address: str) -> File:
    """The file of an address in ``_ADDRESSES``; what a page loads is named with its digest."""
    path = _STATIC / _ADDRESSES[address]
    content = path.read_bytes()
    if path.suffix == ".css":
        parts = sorted(part for part in path.parent.glob("*.css") if part != path)
        content = custom_properties("auto").encode() + content
        content += b"".join(part.read_bytes() for part in parts)
    if path.suffix == ".html":
        content = re.sub(rb'(?<=")(docs|static)/[a-z]+\.[a-z]+(?=")', _named_by_content, content)
    return File(
        content_type=_TYPES[path.suffix],
        plain=content,
        gzipped=gzip.compress(content, mtime=0),
        digest=hashlib.sha256(content).hexdigest()[:24],
        policy=_REFERENCE_POLICY if path.suffix == ".html" else None,
    )


def versioned(address: str) -> str:
    """An address with the digest of what it answers, which may be kept for good."""
    return f"{address}?v={file_at(address).digest}"


def _named_by_content(found: re.Match[bytes]) -> bytes:
    return versioned(f"/{found[0].decode()}").removeprefix("/").encode()
