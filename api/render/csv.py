"""A page as CSV that opens right in a spreadsheet and runs nothing there."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from api.render.table import Path, cells_of, columns_of
from api.schemas.envelope import Page

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""By which Excel knows UTF-8; programs take it for a part of the first column's name."""

_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(page: Page[Any], shape: Any) -> bytes:
    """A header row and one row a record (RFC 4180), UTF-8; absent is an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    Injection"); numbers stay as they are.
    """
    columns = columns_of(shape)
    return header(columns) + rows(page.data, columns)


def header(columns: Iterable[str]) -> bytes:
    """The header row."""
    return lines([list(columns)])


def rows(records: Iterable[msgspec.Struct], columns: Mapping[str, Path]) -> bytes:
    """One row a record."""
    return lines(cells_of(record, columns) for record in records)


def lines(cells: Iterable[list[Any]]) -> bytes:
    """Rows of cells; ``None`` is an empty one."""
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in cells)
    return out.getvalue().encode()


def _safe(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(_RUNS_AS_FORMULA):
        return f"'{cell}"
    return cell
