"""Many ask at once, none waits past its limit, and a file may be swapped under all of them."""

import asyncio
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from api.db import Database
from api.errors import QueryTooSlow, SettingError, Unavailable
from seeds.database import newest_schema, writing
from seeds.errors import DatabaseError
from seeds.fixtures import Fixtures
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed
from tests.databases import file_of, is_sqlite

AT_ONCE = 24
NOTES = text("SELECT sum(length(note)) FROM departure")
RELEASES = text("SELECT count(*) FROM release")


@contextmanager
def opened(url: str, seconds: float = 30.0) -> Iterator[Database]:
    """The service's own way to a database."""
    database = Database(url, seconds, newest_schema())
    try:
        yield database
    finally:
        database.close()


def count_releases(connection: Connection) -> Any:
    """How many releases there are."""
    return connection.execute(RELEASES).scalar()


def test_many_at_once(rich: Client) -> None:
    """As many questions as there are threads hold a connection each, and none loses it."""
    together = threading.Barrier(AT_ONCE, timeout=30)

    def question(connection: Connection) -> Any:
        first = count_releases(connection)
        together.wait()
        return first, count_releases(connection)

    async def ask(database: Database) -> list[Any]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(AT_ONCE))
        return await asyncio.gather(*(database.read_aside(question) for _ in range(AT_ONCE)))

    with opened(rich.database_url) as database:
        assert asyncio.run(ask(database)) == [(2, 2)] * AT_ONCE
        # and threads that have ended leave nothing behind that the next ones would trip over
        assert asyncio.run(ask(database)) == [(2, 2)] * AT_ONCE


def test_new_state_while_one_is_read(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """A question that is being answered ends well when a release arrives and others see it."""
    url = empty_database()
    seed(url, fixtures)

    def question(connection: Connection) -> Any:
        before = connection.execute(text("SELECT min(id) FROM departure")).scalar()
        seed(url, with_made_up(fixtures))
        with ThreadPoolExecutor(1) as another:
            counted = another.submit(lambda: asyncio.run(database.read(count_releases))).result()
        return counted, before == connection.execute(
            text("SELECT min(id) FROM departure WHERE release_from = 1")
        ).scalar()

    with opened(url) as database:
        assert asyncio.run(database.read_aside(question)) == (2, True)
        assert asyncio.run(database.read(count_releases)) == 2


@pytest.mark.parametrize("statement", ["SELECT 1/0 FROM nothing_here", "SELEC"])
def test_wrong_statements_leave_the_connection_well(rich: Client, statement: str) -> None:
    """A connection whose statement failed answers the next one."""
    with opened(rich.database_url) as database:
        for _ in range(2):
            with pytest.raises(Exception, match="database cannot"):
                asyncio.run(database.read(lambda c: c.execute(text(statement)).scalar()))
            assert asyncio.run(database.read(count_releases)) == 2


def test_another_schema_is_refused(rich: Client) -> None:
    """A database of another schema is not served, and the command that helps is named."""
    with pytest.raises(SettingError, match="this version needs 9999: run `tally db upgrade`"):
        Database(rich.database_url, 1.0, "9999")


@pytest.mark.parametrize("url", ["", "sqlite://", "mysql://x/y", "sqlite:///:memory:", "x:y:z"])
def test_not_a_database(url: str) -> None:
    """An address that names no file and no server is refused."""
    with pytest.raises(SettingError, match=r"^TALLY_DATABASE_URL "):
        Database(url, 1.0, newest_schema())


def test_passwords_are_not_told(rich: Client) -> None:
    """What goes wrong is told without the password of the address, wherever it stands."""
    for address in ("me:hush@127.0.0.1:1/x", "me@127.0.0.1:1/x?password=hush"):
        with pytest.raises(SettingError) as refused:
            Database(f"postgresql+psycopg://{address}", 1.0, newest_schema())
        assert "hush" not in str(refused.value)


def test_a_replica_is_read(rich: Client) -> None:
    """Where a replica is named, what is served comes from it, and the other is left alone."""
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    client = client_of(nowhere, replica_url=rich.database_url)
    assert client.get("/v1/figures?limit=1").json() == rich.get("/v1/figures?limit=1").json()


WRITES = [
    "DELETE FROM release",
    "UPDATE source SET title = 'x'",
    "INSERT INTO release SELECT * FROM release",
    "CREATE TABLE made (id INTEGER)",
    "DROP TABLE release",
    "ALTER TABLE release ADD COLUMN made INTEGER",
    "CREATE INDEX made ON release (number)",
]
LIFTED = {
    "sqlite": [
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = WAL",
        "PRAGMA writable_schema = ON",
    ],
    "postgresql": [],  # an owner can lift it: what serves is a role that owns nothing
}


@pytest.mark.parametrize("statement", WRITES)
def test_what_serves_cannot_write(rich: Client, statement: str) -> None:
    """A statement that writes fails in the database, whatever others before it lifted.

    What was there is there afterwards, to the byte.
    """

    def write(connection: Connection) -> None:
        for lifting in LIFTED[connection.dialect.name]:
            connection.execute(text(lifting))
        connection.execute(text(statement))

    before = rich.get("/v1/releases").content
    file = file_of(rich.database_url) if is_sqlite(rich.database_url) else None
    held = file and file.read_bytes()
    with opened(rich.database_url) as database:
        with pytest.raises(Unavailable) as refused:
            asyncio.run(database.read(write))
        said = str(refused.value.__cause__).lower()
        assert "readonly database" in said or "read-only transaction" in said
        assert asyncio.run(database.read(count_releases)) == 2
    assert rich.get("/v1/releases").content == before
    assert (file and file.read_bytes()) == held


def test_nothing_is_attached(rich: Client, tmp_path: Path) -> None:
    """What serves cannot make another file through its own."""
    if not is_sqlite(rich.database_url):
        pytest.skip("only SQLite attaches files")
    made = tmp_path / "made.db"

    def attach(connection: Connection) -> None:
        connection.execute(text("PRAGMA query_only = OFF"))
        connection.execute(text(f"ATTACH 'file:{made}?mode=rwc' AS made"))

    with opened(rich.database_url) as database, pytest.raises(Unavailable):
        asyncio.run(database.read(attach))
    assert not made.exists()


ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT 9 FROM n",
    "postgresql": "SELECT pg_sleep(3600)",
}


