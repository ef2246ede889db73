"""Pages for people over HTTP: each one's head, policy, languages, errors, and what is escaped."""

import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.routes.pages import PAGES
from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import FIGURE, HOSTILE, HOSTILE_QUESTION, WITHDRAWN
from tests.api.embeds.test_embedding import LANGUAGES, LIVE, SCRIPT, UNSEEN
from tests.api.lists import PUBLIC_URL
from tests.api.test_errors import assert_problem
from tests.conftest import Client, client_of, seed
from tests.databases import take_away

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
EXAMPLES = {
    "home": "/",
    "figure": f"/figures/{FIGURE}",
    "source": "/sources/pakistan-2025-06-04",
    "comparison": "/comparisons/population-estimates-157a9e4124be1665",
    "series": "/series/departures",
    "timeline": "/timeline",
}
"""An address of every page; a new page needs its line here."""
HOSTILES = [
    "/?limit=100",
    f"/figures/{HOSTILE}",
    "/sources/undated-report",
    f"/comparisons/{HOSTILE_QUESTION}",
    "/series/departures?place=hostile-place",
    "/timeline?claimant=hostile-claimant",
]
"""Pages that show hostile data."""


def metas(page: str) -> dict[str, str]:
    """What the head says, by property or name."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page)
    return {name: html.unescape(content) for name, content in found}


def links(page: str, rel: str) -> list[str]:
    """The addresses the head links to, by ``rel``."""
    found = re.findall(rf'<link rel="{rel}"[^>]*? href="([^"]+)"', page)
    return [html.unescape(address) for address in found]


def linked(page: str) -> Any:
    """The JSON-LD of a page; ``None`` where it has none."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(found[0]) if found else None


def test_every_page_has_an_example() -> None:
    """What follows is tried with each page."""
    assert EXAMPLES.keys() == PAGES.keys()


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers(revised: Client, path: str, language: str) -> None:
    """Each page in each language is 200, live, in its direction, with a title of its own."""
    response = revised.get(f"{path}?lang={language}", headers=BROWSER)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == LIVE
    assert response.headers["vary"] == "Accept"
    direction = "ltr" if language == "en" else "rtl"
    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert re.search(r"<title>[^<]{5,}</title>", response.text)
    assert not UNSEEN.search(response.text)


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_policy(revised: Client, path: str) -> None:
    """No site may frame it; it runs the site's own file, and loads nothing from elsewhere."""
    response = revised.get(path)
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in response.headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self' data:",
        "frame-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    page = response.text
    # what may be pasted elsewhere is text here
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page)
    loaded = re.findall(r'<(?:script|iframe|img)[^>]*? src="([^"]*)"', page)
    loaded += re.findall(r'<link rel="stylesheet" href="([^"]*)"', page)
    assert loaded
    assert all(address.startswith(("../", "static/", "embed/")) for address in loaded)


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize("language", ["en", "ur"])
def test_head(revised: Client, path: str, language: str) -> None:
    """Open Graph, canonical address and other languages name this page; the image answers."""
    asked = f"{path}?lang={language}"
    page = revised.get(asked).text
    canonical = PUBLIC_URL + (path if language == "en" else asked)
    said = metas(page)
    assert links(page, "canonical") == [canonical]
    assert said["og:url"] == canonical
    assert said["og:title"]
    assert said["description"] == said["og:description"]
    hreflangs = re.findall(r'hreflang="(..)" href="[^"]*">\n', page)
    assert hreflangs[: len(LANGUAGES)] == LANGUAGES
    if "og:image" in said:
        image = urlsplit(said["og:image"])
        assert parse_qs(image.query)["size"] == ["card"]
        answer = revised.get(f"{image.path}?{image.query}")
        assert answer.headers["content-type"] == "image/png"
        addresses = [one for one in links(page, "alternate") if "/oembed?" in one]
        assert [parse_qs(urlsplit(one).query) for one in addresses] == [
            {"url": [canonical], "format": ["json"]},
            {"url": [canonical], "format": ["xml"]},
        ]


