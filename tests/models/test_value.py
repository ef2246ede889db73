"""The arithmetic of a stated value: its bounds, its plausible range, and what goes together."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.value import Value, can_both_be_true, check_parts, plausible_range, stated_bounds
from models.vocabulary import Bound, words_of

COUNTS = st.integers(0, 10**12)
ROUNDINGS = st.sampled_from([0, 5, 50, 500, 50_000, 500_000])


@st.composite
def values(draw: st.DrawFn) -> Value:
    """Any value whose parts fit."""
    bound: Bound = draw(st.sampled_from(words_of(Bound)))
    reported: int | None = draw(st.integers(1, 10**12))
    lower: int | None = None
    upper: int | None = None
    if bound in ("between", "magnitude"):
        reported, (lower, upper) = None, sorted([draw(COUNTS), draw(COUNTS)])
    if bound == "magnitude" and draw(st.booleans()):
        upper = None
    return value(bound, draw(st.booleans()), reported, lower, upper, draw(ROUNDINGS))


def value(
    bound: Bound,
    approximate: bool,
    reported: int | None,
    lower: int | None = None,
    upper: int | None = None,
    rounding: int = 0,
) -> Value:
    """A value with its stated bounds worked out."""
    lower, upper = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    return Value(
        reported=reported,
        bound=bound,
        approximate=approximate,
        lower=lower,
        upper=upper,
        rounding=rounding,
    )


@pytest.mark.parametrize(
    ("bound", "approximate", "given", "stated"),
    [
        ("point", False, (67_000, None, None), (67_000, 67_000)),
        ("point", True, (1_700_000, None, None), (None, None)),
        ("more_than", False, (135_000, None, None), (135_000, None)),
        ("at_least", False, (50, None, None), (50, None)),
        ("less_than", True, (80, None, None), (None, 80)),
        ("at_most", False, (1_000, None, None), (None, 1_000)),
        ("between", True, (None, 4_000, 5_000), (4_000, 5_000)),
        ("magnitude", True, (None, 2_000_000, None), (2_000_000, None)),
    ],
)
def test_stated_bounds(bound: Bound, approximate: bool, given: Any, stated: Any) -> None:
    """The stated bounds hold what the words state themselves, and nothing else."""
    assert stated_bounds(bound, *given, approximate=approximate) == stated


@pytest.mark.parametrize(
    ("bound", "approximate", "given", "rounding", "plausible"),
    [
        ("point", False, (67_000, None, None), 500, (66_500, 67_500)),
        ("point", True, (1_700_000, None, None), 50_000, (1_600_000, 1_800_000)),
        ("point", False, (15_675, None, None), 0, (15_675, 15_675)),
        ("point", False, (0, None, None), 0, (0, 0)),
        ("point", True, (0, None, None), 50, (0, 0)),
        ("point", True, (10, None, None), 50, (0, 110)),
        ("more_than", False, (135_000, None, None), 500, (135_001, None)),
        ("more_than", True, (135_000, None, None), 500, (135_001, None)),
        ("at_least", False, (50, None, None), 5, (50, None)),
        ("less_than", True, (80, None, None), 5, (None, 79)),
        ("less_than", False, (1, None, None), 0, (None, 0)),
        ("at_most", False, (1_000, None, None), 500, (None, 1_000)),
        ("between", True, (None, 4_000, 5_000), 500, (3_000, 6_000)),
        ("between", False, (None, 4_000, 5_000), 500, (4_000, 5_000)),
        ("between", True, (None, 10, 5_000), 500, (0, 6_000)),
        ("magnitude", True, (None, 200_000, 999_999), 0, (200_000, 999_999)),
        ("magnitude", True, (None, 2_000_000, None), 0, (2_000_000, None)),
    ],
)
def test_plausible_range(
    bound: Bound, approximate: bool, given: Any, rounding: int, plausible: Any
) -> None:
    """The plausible range is the design's: stated bounds, points and hedged ranges widened."""
    reported, lower, upper = given
    one = value(bound, approximate, reported, lower, upper, rounding)
    assert one.plausible == plausible
    assert plausible_range(bound, approximate, reported, lower, upper, rounding) == plausible


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("point", None, None, None), "point needs reported"),
        (("more_than", None, 5, None), "more_than needs reported"),
        (("point", -1, None, None), "reported -1 is negative"),
        (("between", None, -1, 5), "lower -1 is negative"),
        (("between", None, None, 5), "between needs lower"),
        (("between", None, 5, None), "between needs upper"),
        (("between", None, 6, 5), "lower 6 is above upper 5"),
        (("between", 5, 5, 6), "no reported, not 5"),
        (("magnitude", 5, 5, 6), "no reported, not 5"),
        (("magnitude", None, None, 6), "magnitude needs lower"),
        (("magnitude", None, 7, 6), "lower 7 is above upper 6"),
        (("less_than", 0, None, None), "no count is less than 0"),
        (("more_than", 5, 6, None), "lower 6 is not what more_than 5 states: 5"),
        (("at_most", 5, 1, None), "lower 1 is not what at_most 5 states: None"),
        (("point", 5, None, 6), "upper 6 is not what point 5 states: 5"),
    ],
)
def test_parts_that_do_not_fit(parts: Any, message: str) -> None:
    """Parts that do not fit their bound are refused with the part that is wrong."""
    with pytest.raises(ValueError, match=message):
        check_parts(*parts)
    with pytest.raises(ValueError, match=message):
        stated_bounds(*parts, approximate=False)


