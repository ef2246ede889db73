"""The columns of a record as a table."""

import csv
from pathlib import Path
from typing import Annotated

import pytest
from msgspec import Meta

from api.render.table import LICENCE_COLUMN, columns_of
from api.schemas.base import ADDED, Out
from tests.api.lists import LISTS


def written_down(name: str) -> dict[str, list[str]]:
    """The columns in a file beside this one, by the path of their list."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1:] for row in csv.reader(file)}


@pytest.mark.parametrize("path", LISTS)
def test_columns(path: str) -> None:
    """The columns of a list are those written down, in that order.

    Who reads a table by position relies on it: a row of ``columns.csv`` is the path of a list and
    its columns, and a column is only ever added to it, never moved, renamed or taken out.
    """
    assert list(columns_of(LISTS[path].record)) == written_down("columns.csv").get(path, [])


@pytest.mark.parametrize("path", written_down("columns-0.1.0.csv"))
def test_columns_are_only_ever_added(path: str) -> None:
    """What version 0.1.0 began with still comes first, in that order, whatever came later.

    ``columns-0.1.0.csv`` is not to be changed: a column that came later goes to the end by its
    field being marked ``ADDED``.
    """
    first = written_down("columns-0.1.0.csv")[path]
    assert list(columns_of(LISTS[path].record))[: len(first)] == first


def test_columns_are_told_apart() -> None:
    """No two fields of a record share a column."""
    for operation in LISTS.values():
        columns = columns_of(operation.record)
        assert len(set(columns.values())) == len(columns)


class _Base(Out, frozen=True, kw_only=True):
    first: int
    added: Annotated[int, Meta(extra=ADDED)]


class _Grown(_Base, frozen=True, kw_only=True, tag_field="kind", tag="grown"):
    last: int


class _Other(_Base, frozen=True, kw_only=True, tag_field="kind", tag="other"):
    more: int


def test_an_added_column_comes_last() -> None:
    """Wherever its field is, it follows what was there before: the licence too."""
    assert list(columns_of(_Grown)) == ["kind", "first", "last", LICENCE_COLUMN, "added"]
    together = ["kind", "first", "last", "more", LICENCE_COLUMN, "added"]
    assert list(columns_of(_Grown | _Other)) == together
