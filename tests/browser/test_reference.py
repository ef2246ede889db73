"""The reference at /docs: it shows itself from here alone, tries calls, and explains problems."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from api.errors import TallyError
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

OPERATION = "/docs#tag/figures/GET/v1/departures"

_BUILT = """() => {
  const height = document.documentElement.scrollHeight;
  [window.same, window.height] = [height === window.height ? window.same + 1 : 0, height];
  return window.same > 60;
}"""
"""Asked once a frame: whether the height of the page has been the same for 60 of them."""


def slugs() -> list[str]:
    """Every sort of problem."""
    return sorted({sort.slug for sort in TallyError.__subclasses__() if "slug" in vars(sort)})


def wait_for_reference(page: Page) -> None:
    """Until its text is there."""
    expect(page.get_by_role("heading", name="Quick start")).to_be_visible()


@pytest.mark.parametrize("width", [320, 600, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_shows_itself(open_page: Open, width: int, scheme: str) -> None:
    """It loads, asks no other host, complains of nothing and is no wider than the window."""
    window = {"width": width, "height": 800}
    with open_page("/docs", viewport=window, color_scheme=scheme) as page:
        wait_for_reference(page)
        assert page.title() == "Tally API reference"
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        bar = page.get_by_role("navigation", name="Site")
        assert bar.get_by_role("link").all_inner_texts() == ["Reference", "Method", "OpenAPI"]
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ("rgb(22" in ground) == (scheme == "dark")


def test_it_says_that_it_is_loading(browser: Browser, server: str) -> None:
    """Until Scalar has come and has drawn it, which on a slow line or device takes a while."""
    with browser.new_context(base_url=server) as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/docs/scalar.js*", lambda route: held.append(route))
        page.goto("/docs", wait_until="commit")
        loading = page.get_by_text("Loading the reference")
        expect(loading).to_be_visible()
        held.pop().continue_()
        wait_for_reference(page)
        expect(loading).to_be_hidden()


def test_a_request_can_be_tried(open_page: Open) -> None:
    """ "Test Request", then Send, answers 200 from this very server."""
    with open_page(OPERATION, viewport={"width": 1200, "height": 900}) as page:
        page.get_by_role("button", name="Test Request").first.click()
        send = page.get_by_role("button", name="Send").first
        with page.expect_response(lambda answer: "/v1/departures" in answer.url) as sent:
            send.click()
        assert sent.value.status == 200
        assert "?" not in sent.value.url  # optional filters are offered, not sent
        expect(page.get_by_text("200 OK").first).to_be_visible()


def test_a_problem_leads_to_its_explanation(open_page: Open) -> None:
    """The ``type`` of a real 400 opens the reference with its explanation in view, marked."""
    with open_page("/") as page:
        problem = page.request.get("/v1/departures?orgin=PAK").json()
        assert problem["status"] == 400
        page.goto(problem["type"])
        asked_for = page.locator(".asked-for")
        expect(asked_for).to_be_in_viewport()
        expect(asked_for).to_contain_text("bad-parameter")
        page.wait_for_function(_BUILT)  # until then Scalar may move it out of view
        expect(asked_for).to_be_in_viewport()


def test_every_problem_is_explained(open_page: Open) -> None:
    """Each slug leads to an explanation, also on a page that is open already."""
    with open_page("/docs") as page:
        wait_for_reference(page)
        assert len(slugs()) >= 9
        for slug in slugs():
            page.evaluate("slug => { location.hash = slug }", slug)
            asked_for = page.locator(".asked-for")
            expect(asked_for).to_contain_text(slug)
            expect(asked_for).to_be_in_viewport()


def test_without_scripts_it_leads_to_the_document(open_page: Open) -> None:
    """It says that it needs JavaScript, and where the same facts are."""
    with open_page("/docs", java_script_enabled=False) as page:
        page.get_by_role("link", name="OpenAPI document").click()
        assert page.url.endswith("/openapi.json")