@pytest.mark.parametrize("parts", [("more_than", 5, 5, None), ("at_most", 5, None, 5)])
def test_parts_that_repeat_what_follows(parts: Any) -> None:
    """Bounds that repeat what the reported number states are no mistake."""
    check_parts(*parts)


def test_value_with_other_bounds_than_it_states() -> None:
    """A value cannot be made with bounds its words do not state."""
    with pytest.raises(ValueError, match=r"\(5, None\), not \(None, None\)"):
        Value(reported=5, bound="more_than", approximate=False, lower=None, upper=None, rounding=0)


def test_value_with_negative_rounding() -> None:
    """A value cannot be rounded by less than nothing."""
    with pytest.raises(ValueError, match="rounding -1 is negative"):
        value("point", False, 5, rounding=-1)


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        ((1, 5), (5, 9), True),
        ((1, 5), (6, 9), False),
        ((1, 9), (3, 4), True),
        ((6, None), (None, 5), False),
        ((5, None), (None, 5), True),
        ((7, None), (9, None), True),
        ((None, None), (0, 0), True),
    ],
)
def test_can_both_be_true(a: Any, b: Any, together: bool) -> None:
    """Two ranges can both be true when they share a number; an open end reaches everything."""
    assert can_both_be_true(a, b) is together


@settings(deadline=None)
@given(values(), values())
def test_can_both_be_true_either_way_round(a: Value, b: Value) -> None:
    """Whether two values can both be true does not depend on which comes first."""
    ranges = a.plausible, b.plausible
    assert can_both_be_true(*ranges) is can_both_be_true(*reversed(ranges))


@settings(deadline=None)
@given(values())
def test_every_value_can_be_true(one: Value) -> None:
    """A value can be true beside itself: no plausible range is empty, and none is negative."""
    assert can_both_be_true(one.plausible, one.plausible)
    assert all(end is None or end >= 0 for end in one.plausible)


@settings(deadline=None)
@given(values())
def test_plausible_range_holds_what_was_said(one: Value) -> None:
    """What was reported is plausible, or one number off where the words exclude it."""
    said = [one.lower, one.upper] if one.reported is None else [one.reported]
    off = {"more_than": 1, "less_than": -1}.get(one.bound, 0)
    for number in said:
        if number is not None:
            assert can_both_be_true(one.plausible, (number + off, number + off))
