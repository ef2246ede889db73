"""How is one answer kept, so that it can be sent in any coding, or as unchanged?

Everything that is sent is made once: the two ASGI messages of the answer in each coding that was
asked for, and the one that says it has not changed.
"""

import asyncio
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from api.caching import is_current, is_unmodified
from api.store.codings import CODINGS, PLAIN, SMALLEST, is_compressible

Headers = Sequence[tuple[bytes, bytes]]

_OVERHEAD = 4 * 1024  # what messages and headers take beside a body, about


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in one coding, as ASGI messages. They are shared: nobody may change them."""

    tag: bytes | None
    modified: bytes | None
    start: Any
    body: Any
    unchanged: Any
    """What begins a 304."""
    head: bytes
    """``start`` as it goes over the wire, without the line that ends it."""
    unchanged_head: bytes

    def is_current(self, if_none_match: bytes | None, since: bytes | None = None) -> bool:
        """Whether the caller has it already; ``since`` is their ``If-Modified-Since``."""
        if if_none_match is None:
            return since is not None and self.is_unmodified(since)
        if self.tag is None:
            return False
        if if_none_match == self.tag:
            return True
        return is_current(if_none_match.decode("latin-1"), self.tag.decode("latin-1"))

    def is_unmodified(self, since: bytes) -> bool:
        """Whether it is of the date that the caller has it of."""
        modified = self.modified.decode("latin-1") if self.modified is not None else None
        return is_unmodified(since.decode("latin-1"), modified)


class Answer(msgspec.Struct, kw_only=True):
    """One whole answer, with its forms so far."""

    status: int
    headers: Headers
    body: bytes
    forms: dict[bytes, Form] = msgspec.field(default_factory=dict)
    until: float | None = None
    """The instant (of the layer's clock) after which it is asked for anew, if there is one."""
    key: bytes | None = None
    """The question it is kept under, if it is."""
    compressing: dict[bytes, asyncio.Task[Form]] = msgspec.field(default_factory=dict)
    """By coding: who is making its form just now."""

    @property
    def is_compressible(self) -> bool:
        """Whether it has more forms than the plain one."""
        return (
            self.status == 200
            and len(self.body) >= SMALLEST
            and self.header(b"content-encoding") is None
            and is_compressible(self.header(b"content-type") or b"")
        )

    @property
    def size(self) -> int:
        """Bytes it takes in memory, about."""
        forms = {id(form): form for form in self.forms.values()}
        return sum(_OVERHEAD + len(form.body["body"]) for form in forms.values())

    def header(self, name: bytes) -> bytes | None:
        """The value of a header."""
        return next((value for known, value in self.headers if known == name), None)

    def compress(self, coding: bytes) -> bytes:
        """Its body in a coding."""
        return self.body if coding == PLAIN else CODINGS[coding](self.body)

    def add(self, coding: bytes, body: bytes) -> Form:
        """Its form in a coding, from the body in that."""
        headers = dict(self.headers)
        tag = headers.get(b"etag")
        if self.is_compressible:
            varies = headers.get(b"vary")
            headers[b"vary"] = (varies + b", " if varies else b"") + b"Accept-Encoding"
        if coding != PLAIN:
            if tag is not None:  # a strong tag is of one representation alone
                tag = tag[:-1] + b"-" + coding + b'"'
                headers[b"etag"] = tag
            headers[b"content-encoding"] = coding
            headers[b"content-length"] = str(len(body)).encode()
        unchanged = [(name, value) for name, value in headers.items() if name not in _OF_A_BODY]
        given = list(headers.items())
        form = Form(
            tag=tag,
            modified=headers.get(b"last-modified"),
            head=_head(self.status, given),
            unchanged_head=_head(304, unchanged),
            start={
                "type": "http.response.start",
                "status": self.status,
                "headers": given,
            },
            body={"type": "http.response.body", "body": body, "more_body": False},
            unchanged={"type": "http.response.start", "status": 304, "headers": unchanged},
        )
        self.forms[coding] = form
        return form


def _head(status: int, headers: Headers) -> bytes:
    """The status line and headers as they go over the wire (RFC 9112)."""
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    for name, value in headers:
        # nobody checks them again
        if _NAME.fullmatch(name) is None or _VALUE.fullmatch(value) is None:
            raise ValueError(f"no header: {name!r}: {value!r}")
        lines.append(name + b": " + value)
    return b"\r\n".join((*lines, b""))


_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_OF_A_BODY = (b"content-length", b"content-type", b"content-encoding")
