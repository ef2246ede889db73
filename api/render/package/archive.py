"""Files as one zip archive, piece by piece: the same files make the same bytes.

Every entry has the date of the release, the same rights and the same level of compression; their
order is that of the files. The sizes follow each entry, since they are not known before it, so
that nothing is held but the piece at hand.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from api.render.package.parts import File

MEDIA_TYPE = "application/zip"
WRITTEN_BY = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
"""What decides how a piece comes out compressed, at the level that is its default."""
_PIECE = 64 * 1024


def archive(files: Iterable[File], recorded_at: str) -> Iterator[bytes]:
    """The archive in pieces of 64 KiB or somewhat more."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w") as packed:
        for path, content in files:
            with packed.open(_entry(path, recorded_at), "w") as entry:
                for piece in content:
                    entry.write(piece)
                    if out.size >= _PIECE:
                        yield out.take()
    yield out.take()


def _entry(path: str, recorded_at: str) -> zipfile.ZipInfo:
    made = datetime.fromisoformat(recorded_at)
    entry = zipfile.ZipInfo(path, made.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, wherever it is made
    entry.external_attr = 0o100644 << 16
    return entry


class _Pieces:
    """What a zip is written to: it can neither be read nor gone back in."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._held)
        self._held, self.size = [], 0
        return taken
