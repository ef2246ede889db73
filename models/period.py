"""When: periods and dates with their precision, and how they are written by hand.

Fixtures write them in the forms of the Extended Date/Time Format, level 1 (ISO 8601-2:2019):
``2025-06-04``, ``2025-04``, ``2023``, ``198X`` for a decade, ``2025-06-01/2025-06-02`` for an
interval and ``2025-04/..`` for one with an open end.
"""

import calendar
import re
from datetime import date

import msgspec

from models.vocabulary import Precision

_FORMS: tuple[tuple[Precision, re.Pattern[str]], ...] = (
    ("day", re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
    ("month", re.compile(r"([0-9]{4})-([0-9]{2})")),
    ("year", re.compile(r"([0-9]{4})")),
    ("decade", re.compile(r"([0-9]{3})X")),
)
_FINEST_FIRST: tuple[Precision, ...] = ("day", "month", "year", "decade")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """First and last day, both inclusive, ISO 8601; ``None`` is open or not stated."""

    start: str | None = None
    end: str | None = None
    precision: Precision | None = None


def parse_period(text: str) -> Period:
    """The period a hand-written date stands for; ``ValueError`` says what is wrong with it."""
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f"more than one '/' in {text!r}")
    if set(parts) == {".."}:
        raise ValueError(f"{text!r} says nothing: leave it out")
    first, last = _bounds(parts[0]), _bounds(parts[-1])
    known = [p for p in (first[2], last[2]) if p is not None]
    coarsest = max(known, key=_FINEST_FIRST.index)
    if first[0] and last[1] and first[0] > last[1]:
        raise ValueError(f"{text!r} ends before it starts")
    return Period(start=first[0], end=last[1], precision=coarsest)


def _bounds(part: str) -> tuple[str | None, str | None, Precision | None]:
    if part == "..":
        return None, None, None
    for precision, form in _FORMS:
        if match := form.fullmatch(part):
            numbers = [int(group) for group in match.groups()]
            try:
                return *_days(precision, numbers), precision
            except ValueError as error:
                raise ValueError(f"{part!r} is no date: {error}") from error
    raise ValueError(f"{part!r} is not a date like 2025-06-04, 2025-04, 2023, 198X or ..")


def _days(precision: Precision, numbers: list[int]) -> tuple[str, str]:
    match precision:
        case "day":
            first = last = date(*numbers)
        case "month":
            first = date(numbers[0], numbers[1], 1)
            last = first.replace(day=calendar.monthrange(*numbers)[1])
        case "year":
            first, last = date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        case _:
            first, last = date(numbers[0] * 10, 1, 1), date(numbers[0] * 10 + 9, 12, 31)
    return first.isoformat(), last.isoformat()
