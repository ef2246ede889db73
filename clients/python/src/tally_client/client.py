"""The clients: one that waits for its answers, one for ``await``."""

import sqlite3
import time
from collections.abc import Awaitable, Callable
from os import PathLike
from types import TracebackType
from typing import Self

import anyio
import anysqlite
import httpx2
from hishel import AsyncSqliteStorage, CacheOptions, SqliteStorage
from hishel.httpx2 import AsyncCacheTransport, CacheTransport

from tally_client.asking import body_of
from tally_client.operations import AsyncOperations, Operations
from tally_client.query import Pairs
from tally_client.retrying import AsyncRetrying, Patience, Retrying

_PATIENCE = Patience()
_RULES = CacheOptions(shared=False)
_HEADERS = {"User-Agent": "tally-client/0.1.0", "Accept": "application/json, */*;q=0.5"}
_MEGABYTE = 1024 * 1024


class Client(Operations):
    """A client of the Tally at ``base_url``.

    Answers are kept as HTTP has it (RFC 9111): one that is fresh is not asked for again, one that
    no longer is is asked for by its ``ETag``. ``cache`` is a file for them that outlives the
    process; without one they are kept in memory, up to ``cache_megabytes``. ``patience`` is how
    often and how long a server in trouble is asked again, ``sleep`` how to wait until then,
    ``timeout`` the seconds one try may take, ``transport`` how requests are sent.
    """

    def __init__(
        self,
        base_url: str,
        *,
        cache: str | PathLike[str] | None = None,
        cache_megabytes: int = 64,
        patience: Patience = _PATIENCE,
        sleep: Callable[[float], None] = time.sleep,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        storage = SqliteStorage(
            connection=sqlite3.connect(cache or ":memory:", check_same_thread=False),
            max_size=cache_megabytes * _MEGABYTE,
        )
        asking = Retrying(transport or httpx2.HTTPTransport(), patience, sleep)
        self._http = httpx2.Client(
            base_url=base_url,
            transport=CacheTransport(asking, storage=storage, rfc=_RULES),
            timeout=timeout,
            headers=_HEADERS,
        )

    def _bytes(self, path: str, query: Pairs) -> bytes:
        return body_of(self._http.get(path, params=tuple(query)))

    def close(self) -> None:
        """Close its connections and its cache."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient(AsyncOperations):
    """The same for ``await``."""

    def __init__(
        self,
        base_url: str,
        *,
        cache: str | PathLike[str] | None = None,
        cache_megabytes: int = 64,
        patience: Patience = _PATIENCE,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
        timeout: float = 30.0,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        storage = AsyncSqliteStorage(
            connection=anysqlite.Connection(
                sqlite3.connect(cache or ":memory:", check_same_thread=False)
            ),
            max_size=cache_megabytes * _MEGABYTE,
        )
        asking = AsyncRetrying(transport or httpx2.AsyncHTTPTransport(), patience, sleep)
        self._http = httpx2.AsyncClient(
            base_url=base_url,
            transport=AsyncCacheTransport(asking, storage=storage, rfc=_RULES),
            timeout=timeout,
            headers=_HEADERS,
        )

    async def _bytes(self, path: str, query: Pairs) -> bytes:
        return body_of(await self._http.get(path, params=tuple(query)))

    async def aclose(self) -> None:
        """Close its connections and its cache."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()
