"""The front page finds what the list of all figures answers, and says what is here."""

import html
import re

import pytest

from tests.api.embeds.test_pages import BROWSER, assert_page, linked, links
from tests.api.lists import PUBLIC_URL
from tests.api.test_errors import assert_problem
from tests.conftest import Client

QUERIES = [
    "",
    "country=PAK",
    "kind=permit_holders",
    "claimant=government-of-pakistan",
    "month=2025-06",
    "country=PAK&country=IRN&kind=departures&month=2024-01&voice=outlet",
    "q=pakistan+ministry&sort=reported,id",
    "certainly_at_least=1000000&as_of_release=1",
    "country=ZZZ",
]


def found(page: str) -> list[str]:
    """The figures a page lists, by id."""
    listed = re.findall(r'<ol class="figures">(.*?)</ol>', page, re.DOTALL)
    return re.findall(rf'<li><a href="{PUBLIC_URL}/figures/([a-z0-9-]+)', "".join(listed))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_page_and_json_ask_the_same(revised: Client, query: str, language: str) -> None:
    """Page after page, the figures are those of the list, in its order; links lead to the same."""
    expected = [one["id"] for one in revised.data(f"/v1/figures?{query}&limit=1000")]
    page = revised.get(f"/?{query}&lang={language}&limit=7").text
    ids = found(page)
    while next := re.findall(r'href="([^"]+)#found" rel="next"', page):
        page = revised.get(html.unescape(next[0]).removeprefix(PUBLIC_URL)).text
        assert f'<html lang="{language}"' in page
        assert found(page)
        ids += found(page)
    assert ids == expected
    formats = re.findall(r'<a href="([^"]+)">(?:JSON|CSV)</a>', page)
    as_json, as_csv = (html.unescape(one).removeprefix(PUBLIC_URL) for one in formats)
    assert [one["id"] for one in revised.data(as_json)] == expected[:100]
    assert revised.get(as_csv).text.count("\n") == len(expected) + 1


def test_it_shows_what_was_asked(revised: Client) -> None:
    """Fields hold what was asked; what has no field is said, and goes along with the form."""
    page = revised.get("/?country=PAK&country=IRN&month=2025-06&voice=claimant").text
    for value in ("IRN", "2025-06"):
        assert re.search(rf'<option value="{value}" selected>', page)
    for name, value in (("country", "PAK"), ("voice", "claimant")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
        assert f">{name}={value}</code>" in page
    assert '<option value="ZZZ" selected>ZZZ</option>' in revised.get("/?country=ZZZ").text


def test_empty_fields_ask_nothing(revised: Client) -> None:
    """A form that was sent empty is the page as it was, at the one address it has."""
    sent = revised.get("/?country=&kind=&claimant=&month=&q=")
    assert sent.text == revised.get("/").text
    assert links(sent.text, "canonical") == [f"{PUBLIC_URL}/"]


@pytest.mark.parametrize(
    "query",
    ["contry=PAK", "origin=PAK", "period_from=2025-01-01", "month=2025-13", "month=0000-01"],
)
def test_slips_are_refused(revised: Client, query: str) -> None:
    """A slip, or a filter of another list, is not passed over: it would seem to be obeyed."""
    assert_problem(revised.get(f"/?{query}"), 400, "bad-parameter")
    assert_page(revised.get(f"/?{query}", headers=BROWSER), 400)


def test_cursors(revised: Client) -> None:
    """A cursor of another question is 404; one of the list of figures is one of the page."""
    next = revised.json("/v1/figures?country=PAK&limit=3")["links"]["next"]
    cursor = re.findall("cursor=([^&]+)", next)[0]
    following = [one["id"] for one in revised.data(next.removeprefix(PUBLIC_URL))]
    assert found(revised.get(f"/?country=PAK&limit=3&cursor={cursor}").text) == following
    assert_problem(revised.get(f"/?country=IRN&cursor={cursor}"), 404, "not-found")


def test_countries_agree_with_the_coverage(revised: Client) -> None:
    """As many figures are about a country as the coverage counts, and each can be chosen."""
    page = revised.get("/").text
    for counted in revised.data("/v1/coverage")["by_country"]:
        code = counted["value"]
        total = revised.json(f"/v1/figures?country={code}&include=total")["meta"]["total"]
        assert total == counted["figures"]
        assert f'<option value="{code}">' in page


def test_the_whole_is_a_dataset(revised: Client) -> None:
    """JSON-LD names all figures as one dataset, with its licence, release and downloads."""
    document = linked(revised.get("/?country=PAK").text)
    assert document["@type"] == "Dataset"
    assert document["version"] == "2"
    assert document["license"].startswith("https://creativecommons.org/")
    for download in document["distribution"]:
        answer = revised.get(download["contentUrl"].removeprefix(PUBLIC_URL))
        assert answer.headers["content-type"].startswith(download["encodingFormat"])
