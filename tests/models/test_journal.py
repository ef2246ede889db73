"""A file in WAL mode is known before SQLite opens it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from models.journal import uses_wal


def made(path: Path, mode: str) -> Path:
    """A database with a table, in a mode of journal."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
        database.execute("CREATE TABLE one (id INTEGER)")
    return path


def test_modes(tmp_path: Path) -> None:
    """WAL is told from what rolls back; a file that has left it is like any other."""
    plain, wal = made(tmp_path / "plain.db", "delete"), made(tmp_path / "wal.db", "wal")
    assert (uses_wal(plain), uses_wal(wal)) == (False, True)
    made_plain = sqlite3.connect(wal)
    made_plain.execute("PRAGMA journal_mode = DELETE")
    made_plain.close()
    assert not uses_wal(wal)


def test_changes_beside_it(tmp_path: Path) -> None:
    """Changes that stand in a file beside it count, whatever its header says."""
    plain = made(tmp_path / "plain.db", "delete")
    wal = tmp_path / "wal.db"
    with closing(sqlite3.connect(wal)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE one (id INTEGER)")
        shutil.copyfile(f"{wal}-wal", f"{plain}-wal")
    assert uses_wal(plain)


def test_no_database(tmp_path: Path) -> None:
    """What is shorter than a header uses nothing."""
    short = tmp_path / "short"
    short.write_bytes(b"x")
    assert not uses_wal(short)
