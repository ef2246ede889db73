"""A real server and a real Chromium, and a watch over what a page asks for and complains of."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.serving import LIMIT, serving

expect.set_options(timeout=LIMIT * 1000)  # a busy machine draws the reference in more than 5 s

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_FONT = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""

Open = Callable[..., AbstractContextManager[Page]]
"""Opens a page; when it is closed, it has asked no other host and has complained of nothing."""


@pytest.fixture(scope="package")
def chromium() -> str:
    """The Chromium to drive: the whole browser, or its shell without windows, which is faster."""
    if not (named := os.environ.get("TALLY_CHROMIUM")):
        pytest.skip("set TALLY_CHROMIUM to a Chromium's path (Debian: chromium-headless-shell)")
    if not _FONT.exists():  # lines break elsewhere in another one, and heights are of this one
        assert "CI" not in os.environ, f"{_FONT} is missing"
        pytest.skip("install the fonts that pages are measured with (Debian: fonts-noto-core)")
    return named


@pytest.fixture(scope="package")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``tally serve`` on a database of its own."""
    folder = tmp_path_factory.mktemp("browser")
    url = f"sqlite:///{folder}/tally.db"
    seed(url, read_fixtures(FIXTURES))
    log = folder / "log"
    with serving(url, log) as address:
        yield address
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for a file of tests; while it runs, it holds the thread's event loop."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Open:
    """Opens a path of the server, under watch, and waits until nothing more is loaded.

    ``alone`` is a document that loads nothing else, which it is held to, and needs no such wait.
    Options are those of a Playwright context.
    """

    @contextmanager
    def open_it(path: str, *, alone: bool = False, **options: Any) -> Iterator[Page]:
        asked: list[str] = []
        complaints: list[str] = []
        with browser.new_context(base_url=server, **options) as context:
            context.add_init_script(_REPORT_VIOLATIONS)
            page = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on(
                "console",
                lambda said: (
                    complaints.append(said.text) if said.type in ("error", "warning") else None
                ),
            )
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
            answer = page.goto(path, wait_until="load" if alone else "networkidle")
            assert answer is not None
            assert answer.ok
            yield page
        if alone:
            assert asked == [answer.url]
        local = (f"{server}/", "data:", "blob:")
        assert [url for url in asked if not url.startswith(local)] == []
        assert complaints == []

    return open_it
