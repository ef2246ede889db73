"""A list that goes on over pages: its records one by one, or a page at a time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from tally_client.models import PageLinks, PageMeta
from tally_client.query import Pairs

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Page(Protocol[R_co]):
    """What every page has: records, where it and the next are, and what it is a part of."""

    @property
    def data(self) -> Sequence[R_co]:
        """Its records, in order."""

    @property
    def links(self) -> PageLinks:
        """Where it is, and the next."""

    @property
    def meta(self) -> PageMeta:
        """The release it is of, and the total if it was asked for."""


class Listing(Generic[R]):
    """Iterate over it for all records; a page is asked for when it is come to.

    All pages are of the release that the first one was of, whatever is published meanwhile. Each
    iteration begins anew.
    """

    def __init__(self, ask: Callable[[Pairs], Page[R]], query: Pairs) -> None:
        self._ask = ask
        self._query = query

    def first(self) -> Page[R]:
        """The first page."""
        return self._ask(self._query)

    def pages(self) -> Iterator[Page[R]]:
        """Every page."""
        query: Pairs | None = self._query
        while query is not None:
            page = self._ask(query)
            yield page
            query = _following(page)

    def __iter__(self) -> Iterator[R]:
        for page in self.pages():
            yield from page.data


class AsyncListing(Generic[R]):
    """The same for ``async for``."""

    def __init__(self, ask: Callable[[Pairs], Awaitable[Page[R]]], query: Pairs) -> None:
        self._ask = ask
        self._query = query

    async def first(self) -> Page[R]:
        """The first page."""
        return await self._ask(self._query)

    async def pages(self) -> AsyncIterator[Page[R]]:
        """Every page."""
        query: Pairs | None = self._query
        while query is not None:
            page = await self._ask(query)
            yield page
            query = _following(page)

    async def __aiter__(self) -> AsyncIterator[R]:
        async for page in self.pages():
            for record in page.data:
                yield record


def _following(page: Page[object]) -> Pairs | None:
    """The query of the next page: it is asked for where the first was, however Tally is reached."""
    following = page.links.next
    return None if following is None else parse_qsl(urlsplit(following).query)
