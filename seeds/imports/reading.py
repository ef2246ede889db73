"""How is a CSV read row by row, so that what is wrong with it is known by row?"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from seeds.imports.dataset import DatasetError


class Reading:
    """A CSV file that is read once, a row at a time; row 1 holds the names of its columns.

    A row that cannot be read is handed to ``reject`` with its number and the reason, and left
    out. ``DatasetError`` for a file that cannot be opened, has other columns, or ends within a
    row: it may have been cut off anywhere, in a number too.
    """

    def __init__(
        self, path: Path, header: tuple[str, ...], reject: Callable[[int, str], None]
    ) -> None:
        self.path = path
        self.row = 0
        self.bytes_read = 0
        self.length = 0
        """Characters read so far; at the end, those of the text."""
        self._header = header
        self._reject = reject
        self._digest = hashlib.sha256()
        self._undecodable = False
        self._whole = True
        self.size: int | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("rb")
            self.size = self.path.stat().st_size
        except OSError as error:
            raise DatasetError(f"{self.path}: cannot be read: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        """The hash of what was read: of the file, once all is."""
        return self._digest.hexdigest()

    def rows(self) -> Iterator[dict[str, str]]:
        """The cells of each row by column; its number is ``row``."""
        reader = csv.reader(self._lines(), strict=True)
        self._check_header(next(reader, []))
        self.row = 1
        width = len(self._header)
        while True:
            begun = self.row + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                if str(error) == "unexpected end of data":
                    raise self._cut_off(begun) from error
                self.row = begun
                self._reject(begun, f"no CSV: {error}")
                continue
            if cells is None:
                break
            self.row = begun
            if self._undecodable:
                self._undecodable = False
                self._reject(begun, "no UTF-8")
            elif len(cells) == width:
                yield dict(zip(self._header, cells, strict=True))
            elif self._whole:
                self._reject(begun, f"{len(cells)} cells, expected {width}")
        if not self._whole:
            raise self._cut_off(self.row)
        if self.row == 1:
            raise DatasetError(f"{self.path}: no rows")

    def _check_header(self, found: list[str]) -> None:
        if tuple(found) != self._header:
            shown = ",".join(found)
            raise DatasetError(
                f"{self.path}:row 1: expected the columns {','.join(self._header)}, found "
                f"{shown[:200] or 'none'}"
            )

    def _cut_off(self, row: int) -> DatasetError:
        return DatasetError(
            f"{self.path}:row {row}: the file ends within it, without a line end: it seems cut off"
        )

    def _lines(self) -> Iterator[str]:
        for raw in self._file:
            self._digest.update(raw)
            self.bytes_read += len(raw)
            self._whole = raw.endswith((b"\n", b"\r"))
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError:
                self._undecodable = True
                line = raw.decode("utf-8", "replace")
            self.length += len(line)
            yield line.removeprefix("\ufeff") if self.bytes_read == len(raw) else line
