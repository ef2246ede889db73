"""What every request and every answer goes through, whatever the route.

Limits on what is read, one spelling of each address, HEAD and OPTIONS, cross-origin access and
the security headers; and the last resort for a fault nothing else caught.
"""

import logging
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.errors import (
    AddressTooLong,
    HeadersTooLarge,
    InternalError,
    MethodNotAllowed,
    NotFound,
    TallyError,
)
from api.routes.failing import Failure, failure_of
from api.settings import Settings

_LONGEST_ADDRESS = 8 * 1024
LARGEST_HEADERS = 32 * 1024
"""Bytes of their names and values together."""

POLICY = b"default-src 'none'; frame-ancestors 'none'"
"""What an answer may load and who may frame it, unless it says so itself: nothing, and nobody."""
_EVERYWHERE = {
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"Accept-Ranges, Content-Digest, Content-Range, ETag, Link, "
    b"Repr-Digest, Retry-After, X-Request-ID",
    b"cross-origin-resource-policy": b"cross-origin",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(), "
    b"payment=(), usb=()",
}
_CSP = b"content-security-policy"
_UNLESS_SET = {_CSP: POLICY}
_UNFRAMED = (b"x-frame-options", b"DENY")  # what `frame-ancestors 'none'` says, for what is older
ALWAYS = _EVERYWHERE | _UNLESS_SET | dict([_UNFRAMED])
"""The headers of whatever is answered without a page."""
_OPTIONS = {
    b"allow": b"GET, HEAD, OPTIONS",
    b"cache-control": b"public, max-age=86400",
}
_PREFLIGHT = _OPTIONS | {
    b"access-control-allow-methods": b"GET, HEAD, OPTIONS",
    b"access-control-allow-headers": b"*",
    b"access-control-max-age": b"86400",
}
_PREFLIGHT_ASKS = b"access-control-request-method"

_log = logging.getLogger("tally")


class Edge:
    """The outermost application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan through."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        answer = _Answer(send, bodyless=method == "HEAD")

        async def fail(error: TallyError) -> None:
            await answer.failure(failure_of(error, scope, self._settings))

        if (refusal := refusal_of(scope)) is not None:
            await fail(refusal)
        elif method == "OPTIONS":
            asks = any(name == _PREFLIGHT_ASKS for name, _ in scope["headers"])
            await answer.complete(204, dict(_PREFLIGHT if asks else _OPTIONS), b"")
        elif method not in ("GET", "HEAD"):
            await fail(MethodNotAllowed("Tally is read-only: GET, HEAD and OPTIONS"))
        else:
            # who would have to make a long answer for nothing can see that it is not wanted
            state = {**scope.get("state", {}), "bodyless": method == "HEAD"}
            # a scope of its own: by the one it gave, the server knows that HEAD has no body
            inner = cast(HTTPScope, {**scope, "method": "GET", "state": state})
            try:
                await self._app(inner, receive, answer)
            except Exception:
                _log.exception("fault while answering")
                if answer.started:
                    raise
                await fail(InternalError("the fault was logged"))


class _Answer:
    """What is sent, with the headers every answer has, and without a body for HEAD."""

    def __init__(self, send: Send, bodyless: bool) -> None:
        self._send = send
        self._bodyless = bodyless
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = list(message["headers"])
            present = {name.lower() for name, _ in headers}
            headers += _EVERYWHERE.items()
            headers += [item for item in _UNLESS_SET.items() if item[0] not in present]
            if any(b"frame-ancestors 'none'" in value for name, value in headers if name == _CSP):
                headers.append(_UNFRAMED)
            message["headers"] = headers
        elif message["type"] == "http.response.body" and self._bodyless:
            message["body"] = b""
        await self._send(message)

    async def complete(self, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
        if status != 204:
            headers[b"content-length"] = str(len(body)).encode()
        await self({"type": "http.response.start", "status": status, "headers": [*headers.items()]})
        await self({"type": "http.response.body", "body": body, "more_body": False})

    async def failure(self, failure: Failure) -> None:
        of_text = failure.media_type.startswith("text/")
        headers = {
            b"content-type": f"{failure.media_type}{'; charset=utf-8' * of_text}".encode(),
            **{name.encode(): value.encode() for name, value in failure.headers.items()},
        }
        await self.complete(failure.status, headers, failure.body)


async def refuse(error: TallyError, scope: HTTPScope, send: Send, settings: Settings) -> None:
    """Answer a request by an error, before any application."""
    answer = _Answer(send, bodyless=scope["method"] == "HEAD")
    await answer.failure(failure_of(error, scope, settings))


def refusal_of(scope: HTTPScope) -> TallyError | None:
    """What an address or its headers are refused for before they are looked at."""
    raw_path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    if len(raw_path) + len(scope["query_string"]) > _LONGEST_ADDRESS:
        return AddressTooLong(f"an address has at most {_LONGEST_ADDRESS} bytes")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        return HeadersTooLarge(f"headers have at most {LARGEST_HEADERS} bytes together")
    path = scope["path"]
    if "//" in path or (path != "/" and path.endswith("/")):
        return NotFound("nothing has this address: addresses have no empty part and no last slash")
    if b"%2f" in raw_path.lower():
        return NotFound("nothing has this address: a slash in an address is not encoded")
    return None
