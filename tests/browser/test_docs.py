"""The pages of docs/, as a person meets them: at any width, in any light, by deep link."""

import pytest
from playwright.sync_api import expect

from api.embeds.docs import DOCS
from tests.browser.conftest import Open
from tests.browser.test_home import _CONTRASTS, _TOO_WIDE, LOOKS, WIDTHS, look

pytestmark = pytest.mark.browser

PATHS = [doc.path for doc in DOCS.values()]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(open_page: Open, path: str, width: int) -> None:
    """No table, code or heading reaches past the edge or has to be scrolled sideways."""
    with open_page(path, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate(_TOO_WIDE) == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", LOOKS)
def test_every_text_stands_out(open_page: Open, path: str, name: str) -> None:
    """Contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3) for each text, however large."""
    with open_page(path) as page:
        look(page, name)
        found = page.evaluate(_CONTRASTS)
        assert len(found) > 40
        assert [text for text, ratio in found if ratio < 4.5] == []


def test_a_narrow_table_is_still_a_table(open_page: Open) -> None:
    """At 320 px cells stand below each other, named, and are still cells to those who hear them."""
    with open_page("/docs/numbers", viewport={"width": 320, "height": 800}) as page:
        row = page.get_by_role("row").filter(has_text="not one, none, no, zero")
        first, second = row.get_by_role("cell").nth(0), row.get_by_role("cell").nth(1)
        boxes = first.bounding_box(), second.bounding_box()
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
        label = second.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert "bound" in label


def test_a_deep_link_shows_its_heading(open_page: Open) -> None:
    """The address of a heading opens the page there; the list at its top leads to each."""
    with open_page("/docs/method#verdicts", viewport={"width": 600, "height": 800}) as page:
        expect(page.get_by_role("heading", name="Verdicts")).to_be_in_viewport()
        page.get_by_role("link", name="Origins").first.click()
        expect(page.get_by_role("heading", name="Origins")).to_be_in_viewport()


def test_every_link_of_its_own_answers(open_page: Open, server: str) -> None:
    """What the pages lead to is there."""
    for path in PATHS:
        with open_page(path) as page:
            addresses = page.locator("a").evaluate_all("all => all.map(a => a.href)")
            own = {address for address in addresses if address.startswith(server)}
            assert len(own) > 6
            for address in own:
                assert page.request.get(address).status == 200
