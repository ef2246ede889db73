"""In which content coding is an answer sent, and how is it put into that?

RFC 9110 section 12.5.3: the coding with the greatest weight of those that ``Accept-Encoding``
allows, of equal ones the first in ``CODINGS``; the plain body where none is named or all are
refused.
"""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli
import zstandard

PLAIN = b"identity"
_GZIP_LEVEL = 6
_BROTLI_QUALITY = 5
_ZSTD_LEVEL = 6
SMALLEST = 512
"""A shorter body is sent plain: its headers are as long."""

_COMPRESSIBLE = re.compile(
    rb"text/|application/(json|x-ndjson|[a-z.+-]+\+(json|xml|csv))|image/svg\+xml"
)
_WEIGHT = re.compile(rb"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_LONGEST_KEPT = 200

CODINGS: dict[bytes, Callable[[bytes], bytes]] = {
    # a compressor for every body: they keep state, and bodies may be compressed in threads
    b"zstd": lambda body: zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body),
    b"br": lambda body: bytes(brotli.compress(body, quality=_BROTLI_QUALITY)),
    b"gzip": lambda body: gzip.compress(body, _GZIP_LEVEL, mtime=0),
}
"""By name, the one preferred first."""


def is_compressible(content_type: bytes) -> bool:
    """Whether a media type is text, which is worth compressing."""
    return _COMPRESSIBLE.match(content_type) is not None


def coding_for(accept_encoding: bytes | None) -> bytes:
    """The coding a header asks for: a name of ``CODINGS``, or ``PLAIN``."""
    if accept_encoding is None:
        return PLAIN
    if len(accept_encoding) > _LONGEST_KEPT:
        return _negotiate(accept_encoding)
    return _negotiated(accept_encoding)


def _negotiate(accept_encoding: bytes) -> bytes:
    weights: dict[bytes, float] = {}
    for part in accept_encoding.lower().split(b","):
        name, *parameters = (piece.strip() for piece in part.split(b";"))
        weights.setdefault(b"gzip" if name == b"x-gzip" else name, _weight(parameters))
    others = weights.get(b"*", 0.0)
    offered = {coding: weights.get(coding, others) for coding in CODINGS}
    best = max(offered, key=offered.__getitem__)
    if offered[best] > 0 and offered[best] >= weights.get(PLAIN, 0.0):
        return best
    return PLAIN


_negotiated = lru_cache(maxsize=512)(_negotiate)


def _weight(parameters: list[bytes]) -> float:
    """The weight of a coding; none, as if refused, where it cannot be read."""
    if not parameters:
        return 1.0
    found = _WEIGHT.fullmatch(parameters[0])
    return float(found[1]) if found else 0.0
