"""Every kind of answer says to a browser what it may do with it."""

from urllib.request import Request, urlopen

import httpx
import pytest

from api.embeds.page import CONTENT_SECURITY_POLICY
from tests.conftest import Client

FIGURE = "left-pakistan-april-2025"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
IMAGE = "default-src 'none'; sandbox"
BROWSER = {"accept": "text/html"}
LIST = "/v1/figures?limit=1"
ZIP = "/v1/releases/1/tally.zip"

KINDS: dict[str, tuple[str, str, dict[str, str], int, str | None]] = {
    "list": ("GET", LIST, {}, 200, NOTHING),
    "list, packed": ("GET", LIST, {"accept-encoding": "zstd"}, 200, NOTHING),
    "list, known": ("GET", LIST, {"if-none-match": "*"}, 304, NOTHING),
    "list, HEAD": ("HEAD", LIST, {}, 200, NOTHING),
    "CSV": ("GET", "/v1/figures.csv", {}, 200, NOTHING),
    "record": ("GET", f"/v1/figures/{FIGURE}", {}, 200, NOTHING),
    "OPTIONS": ("OPTIONS", LIST, {}, 204, NOTHING),
    "POST": ("POST", LIST, {}, 405, NOTHING),
    "wrong": ("GET", "/v1/figures?x=1", {}, 400, NOTHING),
    "not there": ("GET", "/v1/figures/none", {}, 404, NOTHING),
    "no type": ("GET", LIST, {"accept": "image/png"}, 406, NOTHING),
    "too long": ("GET", "/v1/figures?q=" + "a" * 9000, {}, 414, NOTHING),
    "file": ("GET", ZIP, {}, 200, NOTHING),
    "part of a file": ("GET", ZIP, {"range": "bytes=0-9"}, 206, NOTHING),
    "no part": ("GET", ZIP, {"range": "bytes=999999999-"}, 416, NOTHING),
    "oEmbed": ("GET", f"/oembed?url=http://127.0.0.1:8000/figures/{FIGURE}", {}, 200, NOTHING),
    "reference": ("GET", "/openapi.json", {}, 200, NOTHING),
    "health": ("GET", "/health/ready", {}, 200, NOTHING),
    "script": ("GET", "/embed.js", {}, 200, None),
    "style": ("GET", "/static/site.css", {}, 200, None),
    "page": ("GET", "/", BROWSER, 200, CONTENT_SECURITY_POLICY),
    "page, known": ("GET", "/", BROWSER | {"if-none-match": "*"}, 304, CONTENT_SECURITY_POLICY),
    "page of a figure": ("GET", f"/figures/{FIGURE}", BROWSER, 200, CONTENT_SECURITY_POLICY),
    "page of an error": ("GET", "/figures/none", BROWSER, 404, CONTENT_SECURITY_POLICY),
    "documentation": ("GET", "/docs/method", BROWSER, 200, CONTENT_SECURITY_POLICY),
    "docs": ("GET", "/docs", BROWSER, 200, None),
    "embed": ("GET", f"/embed/figures/{FIGURE}", {}, 200, None),
    "embed of nothing": ("GET", "/embed/figures/none", {}, 404, None),
    "image": ("GET", f"/embed/figures/{FIGURE}.svg", {}, 200, IMAGE),
    "image of nothing": ("GET", "/embed/figures/none.png", {}, 404, IMAGE),
}
"""By name: method, address, headers, the status, and its policy where that is the same for all."""
FRAMED = ("embed", "embed of nothing", "image", "image of nothing")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(both: tuple[Client, Client], kind: str) -> None:
    """One of each header, whatever is answered, from the store too."""
    method, path, headers, status, policy = KINDS[kind]
    for client in both:
        for _ in range(2):
            answer = client.request(method, path, headers=headers)
            assert answer.status_code == status
            assert_headers(answer, policy, framed=kind in FRAMED)


def assert_headers(answer: httpx.Response, policy: str | None, *, framed: bool) -> None:
    """Each once, and right."""
    given = {name: answer.headers.get_list(name) for name in answer.headers}
    (found,) = given["content-security-policy"]
    assert policy in (None, found)
    assert found.startswith("default-src 'none'")
    assert "unsafe-inline" not in found.partition("script-src")[2].partition(";")[0]
    assert "unsafe-eval" not in found
    assert ("frame-ancestors 'none'" in found) != framed
    assert given.get("x-frame-options") == (None if framed else ["DENY"])
    assert given["x-content-type-options"] == ["nosniff"]
    assert given["referrer-policy"] == ["no-referrer"]
    assert given["cross-origin-resource-policy"] == ["cross-origin"]
    assert given["permissions-policy"][0].startswith("camera=()")
    assert given["access-control-allow-origin"] == ["*"]
    assert not {"server", "x-powered-by", "set-cookie"} & given.keys()


def test_served(live: str) -> None:
    """A real server adds none that says what it is made of."""
    with urlopen(Request(f"{live}{LIST}")) as response:
        assert not {"server", "x-powered-by"} & {name.lower() for name in response.headers}