def test_a_query_has_its_time(rich: Client) -> None:
    """A query without an end is ended, and the connection answers the next one."""
    with opened(rich.database_url, 0.05) as database, pytest.raises(QueryTooSlow):
        asyncio.run(database.read(lambda c: c.execute(text(ENDLESS[c.dialect.name])).all()))
    with opened(rich.database_url) as database:
        assert asyncio.run(database.read(count_releases)) == 2


@pytest.mark.parametrize("left", ["as it is", "with changes beside it"])
def test_wal_is_refused(rich: Client, tmp_path: Path, left: str) -> None:
    """A file in WAL mode is neither served nor seeded, in one line, and stays as it is."""
    if not is_sqlite(rich.database_url):
        pytest.skip("PostgreSQL has a log of its own")
    file = tmp_path / "tally.db"
    shutil.copyfile(file_of(rich.database_url), file)
    writer = sqlite3.connect(file)
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        if left == "with changes beside it":
            writer.execute("DELETE FROM release")
            writer.commit()
        else:
            writer.close()
        held = file.read_bytes()
        with pytest.raises(
            SettingError, match=r"WAL mode: run `PRAGMA journal_mode = D"
        ) as refused:
            Database(f"sqlite:///{file}", 1.0, newest_schema())
        assert "\n" not in str(refused.value)
        with (
            pytest.raises(DatabaseError, match=r"is in WAL mode: run `PRAGMA"),
            writing(f"sqlite:///{file}"),
        ):
            pass
        assert file.read_bytes() == held
    finally:
        writer.close()


