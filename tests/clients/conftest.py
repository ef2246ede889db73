"""A live server that the clients are tested against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seeds.fixtures import Fixtures
from tests.conftest import seed
from tests.serving import serving


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, fixtures: Fixtures) -> Path:
    """The database of the five articles that the server reads."""
    path = tmp_path_factory.mktemp("clients") / "tally.db"
    seed(f"sqlite:///{path}", fixtures)
    return path


@pytest.fixture(scope="session")
def live(database: Path) -> Iterator[str]:
    """The address of a ``tally serve`` process."""
    with serving(f"sqlite:///{database}", database.with_name("log")) as address:
        yield address
