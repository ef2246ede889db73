"""Opaque cursors: where the next page of one query begins, in one release.

A cursor carries the release and the sort keys of the last row, sealed with a digest over both
and the query. A string that Tally did not issue for this very query is no page at all (404), so
that neither a typo nor a cursor of another query can change what a list says.
"""

import base64
import hashlib
from collections.abc import Sequence

import msgspec

from api.errors import NotFound

Key = str | int
_SEAL_BYTES = 9
_NOT_OURS = "this cursor was not issued for this query: take it unchanged from links.next"


class Position(msgspec.Struct, frozen=True, array_like=True):
    """The release of a listing and the sort keys of its last row so far."""

    release: int
    keys: list[Key]


def issue(release: int, keys: Sequence[Key], query: bytes) -> str:
    """A cursor for the page after ``keys``; ``query`` is the canonical query it belongs to."""
    payload = msgspec.msgpack.encode(Position(release, list(keys)))
    return _encode(_seal(payload, query) + payload)


def open_cursor(cursor: str, query: bytes) -> Position:
    """The position a cursor stands for; ``NotFound`` if it was not issued for ``query``."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError as error:
        raise NotFound(_NOT_OURS) from error
    payload = sealed[_SEAL_BYTES:]
    # the bits that base64 leaves over at the end count too: one position has one cursor
    if sealed[:_SEAL_BYTES] != _seal(payload, query) or _encode(sealed) != cursor:
        raise NotFound(_NOT_OURS)
    return msgspec.msgpack.decode(payload, type=Position)


def _encode(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _seal(payload: bytes, query: bytes) -> bytes:
    key = hashlib.blake2b(query).digest()
    return hashlib.blake2b(payload, key=key, digest_size=_SEAL_BYTES).digest()
