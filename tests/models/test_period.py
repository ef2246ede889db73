"""How a hand-written date is read."""

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.period import Period, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2025-06-04", "2025-06-04", "2025-06-04", "day"),
        ("2025-04", "2025-04-01", "2025-04-30", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("198X", "1980-01-01", "1989-12-31", "decade"),
        ("2025-06-01/2025-06-02", "2025-06-01", "2025-06-02", "day"),
        ("2025-04/2025-05", "2025-04-01", "2025-05-31", "month"),
        ("2025-04/..", "2025-04-01", None, "month"),
        ("../2025-04-03", None, "2025-04-03", "day"),
        ("2021/2025-06-04", "2021-01-01", "2025-06-04", "year"),
        ("2025-06-04/2025", "2025-06-04", "2025-12-31", "year"),
        ("198X/2001", "1980-01-01", "2001-12-31", "decade"),
        ("2025/2025", "2025-01-01", "2025-12-31", "year"),
    ],
)
def test_forms(text: str, start: str | None, end: str | None, precision: str) -> None:
    """Each form stands for its first and last day; an interval is as exact as its coarser end."""
    period = parse_period(text)
    assert (period.start, period.end, period.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a date like"),
        ("..", r"'..' says nothing"),
        ("../..", r"'../..' says nothing"),
        ("2025-06-04 ", "is not a date like"),
        ("2025-6-4", "is not a date like"),
        ("June 2025", "'June 2025' is not a date like"),
        ("19XX", "is not a date like"),
        ("2025-06-04T00:00", "is not a date like"),
        ("2025/", "'' is not a date like"),
        ("2025-13", "'2025-13' is no date: month must be"),
        ("2025-02-30", "'2025-02-30' is no date: day"),
        ("2025-00", "'2025-00' is no date"),
        ("0000", "'0000' is no date: year 0"),
        ("000X", "'000X' is no date: year 0"),
        ("٢٠٢٥", "is not a date like"),
        ("2025/2024", "'2025/2024' ends before it starts"),
        ("2025-06-02/2025-06-01", "ends before it starts"),
        ("2023/2024/2025", "more than one '/'"),
    ],
)
def test_errors(text: str, message: str) -> None:
    """What is no date is refused, with what is wrong."""
    with pytest.raises(ValueError, match=message):
        parse_period(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.X", max_size=24))
def test_any_text(text: str) -> None:
    """Whatever is written is a period the right way round, or a ``ValueError``."""
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert period.start or period.end
    assert not (period.start and period.end) or period.start <= period.end
    assert period.precision


@settings(deadline=None)
@given(st.dates())
def test_a_day_lies_in_its_month_and_year(day: date) -> None:
    """The period of a day lies in that of its month, and that in the one of its year."""
    text = day.isoformat()
    one, month, year = (parse_period(text[:length]) for length in (10, 7, 4))
    assert one == Period(start=text, end=text, precision="day")
    assert month.start is not None
    assert month.end is not None
    assert month.start <= text <= month.end
    assert int(month.end[8:]) == calendar.monthrange(day.year, day.month)[1]
    assert (year.start, year.end) == (f"{text[:4]}-01-01", f"{text[:4]}-12-31")
