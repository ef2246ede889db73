"""Embeds in the pages of others: each way to paste one, under watch, on another origin."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, ElementHandle, Frame, Page, expect

from api.embeds.snippet import Snippet, iframe_of
from api.routes.embed_script import ELEMENTS
from tests.api.embeds.test_embedding import EXAMPLES, formed
from tests.browser.conftest import _REPORT_VIOLATIONS
from tests.browser.hosting import hosting
from tests.browser.test_embeds import EMBEDS, LANGUAGES, ONE
from tests.docs.readme import ADDRESS, README, written

pytestmark = pytest.mark.browser

SHOWN = list(dict.fromkeys([*EMBEDS, *EXAMPLES.values()]))
"""Embeds of every kind there is."""
SEEN = ("more than", "135,000", "Pakistan's Interior Ministry", "reported 4 June 2025")
"""What a reader sees of ``ONE``: qualifier, number, claimant, source and its date."""
PINNED = f"{ONE}?theme=dark&lang=ur&release=1"

_MEASURE_SHIFT = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_HEIGHT = "Math.ceil(document.documentElement.getBoundingClientRect().height)"
_NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => done(true)))"
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
    def open_it(
        body: str,
        *,
        head: str = "",
        quiet: bool = True,
        asked: list[str] | None = None,
        **options: Any,
    ) -> Iterator[Page]:
        served["/article"] = (
            f'<!doctype html><html lang="en"><head><title>An article</title>'
            f'<link rel="icon" href="data:,">{head}</head>'
            f"<body>{body}<p>The article goes on.</p></body></html>"
        )
        asked = [] if asked is None else asked
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
    image = server + formed(path, ".png")
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
        inside = frame.evaluate(_HEIGHT)
        return bool(inside > 240 and handle.evaluate("frame => frame.clientHeight") == inside)

    for _ in range(200):
        if fits():
            break
        page.wait_for_function(_NEXT_FRAME)
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


EVERY = [
    *((way, path) for way in ("frame", "element") for path in (*SHOWN, PINNED)),
    *((way, ONE) for way in WAYS if way not in ("frame", "element")),
]
"""Everything that can be embedded, and one of it in each other way."""


@pytest.mark.parametrize(("way", "path"), EVERY)
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


def test_a_script_that_comes_late(visit: Visit, server: str) -> None:
    """A frame that was there long before the script is asked for its height."""
    with visit(snippet(server, ONE)) as page:
        _, frame = frame_in(page)
        frame.wait_for_function("document.readyState === 'complete'")
        page.add_script_tag(url=f"{server}/embed.js")
        wait_until_it_fits(page)


@pytest.mark.parametrize("way", ["frame", "element"])
def test_under_a_strict_policy(visit: Visit, server: str, way: str) -> None:
    """A host that allows a script, a frame and an image of Tally, and nothing else, has it all."""
    policy = f"default-src 'none'; script-src {server}; frame-src {server}; img-src {server} data:"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    with visit(WAYS[way](server, ONE), head=head) as page:
        wait_until_it_fits(page)


def test_a_border_of_the_host(visit: Visit, server: str) -> None:
    """Where the host counts its border as height, the embed has its own height all the same."""
    head = "<style>* { box-sizing: border-box } iframe { border: 7px solid }</style>"
    with visit(WAYS["frame"](server, ONE), head=head) as page:
        wait_until_it_fits(page)


def test_who_is_believed(visit: Visit, server: str) -> None:
    """Only what is in the frame says how high it is, and only by a number in bounds."""
    other = f"""<iframe title="Another" name="other" srcdoc="<p>Another</p>" height="50"></iframe>
      {WAYS["element"](server, ONE)}"""
    with visit(other) as page:
        shown = page.locator("tally-figure iframe")
        frame = shown.element_handle().content_frame()
        assert frame is not None
        page.wait_for_function(
            "document.querySelector('tally-figure').shadowRoot.querySelector('iframe').style.height"
        )
        said = "value => parent.postMessage({ message: 'height', value }, '*')"
        page.frame(name="other").evaluate(said, 777)  # type: ignore[union-attr]
        page.evaluate("value => window.postMessage({ message: 'height', value }, '*')", 778)
        for wrong in ("Infinity", "NaN", "-5", "0", "20001", "'600'", "[600]", "null", "{}"):
            frame.evaluate(f"({said})({wrong})")
        frame.evaluate("parent.postMessage(null, '*')")
        heights = page.evaluate_handle("""() => {
          const seen = [];
          const { shadowRoot } = document.querySelector("tally-figure");
          new MutationObserver(([{ target }]) => seen.push(target.style.height))
            .observe(shadowRoot.querySelector("iframe"), { attributes: true });
          return seen;
        }""")
        frame.evaluate(said, 1234)  # comes after what was said before
        page.wait_for_function("seen => seen.length > 0", arg=heights)
        assert heights.json_value() == ["1234px"]
        assert page.locator("iframe[name=other]").evaluate("frame => frame.style.height") == ""


def test_it_shows_what_it_is_told_to(visit: Visit, server: str) -> None:
    """Another id shows another embed; that is no step in the history of the page."""
    with visit(WAYS["element"](server, EMBEDS[0])) as page:
        wait_until_it_fits(page)
        before = page.evaluate("history.length")
        figure = EMBEDS[1].rpartition("/")[2]
        page.locator("tally-figure").evaluate(
            "(element, figure) => element.setAttribute('figure', figure)", figure
        )
        frame = wait_until_it_fits(page)
        assert frame.url == server + EMBEDS[1]
        assert page.evaluate("history.length") == before
        page.locator("tally-figure").evaluate("element => document.body.prepend(element)")
        wait_until_it_fits(page)


@pytest.mark.parametrize("lang", ["en-GB", "de", "PS"])
def test_a_language_of_html(visit: Visit, server: str, lang: str) -> None:
    """``lang`` is HTML's own: a region is left away, and a language that is not there too."""
    expected = {"en-GB": "?lang=en", "de": "", "PS": "?lang=ps"}[lang]
    with visit(script(server) + element(ONE, lang=lang)) as page:
        assert wait_until_it_fits(page).url == server + ONE + expected