def test_wal_swapped_in(rich: Client, tmp_path: Path) -> None:
    """A file in WAL mode that takes the place of a served one is not read: the server says so."""
    if not is_sqlite(rich.database_url):
        pytest.skip("PostgreSQL has a log of its own")
    file, other = tmp_path / "tally.db", tmp_path / "other.db"
    for path in (file, other):
        shutil.copyfile(file_of(rich.database_url), path)
    with closing(sqlite3.connect(other)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
    with opened(f"sqlite:///{file}") as database:
        assert asyncio.run(database.read(count_releases)) == 2
        other.replace(file)
        with pytest.raises(Unavailable):
            asyncio.run(database.read(count_releases))
    assert [path.name for path in tmp_path.iterdir()] == ["tally.db"]


def _cut(path: Path) -> None:
    """Half of the file is gone."""
    os.truncate(path, path.stat().st_size // 2)


def _overwrite(path: Path) -> None:
    """Every page but the first few is rubbish, of the same length."""
    whole = path.read_bytes()
    path.write_bytes(whole[:16384] + b"\xff" * (len(whole) - 16384))


def _replace_by_text(path: Path) -> None:
    """Another file has its name."""
    (other := path.with_name("other")).write_text("no database " * 1000)
    other.replace(path)


def _replace_by_foreign(path: Path) -> None:
    """The database of another program has its name."""
    with sqlite3.connect(path.with_name("other")) as connection:
        connection.execute("CREATE TABLE other (number INTEGER)")
    connection.close()
    path.with_name("other").replace(path)


def _replace_by_later(path: Path) -> None:
    """A database of another schema has its name."""
    shutil.copyfile(path, other := path.with_name("other"))
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    other.replace(path)


SPOILED = [_cut, _overwrite, _replace_by_text, _replace_by_foreign, _replace_by_later]


@pytest.mark.parametrize("spoil", SPOILED)
def test_spoiled_file(fixtures: Fixtures, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """A file that is spoiled while it is read answers nothing, and is refused at a start; a good
    one in its place is read without a restart.
    """
    path = tmp_path / "tally.db"
    url = f"sqlite:///{path}"
    seed(url, fixtures)
    shutil.copyfile(path, good := tmp_path / "good.db")
    with opened(url) as database:
        assert database.ask(count_releases) == 1
        spoil(path)
        for _ in range(2):
            with pytest.raises(Unavailable):
                database.ask(count_releases)
        with pytest.raises(SettingError, match=r"is no Tally database|is damaged|has schema 9999"):
            Database(url, 1.0, newest_schema())
        good.replace(path)
        deadline = time.monotonic() + 30
        while True:
            try:
                assert database.ask(count_releases) == 1
                break
            except Unavailable:
                assert time.monotonic() < deadline
                time.sleep(0.05)


def test_file_that_cannot_be_opened(fixtures: Fixtures, tmp_path: Path) -> None:
    """What the system does not open is as if it were away, and is refused at a start."""
    path = tmp_path / "tally.db"
    url = f"sqlite:///{path}"
    seed(url, fixtures)
    with opened(url) as database:
        assert database.ask(count_releases) == 1
        path.unlink()
        path.mkdir()
        for _ in range(2):
            with pytest.raises(Unavailable):
                database.ask(count_releases)
        with pytest.raises(SettingError, match=r"Is a directory"):
            Database(url, 1.0, newest_schema())
    with pytest.raises(SettingError, match=r"cannot be read: Not a directory"):
        Database(f"sqlite:///{__file__}/tally.db", 1.0, newest_schema())


def test_damage_that_is_met(fixtures: Fixtures, tmp_path: Path) -> None:
    """Damage that nothing told of is told by the question that meets it, and ends all others."""
    path = tmp_path / "tally.db"
    url = f"sqlite:///{path}"
    seed(url, fixtures)
    with opened(url) as database:
        before = path.stat()
        _overwrite(path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        # while a connection that has read the file before is busy, so that another has to
        with pytest.raises(Unavailable):
            database.ask(lambda _: database.ask(lambda c: c.execute(NOTES).scalar()))
        with pytest.raises(Unavailable):
            database.ask(lambda c: c.execute(text("SELECT 1")).scalar())
