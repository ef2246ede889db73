"""Embeds over HTTP: every form, status and policy, what is escaped, pinned, kept and marked."""

import re
from collections.abc import Callable
from typing import get_args

import httpx
import pytest

from api.embeds.figure import range_words
from api.embeds.registry import EMBEDDABLES
from api.embeds.words import Language, words_of
from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import CHANGED, FIGURE, HOSTILE, REASON, WITHDRAWN, edited
from tests.api.embeds.reading import SVG, drawing, pixels_of, text_of, words_in
from tests.api.lists import PUBLIC_URL
from tests.api.test_errors import assert_problem
from tests.conftest import Client, client_of, seed
from tests.databases import take_away

LIVE = "public, max-age=60, stale-while-revalidate=86400"
EXAMPLES = {
    "figure": f"/embed/figures/{FIGURE}",
    "comparison": "/embed/comparisons/population-estimates-157a9e4124be1665",
    "comparison_latest": "/embed/comparisons/departures-97ed5640d3e8fd7b/latest",
    "series": "/embed/series/departures?origin=PAK&destination=AFG",
    "timeline": "/embed/timeline",
}
"""An address of every kind of embed; a new kind needs its line here."""
NUMBERS = {
    "figure": ["135,000"],
    "comparison": ["3.7 million", "4.4 million", "1.7 million"],
    "comparison_latest": ["400,000"],
    "series": ["more than 135,000", "67,000", "3,001 or more"],
    "timeline": ["More than 135,000", "67,000"],
}
"""Numbers that each of them shows in English."""
FORMS = {"": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}


def formed(path: str, form: str) -> str:
    """An address in a form: the suffix stands before the query."""
    stem, mark, query = path.partition("?")
    return f"{stem}{form}{mark}{query}"


def asked(path: str, query: str) -> str:
    """An address with more asked of it."""
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def form_of(path: str) -> str:
    """The suffix of an address."""
    stem = path.partition("?")[0]
    return stem[stem.rindex(".") :] if "." in stem else ""


EVERY = [formed(path, form) for path in EXAMPLES.values() for form in FORMS]
LANGUAGES = ["en", "ur", "ps", "fa"]
THEMES = ["auto", "light", "dark"]
SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E"
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\ufdd0-\ufdef\ufffe\uffff\x00-\x08\x80-\x9f]")


def seen(response: httpx.Response) -> str:
    """What a person reads in an embed or an SVG."""
    if response.headers["content-type"] == FORMS[".svg"]:
        return words_in(response.content)
    return text_of(response.text)


def kind_of(path: str) -> str:
    """Which kind of embed an example of ``EVERY`` is of."""
    (kind,) = [
        name
        for name, address in EXAMPLES.items()
        if path in [formed(address, form) for form in FORMS]
    ]
    return kind


