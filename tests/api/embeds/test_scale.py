"""An axis holds what it is made for, begins and ends round, and has few marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.embeds.scale import Scale, scale_over

NUMBERS = st.integers(0, 10**15)


@given(NUMBERS, NUMBERS, st.integers(2, 8))
def test_it_holds_both_ends(one: int, other: int, most: int) -> None:
    """Whatever the range: its ends stand on the axis, which has at most ``most`` intervals."""
    low, high = sorted((one, other))
    scale = scale_over(low, high, most)
    assert 0 <= scale.low <= low
    assert scale.high >= high > -1
    assert scale.low < scale.high
    assert 1 < len(scale.ticks) <= most + 1
    assert scale.ticks[0] == scale.low
    assert scale.ticks[-1] == scale.high
    assert str(scale.step).rstrip("0") in ("1", "2", "5")


def test_positions() -> None:
    """A value stands in proportion, and what is beyond an end stands at it."""
    scale = Scale(low=100, high=200, step=50)
    assert [scale.at(value) for value in (100, 125, 200, 0, 999)] == [0, 25, 100, 0, 100]


@pytest.mark.parametrize(
    ("scale", "language", "labels"),
    [
        (
            Scale(low=0, high=2_000_000, step=500_000),
            "en",
            "0|500,000|1,000,000|1,500,000|2,000,000",
        ),
        (Scale(low=0, high=4_000_000, step=2_000_000), "en", "0|2 million|4 million"),
        (Scale(low=50_000, high=150_000, step=50_000), "ur", "50,000|100,000|150,000"),
        (Scale(low=0, high=100, step=50), "fa", "\u06f0|\u06f5\u06f0|\u06f1\u06f0\u06f0"),
    ],
)
def test_marks_are_written_in_one_way(scale: Scale, language: str, labels: str) -> None:
    """Words for the scale stand on all marks or on none."""
    marks = scale.marks(language)
    assert "|".join(mark.label for mark in marks) == labels
    assert (marks[0].anchor, marks[-1].anchor) == ("start", "end")
