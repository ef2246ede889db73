"""Embeds in the pages of others: each way to paste one, under watch, on another origin."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, ElementHandle, Frame, Page, expect

from api.embeds.snippet import Snippet, iframe_of
from api.routes.embed_script import ELEMENTS
from tests.browser.conftest import _REPORT_VIOLATIONS
from tests.browser.hosting import hosting
from tests.browser.test_embeds import EMBEDS, ONE

pytestmark = pytest.mark.browser

SEEN = ("more than", "135,000", "Pakistan's Interior Ministry", "reported 4 June 2025")
"""What a reader sees of ``ONE``: qualifier, number, claimant, source and its date."""
PINNED = f"{ONE}?theme=dark&lang=ur&release=1"

_MEASURE_SHIFT = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_WORDPRESS = """
<script>
  // as WordPress listens: by the secret it gave, from 200 to 1000 pixels
  addEventListener("message", ({ source, data }) => {
    if (!data || data.message !== "height" || /[^a-zA-Z0-9]/.test(data.secret)) return;
    for (const frame of document.querySelectorAll(`iframe[data-secret="${data.secret}"]`))
      if (frame.contentWindow === source)
        frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
  });
</script>
<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" title="One"
  data-secret="x7Kq2" src="{address}#?secret=x7Kq2" width="600" height="240"></iframe>
"""
_AMP = """
<script>
  addEventListener("message", ({ source, data }) => {
    if (!data || data.sentinel !== "amp" || data.type !== "embed-size") return;
    const frame = document.querySelector("iframe");
    if (frame.contentWindow === source) frame.height = data.height;
  });
</script>
<iframe sandbox="allow-scripts" title="One" src="{address}" width="600" height="240"></iframe>
"""

Visit = Callable[..., AbstractContextManager[Page]]
"""Opens a page of another site; when it is closed, only that and Tally were asked for anything."""


@pytest.fixture(scope="module")
def pages(chromium: str) -> Iterator[tuple[dict[str, str], str]]:
    """Pages of another site, and its address."""
    served: dict[str, str] = {}
    with hosting(served) as address:
        yield served, address


@pytest.fixture
def visit(browser: Browser, server: str, pages: tuple[dict[str, str], str]) -> Visit:
    """Opens the other site with this in its body, and watches it."""
    served, host = pages

    @contextmanager
    def open_it(body: str, *, head: str = "", quiet: bool = True, **options: Any) -> Iterator[Page]:
        served["/article"] = (
            f'<!doctype html><html lang="en"><head><title>An article</title>'
            f'<link rel="icon" href="data:,">{head}</head>'
            f"<body>{body}<p>The article goes on.</p></body></html>"
        )
        asked: list[str] = []
        complaints: list[str] = []
        with browser.new_context(**options) as context:
            context.add_init_script(_REPORT_VIOLATIONS + _MEASURE_SHIFT)
            page = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda said: complaints.append(said.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
            page.goto(f"{host}/article", wait_until="load")
            yield page
            assert context.cookies() == []
        assert [url for url in asked if not url.startswith((f"{server}/", f"{host}/"))] == []
        assert complaints == [] or not quiet

    return open_it


def script(server: str) -> str:
    """The script as a page loads it."""
    return f'<script async src="{server}/embed.js"></script>'


def snippet(server: str, path: str, height: int = 240) -> str:
    """The code to paste, of an address."""
    bare, _, query = path.partition("?")
    image = f"{server}{bare}.png?{query}" if query else f"{server}{bare}.png"
    return iframe_of(Snippet(address=server + path, image=image, title="A figure", height=height))


def element(path: str, within: str = "", **more: object) -> str:
    """The element that shows an address of an embed, with its options as attributes."""
    parts = urlsplit(path.removeprefix("/embed"))
    for name, kind in ELEMENTS.items():
        for variant, pattern in kind.paths.items():
            found = re.fullmatch(pattern.replace("{id}", "(?P<id>[^/]+)"), parts.path)
            if found:
                given: dict[str, object] = {**found.groupdict(), **more}
                given |= {key: " ".join(many) for key, many in parse_qs(parts.query).items()}
                if "id" in given:
                    given = {name: given.pop("id"), **given}
                attributes = "".join(f' {key}="{value}"' for key, value in given.items())
                return f"<tally-{name}{attributes} {variant}>{within}</tally-{name}>"
    raise AssertionError(path)


def frame_in(page: Page) -> tuple[ElementHandle, Frame]:
    """The one frame of a page, wherever it is, once its embed is there."""
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_load_state()
    return handle, frame


def wait_until_it_fits(page: Page) -> Frame:
    """The embed, once its frame is exactly as high as what is in it."""
    handle, frame = frame_in(page)

    def fits() -> bool:
        inside = frame.evaluate(
            "Math.ceil(document.documentElement.getBoundingClientRect().height)"
        )
        return bool(inside > 240 and handle.evaluate("frame => frame.clientHeight") == inside)

    for _ in range(200):
        if fits():
            break
        page.wait_for_function("new Promise((done) => requestAnimationFrame(() => done(true)))")
    assert fits()
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    return frame


WAYS: dict[str, Callable[[str, str], str]] = {
    "frame": lambda server, path: script(server) + snippet(server, path),
    "frame first": lambda server, path: snippet(server, path) + script(server),
    "wordpress": lambda server, path: _WORDPRESS.replace("{address}", server + path),
    "amp": lambda server, path: _AMP.replace("{address}", server + path),
    "element": lambda server, path: script(server) + element(path),
    "module": lambda server, path: (
        element(path) + f'<script type="module" src="{server}/embed.js"></script>'
    ),
    "twice": lambda server, path: 2 * script(server) + element(path) + script(server),
}
"""Each way to paste an embed, as a page has it."""


@pytest.mark.parametrize("path", [*EMBEDS, PINNED])
@pytest.mark.parametrize("way", WAYS)
def test_it_is_as_high_as_what_is_in_it(visit: Visit, server: str, way: str, path: str) -> None:
    """However it is pasted, the frame takes the height of its embed, and follows it."""
    with visit(WAYS[way](server, path), viewport={"width": 700, "height": 900}) as page:
        frame = wait_until_it_fits(page)
        assert frame.url.partition("#")[0] == server + path
        said = frame.locator("main").inner_text()
        assert len(said) > 60
        assert re.search(r"\d", said)
        if path == ONE:
            for words in SEEN:
                expect(frame.get_by_text(words).first).to_be_visible()
        frame.locator("summary").first.click()
        wait_until_it_fits(page)
