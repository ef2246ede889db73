"""Does a SQLite file keep its changes in a file beside it (WAL)? Asked before SQLite opens it.

By the header of the file (https://www.sqlite.org/fileformat2.html, section 1.3): bytes 18 and 19
are 2 in WAL mode. To ask SQLite itself would be too late: opening such a file joins its WAL, and
the library may be one with the WAL-reset bug (3.7.0 to 3.51.2, https://www.sqlite.org/wal.html).
"""

from pathlib import Path

_WRITE_VERSION, _WAL = 18, 2

HOW_TO_LEAVE_WAL = "run `PRAGMA journal_mode = DELETE` on it with the program that made it"


def uses_wal(path: Path) -> bool:
    """Whether a file is in WAL mode, or has changes in a WAL beside it; ``OSError`` unread."""
    with path.open("rb") as file:
        versions = file.read(20)[_WRITE_VERSION:]
    return _WAL in versions or _is_filled(path.with_name(path.name + "-wal"))


def _is_filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
