"""A cursor is a position of one query, and nothing else is."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import Position, issue, open_cursor
from api.errors import NotFound

KEYS = st.lists(st.text(max_size=80) | st.integers(-1, 10**15), min_size=1, max_size=7)
RELEASES = st.integers(1, 2**31 - 2)
LETTERS = set(string.ascii_letters + string.digits + "-_")


@given(RELEASES, KEYS, st.binary(max_size=200))
def test_round_trip(release: int, keys: list[str | int], query: bytes) -> None:
    """What was issued for a query opens to its release and keys, and needs no escaping."""
    cursor = issue(release, keys, query)
    assert set(cursor) <= LETTERS
    assert open_cursor(cursor, query) == Position(release, keys)


@given(RELEASES, KEYS, st.binary(max_size=20), st.binary(max_size=20))
def test_of_another_query(release: int, keys: list[str | int], one: bytes, other: bytes) -> None:
    """A cursor opens for no other query."""
    cursor = issue(release, keys, one)
    if one != other:
        with pytest.raises(NotFound):
            open_cursor(cursor, other)


@given(st.text(sorted(LETTERS), max_size=200))
def test_never_issued(cursor: str) -> None:
    """Text that was never issued is not found, whatever it decodes to."""
    with pytest.raises(NotFound):
        open_cursor(cursor, b"/v1/departures{}")


@given(RELEASES, KEYS, st.data())
def test_every_character_counts(release: int, keys: list[str | int], data: st.DataObject) -> None:
    """A cursor with any one character exchanged is not found."""
    cursor = issue(release, keys, b"query")
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from(sorted(LETTERS - {cursor[place]})))
    with pytest.raises(NotFound):
        open_cursor(cursor[:place] + other + cursor[place + 1 :], b"query")
