"""How an operation is carried out: what each of them says is sent, and its answer is read."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypeVar

import httpx2
import msgspec

from tally_client.errors import TallyError
from tally_client.listing import AsyncListing, Listing, Page
from tally_client.query import Pairs, pairs
from tally_client.retrying import retry_after

T = TypeVar("T")
R = TypeVar("R")


class Asking(ABC):
    """What the operations of ``Client`` are made with."""

    @abstractmethod
    def _bytes(self, path: str, query: Pairs) -> bytes:
        """The body of the answer; ``TallyError`` if it is an error."""

    def _get(self, path: str, query: Mapping[str, object], shape: type[T]) -> T:
        return msgspec.json.decode(self._bytes(path, pairs(query)), type=shape)

    def _file(self, path: str, query: Mapping[str, object]) -> bytes:
        return self._bytes(path, pairs(query))

    def _list(self, path: str, query: Mapping[str, object], page: type[Page[R]]) -> Listing[R]:
        def ask(asked: Pairs) -> Page[R]:
            return msgspec.json.decode(self._bytes(path, asked), type=page)

        return Listing(ask, pairs(query))


class AsyncAsking(ABC):
    """The same for ``AsyncClient``."""

    @abstractmethod
    async def _bytes(self, path: str, query: Pairs) -> bytes:
        """The body of the answer; ``TallyError`` if it is an error."""

    async def _get(self, path: str, query: Mapping[str, object], shape: type[T]) -> T:
        return msgspec.json.decode(await self._bytes(path, pairs(query)), type=shape)

    async def _file(self, path: str, query: Mapping[str, object]) -> bytes:
        return await self._bytes(path, pairs(query))

    def _list(self, path: str, query: Mapping[str, object], page: type[Page[R]]) -> AsyncListing[R]:
        async def ask(asked: Pairs) -> Page[R]:
            return msgspec.json.decode(await self._bytes(path, asked), type=page)

        return AsyncListing(ask, pairs(query))


def body_of(response: httpx2.Response) -> bytes:
    """The body of an answer that is none of an error."""
    if response.is_success:
        return response.content
    raise TallyError(response.status_code, response.content, retry_after(response))
