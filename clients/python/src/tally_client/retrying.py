"""When an answer is worth another try, and how long to wait for it."""

import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import msgspec

_WORTH_ANOTHER = frozenset({429, 503})
_FIRST_WAIT = 0.5
"""Seconds, where nobody says how long; then twice as long each time."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How often and how long to try.

    ``attempts`` are the requests in all, ``seconds`` what is waited between them at most: who is
    told to wait longer than that gives up at once.
    """

    attempts: int = 5
    seconds: float = 60.0


def retry_after(response: httpx2.Response) -> float | None:
    """Seconds of its ``Retry-After``, which is a number or a date (RFC 9110, 10.2.3)."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


class _Tries:
    """The tries at one request."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._made = 0
        self._left = patience.seconds

    def wait_after(self, response: httpx2.Response | None) -> float | None:
        """Seconds until the next try; ``None``: this was the last one.

        ``response`` is ``None`` where the connection broke.
        """
        self._made += 1
        if response is not None and response.status_code not in _WORTH_ANOTHER:
            return None
        told = None if response is None else retry_after(response)
        wait = _FIRST_WAIT * math.pow(2, self._made - 1) if told is None else told
        if self._made >= self._patience.attempts or wait > self._left:
            return None
        self._left -= wait
        return wait


class Retrying(httpx2.BaseTransport):
    """A transport that asks again: reading changes nothing, so that every request may be."""

    def __init__(
        self,
        transport: httpx2.BaseTransport,
        patience: Patience,
        sleep: Callable[[float], None],
    ) -> None:
        self._transport = transport
        self._patience = patience
        self._sleep = sleep

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the last try."""
        tries = _Tries(self._patience)
        while True:
            try:
                response = self._transport.handle_request(request)
            except (httpx2.NetworkError, httpx2.RemoteProtocolError):
                if (wait := tries.wait_after(None)) is None:
                    raise
            else:
                if (wait := tries.wait_after(response)) is None:
                    return response
                response.close()
            self._sleep(wait)

    def close(self) -> None:
        """Close what is below."""
        self._transport.close()


class AsyncRetrying(httpx2.AsyncBaseTransport):
    """The same for ``await``."""

    def __init__(
        self,
        transport: httpx2.AsyncBaseTransport,
        patience: Patience,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._transport = transport
        self._patience = patience
        self._sleep = sleep

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the last try."""
        tries = _Tries(self._patience)
        while True:
            try:
                response = await self._transport.handle_async_request(request)
            except (httpx2.NetworkError, httpx2.RemoteProtocolError):
                if (wait := tries.wait_after(None)) is None:
                    raise
            else:
                if (wait := tries.wait_after(response)) is None:
                    return response
                await response.aclose()
            await self._sleep(wait)

    async def aclose(self) -> None:
        """Close what is below."""
        await self._transport.aclose()
