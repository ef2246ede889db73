"""Which of rival statements may be the latest, and whether the order they stand in is certain."""

import msgspec
import pytest

from api.embeds.rivals import are_most_recent, is_by_recency, may_be_latest, rivals_of
from api.schemas.comparisons import Comparison
from api.schemas.parts import Published
from tests.conftest import Client

CONFLICTING = "population-estimates-157a9e4124be1665"
RUNNING_TOTAL = "departures-97ed5640d3e8fd7b"
Days = tuple[str | None, str | None]
UNKNOWN: Days = (None, None)


def dated(client: Client, id: str, days: list[Days]) -> Comparison:
    """A comparison whose figures are of sources that came out between these days.

    They are in order of publication, as the figures of a comparison are.
    """
    comparison = msgspec.convert(client.data(f"/v1/comparisons/{id}"), Comparison)
    figures = [
        msgspec.structs.replace(
            figure,
            source=msgspec.structs.replace(
                figure.source,
                published=Published(earliest=earliest, latest=latest, basis="printed"),
            ),
        )
        for figure, (earliest, latest) in zip(comparison.figures, days, strict=True)
    ]
    return msgspec.structs.replace(comparison, figures=figures)


@pytest.mark.parametrize(
    ("days", "latest", "ordered"),
    [
        ([("2024-01-01", "2024-01-01"), ("2024-01-02",) * 2, ("2024-01-03",) * 2], [2], True),
        ([("2024-01-01", "2024-01-01"), ("2024-01-02",) * 2, ("2024-01-02",) * 2], [2, 1], True),
        # one that may be of any day of a month, beside two of known days
        ([("2024-01-05",) * 2, ("2024-01-20",) * 2, ("2024-01-01", "2024-01-30")], [2, 1], False),
        (
            [("2024-01-01", "2024-01-02"), ("2024-01-02", "2024-01-03"), ("2024-01-03",) * 2],
            [2, 1],
            True,
        ),
        # without any date it may be of any day, the latest too
        ([UNKNOWN, ("2024-01-02",) * 2, ("2024-01-03",) * 2], [2, 0], False),
        ([UNKNOWN, UNKNOWN, UNKNOWN], [2, 1, 0], False),
        # not before a day, and the day it came out is not known: all others are certainly earlier
        ([("2024-02-01", None), ("2024-01-02",) * 2, ("2024-01-03",) * 2], [0], False),
        ([(None, "2024-01-01"), (None, "2024-01-02"), (None, "2024-01-03")], [2, 1, 0], False),
    ],
)
def test_days(client: Client, days: list[Days], latest: list[int], ordered: bool) -> None:
    """None is certainly later than what may be the latest; an order holds for all possible days."""
    comparison = dated(client, CONFLICTING, days)
    rivals = rivals_of(comparison)
    ids = [figure.id for figure in comparison.figures]
    assert [ids.index(one.first.id) for one in may_be_latest(comparison, rivals)] == latest
    assert is_by_recency(comparison, rivals) == ordered


def test_running_totals(client: Client) -> None:
    """Totals are dated by the day they were stated, whatever their sources leave open."""
    comparison = dated(client, RUNNING_TOTAL, [("2023-11-20", "2023-12-31")] * 2)
    rivals = rivals_of(comparison)
    assert [one.first.attribution.stated_on for one in rivals] == ["2023-11-20", "2023-11-09"]
    assert may_be_latest(comparison, rivals) == rivals[:1]
    assert is_by_recency(comparison, rivals)


def test_shown(client: Client) -> None:
    """Those shown are the most recent unless one that is left out may be of the same day."""
    apart = dated(client, CONFLICTING, [("2024-01-01",) * 2, ("2024-01-02",) * 2, UNKNOWN])
    apart = msgspec.structs.replace(apart, gap=None)
    first, second, third = (
        next(one for one in rivals_of(apart) if one.first.id == figure.id)
        for figure in apart.figures
    )
    assert are_most_recent(apart, [second, first], [second])
    assert not are_most_recent(apart, [second, first], [first])
    assert not are_most_recent(apart, [second, first, third], [second, first])
    tied = dated(client, CONFLICTING, [("2024-01-01",) * 2] * 3)
    rivals = rivals_of(tied)
    assert not are_most_recent(msgspec.structs.replace(tied, gap=None), rivals, rivals[:2])
    assert are_most_recent(tied, rivals, rivals)