def test_every_kind_has_an_example() -> None:
    """What follows is tried with each kind of embed."""
    assert EXAMPLES.keys() == NUMBERS.keys() == EMBEDDABLES.keys()


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers(revised: Client, path: str, theme: str, language: str) -> None:
    """Each form in each theme and language is 200, of its type, live, and under 30 kB as HTML."""
    response = revised.get(asked(path, f"theme={theme}&lang={language}"))
    assert response.status_code == 200
    form = form_of(path)
    assert response.headers["content-type"] == FORMS[form]
    assert response.headers["cache-control"] == LIVE
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    if not form:
        assert len(response.content) < 30_000
        direction = "ltr" if language == "en" else "rtl"
        assert f'<html lang="{language}" dir="{direction}">' in response.text
    if form != ".png":
        assert not UNSEEN.search(response.text)


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_policy_of_a_page(revised: Client, path: str) -> None:
    """Any site may frame it; it runs its one script and loads nothing, here or anywhere."""
    response = revised.get(path)
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in response.headers["content-security-policy"].split(";")
    )
    assert policy.pop("frame-ancestors") == "*"
    assert policy.pop("default-src") == "'none'"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", policy.pop("style-src"))
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", policy.pop("script-src"))
    assert policy == {"img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    page = response.text
    assert page.count("<script>") == page.count("<script") == 1
    assert page.count("<style>") == page.count("<style") == 1
    assert not re.search(r"\s(style|on[a-z]+)=", page.replace("<style>", ""))
    assert not re.search(r"\b(src|srcset|data|action|poster)=", page)
    assert not re.search(r"fetch|cookie|Storage|XMLHttp|import", page.partition("<script>")[2])
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert all(link == "data:," or link.startswith(f"{PUBLIC_URL}/") for link in links)


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize("query", ["", "lang=ur&theme=dark", "size=card", "size=card&lang=fa"])
def test_image(revised: Client, path: str, query: str) -> None:
    """An SVG is well-formed, named and described, without style or script; its PNG is not blank."""
    response = revised.get(asked(formed(path, ".svg"), query))
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    root = drawing(response.content)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert description is not None
    assert description.text
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("script", "style", "a", "image", "use")
        assert not [name for name in element.attrib if name == "style" or "href" in name]
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    assert (width, height) == (1200, 630) if "card" in query else width == 600
    scale = 1 if "card" in query else 2
    found = pixels_of(revised.get(asked(formed(path, ".png"), query)).content)
    assert found[:2] == (width * scale, height * scale)
    assert found[2] > 50


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize("form", [".svg", ".png"])
@pytest.mark.parametrize("size", ["natural", "card"])
def test_width_of_an_image(revised: Client, path: str, form: str, size: str) -> None:
    """An image is as wide as it is asked to be, of the same shape, and says the same."""
    image = formed(path, form)

    def shown(query: str) -> tuple[int, int]:
        answer = revised.get(asked(image, f"size={size}{query}")).content
        if form == ".png":
            return pixels_of(answer)[:2]
        root = drawing(answer)
        assert words_in(answer) == words_in(revised.get(asked(image, f"size={size}")).content)
        return int(root.attrib["width"]), int(root.attrib["height"])

    whole = shown("")
    for width in (1, 299, 1200):
        assert shown(f"&width={width}") == (width, max(1, round(width * whole[1] / whole[0])))


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_an_embed_has_no_width(revised: Client, path: str) -> None:
    """Width and size are of images, from 1 to 1200 pixels; an embed is as wide as its frame."""
    assert_problem(revised.get(asked(path, "width=300")), 400, "bad-parameter")
    for wrong in ("0", "1201", "1e3", ""):
        response = revised.get(asked(formed(path, ".png"), f"width={wrong}"))
        assert_problem(response, 400, "bad-parameter")
        assert "a whole number from 1 to 1200" in response.json()["detail"]


@pytest.mark.parametrize("form", ["", ".svg"])
def test_what_is_always_seen(revised: Client, form: str) -> None:
    """Number with its qualifier, what it counts, period, claimant, source and its date."""
    response = revised.get(f"/embed/figures/{FIGURE}{form}")
    shown = seen(response)
    assert "more than 135,000" in shown
    assert "More than 135,000 people left Pakistan in April 2025" in shown
    assert "According to Pakistan's Interior Ministry" in shown
    assert "Source: an article without a named publisher, reported 4 June 2025" in shown
    assert "135,001 or more; no upper end is stated" in shown
    assert "Tally" in shown


@pytest.mark.parametrize("form", ["", ".svg"])
def test_a_publisher_is_named_once(revised: Client, form: str) -> None:
    """A source that is named by its publisher is not said to be carried by the same."""
    shown = seen(revised.get(f"/embed/figures/waiting-at-chaman-border-august-2025-latestly{form}"))
    assert "Source: LatestLY, reported" in shown
    assert "carried by" not in shown


@pytest.mark.parametrize("form", ["", ".svg"])
@pytest.mark.parametrize("language", get_args(Language))
def test_a_plausible_range_is_marked(revised: Client, form: str, language: Language) -> None:
    """Wherever an embed tells the plausible range, it says that Tally worked it out."""
    words = words_of(language, "text")
    response = revised.get(f"/embed/figures/{FIGURE}{form}?lang={language}")
    bounds = range_words(135_001, None, words)
    marked = words.say("range_own", range=bounds)
    assert "Tally" in marked.replace(bounds, "")
    assert f"{words.say('range')}: {marked}" in seen(response)
    # in its description, its table and the names of its pictures too
    whole = re.sub("[\u2066-\u2069]", "", response.text)
    assert whole.count(marked) == whole.count(bounds) >= 1


def test_table_and_description(revised: Client) -> None:
    """Beside the chart the same stands as text and as a table with headings."""
    page = revised.get(f"/embed/figures/{FIGURE}").text
    _, beside = page.split("<details>")
    assert '<th scope="row">As printed</th><td><bdi>more than 135,000</bdi></td>' in beside
    assert "version 1, release 2 of" in text_of(beside)


def test_json_leads_to_it(revised: Client) -> None:
    """``links.embed`` of a figure is an address that answers."""
    address = revised.data(f"/v1/figures/{FIGURE}")["links"]["embed"]
    assert address == f"{PUBLIC_URL}/embed/figures/{FIGURE}"
    assert revised.get(address.removeprefix(PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("theem=dark", "did you mean theme?"),
        ("theme=blue", "theme: must be one of auto, dark, light"),
        ("lang=de", "lang: must be one of en, fa, ps, ur"),
        ("release=0", "release: must be a whole number"),
        ("release=1.0", "release: must be a whole number"),
        ("release=2025-09-01T00:00:00Z", "release: must be a whole number"),
        ("theme=dark&theme=light", "theme: may be given once"),
        (f"theme={SCRIPT}", "theme: must be one of"),
        (f"{SCRIPT}=1", "unknown parameter"),
    ],
)
def test_bad_option(revised: Client, path: str, query: str, message: str) -> None:
    """An option that is wrong is a problem that names the right ones, and is never echoed."""
    response = revised.get(asked(path, query))
    assert_problem(response, 400, "bad-parameter")
    assert message in response.json()["detail"]
    assert "script" not in response.text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "id", ["no-such-figure", "x", "No", "%3Cscript%3E", "a%00b", "a" * 81, f"{FIGURE}?release=9"]
)
def test_unknown(revised: Client, form: str, id: str) -> None:
    """An id that nothing has is 404, to be read in the form that was asked for."""
    id, _, query = id.partition("?")
    response = revised.get(f"/embed/figures/{id}{form}?{query}")
    assert response.status_code == 404
    assert response.headers["content-type"] == FORMS[form]
    assert response.headers["cache-control"] == "no-store"
    if form == ".png":
        assert pixels_of(response.content)[2] > 20
        return
    shown = seen(response)
    assert "There is nothing at this address" in shown
    assert "<script>" not in response.text.replace("<script>(() =>", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn(revised: Client, form: str, language: str) -> None:
    """A figure that was withdrawn is 410, and its embed and image say why."""
    response = revised.get(f"/embed/figures/{WITHDRAWN}{form}?lang={language}")
    assert response.status_code == 410
    assert response.headers["cache-control"] == "no-store"
    if form == ".png":
        assert pixels_of(response.content)[2] > 20
        return
    shown = seen(response)
    assert "The paper <b>corrected</b> it back." in shown
    assert "3,000" not in shown
    assert "<b>" not in response.text
    if not form:
        assert f"{PUBLIC_URL}/v1/figures/{WITHDRAWN}/history" in response.text


@pytest.mark.parametrize("form", ["", ".svg"])
def test_pinned(revised: Client, form: str) -> None:
    """A pinned embed shows what the release held, and says what has become of it since."""
    same = revised.get(f"/embed/figures/{FIGURE}{form}?release=1")
    changed = revised.get(f"/embed/figures/{CHANGED}{form}?release=1&lang=en&theme=dark")
    withdrawn = revised.get(f"/embed/figures/{WITHDRAWN}{form}?release=1")
    current = revised.get(f"/embed/figures/{CHANGED}{form}?release=2")
    since = "since 1 September 2025"
    assert since not in seen(same)
    assert since not in seen(current)
    assert f"This figure has changed {since}" in seen(changed)
    assert f"This figure has been withdrawn {since}" in seen(withdrawn)
    assert "more than 3,000" in seen(withdrawn)
    assert REASON not in seen(withdrawn)
    if not form:
        assert f'"{PUBLIC_URL}/embed/figures/{CHANGED}?theme=dark"' in changed.text
        assert f'"{PUBLIC_URL}/embed/figures/{WITHDRAWN}"' in withdrawn.text
    for answer in (same, changed, withdrawn, current):
        assert answer.headers["cache-control"] == LIVE  # a notice may come to it


@pytest.mark.parametrize("form", FORMS)
def test_pinned_stays(empty_database: Callable[[], str], fixtures: Fixtures, form: str) -> None:
    """A pinned answer and its tag stay byte for byte until the figure itself changes."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    path = f"/embed/figures/{FIGURE}{form}?release=1"
    first = client.get(path)
    seed(url, edited(fixtures, {CHANGED: {"note": "Of another figure."}}))
    second = client_of(url).get(path)
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    seed(url, edited(fixtures, {FIGURE: {"note": "Of this one."}}))
    third = client.get(path)
    assert third.content != first.content
    assert third.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("form", ["", ".svg"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_data_is_escaped(revised: Client, form: str, language: str) -> None:
    """Names that would run are text; what would turn or hide words around it is not there."""
    response = revised.get(f"/embed/figures/{HOSTILE}{form}?lang={language}")
    assert response.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;tsil" in response.text
    assert not UNSEEN.search(response.text)
    assert response.text.count("<script") == (0 if form else 1)
    opened = sum(response.text.count(mark) for mark in "\u2066\u2067\u2068")
    assert opened == response.text.count("\u2069")
    if form:
        assert drawing(response.content) is not None
        assert pixels_of(revised.get(f"/embed/figures/{HOSTILE}.png").content)[2] > 50


@pytest.mark.parametrize("path", EVERY)
def test_not_modified(revised: Client, path: str) -> None:
    """Who names the tag gets 304 with the same headers; another option has another tag."""
    whole = revised.get(path)
    tag = whole.headers["etag"]
    again = revised.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("etag", "cache-control", "content-security-policy"):
        assert again.headers[header] == whole.headers[header]
    tags = {revised.get(asked(path, q)).headers["etag"] for q in ("lang=ur", "theme=dark")}
    tags |= {revised.get(asked(path, f"release={number}")).headers["etag"] for number in (1, 2)}
    assert tag not in tags
    assert len(tags) == 4
    assert revised.get(asked(path, "lang=en&theme=auto")).headers["etag"] == tag
    headed = revised.request("HEAD", path)
    assert dict(headed.headers) == dict(whole.headers)


@pytest.mark.parametrize("path", EVERY)
def test_accept(revised: Client, path: str) -> None:
    """What a browser sends for a frame or an image is satisfied; another type alone is 406."""
    kind = FORMS[form_of(path)].partition(";")[0]
    for accepted in (kind, f"{kind.partition('/')[0]}/*", "text/html,image/avif,*/*;q=0.8"):
        assert revised.get(path, headers={"accept": accepted}).status_code == 200
    assert_problem(revised.get(path, headers={"accept": "text/csv"}), 406, "not-acceptable")


@pytest.fixture(scope="module")
def away(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client that was asked for some embeds before its database was taken away."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    for path in EVERY:
        assert client.get(path).status_code == 200
        assert client.get(asked(path, "lang=fa")).status_code == 200
    take_away(url)
    return client


@pytest.mark.parametrize("path", EVERY)
def test_last_known(away: Client, path: str) -> None:
    """Without the data an embed shows its last good answer, marked with the day, kept by nobody."""
    for query in ("", "lang=fa"):
        response = away.get(asked(path, query), headers={"if-none-match": "*"})
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers
        if form_of(path) == ".png":
            assert pixels_of(response.content)[2] > 50
            continue
        if not query:
            shown = seen(response)
            for number in NUMBERS[kind_of(path)]:
                assert number in shown
            assert re.search(r"as last known on \d{1,2} [A-Z][a-z]+ 20\d\d\.", shown)


@pytest.mark.parametrize("path", EVERY)
def test_unavailable(away: Client, path: str) -> None:
    """One that was never asked for with these options is a readable 503 that says when to retry."""
    response = away.get(asked(path, "theme=dark"))
    assert response.status_code == 503
    assert response.headers["retry-after"].isdecimal()
    assert response.headers["cache-control"] == "no-store"
    if form_of(path) == ".png":
        assert pixels_of(response.content)[2] > 20
        return
    shown = seen(response)
    assert "Not available just now" in shown
