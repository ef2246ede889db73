"""Synthetic figures: as many as asked for, the same every time, shaped like the real ones."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import pytest

from benchmarks.synthetic import make_fixtures
from seeds.fixtures import Fixtures
from seeds.records import records_of
from seeds.verify import verify
from tests.conftest import client_of, seed

COUNT = 1000


@pytest.fixture(scope="module")
def synthetic() -> Fixtures:
    """A thousand of them."""
    return make_fixtures(COUNT)


def figures(fixtures: Fixtures) -> list[Any]:
    """Every figure."""
    return [figure for article in fixtures.articles.values() for figure in article.figures]


def test_they_verify(synthetic: Fixtures) -> None:
    """Every check that real fixtures go through finds nothing wrong."""
    report = verify(synthetic)
    assert report.problems == []
    assert report.figures == COUNT


@pytest.mark.parametrize("count", [1, 7, 8, 9, 1000])
def test_as_many_as_asked_for(count: int) -> None:
    """The number of figures is exact."""
    assert len(figures(make_fixtures(count))) == count


def test_the_same_every_time() -> None:
    """The same seed makes the same figures, another makes others."""
    assert records_of(make_fixtures(200)) == records_of(make_fixtures(200))
    assert records_of(make_fixtures(200)) != records_of(make_fixtures(200, seed=2))


def test_every_name_says_what_it_is(synthetic: Fixtures) -> None:
    """Nobody and nothing is invented without saying so."""
    groups: list[list[Any]] = [
        synthetic.claimants,
        synthetic.speakers,
        synthetic.places,
        synthetic.permit_categories,
    ]
    for named in chain(*groups):
        assert named.name.startswith("Synthetic ")
    for article in synthetic.articles.values():
        assert (article.source.title or "Synthetic").startswith("Synthetic")
        assert (article.source.publisher, article.source.url) == (None, None)


def shares(values: Iterable[object]) -> dict[object, float]:
    """How often each value is there, from 0 to 1."""
    counted = Counter(values)
    return {value: number / counted.total() for value, number in counted.items()}


@pytest.mark.parametrize(
    ("field", "within"),
    [("kind", 0.15), ("bound", 0.25), ("approximate", 0.25), ("voiced", 0.25), ("coverage", 0.35)],
)
def test_shaped_like_the_real_ones(
    synthetic: Fixtures, fixtures: Fixtures, field: str, within: float
) -> None:
    """What is frequent in the five articles is about as frequent here."""

    def value(figure: Any) -> object:
        if field == "kind":
            return type(figure).__name__
        if field == "voiced":
            return figure.claimant is not None
        return getattr(figure, field, None)

    real, made = (
        shares(value(figure) for figure in figures(some)) for some in (fixtures, synthetic)
    )
    for found, share in real.items():
        assert made.get(found, 0) > 0
        assert abs(made[found] - share) < within, (found, made[found], share)


def test_they_are_seeded_and_served(empty_database: Callable[[], str]) -> None:
    """They get in the way real ones do, and stand in every sort of comparison and sum."""
    url = empty_database()
    assert seed(url, make_fixtures(400)).counts["departures"]["added"] > 200
    client = client_of(url)
    assert client.json("/v1/figures?limit=1&include=total")["meta"]["total"] == 400
    for verdict in ("single", "repeated", "conflicting", "progressing", "consistent"):
        assert client.data(f"/v1/comparisons?verdict={verdict}"), verdict
    for rule in ("disjoint_periods", "stated_parts", "legal_status_groups", "running_totals"):
        assert client.data(f"/v1/reconciliations?rule={rule}"), rule
