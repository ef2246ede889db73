"""Where a fault happens: a folder of its own, and a PostgreSQL where one is asked for."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from tests.faults.forking import Forks, forks
from tests.faults.processes import Postgres, postgres

DATABASES = ("SQLite", "PostgreSQL")


class Site:
    """A folder and whatever runs in it; ended by ``at``."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._numbers = itertools.count(1)
        self._postgres: Postgres | None = None
        self._forks: Forks | None = None

    @classmethod
    @contextmanager
    def at(cls, folder: Path) -> Iterator[Self]:
        """A site in a folder, until the block ends."""
        with ExitStack() as stack:
            yield cls(folder, stack)

    @property
    def postgres(self) -> Postgres:
        """A PostgreSQL that nobody else uses, started when first asked for."""
        if self._postgres is None:
            self._postgres = self._stack.enter_context(postgres(self._folder))
        return self._postgres

    @property
    def forks(self) -> Forks:
        """Commands that need not start anew, from when the first is run."""
        if self._forks is None:
            self._forks = self._stack.enter_context(forks())
        return self._forks

    def folder(self) -> Path:
        """A new, empty folder."""
        path = self._folder / f"place-{next(self._numbers)}"
        path.mkdir()
        return path

    def database(self, name: str) -> str:
        """The URL of a new database of one of ``DATABASES``."""
        if name == "SQLite":
            return f"sqlite:///{self.folder()}/tally.db"
        return self.postgres.database()
