"""What is known of an archive before it is sent."""

import asyncio
import hashlib
import itertools
import threading
from collections.abc import Iterator

import pytest

from api.bulk import Packages
from api.errors import Unavailable


@pytest.fixture
def packages() -> Iterator[Packages]:
    """The archives of a process, which ends after the test."""
    made = Packages()
    yield made
    made.close()


def test_made_once(packages: Packages) -> None:
    """However many ask, and what was found is the length and the digest."""
    times = itertools.count(1)

    def make() -> Iterator[bytes]:
        assert next(times) == 1
        yield from (b"ab", b"", b"c")

    async def ask() -> None:
        found = await asyncio.gather(*(packages.measure("tag", make) for _ in range(5)))
        assert {(one.size, one.sha256) for one in found} == {(3, hashlib.sha256(b"abc").digest())}

    asyncio.run(ask())


def test_what_takes_long_is_503(packages: Packages) -> None:
    """The caller is told to come again; the making goes on, and is then known at once."""
    going_on = threading.Event()

    def make() -> Iterator[bytes]:
        going_on.wait(30)
        yield b"some"

    async def ask() -> None:
        with pytest.raises(Unavailable) as told:
            await packages.measure("tag", make, patience=0.01)
        assert told.value.headers["retry-after"]
        going_on.set()
        assert (await packages.measure("tag", make)).size == 4

    asyncio.run(ask())


def test_what_failed_is_tried_again(packages: Packages) -> None:
    """A database that was away for once does not spoil the address for ever."""
    times = itertools.count(1)

    def make() -> Iterator[bytes]:
        if next(times) == 1:
            raise Unavailable("away")
        yield b"some"

    async def ask() -> None:
        with pytest.raises(Unavailable):
            await packages.measure("tag", make)
        assert (await packages.measure("tag", make)).size == 4

    asyncio.run(ask())


def test_an_ending_service_waits_for_no_archive() -> None:
    """One that would go on for ever is given up."""
    packages, begun = Packages(), threading.Event()

    def make() -> Iterator[bytes]:
        begun.set()
        return itertools.repeat(b"more")

    async def ask() -> None:
        with pytest.raises(Unavailable):
            await packages.measure("tag", make, patience=0.01)

    asyncio.run(ask())
    assert begun.wait(30)
    packages.close()


def test_a_shorter_archive_is_a_fault(packages: Packages) -> None:
    """What ends before its length is never taken for whole."""

    async def take() -> bytes:
        return b"".join([piece async for piece in packages.pieces(iter([b"abc"]), 1, 5)])

    with pytest.raises(EOFError):
        asyncio.run(take())
