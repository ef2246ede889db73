"""A page as CSV that opens right in a spreadsheet and runs nothing there."""

import csv
import io
from typing import Any

from api.render.table import cells_of, columns_of
from api.schemas.envelope import Page

_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(page: Page[Any], shape: Any) -> bytes:
    """A header row and one row a record (RFC 4180), UTF-8; absent is an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    Injection"); numbers stay as they are.
    """
    columns = columns_of(shape)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in cells_of(record, columns)] for record in page.data)
    return out.getvalue().encode()


def _safe(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(_RUNS_AS_FORMULA):
        return f"'{cell}"
    return cell
