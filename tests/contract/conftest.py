"""Both databases at once, and a live server."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from api.app import reference
from api.settings import Settings
from seeds.fixtures import Fixtures
from tests.conftest import Client, client_of, seed
from tests.serving import serving


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    decoded: dict[str, Any] = msgspec.json.decode(reference(Settings().base_url))
    return decoded


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, fixtures: Fixtures) -> Iterator[str]:
    """The address of a real server on the five articles."""
    folder = tmp_path_factory.mktemp("live")
    url = f"sqlite:///{folder}/tally.db"
    seed(url, fixtures)
    with serving(url, folder / "log") as address:
        yield address


@pytest.fixture(scope="session")
def both(
    tmp_path_factory: pytest.TempPathFactory,
    new_on_postgresql: Callable[[], str],
    fixtures: Fixtures,
) -> tuple[Client, Client]:
    """Clients on the five articles, on SQLite and on PostgreSQL."""
    urls = (f"sqlite:///{tmp_path_factory.mktemp('both')}/tally.db", new_on_postgresql())
    for url in urls:
        seed(url, fixtures)
    return client_of(urls[0]), client_of(urls[1])