@pytest.mark.parametrize(
    ("path", "followed"),
    [
        ("/", ""),
        ("/?country=PAK&q=ministry&sort=id&limit=5&as_of_release=1", "?q=ministry&country=PAK"),
        (f"/figures/{FIGURE}", f"?figure={FIGURE}"),
        (f"/figures/{WITHDRAWN}", f"?figure={WITHDRAWN}"),
        ("/sources/pakistan-2025-06-04", "?source=pakistan-2025-06-04"),
        (EXAMPLES["comparison"], "?comparison=population-estimates-157a9e4124be1665"),
        ("/timeline", ""),
    ],
)
def test_it_leads_to_its_feed(revised: Client, path: str, followed: str) -> None:
    """The head names the Atom and JSON feed of what is shown, and the page links to both."""
    page = revised.get(path, headers=BROWSER).text
    feeds = [PUBLIC_URL + f"/v1/feed.{form}{followed}" for form in ("atom", "jsonfeed")]
    assert [one for one in links(page, "alternate") if "/v1/feed." in one] == feeds
    for address in feeds:
        assert f'<a href="{html.escape(address)}"' in page or path == "/timeline"
        answer = revised.get(address.removeprefix(PUBLIC_URL))
        assert answer.status_code == 200
        assert answer.headers["content-type"] in page


@pytest.mark.parametrize("path", [*EXAMPLES.values(), "/timeline?country=IRN"])
def test_it_tells_machines_what_it_is(revised: Client, path: str) -> None:
    """Every page has a document of schema.org, of a known type, in the words of the page."""
    document = linked(revised.get(f"{path}{'&' if '?' in path else '?'}lang=fa").text)
    assert document["@context"] == "https://schema.org"
    assert document["@type"] in ("Dataset", "Observation", "ItemList", "Article")
    if document["@type"] == "Dataset":
        assert document["inLanguage"] == "fa"
        assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_embed_options(revised: Client, path: str) -> None:
    """The form's choice is in the code and in the preview, which answers; the page stays as is."""
    page = revised.get(path).text
    if "<iframe" not in page:
        return
    query = "lang=fa&embed_theme=dark&embed_lang=ur&embed_release=pinned"
    chosen = revised.get(f"{path}?{query}").text
    previewed = html.unescape(re.findall(r'<iframe src="([^"]*)"', chosen)[0]).lstrip("./")
    assert {"theme=dark", "lang=ur", "release=2"} <= set(urlsplit(previewed).query.split("&"))
    assert revised.get(f"/{previewed}").status_code == 200
    code = html.unescape(re.findall(r"<pre[^>]*><code[^>]*>(&lt;.*?)</code>", chosen)[-1])
    assert f'src="{PUBLIC_URL}/{previewed}"' in html.unescape(code)
    assert links(chosen, "canonical") == [f"{PUBLIC_URL}{path}?lang=fa"]
    for option in ("dark", "ur", "pinned"):
        assert re.search(rf'<option value="{option}"[^>]* selected>', chosen)


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_not_modified(revised: Client, path: str) -> None:
    """Who names the tag gets 304 with the same headers; another language has another tag."""
    whole = revised.get(path)
    tag = whole.headers["etag"]
    again = revised.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("etag", "cache-control", "content-security-policy", "vary"):
        assert again.headers[header] == whole.headers[header]
    assert revised.get(f"{path}?lang=ur").headers["etag"] != tag
    assert dict(revised.request("HEAD", path).headers) == dict(whole.headers)


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("lnag=ur", "did you mean lang?"),
        ("lang=de", "lang: must be one of en, fa, ps, ur"),
        ("lang=en&lang=ur", "lang: may be given once"),
        (f"lang={SCRIPT}", "lang: must be one of"),
    ],
)
def test_bad_option(revised: Client, path: str, query: str, message: str) -> None:
    """A wrong option is 400: a problem for programs, a page for readers; it is never echoed."""
    problem = revised.get(f"{path}?{query}")
    assert_problem(problem, 400, "bad-parameter")
    assert message in problem.json()["detail"]
    assert problem.headers["vary"] == "Accept"
    page = assert_page(revised.get(f"{path}?{query}", headers=BROWSER), 400)
    assert message in html.unescape(page)
    assert "alert" not in page


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_what_sites_hang_on_links(revised: Client, path: str) -> None:
    """Parameters by which other sites follow readers change nothing, and are not passed on."""
    plain = revised.get(path)
    for query in ("utm_source=a&utm_campaign=b", "fbclid=1", "gclid=2", "ref=x", "zzz"):
        hung = revised.get(f"{path}?{query}")
        assert hung.status_code == 200
        assert (hung.text, hung.headers["etag"]) == (plain.text, plain.headers["etag"])


