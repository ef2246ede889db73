"""Every list and the home page answer on both databases."""

import pytest

from tests.conftest import Client


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1/figures",
        "/v1/departures",
        "/v1/permit-holders",
        "/v1/population-estimates",
        "/v1/claimants",
        "/v1/places",
        "/v1/sources",
        "/v1/policy-events",
        "/v1/permit-categories",
        "/v1/releases",
        "/v1/changes",
        "/v1/coverage",
        "/openapi.json",
        "/v1/figures/left-pakistan-april-2025/history",
        "/v1/figures/left-pakistan-april-2025/citation",
    ],
)
def test_ok(client: Client, path: str) -> None:
    """200."""
    r = client.get(path)
    assert r.status_code == 200, r.text
