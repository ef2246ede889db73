"""The database, read-only: how a question gets a connection, and how long it may take.

A published SQLite file never changes, a new one is renamed over it; when that has happened, new
connections are opened, once the file is found to be whole and of the right schema. Nothing here can
write: SQLite is opened read-only with ``query_only``, attaches nothing and never uses a WAL
(decision 3); PostgreSQL sessions are read-only with a statement time-out.
"""

import asyncio
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, QueuePool, create_engine, event, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from api.errors import QueryTooSlow, SettingError, Unavailable
from models.address import shown
from models.journal import HOW_TO_LEAVE_WAL, uses_wal

Answer = TypeVar("Answer")

_log = logging.getLogger("tally")

_STEPS_BETWEEN_CHECKS = 10_000  # SQLite opcodes, some 100 µs
_CANCELLED = "57014"  # PostgreSQL's code of a query that was ended
_SECONDS_REFUSED = 1.0  # until a file with a fault in it is looked through again
_AS_MANY_AS_THREADS = -1  # no limit of the pool's own: a thread that asks never waits for one


class Database:
    """Where answers come from. One for a serving process."""

    def __init__(self, url: str, query_seconds: float, schema: str) -> None:
        """``SettingError`` when the URL is none, or the database is missing, foreign or older."""
        self._url = _parse(url)
        self._seconds = query_seconds
        self._file = Path(self._url.database or "") if self._is_sqlite else None
        self._path = str(self._file)
        try:
            self._file_id = self._identify()
        except FileNotFoundError as error:
            raise SettingError(
                f"there is no database at {self._file}: run `tally seed` first"
            ) from error
        except OSError as error:
            raise SettingError(f"{self._file} cannot be read: {error.strerror}") from error
        self._schema = schema
        self._reopening = threading.Lock()
        self._engine = self._open()
        # Python's for SQLite or psycopg, which takes its time to import and is not without need
        self._driver: Any = self._engine.dialect.loaded_dbapi
        self._refused: str | None = None
        self._refused_at = 0.0
        if fault := self._fault_of(self._engine):
            self.close()
            raise SettingError(fault)

    async def read(self, question: Callable[[Connection], Answer]) -> Answer:
        """The answer to a bounded question.

        ``QueryTooSlow`` past the limit of a query, ``Unavailable`` when the database is away.
        SQLite is asked in place, which is several times faster than from a thread; PostgreSQL is
        waited for in one.
        """
        if self._is_sqlite:
            return self.ask(question)
        return await self.read_aside(question)

    async def read_aside(self, question: Callable[[Connection], Answer]) -> Answer:
        """The same for counts and aggregates, which must not hold up other requests."""
        return await asyncio.to_thread(self.ask, question)

    def mark(self) -> object:
        """What tells one published SQLite file from the next; ``None`` for PostgreSQL.

        Never equal to an earlier one while the file is away.
        """
        try:
            return self._identify()
        except OSError:
            return object()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def _is_sqlite(self) -> bool:
        return self._url.drivername == "sqlite"

    def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        """The answer, waited for: what threads and commands ask by."""
        engine = self._current_engine()
        with self._translated(engine), engine.connect() as connection:
            if self._is_sqlite:
                self._limit(connection)
            return question(connection)

    @contextmanager
    def _translated(self, engine: Engine) -> Iterator[None]:
        try:
            yield
        except (OperationalError, sqlite3.OperationalError, self._driver.OperationalError) as error:
            if _ran_out_of_time(error):
                raise too_slow(self._seconds) from error
            raise Unavailable("the database cannot be reached") from error
        except (DBAPIError, sqlite3.Error, self._driver.Error, OSError) as error:
            if _is_damage(error) and engine is self._engine:
                self._refuse(f"{shown(self._url)} is damaged")
            raise Unavailable("the database cannot be read") from error

    def _limit(self, connection: Connection) -> None:
        deadline = time.monotonic() + self._seconds
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CHECKS)

    def _current_engine(self) -> Engine:
        if self._file is not None and (self._refused or self._found() != self._file_id):
            self._reopen()
        if self._refused:
            raise Unavailable("the database cannot be read")
        return self._engine

    def _reopen(self) -> None:
        """Read another file from now on; nothing of it as long as there is a fault in it."""
        with self._reopening:
            found = self._found()
            if self._refused and time.monotonic() - self._refused_at < _SECONDS_REFUSED:
                return
            if not self._refused and found == self._file_id:
                return  # another thread was first
            engine = self._open()
            if fault := self._fault_of(engine):
                engine.dispose()
                self._refuse(fault)
                return
            replaced, self._engine, self._file_id = self._engine, engine, found
            self._refused = None
            replaced.dispose()

    def _refuse(self, fault: str) -> None:
        if fault != self._refused:
            _log.error("%s: nothing is answered from it", fault)
        self._refused, self._refused_at = fault, time.monotonic()

    def _found(self) -> tuple[int, int] | None:
        try:
            return self._identify()
        except OSError as error:
            raise Unavailable("the database cannot be reached") from error

    def _identify(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        found = os.stat(self._path)  # noqa: PTH116 - every request asks; it takes half the time
        return found.st_ino, found.st_mtime_ns

    def _open(self) -> Engine:
        if self._file is None:
            milliseconds = int(self._seconds * 1000)
            return create_engine(
                self._url,
                pool_pre_ping=True,
                hide_parameters=True,  # what was asked for is not in an error's text, nor in a log
                max_overflow=_AS_MANY_AS_THREADS,
                isolation_level="AUTOCOMMIT",
                pool_reset_on_return=None,
                connect_args={
                    "connect_timeout": 3,
                    "options": f"-c statement_timeout={milliseconds} "
                    "-c default_transaction_read_only=on",
                },
            )
        engine = create_engine(
            "sqlite://",
            creator=self._connect_sqlite,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,  # no transaction is ever open
            # for a URL without a file the default pool closes connections that others still read
            poolclass=QueuePool,
            max_overflow=_AS_MANY_AS_THREADS,
        )
        event.listen(engine, "connect", _forbid_writing)
        return engine

    def _connect_sqlite(self) -> sqlite3.Connection:
        assert self._file is not None
        try:
            in_wal = uses_wal(self._file)
        except OSError as error:  # it may not be read, or is no file: as if SQLite had said so
            raise sqlite3.OperationalError(error.strerror) from error
        if in_wal:
            raise sqlite3.OperationalError(f"it is in WAL mode: {HOW_TO_LEAVE_WAL}")
        uri = f"{self._file.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=self._seconds)

    def _fault_of(self, engine: Engine) -> str | None:
        """Why nothing may be answered from a database, in one line; ``None`` where it is sound.

        A file is looked through whole (``PRAGMA quick_check``, some 3 s for a GB), since a question
        that meets no damaged page would be answered as if all were well.
        """
        where = shown(self._url)
        try:
            with engine.connect() as connection:
                found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
                damage = "ok"
                if self._is_sqlite:
                    damage = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            return f"{where} is no Tally database: {cause}"
        if damage != "ok":
            return f"{where} is damaged: {' '.join(damage.split())}"
        if found != self._schema:
            return (
                f"{where} has schema {found}, this version needs {self._schema}: "
                "run `tally db upgrade`"
            )
        return None


def too_slow(seconds: float) -> QueryTooSlow:
    """What a question that takes longer than a query may is answered with."""
    return QueryTooSlow(
        f"the query took longer than {seconds:g} s: narrow it by a filter, "
        "or leave out include=total"
    )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingError("TALLY_DATABASE_URL is not a database URL") from error
    # sqlite://data/tally.db would take "data" for a host, and look for tally.db elsewhere
    names_a_file = parsed.database not in (None, "", ":memory:") and not parsed.host
    if parsed.drivername == "sqlite" and names_a_file:
        return parsed
    if parsed.drivername == "postgresql+psycopg":
        return parsed
    raise SettingError("TALLY_DATABASE_URL must be sqlite:///PATH or postgresql+psycopg://...")


def _forbid_writing(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    # what is attached is opened anew, and could be written
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _ran_out_of_time(error: Exception) -> bool:
    """Whether a driver says so, itself or through SQLAlchemy."""
    cause = error.orig if isinstance(error, OperationalError) else error
    if getattr(cause, "sqlstate", None) == _CANCELLED:
        return True
    return (
        isinstance(cause, sqlite3.OperationalError)
        and getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    )


def _is_damage(error: Exception) -> bool:
    """Whether SQLite says that the file is not what it was when it was opened."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )
