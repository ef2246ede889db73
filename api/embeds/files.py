"""The files that pages load: read once, compressed once, known by their content."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

import msgspec

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
}
"""Every address that answers a file; there are no others."""


@cache
def file_at(address: str) -> File:
    """The file of an address in ``_ADDRESSES``."""
    path = _STATIC / _ADDRESSES[address]
    content = path.read_bytes()
    return File(
        content_type=_TYPES[path.suffix],
        plain=content,
        gzipped=gzip.compress(content, mtime=0),
        digest=hashlib.sha256(content).hexdigest()[:24],
        policy=_REFERENCE_POLICY if path.suffix == ".html" else None,
    )
