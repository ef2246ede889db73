"""The page of a comparison: all figures, what follows from them, and what releases changed."""

import html
import json
import re
from collections.abc import Callable

import pytest

from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import CHANGED, FIGURE, REASON, WITHDRAWN, edited
from tests.api.embeds.reading import text_of
from tests.api.embeds.test_comparison import (
    CONFLICTING,
    LANGUAGES,
    PROGRESSING,
    REPEATED,
    TOLD_TWICE,
    with_rivals,
)
from tests.api.lists import PUBLIC_URL
from tests.conftest import Client, client_of, seed


def page_of(client: Client, id: str, query: str = "") -> str:
    """The page of a comparison that answers."""
    response = client.get(f"/comparisons/{id}{query}")
    assert response.status_code == 200
    return response.text


def test_json_leads_to_it(revised: Client) -> None:
    """``links.page`` of a comparison is its page, and its embed leads there."""
    links = revised.data(f"/v1/comparisons/{CONFLICTING}")["links"]
    assert links["page"] == f"{PUBLIC_URL}/comparisons/{CONFLICTING}"
    assert f'href="{links["page"]}"' in revised.get(f"/embed/comparisons/{CONFLICTING}").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_leads_to_its_page(revised: Client, language: str) -> None:
    """All figures stand in the table, each with a link to its page in the same language."""
    page = page_of(revised, CONFLICTING, f"?lang={language}")
    suffix = "" if language == "en" else f"?lang={language}"
    for figure in revised.data(f"/v1/comparisons/{CONFLICTING}")["figures"]:
        address = f"{PUBLIC_URL}/figures/{figure['id']}{suffix}"
        assert f'<a class="amount" href="{address}">' in page


def test_verdict_is_explained(revised: Client) -> None:
    """Each verdict is explained, no more strongly than by the method, which it leads to."""
    explained = {
        CONFLICTING: "Tally does not say which of them is.",
        PROGRESSING: "does not contradict an earlier one.",
        REPEATED: "adds no evidence",
    }
    for id, words in explained.items():
        page = page_of(revised, id)
        assert words in text_of(page)
        assert f'href="{PUBLIC_URL}/docs/method#verdicts"' in page


def test_one_statement_is_one_group(revised: Client) -> None:
    """Figures that carry one statement stand together, and are said to be one."""
    page = page_of(revised, TOLD_TWICE)
    (group,) = re.findall('<th class="group"[^>]*>(.*?)</th>', page)
    assert group == "One statement, told 2 times: That it is one statement is inferred."
    assert page.count('<a class="amount"') == 2


def test_repeats_are_marked(revised: Client) -> None:
    """A figure that repeats an earlier number says since when that has stood."""
    assert page_of(revised, REPEATED).count("unchanged since ") == 2


def test_derived_flows(revised: Client) -> None:
    """What lies between running totals is said to be nobody's statement, with what it is from."""
    page = page_of(revised, PROGRESSING)
    shown = text_of(page)
    assert "Between the totals, derived by Tally" in page
    assert "Nobody stated these numbers." in shown
    assert (
        "After 9 November 2023, up to 20 November 2023 (11 days), days inferred: 0 or more" in shown
    )
    assert "100,000, or 9,090.9 a day, if the printed numbers were exact" in shown
    assert "Nobody stated" not in page_of(revised, CONFLICTING)


def test_reconciliations(revised: Client) -> None:
    """Parts and wholes that its figures stand in, with their verdict and both sides."""
    shown = text_of(page_of(revised, CONFLICTING))
    assert "The parts are less than the whole. Derived by Tally. Parts together: 1.35" in shown
    assert "1.4 million registered refugees among nationals of Afghanistan" in shown


def test_citations_and_linked_data(revised: Client) -> None:
    """Every figure is cited, the most recent first; JSON-LD lists the figures' pages."""
    page = page_of(revised, CONFLICTING)
    data = revised.data(f"/v1/comparisons/{CONFLICTING}")
    (quoted,) = re.findall("<blockquote[^>]*>(.*?)</blockquote>", page, re.S)
    cited = html.unescape(quoted).split("\n")
    assert sorted(cited) == sorted(figure["citation"] for figure in data["figures"])
    assert "United Nations" in cited[0]
    (document,) = re.findall('<script type="application/ld.json">(.*?)</script>', page)
    linked = json.loads(document)
    assert linked["@type"] == "ItemList"
    assert [one["url"] for one in linked["itemListElement"]] == [
        f"{PUBLIC_URL}/figures/{figure['id']}" for figure in data["figures"]
    ]


def test_code_of_the_latest(revised: Client) -> None:
    """Beside its own embed it offers that of the latest figure, with the options chosen."""
    page = html.unescape(page_of(revised, CONFLICTING, "?embed_theme=dark"))
    latest = f"{PUBLIC_URL}/embed/comparisons/{CONFLICTING}/latest?theme=dark"
    assert f'<iframe src="{latest}"' in page
    assert revised.get(latest.removeprefix(PUBLIC_URL)).status_code == 200


def test_history(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Each release says which figures joined, changed, left for another question or went."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    of_changed, of_other = (
        client.data(f"/v1/figures/{id}")["links"]["comparison"].rpartition("/")[2]
        for id in (CHANGED, FIGURE)
    )
    crowd = with_rivals(fixtures, FIGURE, 2)
    seed(url, edited(crowd, {CHANGED: {"note": "A caveat."}}))
    gone: dict[str, dict[str, object]] = {
        "rival-0": {"withdrawn_reason": REASON},
        "rival-1": {"legal_status": "undocumented"},
    }
    seed(url, edited(crowd, {CHANGED: {"note": "A caveat."}, **gone}))

    def history(id: str) -> list[str]:
        (listed,) = re.findall('<ol class="releases">(.*?)</ol>', page_of(client, id), re.S)
        return [text_of(one) for one in re.split("(?=<li>Release )", listed)[1:]]

    third, second, first = history(of_other)
    assert first.startswith("Release 1, ")
    assert "more than 135,000 joined" in first
    assert "100,000 joined 101,000 joined" in second
    assert "100,000 was withdrawn: The paper <b>corrected</b> it back." in third
    assert "101,000 left: it answers another question now" in third
    changed, joined = history(of_changed)
    assert "67,000 changed" in changed
    assert "67,000 joined" in joined


def test_withdrawn(revised: Client) -> None:
    """A comparison whose last figure was withdrawn is a page that says so, with 410."""
    link = revised.data(f"/v1/figures/{WITHDRAWN}?as_of_release=1")["links"]["comparison"]
    response = revised.get(
        link.removeprefix(PUBLIC_URL).replace("/v1", ""), headers={"accept": "text/html"}
    )
    assert response.status_code == 410
    assert "This was withdrawn" in response.text


def test_many_figures(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Of 84 claims all stand in the table, and as many are drawn as can be told apart."""
    url = empty_database()
    seed(url, with_rivals(fixtures, FIGURE, 83))
    client = client_of(url)
    id = client.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].rpartition("/")[2]
    page = page_of(client, id)
    assert page.count('<a class="amount"') == 84
    assert page.count('class="row"') == 40
    assert "40 of 84 statements are shown" in text_of(page)
