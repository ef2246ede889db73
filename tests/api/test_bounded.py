"""What is kept stays within its bounds, the least recently asked for going first."""

from api.bounded import Bounded


def test_bytes_are_bounded() -> None:
    """When there is no room for another, what was asked for longest ago goes."""
    kept: Bounded[str, int] = Bounded(most_bytes=80, most_entries=100)
    for number, key in enumerate("abcdefgh"):
        assert kept.keep(key, number, 10)
    assert kept.find("a") == 0
    assert kept.keep("i", 8, 10)
    assert (kept.find("b"), kept.find("a"), kept.find("i")) == (None, 0, 8)
    assert (kept.bytes, len(kept)) == (80, 8)


def test_entries_are_bounded() -> None:
    """However small they are, there are so many at most."""
    kept: Bounded[int, int] = Bounded(most_bytes=8_000, most_entries=3)
    for number in range(100):
        kept.keep(number, number, 0)
    assert [key for key in range(100) if key in kept] == [97, 98, 99]


def test_one_too_large_is_not_kept() -> None:
    """What would take more than an eighth is not kept, and drives nothing out; nor does it stay."""
    kept: Bounded[str, int] = Bounded(most_bytes=80, most_entries=10)
    assert kept.keep("a", 1, 10)
    assert not kept.keep("b", 2, 11)
    assert kept.find("a") == 1
    assert not kept.keep("a", 3, 11)
    assert (kept.find("a"), kept.bytes) == (None, 0)


def test_one_that_grew_counts_once() -> None:
    """Kept again, with another size, it counts by that."""
    kept: Bounded[str, int] = Bounded(most_bytes=80, most_entries=10)
    kept.keep("a", 1, 4)
    kept.keep("a", 1, 9)
    assert (kept.bytes, len(kept)) == (9, 1)
    kept.clear()
    assert (kept.bytes, len(kept), kept.find("a")) == (0, 0, None)
