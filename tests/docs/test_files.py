"""What the pages load is sent compressed, once, and known by its content."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from api.embeds.docs import DOCS
from api.embeds.files import file_at
from tests.conftest import Client
from tests.docs.readme import client_at

WRITTEN = [doc.path for doc in DOCS.values()]
LOADED = ["/docs", "/docs/scalar.js", "/docs/start.js", "/static/site.css", "/static/site.js"]
FILES = [*LOADED, "/embed.js", "/openapi.json", *WRITTEN]
PAGES = ["/", "/docs", *WRITTEN]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of a seeded application."""
    return client_at(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("accepted", "squeezed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("identity", False),
        ("gzip;q=0, br", False),
        ("gzip; q=0.000", False),
        ("x-gzipped", False),
    ],
)
def test_encoding_is_the_one_asked_for(
    client: Client, path: str, accepted: str, squeezed: bool
) -> None:
    """Gzip where it is named and not refused; the same content, known by another tag."""
    plain = client.get(path, headers={"accept-encoding": "identity"})
    answer = client.get(path, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == ("gzip" if squeezed else None)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == plain.content
    assert (answer.headers["etag"] != plain.headers["etag"]) == squeezed


def test_the_reference_is_a_third_of_its_size() -> None:
    """What a first visit loads stays below 1.5 MB."""
    total = sum(len(file_at(path).gzipped) for path in LOADED)
    assert total < 1_500_000
    assert gzip.decompress(file_at("/docs").gzipped) == file_at("/docs").plain


@pytest.mark.parametrize("path", [*FILES, "/"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_a_known_file_is_not_sent_again(client: Client, path: str, accepted: str) -> None:
    """304 without a body, under the same tag, for the tag of this encoding."""
    first = client.get(path, headers={"accept-encoding": accepted})
    tag = first.headers["etag"]
    again = client.get(path, headers={"accept-encoding": accepted, "if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "content-encoding" not in again.headers
    for name in ("cache-control", "vary"):
        assert again.headers.get(name) == first.headers.get(name)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_is_kept_for_good(client: Client, page: str) -> None:
    """Every file is named with its digest; under another digest, or none, it is not kept so."""
    text = client.get(page).text
    loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]+)"', text)
    assert loaded
    for address in loaded:
        plain, _, digest = address.partition("?v=")
        assert re.fullmatch("[0-9a-f]{24}", digest)
        pinned = client.get(urljoin(page, address)).headers["cache-control"]
        assert pinned == "public, max-age=31536000, immutable"
        for other in (plain, f"{plain}?v={'0' * 24}", f"{address}&v=1"):
            assert "immutable" not in client.get(urljoin(page, other)).headers["cache-control"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_may_load_nothing_foreign(client: Client, page: str) -> None:
    """Its policy starts from nothing and names no host."""
    policy = client.get(page).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "//" not in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe" not in policy


def test_the_home_page_opens_from_any_link(client: Client) -> None:
    """What other sites hang on links ("?utm_source=...") changes nothing."""
    assert client.get("/?utm_source=somewhere").text == client.get("/").text
