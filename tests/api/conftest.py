"""What the tests of the API share: a database that also holds made-up articles."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from seeds.fixtures import Fixtures
from tests.api.lists import LISTS, Record, records_at
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed


@pytest.fixture(scope="session")
def rich(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on two releases: the five articles, then the made-up ones added."""
    url = empty_database()
    seed(url, fixtures, now=lambda: datetime(2025, 9, 1, 12, tzinfo=UTC))
    seed(url, with_made_up(fixtures), now=lambda: datetime(2025, 9, 2, 12, tzinfo=UTC))
    return client_of(url)


@pytest.fixture(scope="session")
def world(rich: Client) -> dict[str, list[Record]]:
    """Every record that ``rich`` answers, by the path of its list."""
    return {path: records_at(rich, path) for path in LISTS}
