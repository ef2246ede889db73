"""What is published, and when: by a block that ends, and by no other."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import make_url

from models import Release, table_of
from models.journal import uses_wal
from seeds.database import require_schema, writing
from seeds.errors import DatabaseError
from seeds.load import checksum
from tests.conftest import ROOT, seed
from tests.seeds.invented import Edit, read, write

TALLY = Path(sys.executable).with_name("tally")
CLAIMANTS = "reference/claimants.toml"
OTHER_TABLE = "CREATE TABLE other (number INTEGER)"


class Broken(Exception):
    """What a block of these tests raises."""


def break_off(connection: Connection, *statements: str) -> None:
    """Change something, then fail."""
    for statement in statements:
        connection.execute(text(statement))
    raise Broken


def url_of(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


def releases(url: str) -> list[Any]:
    """Every release that is published, each found whole: its content has its checksum."""
    engine = create_engine(url)
    table = table_of(Release)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            rows = list(connection.execute(select(table).order_by(table.c.number)))
            assert [row.checksum for row in rows] == [
                checksum(connection, row.number) for row in rows
            ]
            return rows
    finally:
        engine.dispose()


@contextmanager
def seeding(url: str, fixtures: Path) -> Iterator["subprocess.Popen[str]"]:
    """``tally seed`` in a process of its own, which is gone at the end."""
    with subprocess.Popen(
        [TALLY, "seed", fixtures],
        env={"PATH": os.environ["PATH"], "TALLY_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def named(name: str) -> Edit:
    """The edit that calls a claimant something else, so that there is a release to make."""
    return CLAIMANTS, 'name = "The Courier"', f'name = "{name}"'


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A SQLite file with one release, of invented fixtures."""
    path = tmp_path / "data" / "tally.db"
    seed(url_of(path), read(tmp_path / "fixtures"))
    return path


