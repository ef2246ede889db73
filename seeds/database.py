"""The only way to write: one writer at a time, one transaction, all or nothing.

A SQLite file is never written in place. A run works on a copy beside it and swaps it in by
rename, so that readers see the old state or the new one, a killed run leaves the published file
as it was, and serving needs no write access. PostgreSQL does the same with a transaction and an
advisory lock. See ``docs/decisions/0003-sqlite-is-published-by-rename.md``.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from models.address import shown
from models.journal import HOW_TO_LEAVE_WAL, uses_wal
from seeds.errors import DatabaseError

_ADVISORY_LOCK = 0x7A117  # any constant that is Tally's own
_SECONDS_TO_CONNECT = 10
_MIGRATIONS = Path(__file__).with_name("migrations")


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration, working on an open connection."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def newest_schema() -> str:
    """The revision this code works with."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None, "there is at least one migration"
    return revision


def schema_of(connection: Connection) -> str | None:
    """The revision a database is at; ``None`` for one that Alembic has never touched."""
    return MigrationContext.configure(connection).get_current_revision()


def parse_url(url: str) -> URL:
    """The database URL, or ``DatabaseError`` when it is none that Tally can use."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # the latter of a port that is no number
        raise DatabaseError("TALLY_DATABASE_URL is not a database URL") from error
    named = parsed.database not in (None, "", ":memory:")
    if parsed.drivername == "sqlite" and named and not parsed.host:
        return parsed
    if parsed.drivername == "postgresql+psycopg":
        return parsed
    raise DatabaseError(
        "TALLY_DATABASE_URL must be sqlite:///PATH or postgresql+psycopg://..., "
        f"not {shown(parsed)}"
    )


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A connection whose work is published when the block ends, and undone when it raises.

    ``DatabaseError`` when the database cannot be opened or written. The block's own changes are
    published only if it made any.
    """
    parsed = parse_url(url)
    try:
        if parsed.drivername == "sqlite":
            with _writing_sqlite(Path(parsed.database or "")) as connection:
                yield connection
        else:
            with _writing_postgresql(parsed) as connection:
                yield connection
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise DatabaseError(f"{shown(parsed)}: {_cause(error)}") from error


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection that sees one state of a database and cannot write.

    ``DatabaseError`` when there is none, or when what the block asks cannot be read.
    """
    parsed = parse_url(url)
    path = Path(parsed.database or "")
    if parsed.drivername == "sqlite":
        file = f"{path.absolute().as_uri()}?mode=ro"
        engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(file, uri=True))
    else:
        given = {"connect_timeout": _SECONDS_TO_CONNECT}
        engine = create_engine(parsed, connect_args=given, isolation_level="REPEATABLE READ")
    try:
        if parsed.drivername == "sqlite":
            if not path.exists():
                raise DatabaseError(f"there is no database at {path}")
            if uses_wal(path):
                raise DatabaseError(f"{path} is in WAL mode: {HOW_TO_LEAVE_WAL}")
        with engine.connect() as connection:
            if parsed.drivername == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = ON")
            else:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield connection
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{shown(parsed)}: {_cause(error)}") from error
    finally:
        engine.dispose()


def _cause(error: Exception) -> str:
    """What went wrong, in one line and the words of the one who knows."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


@contextmanager
def _writing_postgresql(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, connect_args={"connect_timeout": _SECONDS_TO_CONNECT})
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _writing_sqlite(path: Path) -> Iterator[Connection]:
    path = path.resolve()  # a link stays one, and leads to the new file
    if path.exists() and not path.is_file():  # a rename would put a file in the place of a device
        raise DatabaseError(f"{path} is no file")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            leftover.unlink(missing_ok=True)
        try:
            if path.exists():
                if uses_wal(path):  # a copy would lack what is in the file beside it
                    raise DatabaseError(f"{path} is in WAL mode: {HOW_TO_LEAVE_WAL}")
                shutil.copyfile(path, draft)
            engine = create_engine(URL.create("sqlite", database=str(draft)))  # any name
            try:
                with engine.connect() as connection:
                    before = _changes(connection)
                    # pysqlite would open a transaction only at the first change
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                    yield connection
                    connection.commit()
                    changed = _changes(connection) != before
            finally:
                engine.dispose()
            if changed:
                _publish(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _changes(connection: Connection) -> tuple[int, int]:
    def number(pragma: str) -> int:
        return int(connection.exec_driver_sql(pragma).scalar_one())

    return number("SELECT total_changes()"), number("PRAGMA schema_version")


def _publish(draft: Path, path: Path) -> None:
    """Swap the finished file in, durably: its bytes first, then its name."""
    if path.exists():
        shutil.copymode(path, draft)
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def upgrade(connection: Connection) -> tuple[str | None, str]:
    """Bring a database to the newest schema; the revisions before and after."""
    before = _tally_schema(connection)
    command.upgrade(alembic_config(connection), "head")
    return before, newest_schema()


def require_schema(connection: Connection) -> None:
    """Refuse a database whose schema this code does not work with; an empty one is created."""
    found = _tally_schema(connection)
    if found is None:
        upgrade(connection)
    else:
        _require_newest(found)


def require_tally(connection: Connection) -> None:
    """Refuse a database that this code cannot read, an empty one too; nothing is written."""
    found = _tally_schema(connection)
    if found is None:
        raise DatabaseError("the database is empty: run `tally seed`")
    _require_newest(found)


def _require_newest(found: str) -> None:
    if found != newest_schema():
        raise DatabaseError(
            f"the database's schema is {found}, this version needs {newest_schema()}: "
            "run `tally db upgrade`"
        )


def _tally_schema(connection: Connection) -> str | None:
    """The revision of a database that is Tally's; ``None`` for an empty one, which may become so.

    ``DatabaseError`` for one that holds something else, or was made by a later version.
    """
    found = schema_of(connection)
    if found is None and inspect(connection).get_table_names():
        raise DatabaseError("this database holds other tables and no Tally schema")
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseError(
            f"the database's schema is {found}, which this version of Tally does not know: "
            "a later version made it, or another program"
        )
    return found
