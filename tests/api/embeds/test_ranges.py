"""A range is drawn as far as it is stated, and is open where it is not."""

import pytest

from api.embeds.ranges import bar_on, is_informative, scale_for
from api.schemas.parts import Plausible, Value
from models.value import plausible_range, stated_bounds
from models.vocabulary import Bound


def value(
    bound: Bound,
    reported: int | None,
    lower: int | None = None,
    upper: int | None = None,
    *,
    approximate: bool = False,
    rounding: int = 0,
) -> Value:
    """A value as it is answered."""
    low, high = plausible_range(bound, approximate, reported, lower, upper, rounding)
    lower, upper = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    return Value(
        reported=reported,
        bound=bound,
        approximate=approximate,
        lower=lower,
        upper=upper,
        unit="persons",
        as_printed="",
        rounding=rounding,
        plausible=Plausible(lower=low, upper=high),
    )


EXACT = value("point", 15_675)
ROUNDED = value("point", 67_000, rounding=500)
MORE = value("more_than", 135_000, rounding=500)
AT_LEAST = value("at_least", 50, rounding=5)
FEWER = value("less_than", 80, rounding=5)
UP_TO = value("at_most", 1_000, rounding=500)
BETWEEN = value("between", None, 4_000, 5_000, approximate=True, rounding=500)
MILLIONS = value("magnitude", None, 2_000_000, approximate=True)
THOUSANDS = value("magnitude", None, 2_000, 99_999, approximate=True)
ALL = [EXACT, ROUNDED, MORE, AT_LEAST, FEWER, UP_TO, BETWEEN, MILLIONS, THOUSANDS]


def test_one_number_is_no_range() -> None:
    """A range is shown unless it is exactly one number."""
    assert [is_informative(one) for one in ALL] == [False] + [True] * 8


@pytest.mark.parametrize("one", ALL)
def test_it_stands_within_its_axis(one: Value) -> None:
    """There is room beside every known end, so that none looks like the end of the axis."""
    bar = bar_on(scale_for([one]), one)
    assert 0 <= bar.low < bar.high <= 100 or one is EXACT
    assert bar.open_low == (one.plausible.lower is None)
    assert bar.open_high == (one.plausible.upper is None)
    assert bar.open_high == (bar.high == 100)
    if bar.point is not None:
        assert 0 < bar.point < 100


def test_open_ends() -> None:
    """ "More than" reaches from a hollow dot to an arrow, "fewer than" from an arrow to one."""
    more, fewer, least, most = (
        bar_on(scale_for([one]), one) for one in (MORE, FEWER, AT_LEAST, UP_TO)
    )
    assert (more.hollow, more.open_high, more.stated) == (True, True, (more.point, 100))
    assert (fewer.hollow, fewer.open_low, fewer.stated) == (True, True, (0, fewer.point))
    assert (least.hollow, most.hollow) == (False, False)


def test_words_and_rounding_are_told_apart() -> None:
    """The thick line is what the words state, within the thin one that rounding widens it to."""
    bar = bar_on(scale_for([BETWEEN]), BETWEEN)
    assert bar.stated is not None
    assert bar.low < bar.stated[0] < bar.stated[1] < bar.high
    assert bar_on(scale_for([ROUNDED]), ROUNDED).stated is None


def test_many_share_an_axis() -> None:
    """Ranges on one axis stand to each other as their numbers do."""
    scale = scale_for([ROUNDED, MORE, EXACT])
    points = [bar_on(scale, one).point or 0 for one in (EXACT, ROUNDED, MORE)]
    assert points == sorted(points)
    assert len(set(points)) == 3
