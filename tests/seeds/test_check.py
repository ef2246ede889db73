"""What is found in a database that is not whole, and that nothing is found in one that is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from seeds.check import check
from seeds.database import reading
from seeds.errors import DatabaseError
from seeds.load import checksum
from tests.conftest import seed
from tests.seeds.imports.made import POPULATION, imported, population
from tests.seeds.invented import ARTICLE, read


def problems(url: str) -> list[str]:
    """What is wrong in a database."""
    with reading(url) as connection:
        return check(connection).problems


def spoil(url: str, *statements: str) -> None:
    """Do what no seeding does."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def held(empty_database: Callable[[], str], tmp_path: Path) -> str:
    """Three releases: fixtures, a figure changed and one withdrawn, an import."""
    url = empty_database()
    seed(url, read(tmp_path / "first"))
    edits = [
        (ARTICLE, "reported = 900", 'reported = 900\nwithdrawn_reason = "A caption."'),
        (ARTICLE, 'movement = "arrival"', 'movement = "arrival"\nnote = "A caveat."'),
    ]
    seed(url, read(tmp_path / "second", *edits))
    imported(url, population(tmp_path, *POPULATION))
    return url


def test_whole(held: str) -> None:
    """Additions, changes, withdrawals and imports leave nothing to find."""
    with reading(held) as connection:
        report = check(connection)
    assert report.problems == []
    assert (report.releases, report.records) == (3, 25)


def test_wal_is_refused(tmp_path: Path) -> None:
    """A file in WAL mode is not read: what is in the log beside it might be missing."""
    path = tmp_path / "tally.db"
    spoil(f"sqlite:///{path}", "PRAGMA journal_mode = WAL", "CREATE TABLE one (id INTEGER)")
    with pytest.raises(DatabaseError, match="is in WAL mode"):
        problems(f"sqlite:///{path}")


OPEN = "release_to = 2147483647"


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (
            ["UPDATE departure SET note = 'Another.' WHERE id = 'arriving-daily' AND version = 1"],
            "release 1: its content has another checksum than it was made with",
        ),
        (
            ["UPDATE departure SET release_to = 3 WHERE id = 'arriving-daily' AND version = 1"],
            "departures arriving-daily: version 1 still holds when the next begins",
        ),
        (
            [
                "DROP INDEX departure_one_open",
                f"UPDATE departure SET {OPEN} WHERE id = 'arriving-daily'",
            ],
            "departures arriving-daily: 2 versions hold",
        ),
        (
            ["DELETE FROM departure WHERE id = 'arriving-daily' AND version = 1"],
            "departures arriving-daily: 1 versions, the newest of which is number 2",
        ),
        (
            ["DELETE FROM release WHERE number = 3"],
            "claimants unhcr: stands under a release that is not there",
        ),
        (
            ["DELETE FROM release WHERE number = 2"],
            "releases: 2 of them, the newest of which is number 3",
        ),
        (
            ["DELETE FROM record_change WHERE change = 'withdrawn'"],
            "release 2: says 1 withdrawn, holds 0",
        ),
        (
            ["DELETE FROM comparison_member WHERE figure = 'arriving-daily'"],
            "departures arriving-daily: stands in no comparison",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_whole(held: str, statements: list[str], found: str) -> None:
    """What no seeding leaves behind is named."""
    spoil(held, *statements)
    assert found in problems(held)


def test_older_checksum(held: str) -> None:
    """A release made before a migration added a column of content has the checksum it had then."""
    with reading(held) as connection:
        old = checksum(connection, 1, {"country_as_given"})
        assert old != checksum(connection, 1)
    spoil(held, f"UPDATE release SET checksum = '{old}' WHERE number = 1")
    assert problems(held) == []


def test_damaged(tmp_path: Path) -> None:
    """A file with a page overwritten, or cut off, is one line and no list."""
    path = tmp_path / "tally.db"
    seed(f"sqlite:///{path}", read(tmp_path / "fixtures"))
    whole = path.read_bytes()
    half = len(whole) // 2 // 4096 * 4096
    for spoiled in (whole[:half] + b"\xff" * 4096 + whole[half + 4096 :], whole[:half]):
        path.write_bytes(spoiled)
        with pytest.raises(DatabaseError, match=r"damaged|malformed") as raised:
            problems(f"sqlite:///{path}")
        assert len(str(raised.value).splitlines()) == 1


def test_nothing_is_written(tmp_path: Path) -> None:
    """Checking needs no right to write, and makes no file."""
    with pytest.raises(DatabaseError, match="there is no database at"):
        problems(f"sqlite:///{tmp_path}/tally.db")
    assert list(tmp_path.iterdir()) == []


def test_empty(empty_database: Callable[[], str]) -> None:
    """A database without Tally's schema is no clean one."""
    url = empty_database()
    spoil(url, "CREATE TABLE other (number INTEGER)")
    with pytest.raises(DatabaseError, match="holds other tables"):
        problems(url)
