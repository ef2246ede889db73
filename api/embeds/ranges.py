"""What does a stated value leave open, drawn as a range on an axis?

The thick line is what the words state, the thin one what rounding adds, the dot the number that
was printed. An end that is not stated is open: an arrow, never a guess. A bound that the words
exclude ("more than") is a hollow dot.
"""

import msgspec

from api.embeds.scale import Scale, scale_over
from api.schemas.parts import Value


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One range, in percent along its axis."""

    low: float
    high: float
    open_low: bool
    open_high: bool
    stated: tuple[float, float] | None
    """Where the thick line runs; ``None`` where one number was printed."""
    point: float | None
    """The number that was printed."""
    hollow: bool
    """Whether the words exclude it."""


def is_informative(value: Value) -> bool:
    """Whether a range says more than the number alone: not where it is exactly one number."""
    return value.plausible.lower != value.plausible.upper


def scale_for(values: list[Value], most: int = 4) -> Scale:
    """An axis on which the ranges of all these values stand, with room for open ends."""
    ends = [end for value in values for end in known_ends(value)]
    low, high = min(ends), max(ends)
    is_open = any(None in (value.plausible.lower, value.plausible.upper) for value in values)
    room = max((high - low) * 0.4, high * 0.4 if is_open else 1)
    opens_down = any(value.plausible.lower is None for value in values)
    return scale_over(0 if opens_down else low - room, high + room, most)


def bar_on(scale: Scale, value: Value) -> Bar:
    """The range of a value on an axis that has room for it."""
    lower, upper = value.plausible.lower, value.plausible.upper
    point = value.reported
    bounded = value.bound in ("between", "magnitude") and value.lower is not None
    stated = None
    if bounded:
        end = 100.0 if value.upper is None else scale.at(value.upper)
        stated = (scale.at(value.lower or 0), end)
    elif value.bound in ("more_than", "at_least"):
        stated = (scale.at(point or 0), 100.0)
    elif value.bound in ("less_than", "at_most"):
        stated = (0.0, scale.at(point or 0))
    return Bar(
        low=0.0 if lower is None else scale.at(lower),
        high=100.0 if upper is None else scale.at(upper),
        open_low=lower is None,
        open_high=upper is None,
        stated=stated,
        point=None if point is None else scale.at(point),
        hollow=value.bound in ("more_than", "less_than"),
    )


def known_ends(value: Value) -> list[int]:
    """The numbers at which its range or its words end, and the one printed."""
    ends = (value.plausible.lower, value.plausible.upper, value.reported)
    return [end for end in ends if end is not None]
