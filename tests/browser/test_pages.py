"""Pages for people in a real browser: any width, light and language, by keyboard, unscripted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.browser.test_home import _CONTRASTS, _TOO_WIDE, LOOKS, WIDTHS, look

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/figures/left-pakistan-april-2025",
    "/figures/afghans-in-pakistan-un-november-2023",
    "/sources/pakistan-2025-06-04",
    "/figures/waiting-at-chaman-border-august-2025-agencies",
    "/comparisons/population-estimates-157a9e4124be1665",
    "/comparisons/departures-97ed5640d3e8fd7b",
    "/series/departures",
    "/series/departures?origin=PAK",
    "/timeline",
    "/timeline?country=PAK&kind=policy_events",
]
ONE = PAGES[1]
LANGUAGES = ("en", "ur", "ps", "fa")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_itself(open_page: Open, path: str, language: str) -> None:
    """At any width nothing is wider than the window; each text stands out in any light."""
    with open_page(f"{path}{'&' if '?' in path else '?'}lang={language}") as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(_TOO_WIDE) == []
        for name in LOOKS:
            look(page, name)
            found = page.evaluate(_CONTRASTS)
            assert len(found) > 20
            assert [text for text, ratio in found if ratio < 4.5] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_axe(open_page: Open, path: str, scheme: str, language: str) -> None:
    """axe-core finds nothing, with all that can be opened open."""
    with open_page(
        f"{path}{'&' if '?' in path else '?'}lang={language}", color_scheme=scheme
    ) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if page.locator("iframe").count():
            # a frame that is far below is not loaded until it is near, and axe asks each frame
            page.locator("iframe").scroll_into_view_if_needed()
            page.frame_locator("iframe").locator("main").wait_for()
        assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_by_keyboard(open_page: Open, path: str) -> None:
    """Tab reaches the content first, then everything that can be used, each outlined."""
    with open_page(path) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        usable = "main :is(a, button, select, input:not([type=hidden]), summary)"
        wanted = [one for one in page.locator(usable).all() if one.is_visible()]
        reached = 0
        for _ in range(len(wanted) + 20):
            page.keyboard.press("Tab")
            at = page.evaluate(
                "[document.activeElement.matches('main *'), document.activeElement.tagName, "
                "getComputedStyle(document.activeElement).outlineStyle]"
            )
            if at[0] and at[1] != "IFRAME":
                assert at[2] == "solid"
                reached += 1
        assert reached >= len(wanted)


@pytest.mark.parametrize("path", [one for one in PAGES if "figures" in one])
def test_without_scripts(open_page: Open, path: str) -> None:
    """Number, citation and code are there, the form works, and the preview shows the choice."""
    with open_page(path, java_script_enabled=False) as page:
        assert page.locator(".copy").count() == 0
        expect(page.locator("blockquote").first).to_be_visible()
        page.get_by_label("Colours").select_option("dark")
        page.locator("[name=embed_lang]").select_option("ur")
        page.get_by_role("button", name="Show").click()
        page.wait_for_load_state("networkidle")
        assert page.url.endswith("#embed")
        assert "theme=dark&lang=ur" in str(page.locator("iframe").get_attribute("src"))
        assert "theme=dark&amp;lang=ur" in page.locator(".embedding code").inner_text()
        assert page.get_by_label("Colours").input_value() == "dark"


def test_copy_and_preview(open_page: Open) -> None:
    """A button copies the citation; the preview is as high as what it shows."""
    with open_page(ONE) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("blockquote + .copy").click()
        expect(page.locator("blockquote + .copy")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("blockquote").inner_text()
        page.locator("iframe").scroll_into_view_if_needed()
        page.frames[1].wait_for_load_state()
        needed = page.frames[1].evaluate("document.documentElement.getBoundingClientRect().height")
        page.wait_for_function(
            "needed => Math.abs(document.querySelector('iframe').height - needed) <= 1", arg=needed
        )
        begun = re.findall(r'<iframe [^>]*height="(\d+)"', page.request.get(ONE).text())
        assert abs(int(begun[-1]) - needed) > 1  # as it was before the script had heard
