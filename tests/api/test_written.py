"""A figure that was written once is the same wherever it is listed, and of its own release."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from api.written import Written, WrittenFigures
from seeds.fixtures import Fixtures
from tests.api.test_clocks import CORRECTED, WITHDRAWN, corrected
from tests.conftest import client_of, seed

FIRST, SECOND = (1, "2025-09-01T00:00:00Z", "a"), (2, "2025-09-02T00:00:00Z", "b")


def written(json: bytes) -> Written:
    """A figure."""
    return Written("departures", msgspec.Raw(json))


def test_kept_by_release_and_id() -> None:
    """What is kept of one release says nothing of another; what is not kept is left out."""
    figures = WrittenFigures(1_000_000)
    figures.keep(FIRST, {"one": written(b"1"), "two": written(b"2")})
    figures.keep(SECOND, {"one": written(b"3")})
    assert figures.find(FIRST, ["two", "one", "three"]) == {
        "one": written(b"1"),
        "two": written(b"2"),
    }
    assert figures.find(SECOND, ["one", "two"]) == {"one": written(b"3")}


def test_bounded() -> None:
    """No more is kept than there is room for; where there is none, nothing is."""
    figures = WrittenFigures(50_000)
    for number in range(100):
        figures.keep(FIRST, {f"figure-{number}": written(b"x" * 1000)})
    kept = figures.find(FIRST, [f"figure-{number}" for number in range(100)])
    assert 10 < len(kept) < 50
    assert "figure-99" in kept
    none = WrittenFigures(0)
    none.keep(FIRST, {"one": written(b"1")})
    assert none.find(FIRST, ["one"]) == {}


def test_lists_and_details_share_them(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> None:
    """Whatever was asked before, an answer is that of a server that keeps none.

    In the second release a value is corrected, a figure withdrawn and a claimant renamed.
    """
    url = empty_database()
    for day, state in ((1, fixtures), (2, corrected(fixtures))):
        seed(url, state, now=lambda day=day: datetime(2025, 9, day, tzinfo=UTC))
    keeping, bare = client_of(url), client_of(url, store_megabytes=0)
    statuses = []
    for address in (
        "/v1/figures?limit=3",
        "/v1/figures?limit=1000&as_of_release=1",
        "/v1/figures?limit=1000",
        "/v1/departures?sort=id",
        "/v1/departures.ndjson?sort=-id&limit=5",
        "/v1/departures.csv",
        "/v1/population-estimates",
        *(
            f"/v1/{kind}/{id}{release}"
            for kind in ("figures", "departures", "permit-holders")
            for id in (CORRECTED, WITHDRAWN)
            for release in ("?as_of_release=1", "")
        ),
    ):
        found, expected = keeping.get(address), bare.get(address)
        assert (found.status_code, found.content) == (expected.status_code, expected.content)
        statuses.append(found.status_code)
    assert {status: statuses.count(status) for status in set(statuses)} == {200: 13, 404: 4, 410: 2}
