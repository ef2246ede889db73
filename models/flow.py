"""Whom a stated flow counts, and when that counting began and ended, as far as is known.

The rules and their examples are in ``docs/method.md``, section Series.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from models.comparison import MOVEMENT_FAMILIES
from models.question import Row
from models.reconciliation import REPORTING_LAG_DAYS
from models.value import Range
from models.vocabulary import LegalStatus, MovementFamily, Outlook, Precision, Unit

Day = int
"""A day as its proleptic Gregorian ordinal."""

Window = tuple[Day | None, Day | None]
"""Earliest and latest day that something can have been on."""

Published = Mapping[str, tuple[str | None, str | None]]
"""By source id: the earliest and the latest day it can be of."""

_DOUBTFUL = {"movement", "unit"}


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Who is counted by a flow, and over which border. Only flows of the same people bound
    each other; ``None`` is "not stated" and equals only itself.

    ``place`` is the one crossing that a series is of, and ``None`` for the border as a whole.
    """

    origin: str | None
    destination: str | None
    place: str | None
    nationality: str | None
    legal_status: LegalStatus
    unit: Unit
    movement_family: MovementFamily
    outlook: Outlook
    country_as_given: str | None

    @property
    def order(self) -> tuple[tuple[bool, str], ...]:
        """Sorts by every field in turn, what is not stated last."""
        return tuple((value is None, value or "") for value in msgspec.structs.astuple(self))


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A flow as the bounds of other spans follow from it.

    ``since`` is the same for running totals that count from one start. ``whole`` when everybody
    of its span is counted, not those of one crossing alone. ``certain`` when what is counted, and
    that these people moved at all, is stated and not just implied.
    """

    id: str
    people: People
    plausible: Range
    begins: Window
    ends: Window
    since: tuple[str | None, ...] | None
    whole: bool
    certain: bool

    @property
    def held(self) -> tuple[Day, Day] | None:
        """First and last day that anybody counted can have moved on."""
        return _span(self.begins[0], self.ends[1])

    @property
    def covered(self) -> tuple[Day, Day] | None:
        """First and last of the days whose people are all counted; ``None`` if none surely is."""
        return _span(self.begins[1], self.ends[0]) if self.whole else None

    @property
    def exact(self) -> tuple[Day, Day] | None:
        """The span that the figure is of, neither more nor less."""
        return self.held if self.held == self.covered else None

    @property
    def touched(self) -> list[Day]:
        """The days it is known to reach from and to; none where no date is known."""
        return [day for day in (self.begins[0], self.ends[1]) if day is not None]


def read_flows(
    rows: Iterable[Row],
    published: Published,
    totals: Mapping[str, Row],
    *,
    by_place: bool = False,
) -> list[Flow]:
    """The flows of stored departures, by id.

    ``totals`` are the figures that others are stated to be part of, by id. With ``by_place`` those
    at one crossing are people of their own; without it they are some of those over the border.
    Left out are a rate, which counts nobody, and what is of no known date.
    """
    flows = (
        _flow(
            row,
            totals.get(row["part_of"]),
            published.get(row["source"], (None, None)),
            row["place"] if by_place else None,
        )
        for row in sorted(rows, key=lambda row: str(row["id"]))
        if row["coverage"] != "rate"
    )
    return [flow for flow in flows if flow.touched]


def _flow(
    row: Row, total: Row | None, published: tuple[str | None, str | None], place: str | None
) -> Flow:
    inferred = set(msgspec.json.decode(row["inferred"]))
    running = row["coverage"] == "cumulative"
    # not, or not surely, all of the period
    some = (
        (not running and row["since_event"] is not None)  # in weeks of 2023, after an event
        or "coverage" in inferred  # all since 2021, or so many at some time since
        or (total is not None and all(row[name] == total[name] for name in _WHEN))  # of a total
    )
    since = (row["since_event"],) if row["since_event"] else _of(row, _START)
    return Flow(
        id=row["id"],
        people=People(
            origin=row["origin"],
            destination=row["destination"],
            place=place,
            nationality=row["nationality"],
            legal_status=row["legal_status"],
            unit=row["unit"],
            movement_family=MOVEMENT_FAMILIES[row["movement"]],
            outlook=row["outlook"],
            country_as_given=row.get("country_as_given"),
        ),
        plausible=(row["plausible_lower"], row["plausible_upper"]),
        begins=_begins(row, running),
        ends=_ends(row, running, inferred, published),
        since=(*since, row["place"]) if running and not some and any(since) else None,
        whole=not some and row["place"] == place,
        certain=not inferred & _DOUBTFUL,
    )


_START = ("period_start", "period_precision")
_WHEN = (*_START, "period_end", "coverage")


def _of(row: Row, names: Iterable[str]) -> tuple[str | None, ...]:
    return tuple(row[name] for name in names)


def _begins(row: Row, running: bool) -> Window:
    if row["period_start"] is None:
        return None, None
    first = _day(row["period_start"])
    # "since April" may mean since some day of April
    return first, _unit(first, row["period_precision"])[1] if running else first


def _ends(
    row: Row, running: bool, inferred: set[str], published: tuple[str | None, str | None]
) -> Window:
    if row["period_end"] is not None:
        last = _day(row["period_end"])
        return _unit(last, row["period_precision"])[0] if running else last, last
    if row["period_start"] is None and not running:
        return None, None
    earliest, latest = (_day(day) if day else None for day in published)
    if row["stated_on"] is not None:
        earliest = _day(row["stated_on"])
        implied = "stated_on" in inferred
        latest = max(earliest, latest or earliest) if implied else earliest
    return None if earliest is None else earliest - REPORTING_LAG_DAYS, latest


def _day(text: str) -> Day:
    return date.fromisoformat(text).toordinal()


def _unit(day: Day, precision: Precision | None) -> tuple[Day, Day]:
    """The month, year or decade that a day lies in."""
    at = date.fromordinal(day)
    match precision:
        case "month":
            first, last = (at.year, at.month), (at.year, at.month)
        case "year":
            first, last = (at.year, 1), (at.year, 12)
        case "decade":
            first, last = (max(1, at.year // 10 * 10), 1), (at.year // 10 * 10 + 9, 12)
        case _:
            return day, day
    return date(*first, 1).toordinal(), date(*last, calendar.monthrange(*last)[1]).toordinal()


def _span(first: Day | None, last: Day | None) -> tuple[Day, Day] | None:
    return (first, last) if first is not None and last is not None and first <= last else None
