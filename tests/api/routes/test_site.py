"""The page at the root: live numbers, and data as text alone."""

import html
import re
from collections.abc import Callable

import pytest

from seeds.fixtures import Fixtures
from tests.api.lists import PUBLIC_URL
from tests.api.made_up import SCRIPT, with_made_up
from tests.conftest import Client, client_of, seed


def test_data_is_escaped(rich: Client) -> None:
    """A name that a browser would run is shown as text, and no script but the site's may run."""
    response = rich.get("/?sort=-reported")
    assert SCRIPT in rich.json("/v1/departures/made-up-five-billion")["data"]["citation"]
    assert html.escape(SCRIPT) in response.text
    own = r'<script (src="static/site.js[^"]*" defer|type="application/ld\+json")>'
    assert all(re.fullmatch(own, one) for one in re.findall(r"<script[^>]*>", response.text))
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy


def test_numbers_are_live(rich: Client) -> None:
    """Every count on the page is that of the list it links to, in the release it names."""
    page = rich.get("/").text
    links = re.findall(rf'<a href="{PUBLIC_URL}(/v1/[a-z-]+)"[^>]*>\s*<[a-z]+>([\d,]+)<', page)
    assert len(links) >= 8
    for path, number in links:
        counted = rich.json(f"{path}?include=total")["meta"]["total"]
        assert int(number.replace(",", "")) == counted, path
    assert f"{PUBLIC_URL}/v1/releases/2" in page
    assert "2025-09-02" in page


def test_figures_are_those_served(rich: Client) -> None:
    """A figure on the page leads to its own page, where the same words stand."""
    page = rich.get("/").text
    ids = re.findall(rf'"{PUBLIC_URL}/figures/([a-z0-9-]+)"', page)
    assert len(ids) == 20
    for id in ids:
        printed = rich.data(f"/v1/figures/{id}")["value"]["as_printed"]
        assert all(word in page for word in printed.split())
        assert rich.get(f"/figures/{id}").status_code == 200


def test_a_new_release_is_shown(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """The page follows the data: another release, another page and tag."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    first = client.get("/")
    unchanged = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    seed(url, with_made_up(fixtures))
    second = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert second.status_code == 200
    assert second.text != first.text


@pytest.mark.parametrize(
    ("accept", "status"), [("text/html", 200), ("*/*", 200), ("", 200), ("application/json", 406)]
)
def test_it_is_html(rich: Client, accept: str, status: int) -> None:
    """The page is HTML for whoever takes that."""
    response = rich.get("/", headers={"accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html") == (status == 200)


def test_links_are_below_the_public_address(rich: Client) -> None:
    """Behind a path prefix every link and file of the page is behind it too."""
    base = "https://example.org/tally"
    page = client_of(rich.database_url, public_url=f"{base}/").get("/").text
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert f"{base}/docs" in links
    for link in links:
        absolute = link.startswith((base, "https://creativecommons.org/", "data:", "#"))
        relative = not link.startswith("/") and "://" not in link
        assert absolute or relative, link