INNER = '<a href="https://paper.example/">More than 135,000 people</a>'


def test_without_scripts(visit: Visit, server: str) -> None:
    """With scripts off what stands in an element shows; of a snippet the embed, and the image."""
    body = script(server) + element(ONE, INNER) + snippet(server, ONE)
    with visit(body, java_script_enabled=False) as page:
        expect(page.get_by_role("link", name="More than 135,000 people")).to_be_visible()
        frame = page.frame_locator("iframe")
        for words in SEEN:
            expect(frame.get_by_text(words).first).to_be_visible()
        image = page.get_by_role("img", name="A figure")
        expect(image).to_be_visible()
        box = image.bounding_box()
        assert box is not None
        assert box["width"] > 600


def test_with_scripts_what_stands_in_it_is_hidden(visit: Visit, server: str) -> None:
    """Once the frame is there nothing is said twice."""
    with visit(script(server) + element(ONE, INNER)) as page:
        wait_until_it_fits(page)
        expect(page.get_by_text("More than 135,000 people").first).to_be_hidden()


@pytest.mark.parametrize("tag", ["<tally-figure>", '<tally-figure figure="">'])
def test_an_element_without_an_id(visit: Visit, server: str, tag: str) -> None:
    """An element that names nothing keeps what stands in it."""
    with visit(f"{script(server)}{tag}{INNER}</tally-figure>") as page:
        page.wait_for_function("!!customElements.get('tally-figure')")
        expect(page.get_by_text("More than 135,000 people")).to_be_visible()
        expect(page.locator("iframe")).to_have_count(0)


def test_a_frame_that_says_nothing(visit: Visit, server: str) -> None:
    """Where no embed comes into the frame, what stands in the element shows again."""
    shown = element(f"{ONE}?theme=blue", INNER)
    with visit(script(server) + shown, quiet=False) as page:
        expect(page.get_by_text("More than 135,000 people")).to_be_visible()
        expect(page.locator("iframe")).to_be_hidden()
        page.locator("tally-figure").evaluate("element => element.setAttribute('theme', 'dark')")
        wait_until_it_fits(page)
        expect(page.get_by_text("More than 135,000 people").first).to_be_hidden()


def test_a_notice_is_an_embed_too(visit: Visit, server: str) -> None:
    """What is said of an id that nothing has stands in the frame, and the frame is as high."""
    missing = "/embed/figures/no-such-figure"
    body = script(server) + element(missing, INNER, height=80)
    with visit(body, quiet=False) as page:
        handle, frame = frame_in(page)
        expect(frame.get_by_text("There is nothing at this address").first).to_be_visible()
        page.wait_for_function("frame => parseInt(frame.style.height) > 80", arg=handle)


def described(page: Page, server: str, path: str, width: int) -> dict[str, Any]:
    """What oEmbed says of an embed in a column of this width."""
    address = f"{server}/oembed?maxwidth={width}&url={quote(server + path, '')}"
    said: dict[str, Any] = page.request.get(address).json()
    return said