def listing(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_raising_leaves_the_file(published: Path) -> None:
    """A block that raises leaves the file byte for byte as it was, and no draft beside it."""
    before = published.read_bytes(), published.stat().st_ino
    with pytest.raises(Broken), writing(url_of(published)) as connection:
        break_off(connection, "DELETE FROM release", OTHER_TABLE)
    assert (published.read_bytes(), published.stat().st_ino) == before
    assert listing(published.parent) == ["tally.db", "tally.db.lock"]


def test_raising_publishes_nothing(empty_database: Callable[[], str], tmp_path: Path) -> None:
    """A block that raises changes neither database, not even by a table."""
    url = empty_database()
    fixtures = read(tmp_path)
    seed(url, fixtures)
    before = releases(url)
    with pytest.raises(Broken), writing(url) as connection:
        break_off(connection, OTHER_TABLE, "UPDATE release SET checksum = 'none'")
    assert releases(url) == before
    with writing(url) as connection:
        connection.execute(text(OTHER_TABLE))


def test_raising_at_first_makes_no_file(tmp_path: Path) -> None:
    """Where there was no database, a block that raises makes none."""
    path = tmp_path / "tally.db"
    with pytest.raises(Broken), writing(url_of(path)) as connection:
        break_off(connection, OTHER_TABLE)
    assert listing(tmp_path) == ["tally.db.lock"]


def test_no_change_keeps_the_file(published: Path) -> None:
    """A block that changes nothing leaves the very file in place."""
    before = published.stat()
    with writing(url_of(published)) as connection:
        require_schema(connection)
        assert connection.execute(select(func.count()).select_from(table_of(Release))).scalar() == 1
    after = published.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_change_replaces_the_file(published: Path) -> None:
    """A changed file is another one, with the mode of the old; whoever reads the old, still can."""
    published.chmod(0o640)
    engine = create_engine(url_of(published))
    with engine.connect() as reader:
        count = select(func.count()).select_from(table_of(Release))
        assert reader.execute(count).scalar() == 1
        old = published.stat().st_ino
        with writing(url_of(published)) as connection:
            connection.execute(text("DELETE FROM release"))
        assert reader.execute(count).scalar() == 1
        assert published.stat().st_ino != old
        assert published.stat().st_mode & 0o777 == 0o640
    engine.dispose()


def test_published_without_wal(published: Path) -> None:
    """A published file keeps no changes in a file beside it."""
    assert not uses_wal(published)


def test_link_stays(published: Path, tmp_path: Path) -> None:
    """A link to the database stays one, and leads to the new file."""
    link = tmp_path / "link.db"
    link.symlink_to(published)
    seed(url_of(link), read(tmp_path / "fixtures", named("The Post")))
    assert link.is_symlink()
    assert len(releases(url_of(published))) == 2


@pytest.mark.parametrize("folder", ["what?no", "100%20#a", "a b;c"])
def test_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """A relative path works in a folder of any name, and nothing is written elsewhere."""
    fixtures = read(tmp_path / "fixtures")
    here = tmp_path / folder
    here.mkdir()
    monkeypatch.chdir(here)
    assert seed("sqlite:///tally.db", fixtures).made_release
    assert not seed("sqlite:///tally.db", fixtures).made_release
    assert listing(here) == ["tally.db", "tally.db.lock"]
    assert listing(tmp_path) == sorted([folder, "fixtures"])


def test_two_at_once(empty_database: Callable[[], str], tmp_path: Path) -> None:
    """Two seeders of an empty database end well, with one release, the same as one makes."""
    url = empty_database()
    alone = url_of(tmp_path / "alone.db")
    seed(alone, read(tmp_path / "fixtures"))
    fixtures = tmp_path / "fixtures"
    with seeding(url, fixtures) as first, seeding(url, fixtures) as second:
        said = [process.communicate(timeout=60) for process in (first, second)]
    assert [errors for _, errors in said] == ["", ""]
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted(out.splitlines()[-1] for out, _ in said) == [
        "nothing changed: release 1 stands",
        "release 1",
    ]
    assert [row.checksum for row in releases(url)] == [row.checksum for row in releases(alone)]


HALF_DONE = """
import sys
from sqlalchemy import text
from seeds.database import writing
with writing(sys.argv[1]) as connection:
    connection.execute(text("DELETE FROM claimant"))
    connection.execute(text("CREATE TABLE other (number INTEGER)"))
    print("half done", flush=True)
    sys.stdin.read()
"""


def test_killed_half_done(empty_database: Callable[[], str], tmp_path: Path) -> None:
    """A writer killed amid its work changes nothing, and holds up nobody after it."""
    url = empty_database()
    seed(url, read(tmp_path))
    file = Path(make_url(url).database or "")
    before = file.read_bytes() if file.exists() else None
    with subprocess.Popen(
        [sys.executable, "-c", HALF_DONE, url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half done\n"
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
    assert (file.read_bytes() if file.exists() else None) == before
    assert not seed(url, read(tmp_path)).made_release
    seed(url, read(tmp_path, named("The Post")))
    assert [row.number for row in releases(url)] == [1, 2]


@pytest.mark.parametrize("polls", [0, 10, 20])
def test_killed(published: Path, tmp_path: Path, polls: int) -> None:
    """A seeder killed at any time leaves the old release or the new; the next seed works."""
    edit = named("The Post")
    fixtures = write(tmp_path / "fixtures", edit)
    draft = published.with_name("tally.db.draft")
    with seeding(url_of(published), fixtures) as process:
        deadline = time.monotonic() + 30
        while not draft.exists() and process.poll() is None:
            assert time.monotonic() < deadline, "it never began"
            time.sleep(0.001)
        for _ in range(polls):  # it takes some 60 ms from when it has begun
            time.sleep(0.003)
        process.kill()
        process.communicate(timeout=30)
    assert process.returncode in (-signal.SIGKILL, 0)
    found = releases(url_of(published))
    assert [row.number for row in found] in ([1], [1, 2])
    assert seed(url_of(published), read(fixtures, edit)).made_release == (len(found) == 1)
    assert [row.number for row in releases(url_of(published))] == [1, 2]
    assert listing(published.parent) == ["tally.db", "tally.db.lock"]


def test_leftovers_are_not_taken_up(published: Path) -> None:
    """The draft and journal of a killed seeder are thrown away, not continued."""
    for name in ("tally.db.draft", "tally.db.draft-journal"):
        published.with_name(name).write_bytes(b"half a page")
    before = releases(url_of(published))
    with writing(url_of(published)) as connection:
        connection.execute(text(OTHER_TABLE))
    assert releases(url_of(published)) == before
    assert listing(published.parent) == ["tally.db", "tally.db.lock"]


def refused(url: str) -> str:
    """What a seeder is told that cannot open a database or must not: one line."""
    with pytest.raises(DatabaseError) as caught, writing(url) as connection:
        require_schema(connection)
    said = str(caught.value)
    assert said.splitlines() == [said]
    return said


@contextmanager
def nobody() -> Iterator[None]:
    """Who runs the tests may write no more than anybody: root gives its power away for a while."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_folder_not_writable(tmp_path: Path) -> None:
    """A folder that may not be written is named, and the file in it stays."""
    with TemporaryDirectory() as name:  # nobody may enter tmp_path
        folder = Path(name)
        path = folder / "tally.db"
        seed(url_of(path), read(tmp_path))
        path.with_name("tally.db.lock").unlink()
        before = path.read_bytes()
        folder.chmod(0o555)
        with nobody():
            said = refused(url_of(path))
        assert said == f"{url_of(path)}: Permission denied: {path}.lock"
        assert path.read_bytes() == before
        folder.chmod(0o700)


@pytest.mark.parametrize("below", ["tally.db", "data/tally.db"])
def test_folder_that_is_a_file(tmp_path: Path, below: str) -> None:
    """A path that leads through a file is refused, and the file named."""
    file = tmp_path / "file"
    file.write_text("plain")
    assert str(file) in refused(url_of(file / below))
    assert file.read_text() == "plain"


def test_file_that_is_a_folder(tmp_path: Path) -> None:
    """A folder where the database should be is refused."""
    assert refused(url_of(tmp_path)) == f"{tmp_path} is no file"


def test_file_that_is_a_pipe(tmp_path: Path) -> None:
    """What is no file, a device as little as a pipe, is refused and keeps its place."""
    os.mkfifo(path := tmp_path / "pipe")
    assert refused(url_of(path)) == f"{path} is no file"
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
    assert path.is_fifo()


@pytest.mark.parametrize("content", [b"no database " * 500, b"SQLite format 3\0" + b"?" * 5000])
def test_no_database(tmp_path: Path, content: bytes) -> None:
    """A file that is no database is refused and left alone."""
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    assert refused(url_of(path)).startswith(f"{url_of(path)}: ")
    assert path.read_bytes() == content


def test_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """An empty file is an empty database, as SQLite has it."""
    path = tmp_path / "tally.db"
    path.touch()
    assert seed(url_of(path), read(tmp_path / "fixtures")).release == 1


def test_foreign_database(tmp_path: Path) -> None:
    """A database of something else is refused and left alone."""
    path = tmp_path / "other.db"
    with writing(url_of(path)) as connection:
        connection.execute(text(OTHER_TABLE))
    before = path.read_bytes()
    assert refused(url_of(path)) == "this database holds other tables and no Tally schema"
    assert path.read_bytes() == before


def test_older_schema(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of an older schema is refused, with the command that helps."""
    before = published.read_bytes()
    monkeypatch.setattr("seeds.database.newest_schema", lambda: "later")
    said = refused(url_of(published))
    assert said.endswith("this version needs later: run `tally db upgrade`")
    assert published.read_bytes() == before


@pytest.mark.parametrize(
    "url", ["nonsense", "data/tally.db", "//", "postgresql+psycopg://localhost:no/tally"]
)
def test_no_url(url: str) -> None:
    """What is no URL is called so, and not repeated: it may hold a password."""
    assert refused(url) == "TALLY_DATABASE_URL is not a database URL"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/tally",
        "postgresql://somebody:secret@localhost/tally",
        "sqlite+aiosqlite:///tally.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://data/tally.db",
    ],
)
def test_url_of_another_kind(url: str) -> None:
    """A URL Tally cannot use is refused with the two kinds it can, and without its password."""
    said = refused(url)
    assert "must be sqlite:///PATH or postgresql+psycopg://" in said
    assert "secret" not in said


def test_unreachable_postgresql() -> None:
    """A PostgreSQL that is not there is named, without the password, wherever it stands."""
    said = refused("postgresql+psycopg://somebody:secret@127.0.0.1:1/tally")
    assert said.startswith("postgresql+psycopg://somebody:***@127.0.0.1:1/tally: ")
    assert "refused" in said
    said = refused("postgresql+psycopg://somebody@127.0.0.1:1/tally?password=secret")
    assert said.startswith("postgresql+psycopg://somebody@127.0.0.1:1/tally: ")
    assert "secret" not in said
