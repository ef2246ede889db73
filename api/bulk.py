"""How is what holds a whole release made, and how long is an archive before it is sent?

An archive is made anew for every download: nothing is written down. Its length and digest have to
be known before its first byte, so that it is made once to find them, and they are kept.
"""

import asyncio
import hashlib
import threading
from base64 import b64encode
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec

from api.errors import Unavailable

_THREADS = 2
"""So many archives are worked on at once; others wait, so that answers need not."""
_PATIENCE = 10.0
"""Seconds that a caller waits for a first making, which goes on without it."""
_KEPT = 256


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """The length of an archive in bytes, and its SHA-256."""

    size: int
    sha256: bytes

    @property
    def digest(self) -> str:
        """As ``Content-Digest`` and ``Repr-Digest`` have it (RFC 9530)."""
        return f"sha-256=:{b64encode(self.sha256).decode()}:"


class Packages:
    """The archives of a serving process, by what decides their bytes."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._known: OrderedDict[str, Future[Measured]] = OrderedDict()
        self._ending = threading.Event()

    @property
    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._ending.clear()
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="bulk")
        return self._pool

    async def measure(
        self, tag: str, make: Callable[[], Iterator[bytes]], patience: float = _PATIENCE
    ) -> Measured:
        """What is known of an archive; made once, however many ask.

        ``Unavailable`` when that takes longer than ``patience`` seconds: the making goes on, and
        who comes again finds it further on or done.
        """
        future = self._known.get(tag)
        if future is None or (future.done() and (future.cancelled() or future.exception())):
            future = self._known[tag] = self._threads.submit(self._measure, make)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), patience)
        except TimeoutError as error:
            raise Unavailable("the package is being made: it takes some time the first time") from (
                error
            )

    async def pieces(self, made: Iterator[bytes], first: int, last: int) -> AsyncIterator[bytes]:
        """The bytes ``first`` to ``last``, made as they are taken."""
        position = 0
        async for piece in self.stream(made):
            wanted = piece[max(first - position, 0) : last + 1 - position]
            position += len(piece)
            if wanted:
                yield wanted
            if position > last:
                return
        raise EOFError("the archive is shorter than it was")

    async def stream(self, made: Iterator[bytes]) -> AsyncIterator[bytes]:
        """All of it, made as it is taken."""
        loop = asyncio.get_running_loop()
        while piece := await loop.run_in_executor(self._threads, next, made, b""):
            yield piece

    def close(self) -> None:
        """End what is being made."""
        self._ending.set()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _measure(self, make: Callable[[], Iterator[bytes]]) -> Measured:
        digest, size = hashlib.sha256(), 0
        for piece in make():
            if self._ending.is_set():
                raise Unavailable("the service is ending")
            digest.update(piece)
            size += len(piece)
        return Measured(size=size, sha256=digest.digest())
