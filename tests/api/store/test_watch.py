"""Which release is the newest: seen in time, asked for seldom, and never taken for granted."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from api.db import Database
from api.queries.snapshot import Identity, Snapshots
from api.store.watch import Watch
from seeds.database import newest_schema
from seeds.fixtures import Fixtures
from tests.api.made_up import with_made_up
from tests.conftest import seed
from tests.databases import is_sqlite, take_away


class Counting(Snapshots):
    """Counts how often the newest release is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0

    def newest(self, connection: Connection) -> tuple[Identity, int]:
        """As it is, counted."""
        self.looked += 1
        return super().newest(connection)


class Kit:
    """A watch on a database of one release, with a clock of its own."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url = url
        self.now = 100.0
        self.snapshots = Counting()
        self.database = Database(url, 30.0, newest_schema())
        self.watch = Watch(self.database, self.snapshots, seconds, lambda: self.now)

    def release(self) -> int | None:
        """What the watch says to one request."""
        known = self.watch.known() or asyncio.run(self.watch.look())
        return known.release[0] if known is not None else None


@pytest.fixture
def url(empty_database: Callable[[], str], fixtures: Fixtures) -> str:
    """A database of one release."""
    made = empty_database()
    seed(made, fixtures, now=lambda: datetime(2025, 9, 1, tzinfo=UTC))
    return made


def publish(url: str, fixtures: Fixtures) -> None:
    """Publish a second release."""
    seed(url, with_made_up(fixtures), now=lambda: datetime(2025, 9, 2, tzinfo=UTC))


def test_asked_seldom(url: str) -> None:
    """A SQLite file is asked once; PostgreSQL again when what is known is old."""
    kit = Kit(url, 0.5)
    for _ in range(10):
        assert kit.release() == 1
    assert kit.snapshots.looked == 1
    for later in (0.4, 0.4, 0.4):
        kit.now += later
        assert kit.release() == 1
    assert kit.snapshots.looked == (1 if is_sqlite(url) else 2)
    kit.database.close()


def test_seen_in_time(url: str, fixtures: Fixtures) -> None:
    """A new SQLite file is seen in a twentieth of a second, a release of PostgreSQL in a half."""
    kit = Kit(url, 0.5)
    assert kit.release() == 1
    publish(url, fixtures)
    assert kit.release() == 1
    kit.now += 0.06
    assert kit.release() == (2 if is_sqlite(url) else 1)
    kit.now += 0.44
    assert kit.release() == 2
    kit.database.close()


def test_seen_by_anyone_is_seen_by_all(url: str, fixtures: Fixtures) -> None:
    """Once any question of the process has found a newer release, the watch looks at once."""
    kit = Kit(url, 1.0)
    assert kit.release() == 1
    publish(url, fixtures)
    asyncio.run(kit.database.read(lambda connection: kit.snapshots.at(connection, None)))
    assert kit.release() == 2
    kit.database.close()


def test_an_older_finding_is_looked_into(url: str, fixtures: Fixtures) -> None:
    """A question that found an older release late raises doubt, and leads to no older answer."""
    kit = Kit(url, 1.0)
    assert kit.release() == 1
    old, _ = asyncio.run(kit.database.read(kit.snapshots.newest))
    publish(url, fixtures)
    kit.now += 1.0
    assert kit.release() == 2
    looked = kit.snapshots.looked
    kit.snapshots._newest = old
    kit.snapshots.turn += 1
    assert kit.release() == 2
    assert kit.snapshots.looked == looked + 1
    kit.database.close()


def test_one_looks_for_all(url: str) -> None:
    """Who comes while another looks waits for that."""
    kit = Kit(url, 0.5)

    async def run() -> list[object]:
        return list(await asyncio.gather(*(kit.watch.look() for _ in range(20))))

    assert len(set(map(str, asyncio.run(run())))) == 1
    assert is_sqlite(url) or kit.snapshots.looked == 1
    kit.database.close()


def test_a_fault_is_logged(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where looking fails otherwise, nothing is known, and what it was is logged."""
    kit = Kit(url, 0.0)

    def broken(connection: Connection) -> tuple[Identity, int]:
        raise ZeroDivisionError("insides")

    kit.snapshots.newest = broken  # type: ignore[method-assign]
    assert kit.release() is None
    assert "fault while looking" in caplog.text
    kit.database.close()


def test_away(url: str) -> None:
    """While the database is away nothing is known, and it is not asked for each request."""
    kit = Kit(url, 0.5)
    assert kit.release() == 1
    take_away(url)
    kit.now += 0.5
    assert kit.release() is None
    assert kit.release() is None
    kit.now += 0.5
    assert kit.release() is None
    kit.database.close()
