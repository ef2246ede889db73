"""How is a file written so that it is there whole or not at all?"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.errors import SettingError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside a file, which takes its place when the block ends without an error.

    ``SettingError`` when it cannot be written.
    """
    draft = path.with_name(path.name + ".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        if path.parent.is_dir():
            draft.unlink(missing_ok=True)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> Path:
    """The file, with the pieces in it."""
    with replacing(path) as draft, draft.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    return path
