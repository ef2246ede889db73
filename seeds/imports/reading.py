"""How is a CSV read row by row, so that what is wrong with it is known by row?"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from seeds.imports.dataset import DatasetError

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls, of terminals and of direction: a name with one can say what nobody sees in it."""


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
        """The cells of each row by column; its number is ``row``.

        A row is a line. No cell of these files has a line end in it, and a quote that is never
        closed is so the fault of one row and does not swallow those after it.
        """
        lines = self._lines()
        self._check_header(next(lines, ""))
        width = len(self._header)
        for line in lines:
            try:
                cells = _cells(line)
                if len(cells) != width:
                    raise ValueError(f"{len(cells)} cells, expected {width}")
            except ValueError as error:
                if self._whole:
                    self._reject(self.row, str(error))
                continue
            if self._whole:
                yield dict(zip(self._header, cells, strict=True))
        if not self._whole:
            raise DatasetError(
                f"{self.path}:row {self.row}: the file ends within it, without a line end: it "
                "seems cut off"
            )
        if self.row == 1:
            raise DatasetError(f"{self.path}: no rows")

    def _check_header(self, line: str) -> None:
        if line.rstrip("\r\n") != ",".join(self._header):
            raise DatasetError(
                f"{self.path}:row 1: expected the columns {','.join(self._header)}, found "
                f"{line.strip()[:200] or 'none'}"
            )

    def _lines(self) -> Iterator[str]:
        for raw in self._file:
            self._digest.update(raw)
            self.row += 1
            self.bytes_read += len(raw)
            self._whole = raw.endswith(b"\n")
            line = raw.decode("utf-8", "surrogateescape")  # the row says what is wrong with it
            self.length += len(line)
            yield line.removeprefix("\ufeff") if self.row == 1 else line


def _cells(line: str) -> list[str]:
    """The cells of a line; ``ValueError`` for one that is no CSV or no text."""
    line = line.rstrip("\r\n")
    if control := _NO_TEXT.search(line):
        held = "a NUL" if control[0] == "\0" else f"the control U+{ord(control[0]):04X}"
        raise ValueError(f"no text: it holds {held}")
    try:
        line.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("no UTF-8") from error
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise ValueError(f"no CSV: {error}") from error
