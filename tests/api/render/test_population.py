"""When a population estimate holds for, as statistical formats have it."""

import pytest

from api.render.sdmx.estimates import time_period
from api.schemas.parts import Period
from api.schemas.population import time_code


@pytest.mark.parametrize(
    ("start", "end", "precision", "code", "period"),
    [
        ("2025-08-01", "2025-08-01", "day", "2025-08-01", "2025-08-01"),
        ("2023-11-01", "2023-11-30", "month", "2023-11", "2023-11"),
        ("2023-02-01", "2023-02-28", "day", "2023-02-01/2023-02-28", "2023-02-01/P28D"),
        ("2023-01-01", "2023-12-31", "year", "2023", "2023"),
        ("2023-11-01", "2024-01-31", "month", "2023-11-01/2024-01-31", "2023-11-01/P92D"),
        ("1980-01-01", "1989-12-31", "decade", "1980-01-01/1989-12-31", "1980-01-01/P3653D"),
        (None, "2023-11-30", "month", "../2023-11-30", None),
        ("2024-01-01", None, "year", "2024-01-01/..", None),
        (None, None, None, None, None),
    ],
)
def test_dates(
    start: str | None,
    end: str | None,
    precision: str | None,
    code: str | None,
    period: str | None,
) -> None:
    """A day, a month or a year where it is one; else both ends, or the first day and a length."""
    stated = Period(start=start, end=end, precision=precision)  # type: ignore[arg-type]
    assert (time_code(stated), time_period(stated)) == (code, period)
