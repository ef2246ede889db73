"""When was what: spans and days of figures and events on one axis of time, from left to right.

A day that is known is a mark; where only the month or the year is known, the time it may have been
is a pale span. When it was reported is another clock, and a ring of its own.
"""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from api.embeds.series_chart import Tick
from api.embeds.type import Style, width_of
from api.render.citations.numerals import day, month_name

NARROW = 282
"""How wide the axis is on a page of 320 pixels."""
LANE = 17
LEVEL = 15
_TOP = 8
_LABEL = Style(face="sans", size=12.5, leading=15)
_MARK = 15


class When(msgspec.Struct, frozen=True, kw_only=True):
    """Between which days something began and ended, as far as is known."""

    begins: tuple[date, date]
    ends: tuple[date, date]
    reported: tuple[date, date] | None
    """Between which days it was published; ``None`` where neither is known."""

    @property
    def days(self) -> list[date]:
        """Every day that has to be on the axis."""
        return [*self.begins, *self.ends, *(self.reported or ())]


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on the axis: across in percent, down in units."""

    mark: str
    y: float
    pale: tuple[float, float]
    """From where to where it may have been."""
    solid: tuple[float, float] | None
    """From where to where it surely was."""
    day: float | None
    """The one day it was on."""
    told: tuple[float, float] | None
    """From where to where it may have been reported."""
    after: bool
    """Whether its mark stands after it."""


class TimeChart(msgspec.Struct, frozen=True, kw_only=True):
    """The whole chart, ready to be drawn."""

    caption: str
    events: list[Placed]
    figures: list[Placed]
    ticks: list[Tick]
    lanes: float
    """How far down the figures begin."""
    base: float
    """How far down the axis is."""

    @property
    def height(self) -> float:
        """How high it is."""
        return self.base + 24


def place(
    events: Sequence[tuple[str, When]],
    figures: Sequence[tuple[str, When]],
    caption: str,
    language: str,
) -> TimeChart:
    """The chart of events and figures, each with the mark it is known by; at least one of them."""
    days = [one for _, when in (*events, *figures) for one in when.days]
    first, last, ticks = _axis(min(days), max(days), language)
    length = (last - first).days

    def at(one: date) -> float:
        return round(100 * (one - first).days / length, 2)

    levels = _levels([at(when.begins[0]) for _, when in events])
    depth = max(levels, default=-1) + 1
    lanes = _TOP + LEVEL * depth + 4
    return TimeChart(
        caption=caption,
        events=[
            _placed(mark, when, _TOP + LEVEL * level + 6, at)
            for (mark, when), level in zip(events, levels, strict=True)
        ],
        figures=[
            _placed(mark, when, lanes + LANE * number + 9, at)
            for number, (mark, when) in enumerate(figures)
        ],
        ticks=ticks,
        lanes=lanes,
        base=lanes + LANE * len(figures) + 6,
    )


def _placed(mark: str, when: When, y: float, at: Callable[[date], float]) -> Placed:
    pale = (at(when.begins[0]), at(when.ends[1]))
    known = when.begins[0] == when.ends[1]
    solid = (at(when.begins[1]), at(when.ends[0])) if when.begins[1] < when.ends[0] else None
    told = (at(when.reported[0]), at(when.reported[1])) if when.reported else None
    right = max(pale[1], told[1] if told else 0)
    return Placed(
        mark=mark,
        y=y,
        pale=pale,
        solid=None if known else solid,
        day=pale[0] if known else None,
        told=told,
        after=right < 90,
    )


def _levels(starts: Sequence[float]) -> list[int]:
    """On which line each mark stands so that none covers another, in order of time."""
    free: list[float] = []
    levels = []
    room = 100 * _MARK / NARROW
    for start in starts:
        level = next((level for level, end in enumerate(free) if end <= start), len(free))
        free[level : level + 1] = [start + room]
        levels.append(level)
    return levels


def _axis(first: date, last: date, language: str) -> tuple[date, date, list[Tick]]:
    """Where the axis begins and ends, and its labels: years, or months within few of them."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(
        step
        for step in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000)
        if months / step <= 7
    )
    start = date(first.year, (first.month - 1) // min(step, 12) * min(step, 12) + 1, 1)
    if step > 12:
        start = date(max(1, first.year // (step // 12) * (step // 12)), 1, 1)
    marks = [start]
    while marks[-1] <= last and marks[-1] < date.max:
        marks.append(_later(marks[-1], step))
    length = (marks[-1] - start).days
    widest = max(width_of(_name(mark, step, language), _LABEL) for mark in marks) + 8
    every = max(1, -int(-widest * (len(marks) - 1) // NARROW))
    ticks = [
        Tick(
            at=round(100 * (mark - start).days / length, 2),
            label=_name(mark, step, language),
            anchor="start",
            minor=number % every != 0,
        )
        for number, mark in enumerate(marks[:-1])
    ]
    return start, marks[-1], ticks


def _later(one: date, months: int) -> date:
    number = one.year * 12 + one.month - 1 + months
    if number // 12 > date.max.year:
        return date.max
    return date(number // 12, number % 12 + 1, 1)


def _name(mark: date, step: int, language: str) -> str:
    year = day(mark.isoformat(), "year", language)
    return year if step >= 12 else f"{month_name(mark.isoformat(), language)} {year}"
