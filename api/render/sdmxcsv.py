"""A page as an SDMX-CSV 2.0 data message (sdmx.org, aligned with SDMX 3.0).

Its columns are declared in ``api/render/sdmx``. The first three say which dataflow the row is of,
and that it is for information: nothing is to be deleted or replaced by it.
"""

from collections.abc import Iterator
from typing import Any

from api.render.csv import lines
from api.render.sdmx import DATAFLOWS
from api.schemas.envelope import Page


def write(page: Page[Any], shape: Any) -> bytes:
    """A header row and one row an observation (RFC 4180); ``RELEASE`` is the last column.

    Text is kept from running in a spreadsheet as in other CSV.
    """
    dataflow = DATAFLOWS[shape]
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(one.id for one in dataflow.components)]

    def rows() -> Iterator[list[Any]]:
        yield [*header, "RELEASE"]
        for row in page.data:
            for observation in dataflow.observations(row):
                cells = (one.of(observation) for one in dataflow.components)
                yield ["dataflow", dataflow.urn, "I", *cells, page.meta.release]

    return lines(rows())
