"""A figure's history says what each version changed."""

from collections.abc import Callable

import msgspec
import pytest

from seeds.fixtures import Fixtures
from tests.conftest import Client, client_of, seed

ID = "left-pakistan-may-2025"


@pytest.fixture
def corrected(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on three releases: as printed, with a note, with the note and another status."""
    url = empty_database()
    seed(url, fixtures)
    for changes in ({"note": "A caveat."}, {"note": "A caveat.", "legal_status": "undocumented"}):
        articles = {
            file: msgspec.structs.replace(
                article,
                departures=[
                    msgspec.structs.replace(one, **changes) if one.id == ID else one
                    for one in article.departures
                ],
            )
            for file, article in fixtures.articles.items()
        }
        seed(url, msgspec.structs.replace(fixtures, articles=articles))
    return client_of(url)


def test_differences(corrected: Client) -> None:
    """Field by field, newest first, and nothing that did not change."""
    history = corrected.data(f"/v1/figures/{ID}/history")
    assert [version["version"] for version in history["versions"]] == [3, 2, 1]
    found = [(d["version"], d["field"], d["before"], d["after"]) for d in history["differences"]]
    assert found[0] == (3, "legal_status", "unspecified", "undocumented")
    assert [field for version, field, _, _ in found if version == 3] == ["legal_status", "citation"]
    assert found[-1] == (2, "note", None, "A caveat.")


def test_as_known_then(corrected: Client) -> None:
    """Under an earlier release only what it knew is told."""
    history = corrected.data(f"/v1/figures/{ID}/history?as_of_release=1")
    assert [version["version"] for version in history["versions"]] == [1]
    assert history["differences"] == []
    assert history["versions"][0]["superseded_at"] is None
