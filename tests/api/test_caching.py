"""What may be kept, and for how long; and what every answer says to browsers."""

import pytest

from api.store.codings import SMALLEST
from tests.api.lists import DETAILS, LISTS
from tests.conftest import Client, client_of

LIVE = "public, max-age=60, stale-while-revalidate=86400"
PINNED = "public, max-age=31536000, immutable"

EXAMPLES = [
    path.partition("{")[0] + (operation.example or "") + path.partition("}")[2]
    for path, operation in DETAILS.items()
]
ANSWERS = [
    *LISTS,
    "/v1/departures.csv",
    "/v1/departures.ndjson",
    *EXAMPLES,
    "/",
    "/docs",
    "/openapi.json",
]
ERRORS = {
    "/v1/departures?limit=0": 400,
    "/v1/departures?nonsense=1": 400,
    "/v1/departures?cursor=AAAAAAAAAAAAAAAA": 404,
    "/v1/departures/no-such-figure": 404,
    "/v1/departures?as_of_release=99": 404,
    "/v1/nothing": 404,
    "/v1/departures/": 404,
    "//v1/departures": 404,
    "/metrics": 404,
    "/v1/departures?q=" + "a" * 9000: 414,
}


def tag_of(client: Client, path: str, **headers: str) -> str:
    """The entity tag of an answer."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.text
    tag: str = response.headers["etag"]
    return tag


@pytest.mark.parametrize("path", ANSWERS)
def test_not_modified(rich: Client, path: str) -> None:
    """Who names the tag gets 304: alone, weak, in a list, or by ``*``; others get the answer."""
    whole = rich.get(path)
    tag = whole.headers["etag"]
    assert tag.startswith('"')
    assert tag.endswith('"')
    for named in (tag, f"W/{tag}", f'"other", {tag}', f'W/"a",W/{tag} , "b"', "*", " * "):
        response = rich.get(path, headers={"if-none-match": named})
        assert response.status_code == 304, named
        assert response.content == b""
        for header in ("etag", "cache-control", "vary", "access-control-allow-origin"):
            assert response.headers.get(header) == whole.headers.get(header), header
    for named in ('"other"', tag[:-2] + '"', tag.strip('"'), "", f"{tag[:-1]}x"):
        response = rich.get(path, headers={"if-none-match": named})
        assert response.status_code == 200, named
        assert response.content == whole.content


def test_tags_tell_answers_apart(rich: Client) -> None:
    """Another query, page, format, release, address or public address has another tag."""
    addresses = [
        "/v1/departures",
        "/v1/departures?limit=5",
        "/v1/departures?origin=PAK",
        "/v1/departures?origin=IRN",
        "/v1/departures?destination=PAK",
        "/v1/departures?sort=id",
        "/v1/departures?sort=-id",
        "/v1/departures?include=total",
        "/v1/departures?as_of_release=1",
        "/v1/departures?as_of_release=2",
        "/v1/departures.json",
        "/v1/departures.csv",
        "/v1/departures.ndjson",
        "/v1/figures",
        "/v1/departures/left-pakistan-april-2025",
        "/v1/departures/left-pakistan-may-2025",
        "/v1/figures/left-pakistan-april-2025",
        "/v1/figures/left-pakistan-april-2025/history",
        "/v1/figures/left-pakistan-april-2025?as_of_release=1",
        "/v1/coverage",
        "/v1/coverage?as_of_release=1",
    ]
    next = rich.json("/v1/departures?limit=5")["links"]["next"].partition("8000")[2]
    tags = [tag_of(rich, address) for address in [*addresses, next]]
    tags += [tag_of(rich, "/v1/departures", accept=kind) for kind in ("text/csv", "text/html,*/*")]
    assert tags.pop() == tags[0]
    elsewhere = client_of(rich.database_url, public_url="https://example.org/tally")
    tags.append(tag_of(elsewhere, "/v1/departures"))
    assert len(set(tags)) == len(tags)


def test_one_question_has_one_tag(rich: Client) -> None:
    """Spellings of one question share a tag, and so do two applications on the same data."""
    tag = tag_of(rich, "/v1/departures?origin=IRN&origin=PAK&q=a%20b")
    assert tag_of(rich, "/v1/departures?q=a+b&origin=PAK&origin=IRN&limit=100") == tag
    again = client_of(rich.database_url)
    assert tag_of(again, "/v1/departures?origin=IRN&origin=PAK&q=a%20b") == tag


@pytest.mark.parametrize("path", [*LISTS, *EXAMPLES])
def test_pinned_is_immutable(rich: Client, path: str) -> None:
    """An address that names its release, by number or past instant, never changes."""
    assert rich.get(path).headers["cache-control"] == LIVE
    for pin in ("1", "2", "2025-09-01T12:00:00Z", "2025-09-02T23:30:00%2B02:00"):
        response = rich.get(f"{path}?as_of_release={pin}")
        if response.status_code == 404:
            assert pin in ("1", "2025-09-01T12:00:00Z")
            assert response.headers["cache-control"] == "no-store"
        else:
            assert response.headers["cache-control"] == PINNED


def test_the_future_is_not_immutable(rich: Client) -> None:
    """An instant that is still to come follows the newest release, and may change until then."""
    for path in ("/v1/departures", "/v1/coverage", "/v1/figures/left-pakistan-april-2025"):
        for instant in ("2999-01-01T00:00:00Z", "9999-12-31T23:59:59%2B01:00"):
            response = rich.get(f"{path}?as_of_release={instant}")
            assert response.status_code == 200
            assert response.headers["cache-control"] == LIVE
            assert response.json()["meta"]["release"] == 2


def test_cursors_are_immutable(rich: Client) -> None:
    """A cursor names its release too: no later page of a listing changes."""
    next = rich.json("/v1/departures?limit=5")["links"]["next"].partition("8000")[2]
    assert rich.get(next).headers["cache-control"] == PINNED


@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_errors_are_not_kept(rich: Client, path: str, status: int) -> None:
    """An error is never stored, has no tag, and is never answered as unchanged."""
    response = rich.get(path, headers={"if-none-match": "*"})
    assert response.status_code == status
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_not_kept(rich: Client, path: str) -> None:
    """Whether the service is well is asked anew each time."""
    assert rich.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [*ANSWERS, *ERRORS, "/health/ready"])
def test_head(rich: Client, path: str) -> None:
    """HEAD is GET without the body: same status, same headers, the length included."""
    got, headed = rich.get(path), rich.request("HEAD", path)
    assert headed.status_code == got.status_code
    assert headed.content == b""
    assert dict(headed.headers) == dict(got.headers)
    assert headed.headers["content-length"] == str(len(got.content)) or (
        "content-encoding" in got.headers
    )


@pytest.mark.parametrize("path", [*ANSWERS, *ERRORS, "/health/live", "/health/ready"])
def test_any_origin_may_read(rich: Client, path: str) -> None:
    """Answers and errors alike may be read from any site, with the headers that paging needs."""
    for headers in ({"origin": "https://example.org"}, {}):
        response = rich.request("HEAD", path, headers=headers)
        assert response.headers.get_list("access-control-allow-origin") == ["*"]
        exposed = response.headers["access-control-expose-headers"].lower().split(", ")
        assert {"etag", "link", "retry-after"} <= set(exposed)
        assert response.headers.get_list("x-content-type-options") == ["nosniff"]
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert len(response.headers.get_list("content-security-policy")) == 1
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("path", ["/v1/departures", "/v1/departures.csv", "/v1/nothing", "/"])
def test_options(rich: Client, path: str) -> None:
    """OPTIONS is 204 for any address; to a page that asks for leave, reading is allowed.

    With whatever headers are sent along.
    """
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    for headers in ({}, asked):
        response = rich.request("OPTIONS", path, headers=headers)
        assert response.status_code == 204
        assert response.content == b""
        assert response.headers["allow"] == "GET, HEAD, OPTIONS"
        leave = "GET, HEAD, OPTIONS" if headers else None
        assert response.headers.get("access-control-allow-methods") == leave
        assert response.headers.get("access-control-allow-headers") == ("*" if headers else None)
        assert response.headers["access-control-allow-origin"] == "*"
        assert "content-length" not in response.headers


def test_vary(rich: Client) -> None:
    """``Vary`` names what decided the answer, and nothing where the address alone did."""
    assert rich.get("/v1/departures").headers["vary"] == "Accept, Accept-Encoding"
    assert rich.get("/openapi.json").headers["vary"] == "Accept-Encoding"
    for path in ("/v1/departures.json", "/v1/departures.csv", "/v1/coverage", *EXAMPLES):
        answer = rich.get(path)
        coded = len(answer.content) >= SMALLEST
        assert answer.headers.get("vary") == ("Accept-Encoding" if coded else None)
        assert ("content-encoding" in answer.headers) == coded
