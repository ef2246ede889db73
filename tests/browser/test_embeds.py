"""Embeds as their readers meet them: by themselves, and in the frames of another site."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.browser.hosting import hosting
from tests.browser.test_home import _CONTRASTS, _TOO_WIDE

pytestmark = pytest.mark.browser

EMBEDS = [
    "/embed/figures/left-pakistan-april-2025",
    "/embed/figures/waiting-at-chaman-border-august-2025-agencies",
    "/embed/figures/afghans-in-pakistan-crackdown-november-2023",
    "/embed/comparisons/population-estimates-157a9e4124be1665",
    "/embed/comparisons/departures-97ed5640d3e8fd7b",
    "/embed/comparisons/population-estimates-e326cfa0d9f544b1",
    "/embed/comparisons/population-estimates-157a9e4124be1665/latest",
    "/embed/series/departures?origin=PAK",
    "/embed/timeline",
    "/embed/timeline?country=PAK&kind=departures&claimant=pakistan-interior-ministry",
    "/embed/timeline?kind=policy_events",
]
WIDTHS = (320, 600, 1200)
THEMES = ("light", "dark")
LANGUAGES = ("en", "ur", "ps", "fa")
ONE = EMBEDS[0]

_LISTENING = """
<!doctype html><html lang="en"><title>Host</title><body>
<script>
  window.heard = [];
  addEventListener("message", (event) => heard.push(event.data));
</script>
<iframe title="A figure" {attributes} src="{address}" width="{width}" height="150"></iframe>
"""


@pytest.mark.parametrize("path", EMBEDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_it_shows_itself(open_page: Open, path: str, language: str, theme: str) -> None:
    """At any width it is one document that asks for nothing, and nothing is clipped or faint."""
    address = f"{path}{'&' if '?' in path else '?'}lang={language}&theme={theme}"
    system = "dark" if theme == "light" else "light"
    with open_page(address, alone=True, color_scheme=system) as page:
        page.locator("summary").click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 300})
            assert page.evaluate(_TOO_WIDE) == []
            found = page.evaluate(_CONTRASTS)
            assert len(found) > 10
            assert [text for text, ratio in found if ratio < 4.5] == []
        dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert ("rgb(22" in dark) == (theme == "dark")
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("path", [*EMBEDS, f"{ONE}?release=1"])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_axe(open_page: Open, path: str, theme: str, language: str) -> None:
    """axe-core finds nothing, with the table closed and open."""
    joint = "&" if "?" in path else "?"
    with open_page(f"{path}{joint}theme={theme}&lang={language}", alone=True) as page:
        assert violations(page) == []
        page.locator("summary").click()
        assert violations(page) == []


def test_by_keyboard(open_page: Open) -> None:
    """Tab reaches each link and the table, and shows where it is; Enter opens the table."""
    with open_page(ONE) as page:
        stops = []
        for _ in range(page.locator("a, summary").count()):
            page.keyboard.press("Tab")
            focus = "document.activeElement"
            assert page.evaluate(f"getComputedStyle({focus}).outlineStyle") == "solid"
            stops.append(page.evaluate(f"{focus}.tagName"))
            if stops[-1] == "SUMMARY":
                page.keyboard.press("Enter")
                expect(page.get_by_role("table")).to_be_visible()
        assert sorted(stops) == ["A", "A", "SUMMARY"]


def test_on_paper(open_page: Open) -> None:
    """Printed it is black on white, whatever the theme."""
    with open_page(f"{ONE}?theme=dark") as page:
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.fixture(scope="module")
def pages(chromium: str) -> Iterator[tuple[dict[str, str], str]]:
    """Pages of another site, and its address."""
    served: dict[str, str] = {}
    with hosting(served) as address:
        yield served, address


def framed(
    browser: Browser, pages: tuple[dict[str, str], str], address: str, attributes: str, **page: Any
) -> Page:
    """A page of the other site that frames an address, and listens."""
    served, host = pages
    served["/host"] = _LISTENING.format(
        attributes=attributes, address=address, width=page.pop("width", 400)
    )
    opened = browser.new_context(**page).new_page()
    opened.goto(f"{host}/host", wait_until="networkidle")
    return opened


def heights(page: Page) -> tuple[int, int]:
    """The heights the host was told, as WordPress and as AMP and others hear them."""
    page.wait_for_function("heard.length >= 2")
    wordpress = page.evaluate("heard.findLast((one) => one.message === 'height')")
    amp = page.evaluate("heard.findLast((one) => one.sentinel === 'amp')")
    assert set(wordpress) == {"message", "value", "secret"}
    assert set(amp) == {"sentinel", "type", "height"}
    assert amp["type"] == "embed-size"
    return wordpress["value"], amp["height"]


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("width", [300, 600])
def test_it_tells_its_height(
    browser: Browser, server: str, pages: tuple[dict[str, str], str], sandbox: str, width: int
) -> None:
    """In a frame of another site, sandboxed too, it tells the height that shows all of it."""
    page = framed(browser, pages, server + ONE, sandbox, width=width)
    told, also = heights(page)
    assert told == also
    frame = page.frames[1]
    assert told == frame.evaluate(
        "Math.ceil(document.documentElement.getBoundingClientRect().height)"
    )
    page.evaluate("told => { document.querySelector('iframe').height = told }", told)
    assert frame.evaluate("document.documentElement.scrollHeight") <= told + 1
    before = page.evaluate("heard.length")
    frame.locator("summary").click()
    page.wait_for_function("before => heard.length > before", arg=before)
    assert heights(page)[0] > told
    page.context.close()


def test_wordpress_secret(browser: Browser, server: str, pages: tuple[dict[str, str], str]) -> None:
    """The secret that WordPress puts behind ``#?secret=`` is told with the height."""
    page = framed(browser, pages, f"{server}{ONE}#?secret=aB3", 'sandbox="allow-scripts"')
    heights(page)
    told = page.evaluate("heard.filter((one) => one.message).map((one) => one.secret)")
    assert set(told) == {"aB3"}
    page.context.close()


