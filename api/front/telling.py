"""What is told of each request once it is answered: a line of log, and the numbers of ``/metrics``.

It stands in front of all else, and only where a setting asks for it. Nothing of a query is told,
no address of a client, and no path but a plain one.
"""

import re
import time
import uuid
from collections.abc import Iterable
from typing import Any, cast

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    ControllerRouterHandler,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)

from api import log, metrics
from api.errors import instance_of
from api.front.addresses import Addresses
from api.settings import Settings

_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_METHODS = ("GET", "HEAD", "OPTIONS")


class Telling:
    """Passes every request on, and tells of it when it has ended."""

    def __init__(
        self, app: ASGIApp, routes: Iterable[ControllerRouterHandler], settings: Settings
    ) -> None:
        self._app = app
        self._addresses = Addresses(routes)
        self._logs = settings.log
        self._counts = settings.metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan through."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        id = request_id(scope)
        heard = _Heard(send, id)
        ours = log.REQUEST_ID.set(id.decode())
        began = time.perf_counter()
        try:
            await self._app(scope, receive, heard)
        finally:
            self._tell(scope, heard, time.perf_counter() - began)
            log.REQUEST_ID.reset(ours)

    def _tell(self, scope: HTTPScope, heard: "_Heard", seconds: float) -> None:
        address = self._addresses.of(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else "other"
        if self._counts:
            metrics.count(method, address, heard.status, seconds, heard.bytes)
        if self._logs:
            log.requested(
                method=method,
                address=address,
                path=instance_of(scope["path"]),
                status=heard.status,
                bytes=heard.bytes,
                milliseconds=round(seconds * 1000, 3),
            )


def request_id(scope: HTTPScope) -> bytes:
    """The id a proxy gave in ``X-Request-ID``, if there is a well-formed one; else a new one."""
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    if len(given) == 1 and _WELL_FORMED.fullmatch(given[0]):
        return given[0]
    return uuid.uuid4().hex.encode()


class _Heard:
    """What was sent, with the id of its request."""

    def __init__(self, send: Send, id: bytes) -> None:
        self._send = send
        self._id = id
        self.status = 0
        """0 where nothing was sent: the client was gone, or the server is ending."""
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            # a copy: what the store sends is shared
            headers = [*message["headers"], (b"x-request-id", self._id)]
            message = cast(Any, {**message, "headers": headers})
        elif message["type"] == "http.response.body":
            self.bytes += len(message["body"])
        await self._send(message)
