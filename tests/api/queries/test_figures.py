"""Figures are read in the order of their source's date, as each release had it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.lists import walk
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed

SORTS = ("-published,id", "published,-id", "published", "-published,-reported")


def moved(fixtures: Fixtures) -> Fixtures:
    """The fixtures with what was published last said to have been published long ago."""
    name, article = max(
        fixtures.articles.items(), key=lambda item: item[1].source.published.latest or date.min
    )
    source = msgspec.structs.replace(
        article.source,
        published=fx.Published(
            earliest=date(2001, 2, 3), latest=date(2001, 2, 3), basis="inferred"
        ),
    )
    changed = msgspec.structs.replace(article, source=source)
    return msgspec.structs.replace(fixtures, articles={**fixtures.articles, name: changed})


@pytest.fixture(scope="module")
def client(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on a first state, and a second in which a source is dated otherwise."""
    url = empty_database()
    first = with_made_up(fixtures)
    for day, state in ((1, first), (2, moved(first))):
        seed(url, state, now=lambda day=day: datetime(2025, 9, day, tzinfo=UTC))
    return client_of(url, store_megabytes=0)


def figures(client: Client, address: str) -> list[Any]:
    """Every figure of a listing."""
    return [one for page in walk(client, address) for one in page["data"]]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("release", [1, 2])
@pytest.mark.parametrize("limit", [7, 1000])
def test_each_release_has_its_own_dates(
    client: Client, sort: str, release: int, limit: int
) -> None:
    """Whole or page by page, a release lists by the dates it had, whatever came later."""
    address = f"/v1/figures?sort={sort}&as_of_release={release}&limit={limit}"
    found = figures(client, address)
    expected = sorted(found, key=lambda figure: figure["id"], reverse="-id" in sort)
    if "-reported" in sort:
        expected.sort(key=lambda figure: _count(figure["value"]["reported"]), reverse=True)
    expected.sort(
        key=lambda figure: figure["source"]["published"]["latest"] or "",
        reverse=sort.startswith("-"),
    )
    assert [figure["id"] for figure in found] == [figure["id"] for figure in expected]
    dates = {figure["source"]["published"]["latest"] for figure in found}
    assert ("2001-02-03" in dates) == (release == 2)


def test_the_releases_differ(client: Client) -> None:
    """What the move is about: the order is another one in each."""
    first, second = (
        [figure["id"] for figure in figures(client, f"/v1/figures?limit=1000&as_of_release={n}")]
        for n in (1, 2)
    )
    assert sorted(first) == sorted(second)
    assert first != second


def _count(reported: int | None) -> int:
    return -1 if reported is None else reported