def assert_page(response: httpx.Response, status: int) -> str:
    """The answer is a readable page of this status, kept by nobody; its text."""
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert re.search("<h1>[^<]+</h1>", response.text)
    return response.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/figures/no-such-figure", "/figures/X", "/figures/", "/docs/no", f"/a/{SCRIPT}"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown(revised: Client, path: str, language: str) -> None:
    """An address that is nothing is a page in the language asked for, and a problem otherwise."""
    response = revised.get(f"{path}?lang={language}", headers=BROWSER)
    page = assert_page(response, 404)
    assert f'<html lang="{language}"' in page
    assert "alert" not in page
    style = re.findall(r'rel="stylesheet" href="([^"]+)"', page)[0]
    depth = path.removesuffix("/").count("/") if path != "/figures/" else 2
    if "%" not in path:
        assert style.count("../") == depth - 1
    assert_problem(revised.get(path), 404, "not-found")


@pytest.mark.parametrize("path", ["/v1/nothing", "/embed/nothing/x", "/static/x.css", "/health/x"])
def test_programs_get_problems(revised: Client, path: str) -> None:
    """Below addresses that have no pages an error is a problem, whatever is accepted."""
    response = revised.get(path, headers=BROWSER)
    assert_problem(response, 404, "not-found")
    assert "vary" not in response.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn(revised: Client, language: str) -> None:
    """A figure that was withdrawn is 410, with the reason; a program gets the problem."""
    path = f"/figures/{WITHDRAWN}?lang={language}"
    page = assert_page(revised.get(path, headers=BROWSER), 410)
    assert "The paper &lt;b&gt;corrected&lt;/b&gt; it back." in page
    assert not UNSEEN.search(page)
    assert "more than 3,000" in page  # in its history
    assert f'"{PUBLIC_URL}/v1/figures/{WITHDRAWN}/history"' in page
    assert "<iframe" not in page
    assert "blockquote" not in page
    assert_problem(revised.get(path), 410, "withdrawn")


@pytest.mark.parametrize("path", HOSTILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_data_is_escaped(revised: Client, path: str, language: str) -> None:
    """Names that would run are text, in elements, attributes and JSON-LD."""
    page = revised.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert not UNSEEN.search(page)
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == page.count("<script") == page.count("</script") <= 2
    document = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert all(text.isascii() and not set("<>&") & set(text) for text in document)


def test_report_an_error(revised: Client) -> None:
    """Where an error is reported stands on every page once it is set, and nothing before."""
    assert "Report an error" not in revised.get(f"/figures/{FIGURE}").text
    for setting, begins in (
        ("mailto:figures@example.org", "mailto:figures@example.org?subject=Tally%3A%20http"),
        ("https://example.org/report?a=1&b=2", "https://example.org/report?a=1&amp;b=2"),
    ):
        client = client_of(revised.database_url, report_errors_to=setting)
        for path in (*EXAMPLES.values(), "/docs/method"):
            assert f'<a href="{begins}' in client.get(path).text
        assert f'<a href="{begins}' in client.get("/nothing", headers=BROWSER).text


@pytest.fixture(scope="module")
def away(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client whose database was taken away."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    assert client.get(f"/figures/{FIGURE}").status_code == 200
    take_away(url)
    return client


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_unavailable(away: Client, path: str) -> None:
    """Without the data a page is a readable 503 that says when to retry."""
    response = away.get(path, headers=BROWSER)
    assert "The data cannot be reached" in assert_page(response, 503)
    assert response.headers["retry-after"].isdecimal()
    assert_problem(away.get(path), 503, "unavailable")
