"""Every path is counted under one of few labels."""

import pytest

from api.app import ROUTES
from api.front.addresses import OTHER, Addresses


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/", "/"),
        ("/v1/figures", "/v1/figures"),
        ("/v1/figures.csv", "/v1/figures"),
        ("/v1/figures/a-figure", "/v1/figures/{id}"),
        ("/v1/figures/a-figure/history", "/v1/figures/{id}/history"),
        ("/v1/departures/series.jsonstat", "/v1/departures/series"),
        ("/v1/releases/1/tally.zip", "/v1/releases/{id}/tally.zip"),
        ("/embed/figures/a-figure.svg", "/embed/figures/{id}"),
        ("/embed/comparisons/one/latest.png", "/embed/comparisons/{id}/latest"),
        ("/embed.js", "/embed.js"),
        ("/docs/scalar.js", "/docs/scalar.js"),
        ("/openapi.json", "/openapi.json"),
        ("/wp-login.php", OTHER),
        ("/v1/figures/a/b", OTHER),
        ("/a/b/c/d/e/f/g/h", OTHER),
        ("//", OTHER),
        ("", OTHER),
    ],
)
def test_labels(path: str, address: str) -> None:
    """An id is ``{id}``, a format nothing, a stranger's path ``other``."""
    assert Addresses(ROUTES).of(path) == address


def test_few() -> None:
    """Ten thousand paths of strangers have one label."""
    addresses = Addresses(ROUTES)
    assert {addresses.of(f"/v2/{n}/{n}.php") for n in range(10_000)} == {OTHER}
