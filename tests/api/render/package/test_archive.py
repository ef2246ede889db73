"""Files as one archive, made as it is taken."""

import io
import random
import zipfile
from collections.abc import Iterator

from api.render.package.archive import archive

MADE = "2025-09-01T12:00:01Z"


def test_it_is_made_as_it_is_taken() -> None:
    """The first piece comes after little of what there is: nothing more is held."""
    taken = 0

    def content() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield random.Random(taken).randbytes(10_000)  # which compresses to no less

    pieces = archive([("large", content())], MADE)
    first = next(pieces)
    assert 64 * 1024 <= len(first) < 200_000
    assert taken < 25
    assert max(map(len, pieces)) < 200_000
    assert taken == 1000


def test_entries() -> None:
    """In their order, dated by the release, readable by all, and the same every time."""

    def made() -> bytes:
        return b"".join(archive([("b", iter([b"x" * 999])), ("a", iter([]))], MADE))

    with zipfile.ZipFile(io.BytesIO(made())) as read:
        assert read.namelist() == ["b", "a"]
        assert read.read("b") == b"x" * 999
        for entry in read.infolist():
            assert entry.date_time == (2025, 9, 1, 12, 0, 0)
            assert entry.external_attr >> 16 == 0o100644
            assert entry.create_system == 3
    assert made() == made()
