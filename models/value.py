"""What a stated value is: its words' bounds, and the whole numbers they leave plausible.

Source of every rule here: the domain design, section Value ("stated bounds", "plausible range").
"""

import msgspec

from models.vocabulary import Bound

Range = tuple[int | None, int | None]
"""Lowest and highest whole number, both inclusive unless said otherwise; ``None`` is open."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One number as somebody stated it; a value whose parts do not fit is a ``ValueError``.

    ``lower`` and ``upper`` are the stated bounds (see ``stated_bounds``), ``rounding`` is half
    the place value of the last significant digit printed, 0 where the number is exact.
    """

    reported: int | None
    bound: Bound
    approximate: bool
    lower: int | None
    upper: int | None
    rounding: int

    def __post_init__(self) -> None:
        given = (self.lower, self.upper)
        stated = stated_bounds(self.bound, self.reported, *given, approximate=self.approximate)
        if given != stated:
            raise ValueError(f"the stated bounds of this {self.bound} are {stated}, not {given}")
        if self.rounding < 0:
            raise ValueError(f"rounding {self.rounding} is negative")

    @property
    def plausible(self) -> Range:
        """The plausible range, as ``plausible_range`` gives it."""
        return plausible_range(
            self.bound, self.approximate, self.reported, self.lower, self.upper, self.rounding
        )


def check_parts(bound: Bound, reported: int | None, lower: int | None, upper: int | None) -> None:
    """Raise ``ValueError``, saying what is wrong, unless the parts fit the bound.

    ``between`` has both bounds and ``magnitude`` at least the lower one, in order and without
    ``reported``. Every other bound has ``reported``; its ``lower`` and ``upper`` follow from that
    and are left out or repeat it.
    """
    for name, number in (("reported", reported), ("lower", lower), ("upper", upper)):
        if number is not None and number < 0:
            raise ValueError(f"{name} {number} is negative")
    if bound in ("between", "magnitude"):
        if reported is not None:
            raise ValueError(f"{bound} has lower and upper and no reported, not {reported}")
        if lower is None:
            raise ValueError(f"{bound} needs lower")
        if upper is None and bound == "between":
            raise ValueError("between needs upper")
        if upper is not None and lower > upper:
            raise ValueError(f"lower {lower} is above upper {upper}")
        return
    if reported is None:
        raise ValueError(f"{bound} needs reported")
    if bound == "less_than" and reported == 0:
        raise ValueError("no count is less than 0")
    follows = _bounds_of(bound, reported)
    for name, number, stated in zip(("lower", "upper"), (lower, upper), follows, strict=True):
        if number is not None and number != stated:
            raise ValueError(f"{name} {number} is not what {bound} {reported} states: {stated}")


def stated_bounds(
    bound: Bound, reported: int | None, lower: int | None, upper: int | None, *, approximate: bool
) -> Range:
    """The bounds the words state themselves: ``more_than`` and ``less_than`` exclude theirs.

    Rule (domain design, table of section Value): ``None`` is "not stated". A ``point`` states its
    number as both, an approximate one states neither; ``between`` and ``magnitude`` state what is
    given. Parts that do not fit the bound are a ``ValueError``.
    """
    check_parts(bound, reported, lower, upper)
    if reported is None:
        return lower, upper
    return (None, None) if bound == "point" and approximate else _bounds_of(bound, reported)


def plausible_range(
    bound: Bound,
    approximate: bool,
    reported: int | None,
    lower: int | None,
    upper: int | None,
    rounding: int,
) -> Range:
    """Every whole number the value leaves plausible, both ends inclusive and never negative.

    Rule (domain design, "plausible range"), with *r* = ``rounding``: a ``point`` reaches ± r,
    an approximate one ± 2r, an approximate ``between`` 2r beyond both ends; all others keep the
    stated bounds, ``more_than`` and ``less_than`` one number inside them. Zero is exact.
    """
    lower, upper = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    reach = 2 * rounding if approximate else rounding
    match bound:
        case "point" if reported:
            return max(0, reported - reach), reported + reach
        case "point":
            return 0, 0
        case "between" if approximate and lower is not None and upper is not None:
            return max(0, lower - reach), upper + reach
        case "more_than" if lower is not None:
            return lower + 1, None
        case "less_than" if upper is not None:
            return None, upper - 1
    return lower, upper


def can_both_be_true(a: Range, b: Range) -> bool:
    """Whether two plausible ranges share a number (domain design, "can both be true")."""
    return _reaches(a, b) and _reaches(b, a)


def _reaches(a: Range, b: Range) -> bool:
    """Whether ``a`` starts no later than ``b`` ends."""
    return a[0] is None or b[1] is None or a[0] <= b[1]


def _bounds_of(bound: Bound, reported: int) -> Range:
    """The bounds that follow from the one reported number of an exact value."""
    match bound:
        case "more_than" | "at_least":
            return reported, None
        case "less_than" | "at_most":
            return None, reported
    return reported, reported
