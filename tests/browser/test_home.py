"""The page at the root, as a person meets it: in any light, at any width, by keyboard, printed."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

WIDTHS = (320, 600, 1200)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "print": {"color_scheme": "dark", "media": "print"},
}
_CONTRASTS = """
() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const lights = [numbers(getComputedStyle(element).color), background(element)].map(luminance);
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    found.push([texts.currentNode.data.trim(), ratio]);
  }
  return found;
}
"""
_TOO_WIDE = """
() => [...document.querySelectorAll("body :not([aria-hidden])")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5
    || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
  .map((element) => element.outerHTML.slice(0, 80))
"""


def look(page: Page, name: str) -> None:
    """Show the page in light, in dark, or on paper."""
    page.emulate_media(**LOOKS[name])


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(open_page: Open, width: int) -> None:
    """No element reaches past the edge or has to be scrolled sideways."""
    with open_page("/", viewport={"width": width, "height": 800}) as page:
        assert page.evaluate(_TOO_WIDE) == []


@pytest.mark.parametrize("path", ["/", "/timeline"])
def test_the_button_stands_level_with_the_fields(open_page: Open, path: str) -> None:
    """A form's button ends where the lowest field does, as the fields of a row do."""
    with open_page(path, viewport={"width": 1280, "height": 800}) as page:
        button = page.locator(".buttons button").bounding_box()
        fields = page.locator("form.options:has(.buttons)").locator("select, input:visible")
        boxes = [box for field in fields.all() if (box := field.bounding_box())]
        assert button is not None
        assert boxes
        lowest = max(box["y"] + box["height"] for box in boxes)
        assert button["y"] + button["height"] == pytest.approx(lowest, abs=1)


def test_what_follows_a_list_stands_apart(open_page: Open) -> None:
    """More figures, and the same as data, do not touch the last line of the list."""
    with open_page("/") as page:
        listed, more = (
            page.locator(one).bounding_box() for one in (".figures", ".figures + .actions")
        )
        assert listed is not None
        assert more is not None
        assert more["y"] - listed["y"] - listed["height"] > 12


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_stands_out(open_page: Open, name: str) -> None:
    """Contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3) for each text, however large."""
    with open_page("/") as page:
        look(page, name)
        found = page.evaluate(_CONTRASTS)
        assert len(found) > 40
        assert [text for text, ratio in found if ratio < 4.5] == []


def test_the_two_schemes_differ(open_page: Open) -> None:
    """Dark is dark: the check above looked at two things."""
    with open_page("/") as page:
        grounds = set()
        for name in LOOKS:
            look(page, name)
            grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert len(grounds) == 3


def test_it_says_what_it_is_without_scripts(open_page: Open) -> None:
    """Title, numbers and the way to the reference are there with JavaScript off."""
    with open_page("/?sort=-reported&voice=claimant", java_script_enabled=False) as page:
        assert page.title() == "Tally: Migration figures, as somebody stated them"
        first = page.locator(".figures li").first
        assert first.locator("strong").inner_text() == "4.4 million"
        assert "According to the Government of Pakistan" in first.inner_text()
        counts = page.locator(".counts strong").all_inner_texts()
        assert len(counts) == 8
        assert all(int(count) > 0 for count in counts)
        page.get_by_role("link", name="Read the reference").click()
        assert page.url.endswith("/docs")


def test_figures_are_found_without_scripts(open_page: Open) -> None:
    """The form asks by a plain address, shows what was asked, leads on and can be cleared."""
    with open_page("/", java_script_enabled=False) as page:
        listed = page.locator(".figures li")
        assert listed.count() == 20
        first = listed.first.inner_text()
        page.get_by_role("link", name="More figures").click()
        expect(listed.first).not_to_contain_text(first)
        page.get_by_label("Country").select_option("IRN")
        page.get_by_label("Kind").select_option("departures")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_label("Country")).to_have_value("IRN")
        expect(listed.first).to_contain_text("Iran")
        page.get_by_label("Month").select_option("2025-06")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_label("Month")).to_have_value("2025-06")
        assert "month=2025-06" in page.url
        page.get_by_role("link", name="Clear").click()
        expect(listed).to_have_count(20)
        page.wait_for_load_state()


def test_it_hangs_together_for_those_who_hear_it(open_page: Open) -> None:
    """Language, one first heading, no level left out, landmarks, and a name for every link."""
    with open_page("/") as page:
        assert page.locator("html").get_attribute("lang") == "en"
        levels = [
            int(tag[1])
            for tag in page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => e.tagName)")
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
        for landmark in ("banner", "main", "contentinfo", "search"):
            assert page.get_by_role(landmark).count() == 1
        assert page.get_by_role("navigation", name="Site").count() == 1
        for section in page.get_by_role("region").all():
            assert section.get_by_role("heading").count() == 1
        links = page.get_by_role("link")
        assert links.count() > 20
        assert all(text.strip() for text in links.all_inner_texts())


def test_the_keyboard_shows_where_it_is(open_page: Open) -> None:
    """Every link and every field can be reached by Tab and is then outlined."""
    with open_page("/") as page:
        usable = page.locator("a, select, input:not([type=hidden]), button")
        names = "element => element.href ?? element.name ?? element.tagName"
        wanted = {one.evaluate(names) for one in usable.all()}
        assert {"country", "kind", "claimant", "month", "q"} < wanted
        reached = set()
        for _ in range(usable.count()):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid"
            reached.add(page.evaluate(f"({names})(document.activeElement)"))
        assert reached == wanted


def test_every_link_of_its_own_answers(open_page: Open, server: str) -> None:
    """What the page leads to is there."""
    with open_page("/") as page:
        addresses = page.locator("a").evaluate_all("all => all.map(a => a.href)")
        own = {address for address in addresses if address.startswith(server)}
        assert len(own) > 15
        for address in own:
            assert page.request.get(address).status == 200