def test_a_late_listener_asks(
    browser: Browser, server: str, pages: tuple[dict[str, str], str]
) -> None:
    """A host that listens late, or lost a message, asks with WordPress's word and is told again."""
    page = framed(browser, pages, f"{server}{ONE}#?secret=aB3", 'sandbox="allow-scripts"')
    told, _ = heights(page)
    page.evaluate("""() => {
      heard.length = 0;
      const frame = document.querySelector("iframe").contentWindow;
      for (const other of [null, "ready", { message: "steady" }, { message: "ready" }])
        frame.postMessage(other, "*");
    }""")
    assert heights(page) == (told, told)
    assert page.evaluate("heard.length") == 2  # what is no question is not answered
    page.context.close()


def test_only_its_host_is_answered(
    browser: Browser, server: str, pages: tuple[dict[str, str], str]
) -> None:
    """Another frame that asks is not answered."""
    page = framed(browser, pages, server + ONE, 'sandbox="allow-scripts"')
    heights(page)
    page.evaluate("""() => new Promise((done) => {
      heard.length = 0;
      const other = document.createElement("iframe");
      other.srcdoc = `<script>
        parent.frames[0].postMessage({ message: "ready" }, "*");
        parent.postMessage("asked", "*");
      </script>`;
      addEventListener("message", ({ data }) => data === "asked" && done());
      document.body.append(other);
    })""")
    # what it tells next, of its new height, would come after an answer
    page.evaluate("document.querySelector('iframe').width = 280")
    page.wait_for_function("heard.at(-1).height > 0")
    told = page.evaluate("heard.map((one) => one.message || one.sentinel || one)")
    assert told == ["asked", "height", "amp"]
    page.context.close()


def test_without_scripts(browser: Browser, server: str, pages: tuple[dict[str, str], str]) -> None:
    """Where no script may run everything is to be seen all the same."""
    page = framed(browser, pages, server + ONE, 'sandbox=""')
    frame = page.frames[1]
    for words in ("135,000", "Pakistan's Interior Ministry", "reported 4 June 2025"):
        expect(frame.get_by_text(words).first).to_be_visible()
    page.context.close()


def test_images_load_on_another_site(
    browser: Browser, server: str, pages: tuple[dict[str, str], str]
) -> None:
    """SVG and PNG are shown in pages of another site, at the size they say they have."""
    served, host = pages
    served["/images"] = "".join(
        f'<img alt="" src="{server}{ONE}.{form}{query}">'
        for form in ("svg", "png")
        for query in ("", "?lang=ur&theme=dark", "?size=card")
    )
    page = browser.new_page()
    page.goto(f"{host}/images", wait_until="networkidle")
    sizes = page.evaluate("[...document.images].map((i) => [i.naturalWidth, i.naturalHeight])")
    assert [width for width, _ in sizes] == [600, 600, 1200, 1200, 1200, 1200]
    assert sizes[2] == sizes[5] == [1200, 630]
    page.close()


def test_an_svg_by_itself(open_page: Open) -> None:
    """Opened by itself, sandboxed by its policy, an SVG shows and complains of nothing."""
    with open_page(f"{ONE}.svg?lang=fa") as page:
        assert page.locator("text").count() > 5
        lines = page.locator("text").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect()).map((r) => [r.left, r.right])"
        )
        assert all(left >= 0 and right <= 600 for left, right in lines)