@pytest.mark.parametrize("path", [*SHOWN, PINNED])
@pytest.mark.parametrize("way", ["frame", "element"])
def test_nothing_moves(visit: Visit, browser: Browser, server: str, way: str, path: str) -> None:
    """With its height given nothing on the page moves; with one too small, something does."""
    shifts = {}
    head = f'<script src="{server}/embed.js"></script><style>body {{ margin: 0 }}</style>'
    for height in ("given", "small"):
        blank = browser.new_page()
        said = described(blank, server, path, 600)
        blank.close()
        pixels = said["height"] if height == "given" else 100
        body = said["html"].replace(f'height="{said["height"]}"', f'height="{pixels}"')
        if way == "element":
            body = element(path, height=pixels)
        with visit(body, head=head, viewport={"width": 600, "height": 1000}) as page:
            handle, frame = frame_in(page)
            page.wait_for_function("frame => frame.style.height", arg=handle)
            page.wait_for_function("performance.getEntriesByType('paint').length > 0")
            for _ in range(3):  # what moved is reported with the frame after
                page.wait_for_function(_NEXT_FRAME)
            assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
            if height == "small":
                page.wait_for_function("shifted > 0")
            shifts[height] = page.evaluate("shifted")
    assert shifts["given"] == 0
    assert shifts["small"] > 0


@pytest.mark.parametrize("way", ["frame", "element"])
def test_twenty_load_when_they_are_near(visit: Visit, server: str, way: str) -> None:
    """Of twenty embeds on a long page, those out of reach are not asked for until scrolled to."""
    queries = itertools.product(("auto", "light", "dark"), LANGUAGES, ("", "&release=1"))
    addresses = [f"{ONE}?theme={theme}&lang={lang}{pin}" for theme, lang, pin in queries][:20]
    between = '<div style="height: 4000px"></div>'
    one = snippet if way == "frame" else lambda server, path: element(path)
    body = script(server) + "".join(f"{one(server, path)}{between}" for path in addresses)
    asked: list[str] = []
    with visit(body, asked=asked, viewport={"width": 700, "height": 800}) as page:
        page.wait_for_load_state("networkidle")
        assert 1 <= len(embeds_in(asked)) <= 2
        for number in range(20):
            frame = page.locator("iframe").nth(number)
            frame.scroll_into_view_if_needed()
            inside = frame.element_handle().content_frame()
            assert inside is not None
            inside.wait_for_selector("footer")
        assert len(embeds_in(asked)) == 20


def embeds_in(asked: list[str]) -> list[str]:
    """Of the addresses a page asked for, those of embeds."""
    return [address for address in asked if "/embed/" in address]


@pytest.mark.parametrize("path", [*SHOWN, PINNED])
@pytest.mark.parametrize("width", [320, 600, 1200])
def test_the_height_given_is_enough(browser: Browser, server: str, path: str, width: int) -> None:
    """oEmbed's height, which is the snippet's, shows all of the embed; at 600 px, little more."""
    page = browser.new_page(viewport={"width": width, "height": 300})
    joint = "&" if "?" in path else "?"
    for language in LANGUAGES:
        if "lang=" in path and language != "en":
            break
        address = path if "lang=" in path else f"{path}{joint}lang={language}"
        said = described(page, server, address, width)
        page.goto(server + address)
        page.set_viewport_size({"width": said["width"], "height": 300})
        needed = page.evaluate(_HEIGHT)
        assert needed <= said["height"], address
        if width == 600:
            assert said["height"] <= 1.1 * needed + 160, address
    page.close()


def test_the_height_given_to_any_figure_is_enough(browser: Browser, server: str) -> None:
    """The same of every figure there is, in a script of either direction."""
    page = browser.new_page(viewport={"width": 600, "height": 300})
    figures = page.request.get(f"{server}/v1/figures?limit=1000").json()["data"]
    assert len(figures) > 20
    for figure in figures:
        for language in ("en", "ur"):
            path = f"/embed/figures/{figure['id']}?lang={language}"
            page.goto(server + path)
            height = described(page, server, path, 600)["height"]
            needed = page.evaluate(_HEIGHT)
            assert needed <= height <= 1.1 * needed + 160, path
    page.close()


def test_the_snippet_of_the_readme(visit: Visit, server: str) -> None:
    """What the README gives to paste, in a page that is served, shows all of it at once."""
    body = written(README.read_text(encoding="utf-8")).code.replace(ADDRESS, server)
    with visit(body, viewport={"width": 640, "height": 900}) as page:
        _, frame = frame_in(page)
        for words in SEEN:
            expect(frame.get_by_text(words).first).to_be_visible()
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
