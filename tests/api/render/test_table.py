"""The columns of a record as a table."""

import csv
from pathlib import Path

import pytest

from api.render.table import columns_of
from tests.api.lists import LISTS

WRITTEN_DOWN = Path(__file__).with_name("columns.csv")


@pytest.mark.parametrize("path", LISTS)
def test_columns(path: str) -> None:
    """The columns of a list are those written down, in that order.

    Who reads a table by position relies on it: a row of ``columns.csv`` is the path of a list and
    its columns, and a column is only ever added to it, never moved, renamed or taken out.
    """
    with WRITTEN_DOWN.open(encoding="utf-8", newline="") as file:
        expected = {row[0]: row[1:] for row in csv.reader(file)}
    assert list(columns_of(LISTS[path].record)) == expected.get(path, [])


def test_columns_are_told_apart() -> None:
    """No two fields of a record share a column."""
    for operation in LISTS.values():
        columns = columns_of(operation.record)
        assert len(set(columns.values())) == len(columns)
