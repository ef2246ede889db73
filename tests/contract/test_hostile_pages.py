"""Hostile input in pages, embeds, images, oEmbed, files and headers: refused, and never run."""

from typing import Any

import httpx
import pytest

from api.embeds.oembed import OembedQuery
from api.embeds.options import image_options
from api.routes.embeds import EMBEDS
from api.routes.pages import PAGES
from tests.conftest import Client
from tests.contract.hostile import (
    BROWSER,
    CORPUS,
    FIGURE,
    IDS,
    URLS,
    Elements,
    asked,
    elements,
    places,
    plain,
    what_runs,
)
from tests.contract.test_hostile import check

PROBLEM = "application/problem+json"
IMAGE = ("script", "element", "far past 64 bit", "nul", "empty", "7 kb")
"""What is asked of images alone: to draw one takes a while."""


def agree(both: tuple[Client, Client], paths: list[str], **options: Any) -> list[httpx.Response]:
    """The answers of both databases, which have the same status and send no cookie."""
    first, second = (client.each(paths, **options) for client in both)
    for path, one, other in zip(paths, first, second, strict=True):
        assert one.status_code == other.status_code < 500, path[:120]
        for answer in (one, other):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-security-policy"]
            assert "set-cookie" not in answer.headers
    return [*first, *second]


def assert_nothing_runs(answer: httpx.Response, clean: Elements) -> None:
    """No element, attribute or address that the same document without the input has not got."""
    assert what_runs(answer.text, clean if answer.status_code < 400 else None) == [], answer.url


@pytest.mark.parametrize("name", PAGES)
def test_pages(both: tuple[Client, Client], name: str) -> None:
    """A page shows what it was asked as text, and nothing of it runs; an error is a page too."""
    page = PAGES[name]
    clean = elements(both[0].get(plain(page.path), headers=BROWSER).text)
    paths = list(asked(page.path, places(page.options), list(CORPUS.values())))
    for answer in agree(both, paths, headers=BROWSER):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert_nothing_runs(answer, clean)


@pytest.mark.parametrize("name", PAGES)
def test_errors_of_pages(both: tuple[Client, Client], name: str) -> None:
    """What a program is refused at the address of a page is a problem."""
    page = PAGES[name]
    values = [CORPUS[value] for value in IMAGE]
    for answer in agree(both, list(asked(page.path, places(page.options), values))):
        if answer.status_code >= 400:
            check(answer, {str(answer.status_code)}, str(answer.url))
            assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("name", EMBEDS)
def test_embeds(both: tuple[Client, Client], name: str) -> None:
    """An embed says what is wrong with a request, and nothing of the request itself."""
    embed = EMBEDS[name]
    path = f"/embed{plain(embed.path)}"
    clean = elements(both[0].get(path).text)
    paths = [
        f"/embed{one}" for one in asked(embed.path, places(embed.options), list(CORPUS.values()))
    ]
    for answer in agree(both, paths):
        # an id with a suffix, or what is no address at all, is refused as such
        if answer.headers["content-type"] != PROBLEM:
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert_nothing_runs(answer, clean)
        assert "alert(1)" not in answer.text


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("name", EMBEDS)
def test_images(both: tuple[Client, Client], name: str, form: str) -> None:
    """An image refuses what is wrong as a problem, and draws what it was asked or that it is not.

    Under a policy by which nothing in it runs.
    """
    embed: Any = EMBEDS[name]
    names = places(image_options(embed.options)) if form == "svg" else ["lang", "width"]
    values = [CORPUS[value] for value in (IMAGE if form == "svg" else IMAGE[:2])]
    stem = embed.path.replace("{id}", IDS["figures"])
    paths = [f"/embed{stem}.{form}?{name}={value}" for name in names for value in values]
    if "{id}" in embed.path:
        for value in (*IMAGE[:2], "wildcards"):
            given = CORPUS[value].replace("/", "%2F")
            paths.append(f"/embed{embed.path.replace('{id}', given)}.{form}")
    for answer in agree(both, paths):
        assert "alert(1)" not in answer.text
        kind, policy = answer.headers["content-type"], answer.headers["content-security-policy"]
        if kind == PROBLEM:
            assert policy == "default-src 'none'; frame-ancestors 'none'"
        else:
            assert kind.partition(";")[0] == {"svg": "image/svg+xml", "png": "image/png"}[form]
            assert policy == "default-src 'none'; sandbox"
            assert form == "png" or elements(answer.text).tags["script"] == 0


