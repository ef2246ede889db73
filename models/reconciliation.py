"""Whether parts add up to their whole, and what two running totals say of the time between them.

Interval arithmetic on plausible ranges (Moore, Kearfott and Cloud, *Introduction to Interval
Analysis*, 2009): what is said holds for every number the statements leave plausible. The rules
and their examples are in ``docs/method.md``.
"""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from models.comparison import Stated
from models.value import Range

REPORTING_LAG_DAYS = 7
"""A total stated on a day is taken to reach to at most this many days before it."""

Rule = Literal["disjoint_periods", "stated_parts", "legal_status_groups", "running_totals"]
"""What makes figures parts of a whole."""

Fit = Literal["exceeds", "leaves_a_remainder", "adds_up", "cannot_tell"]
"""How parts stand to their whole."""


class Nominal(msgspec.Struct, frozen=True, kw_only=True):
    """The printed numbers alone, as if each were exact."""

    whole: int | None
    sum: int | None
    difference: int | None


class DailyRate(msgspec.Struct, frozen=True, kw_only=True):
    """A flow by day, to a tenth of a person."""

    lower: float
    upper: float | None
    nominal: float | None


class DerivedFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What two running totals with one start say of the days after the first up to the second.

    ``inferred`` says that no text states one of these days.
    """

    after: str
    until: str
    inferred: bool
    days: int
    lower: int
    upper: int | None
    nominal: int | None
    per_day: DailyRate


class Reckoning(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of the parts, what it leaves of the whole, and the verdict."""

    sum: Range
    residual: Range
    nominal: Nominal
    open_ended: bool
    verdict: Fit
    derived: DerivedFlow | None


def reckon(whole: Stated, parts: Sequence[Stated], *, covered: bool) -> Reckoning:
    """How parts stand to a whole; ``covered`` when nothing of the whole lies outside the parts.

    The residual of whole *W* and sum *S* is [W.lower - S.upper, W.upper - S.lower]: ``exceeds``
    when it lies below 0, ``leaves_a_remainder`` when above, ``adds_up`` when it contains 0 and
    the parts cover the whole, else ``cannot_tell``. A count that states no lower bound is at
    least 0; a missing upper bound leaves the range open (``None``).
    """
    total = _sum([part.plausible for part in parts])
    residual = _minus(whole.plausible, total)
    numbers = [part.reported for part in parts]
    known = [number for number in numbers if number is not None]
    nominal = sum(known) if len(known) == len(numbers) else None
    difference = None
    if whole.reported is not None and nominal is not None:
        difference = whole.reported - nominal
    return Reckoning(
        sum=total,
        residual=residual,
        nominal=Nominal(whole=whole.reported, sum=nominal, difference=difference),
        open_ended=None in residual,
        verdict=_fit(residual, covered),
        derived=None,
    )


def between(earlier: Stated, later: Stated) -> Reckoning:
    """What two running totals with one start say of the flow between the days they are dated.

    The flow is the later minus the earlier one, and never below 0, since a total of people who
    left does not fall. Both totals need a day, the later one a later day.
    """
    reckoning = reckon(later, [earlier], covered=False)
    assert earlier.day is not None
    assert later.day is not None
    days = (date.fromisoformat(later.day) - date.fromisoformat(earlier.day)).days
    lower, upper = reckoning.residual
    if upper is not None and upper < 0:
        return reckoning
    lower, nominal = max(0, lower or 0), reckoning.nominal.difference
    derived = DerivedFlow(
        after=earlier.day,
        until=later.day,
        inferred=earlier.day_inferred or later.day_inferred,
        days=days,
        lower=lower,
        upper=upper,
        nominal=nominal,
        per_day=DailyRate(
            # outwards, so that no rate the totals allow is left out
            lower=lower * 10 // days / 10,
            upper=None if upper is None else -(-upper * 10 // days) / 10,
            nominal=None if nominal is None else round(nominal / days, 1),
        ),
    )
    return msgspec.structs.replace(reckoning, derived=derived)


def covers(
    whole: tuple[date, date | None], whole_stated: date | None, parts: Sequence[tuple[date, date]]
) -> bool:
    """Whether periods fill a total's period without a missing day or an overlap.

    An open end is filled when the parts reach to within ``REPORTING_LAG_DAYS`` of the day the
    total was stated.
    """
    start, end = whole
    ordered = sorted(parts)
    if not ordered or ordered[0][0] != start or not disjoint(ordered):
        return False
    gaps = [(b[0] - a[1]).days for a, b in itertools.pairwise(ordered)]
    if any(gap != 1 for gap in gaps):
        return False
    last = ordered[-1][1]
    if end is not None:
        return last == end
    return whole_stated is not None and 0 <= (whole_stated - last).days <= REPORTING_LAG_DAYS


def disjoint(periods: Sequence[tuple[date, date]]) -> bool:
    """Whether no two periods share a day."""
    ordered = sorted(periods)
    return all(a[1] < b[0] for a, b in itertools.pairwise(ordered))


def _sum(ranges: Sequence[Range]) -> Range:
    lower = sum(one[0] or 0 for one in ranges)
    uppers = [one[1] for one in ranges]
    known = [upper for upper in uppers if upper is not None]
    return lower, sum(known) if len(known) == len(uppers) else None


def _minus(whole: Range, total: Range) -> Range:
    assert total[0] is not None, "a sum has a lower end"
    lower = None if total[1] is None else (whole[0] or 0) - total[1]
    upper = None if whole[1] is None else whole[1] - total[0]
    return lower, upper


def _fit(residual: Range, covered: bool) -> Fit:
    lower, upper = residual
    if upper is not None and upper < 0:
        return "exceeds"
    if lower is not None and lower > 0:
        return "leaves_a_remainder"
    return "adds_up" if covered else "cannot_tell"
