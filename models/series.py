"""What is known of a flow interval by interval: what was reported, and the bounds that follow.

The rules and their examples are in ``docs/method.md``, section Series. What is said does not
depend on the order of the figures.
"""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from models.flow import Day, Flow, People
from models.following import Bound, Span, follow
from models.value import Range

Interval = Literal["month", "quarter", "year"]
"""How long an interval is."""

Known = Literal["reported", "derived", "unknown"]
"""Whether somebody reported exactly it, whether a bound follows from other figures, or neither."""

_MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "year": 12}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One interval of the series of some people.

    ``figures`` are reported for exactly it, ``follows_from`` are those that the bounds follow
    from, both by id. ``conflicting`` when figures exclude each other.
    """

    people: People
    name: str
    first: date
    last: date
    known: Known
    figures: list[str]
    bounds: Range | None
    conflicting: bool
    follows_from: list[str]


def count_rows(flows: Iterable[Flow], interval: Interval) -> int:
    """How many rows the series have."""
    return sum(len(_numbers(group, interval)) for group in _by_people(flows).values())


def work_out(flows: Iterable[Flow], interval: Interval) -> list[Row]:
    """A series for all people that flows count: a row for each interval from the first to the last.

    The first and the last are those that any flow of the same people touches.
    """
    return [
        row
        for group in _by_people(flows).values()
        for row in _rows(group, _numbers(group, interval), interval)
    ]


def _by_people(flows: Iterable[Flow]) -> dict[People, list[Flow]]:
    groups: dict[People, list[Flow]] = {}
    for flow in flows:
        groups.setdefault(flow.people, []).append(flow)
    return {
        people: sorted(groups[people], key=lambda flow: flow.id)
        for people in sorted(groups, key=lambda people: people.order)
    }


def _rows(flows: Sequence[Flow], numbers: range, interval: Interval) -> list[Row]:
    spans = [_span(number, interval) for number in numbers]
    reported: dict[Span, list[Flow]] = {}
    for flow in flows:
        if flow.exact is not None:
            reported.setdefault(flow.exact, []).append(flow)
    following = follow([flow for flow in flows if flow.certain], spans)
    rows = []
    for number, span, (lower, upper) in zip(numbers, spans, following, strict=True):
        exact = reported.get(span, [])
        bounds, conflicting, ids = _settle([flow for flow in exact if flow.certain], lower, upper)
        rows.append(
            Row(
                people=flows[0].people,
                name=_name(number, interval),
                first=date.fromordinal(span[0]),
                last=date.fromordinal(span[1]),
                known="reported" if exact else "derived" if bounds else "unknown",
                figures=[flow.id for flow in exact],
                bounds=bounds,
                conflicting=conflicting,
                follows_from=sorted(ids),
            )
        )
    return rows


def _settle(
    exact: Sequence[Flow], lower: Bound | None, upper: Bound | None
) -> tuple[Range | None, bool, set[str]]:
    """The bounds of one interval, whether its figures exclude each other, and which they are."""
    reported, conflicting = _shared([flow.plausible for flow in exact])
    ids = {flow.id for flow in exact}
    followed = {id for bound in (lower, upper) if bound for id in bound.ids}
    floor, ceiling = (bound.number if bound else None for bound in (lower, upper))
    if ceiling is not None and ceiling < (floor or 0):
        # one of them is wrong, and nothing tells which
        return _unless_open(reported), True, ids | followed
    bounds, apart = _shared([reported, (floor, ceiling)])
    if apart:
        return _unless_open(bounds), True, ids | followed
    if lower and bounds[0] != reported[0]:
        ids.update(lower.ids)
    if upper and bounds[1] != reported[1]:
        ids.update(upper.ids)
    return _unless_open(bounds), conflicting, ids


def _shared(ranges: Sequence[Range]) -> tuple[Range, bool]:
    """What ranges share; of ranges that exclude each other their hull, and that they do."""
    lowers, uppers = [lower for lower, _ in ranges], [upper for _, upper in ranges]
    lower = max((one for one in lowers if one is not None), default=None)
    upper = min((one for one in uppers if one is not None), default=None)
    if lower is None or upper is None or lower <= upper:
        return (lower, upper), False
    hull = (
        None if None in lowers else min(one for one in lowers if one is not None),
        None if None in uppers else max(one for one in uppers if one is not None),
    )
    return hull, True


def _unless_open(bounds: Range) -> Range | None:
    return None if bounds == (None, None) else bounds


def _numbers(flows: Sequence[Flow], interval: Interval) -> range:
    """The intervals from the first to the last that flows touch."""
    touched = [day for flow in flows for day in flow.touched]
    return range(_number(min(touched), interval), _number(max(touched), interval) + 1)


def _number(day: Day, interval: Interval) -> int:
    """Intervals counted from the year 0."""
    at = date.fromordinal(day)
    return (at.year * 12 + at.month - 1) // _MONTHS[interval]


def _span(number: int, interval: Interval) -> Span:
    months = _MONTHS[interval]
    year, month = divmod(number * months, 12)
    last = month + months
    return (
        date(year, month + 1, 1).toordinal(),
        date(year, last, calendar.monthrange(year, last)[1]).toordinal(),
    )


def _name(number: int, interval: Interval) -> str:
    year, part = divmod(number, 12 // _MONTHS[interval])
    if interval == "month":
        return f"{year:04d}-{part + 1:02d}"
    return f"{year:04d}-Q{part + 1}" if interval == "quarter" else f"{year:04d}"