def test_oembed(both: tuple[Client, Client]) -> None:
    """Whatever address is pasted, and in whatever parameter: a problem, but for what is ours.

    A format that there is not is 501, as oEmbed has it (section 2.3.4).
    """
    names = [name for name in places(OembedQuery) if name not in ("url", "format")]
    paths = list(asked("/oembed", names, list(CORPUS.values())))
    ours = URLS["/oembed"]
    pasted = [
        *CORPUS.values(),
        "http://127.0.0.1:8000@evil.example/figures/x",
        "http://127.0.0.1:8000.evil.example/figures/x",
        "http://127.0.0.1:8000/embed/../v1/figures",
        "http://127.0.0.1:8000/figures/%2e%2e%2fx",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        f"http://127.0.0.1:8000/figures/{FIGURE}%23%3Cscript%3Ealert(1)%3C/script%3E",
        f"http://127.0.0.1:8000/embed/figures/{FIGURE}%3Flang%3D%22%3E%3Cscript%3Ealert(1)",
    ]
    paths += [f"/oembed?url={value}" for value in pasted]
    paths += [f"/oembed?{ours}&url={value}" for value in pasted]
    for answer in agree(both, paths):
        assert "alert(1)" not in answer.text
        if answer.status_code >= 400:
            check(answer, {"400", "404", "414"}, str(answer.url)[:120])
    for client in both:
        for value in CORPUS.values():
            answer = client.get(f"/oembed?{ours}&format={value}")
            assert answer.status_code in (400, 414, 501)
            assert answer.headers["content-type"] == PROBLEM
            assert "alert(1)" not in answer.text


def test_files(both: tuple[Client, Client]) -> None:
    """A release in bulk, and files of pages: by their own names alone."""
    values = [value.replace("/", "%2F") for value in CORPUS.values()]
    paths = [f"/v1/releases/{value}/tally.zip" for value in values]
    paths += [f"/v1/releases/1/tally.zip?nonsense={value}" for value in values]
    paths += [f"/{place}/{value}" for place in ("static", "docs", "health") for value in values]
    for answer in agree(both, paths):
        if answer.status_code >= 400:
            check(answer, {"400", "404", "414"}, str(answer.url)[:120])


HEADERS = (
    "accept",
    "accept-encoding",
    "accept-language",
    "if-none-match",
    "if-range",
    "range",
    "origin",
    "access-control-request-method",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-request-id",
    "user-agent",
)
SENT = (
    b"",
    b"*",
    b"<script>alert(1)</script>",
    b'"' * 500,
    b"a" * 5_000,
    b"\xff\xfe",
    b",,,;;;q=,",
    b"bytes=0-0,1-1,2-2",
    b"bytes=-99999999999999999999999",
    b"bytes=9-1",
    b"evil.example",
)


@pytest.mark.parametrize("name", HEADERS)
def test_headers(both: tuple[Client, Client], name: str) -> None:
    """Whatever is in a header: no fault, nothing of it in the answer, and both databases agree."""
    paths = ["/v1/figures?limit=1", "/", f"/embed/figures/{FIGURE}", "/v1/releases/1/tally.zip"]
    for sent in SENT:
        for answer in agree(both, paths, headers=[(name.encode(), sent)]):
            assert answer.status_code in (200, 206, 304, 406, 416)
            assert "alert(1)" not in answer.text
            assert "evil.example" not in answer.text + str(answer.headers)
