"""Embeds of comparisons: rival claims on one axis, and how they are said to stand."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import pytest

from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import CHANGED, FIGURE, HOSTILE, NAME, WITHDRAWN, edited
from tests.api.embeds.reading import SVG, drawing, pixels_of, text_of, words_in
from tests.api.lists import PUBLIC_URL
from tests.conftest import Client, client_of, seed

CONFLICTING = "population-estimates-157a9e4124be1665"
PROGRESSING = "departures-97ed5640d3e8fd7b"
REPEATED = "departures-ae0d49fd47059153"
TOLD_TWICE = "population-estimates-e326cfa0d9f544b1"
LANGUAGES = ["en", "ur", "ps", "fa"]
FORMS = ["", ".svg"]


def said(client: Client, path: str) -> str:
    """What a person reads in an embed or an SVG that answers."""
    response = client.get(path)
    assert response.status_code == 200
    if ".svg" in path:
        return words_in(response.content)
    return text_of(response.text)


@pytest.mark.parametrize("form", FORMS)
def test_conflicting(revised: Client, form: str) -> None:
    """Each claim with its words, claimant, source and date; the gap is said to be derived."""
    shown = said(revised, f"/embed/comparisons/{CONFLICTING}{form}")
    assert "How many nationals of Afghanistan were living in Pakistan around" in shown
    assert "Not all of these figures can be true: at least two of them exclude each other." in shown
    for words in (
        "some 3.7 million",
        "According to the United Nations",
        "4.4 million",
        "According to the Government of Pakistan",
        "an estimated 1.7 million",
        "reported between 9 November 2023 and 30 November 2023, date inferred",
        "Reported 20 November 2023",
        "derived by Tally",
        "3.8 million to 4.3 million",
    ):
        assert words in shown
    assert shown.index("3.7 million") < shown.index("4.4 million") < shown.index("1.7 million")


@pytest.mark.parametrize("form", FORMS)
def test_progressing(revised: Client, form: str) -> None:
    """A later total stands above an earlier one; that they meet by an open end alone is said."""
    shown = said(revised, f"/embed/comparisons/{PROGRESSING}{form}")
    assert "A running total that rose: these figures can all be true." in shown
    assert "Their ranges meet only because an end is open: that is no agreement." in shown
    assert shown.index("Over 400,000") < shown.index("More than 300,000")
    assert "Stated on 9 November 2023" in shown
    assert "the range that all of them leave plausible, 400,001 or more" in shown


def test_repeated(revised: Client) -> None:
    """A repeat is said to confirm nothing, and how long it is unchanged to mean little."""
    shown = said(revised, f"/embed/comparisons/{REPEATED}")
    assert "The same number, stated 3 times: a repeat confirms nothing." in shown
    assert "repeats a number that was first stated on 4 June 2025" in shown
    assert "It does not mean that nothing has changed since." in shown
    assert "Their ranges meet" not in shown


def test_one_statement_told_twice(revised: Client) -> None:
    """One origin is one row with all its sources."""
    page = revised.get(f"/embed/comparisons/{TOLD_TWICE}").text
    shown = text_of(page)
    assert "One statement, told 2 times: a repeat confirms nothing." in shown
    assert "That it is one statement is inferred." in shown
    assert page.count('class="row"') == 1
    assert "Source: LatestLY" in shown
    assert "Source: an article without a named publisher" in shown


def test_one_figure(revised: Client) -> None:
    """A question with one figure says so; an exact number has no axis."""
    id = revised.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].rpartition("/")[2]
    page = revised.get(f"/embed/comparisons/{id}").text
    assert "There is one figure on this question, and none to compare it with." in text_of(page)
    assert page.count('class="row"') == 1
    (exact,) = [
        one
        for one in revised.data("/v1/comparisons?limit=1000")
        if one["verdict"] == "single" and one["shared"]["lower"] == one["shared"]["upper"] == 15675
    ]
    page = revised.get(f"/embed/comparisons/{exact['id']}").text
    assert "15,675" in text_of(page)
    assert 'class="row"' not in page


def test_an_open_end_is_an_arrow(revised: Client) -> None:
    """ "More than" is drawn as open-ended: no end to the right, and a hollow dot."""
    open_ended = revised.get(f"/embed/comparisons/{PROGRESSING}.svg").text
    closed = revised.get(f"/embed/comparisons/{CONFLICTING}.svg").text
    arrow = 'd="M-11-7.5 0 0-11 7.5z"'
    assert open_ended.count(arrow) == 2
    assert arrow not in closed


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_in_each_language(revised: Client, language: str) -> None:
    """Every question held is asked in every language, with nothing left unfilled or in English."""
    for one in revised.data("/v1/comparisons?limit=1000"):
        page = revised.get(f"/embed/comparisons/{one['id']}?lang={language}")
        assert page.status_code == 200
        (title,) = re.findall("<title>(.*)</title>", page.text)
        if language == "en":
            continue
        assert title.rstrip("\u2069").endswith("؟")
        assert not re.search("[{}]|not stated|implied|policy", title)


def test_json_leads_to_it(revised: Client) -> None:
    """``links.embed`` of a comparison is an address that answers."""
    links = revised.data(f"/v1/comparisons/{CONFLICTING}")["links"]
    assert links["embed"] == f"{PUBLIC_URL}/embed/comparisons/{CONFLICTING}"
    assert revised.get(links["embed"].removeprefix(PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize("suffix", ["", "/latest"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_data_is_escaped(revised: Client, suffix: str, form: str, language: str) -> None:
    """Hostile names and titles are text in every claim, and turn nothing around them."""
    link = revised.data(f"/v1/figures/{HOSTILE}")["links"]["comparison"]
    path = link.removeprefix(PUBLIC_URL).replace("/v1", "/embed") + suffix
    response = revised.get(f"{path}{form}?lang={language}")
    assert response.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;tsil" in response.text
    assert response.text.count("<script") == (0 if form else 1)
    assert not re.search("[\u200b\u202e\ufffe\ufdd0\x85]", response.text)
    opened = sum(response.text.count(mark) for mark in "\u2066\u2067\u2068")
    assert opened == response.text.count("\u2069")
    if form:
        assert drawing(response.content) is not None


@pytest.mark.parametrize("suffix", ["", "/latest"])
def test_withdrawn_and_unknown(revised: Client, suffix: str) -> None:
    """A comparison whose last figure was withdrawn is 410, one that never was is 404."""
    id = revised.data(f"/v1/figures/{WITHDRAWN}?as_of_release=1")["links"]["comparison"]
    path = id.removeprefix(PUBLIC_URL).replace("/v1", "/embed") + suffix
    gone = revised.get(path)
    assert gone.status_code == 410
    assert "This was withdrawn" in text_of(gone.text)
    pinned = said(revised, f"{path}?release=1")
    assert "Every figure on this question has been withdrawn since 1 September 2025" in pinned
    unknown = revised.get(f"/embed/comparisons/departures-0000000000000000{suffix}")
    assert unknown.status_code == 404
    assert "There is nothing at this address" in text_of(unknown.text)


@pytest.mark.parametrize("suffix", ["", "/latest"])
def test_pinned(empty_database: Callable[[], str], fixtures: Fixtures, suffix: str) -> None:
    """A pinned one says that it has changed when a figure was, or when one joined or left."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    of_changed, of_other = (
        client.data(f"/v1/figures/{id}")["links"]["comparison"]
        .removeprefix(PUBLIC_URL)
        .replace("/v1", "/embed")
        + f"{suffix}?release=1"
        for id in (CHANGED, FIGURE)
    )
    since = "What is stated on this question has changed since"
    assert since not in said(client, of_changed)
    seed(url, edited(fixtures, {CHANGED: {"note": "A caveat."}}))
    assert since in said(client, of_changed)
    assert since not in said(client, of_other)
    seed(url, with_rivals(edited(fixtures, {CHANGED: {"note": "A caveat."}}), FIGURE, 1))
    assert since in said(client, of_other)
    live = of_other.replace("?release=1", "")
    assert since not in said(client, live)
    assert f'href="{PUBLIC_URL}{live}"' in client.get(of_other).text


def with_rivals(fixtures: Fixtures, id: str, count: int, **fields: object) -> Fixtures:
    """Fixtures with so many later claims beside a departure, each by an article of its own."""
    article, pattern = next(
        (article, one)
        for article in fixtures.articles.values()
        for one in article.departures
        if one.id == id
    )
    rivals = {}
    for number in range(count):
        day = date(2025, 6, 5) + timedelta(days=number)
        source = msgspec.structs.replace(
            article.source,
            id=f"rival-{number}",
            title=f"Rival {number}",
            published=fx.Published(earliest=day, latest=day, basis="printed"),
        )
        rival = msgspec.structs.replace(
            pattern,
            id=f"rival-{number}",
            bound="point",
            reported=100_000 + 1_000 * number,
            lower=None,
            upper=None,
            part_of=None,
            mentions=[fx.Mention(paragraph=1, start=0, printed=f"{100 + number},000")],
            stated_on=day,
            **fields,
        )
        rivals[f"rival-{number}.toml"] = fx.Article(source=source, departures=[rival])
    return msgspec.structs.replace(fixtures, articles=fixtures.articles | rivals)


@pytest.fixture(scope="module")
def crowded(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A question with 84 claims."""
    url = empty_database()
    seed(url, with_rivals(fixtures, FIGURE, 83))
    return client_of(url)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_figures(crowded: Client, language: str) -> None:
    """Of 84 claims the most recent are shown, and those beside the gap; it stays under 30 kB."""
    path = crowded.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].removeprefix(PUBLIC_URL)
    gap = crowded.data(path)["gap"]
    embed = path.replace("/v1", "/embed")
    page = crowded.get(f"{embed}?lang={language}")
    assert len(page.content) < 30_000
    assert 3 <= page.text.count('class="row"') <= 6
    if language == "en":
        shown = text_of(page.text)
        assert re.search("[3-6] of 84 statements are shown: the most recent, and those", shown)
        assert f'<a href="{PUBLIC_URL}{path.replace("/v1", "")}"' in page.text
        for number in (182_000, gap["lower"] // 1000 * 1000, gap["upper"] // 1000 * 1000):
            assert f"{number:,}" in shown
    assert pixels_of(crowded.get(f"{embed}.png?lang={language}").content)[2] > 50


def test_card(crowded: Client) -> None:
    """A card has room for three claims, each beside its range, however many there are."""
    path = crowded.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].removeprefix(PUBLIC_URL)
    shown = words_in(crowded.get(f"{path.replace('/v1', '/embed')}.svg?size=card").content)
    assert "3 of 84 statements are shown" in shown
    root = drawing(crowded.get(f"{path.replace('/v1', '/embed')}.svg?size=card").content)
    pieces = root.findall(f"{SVG}g/{SVG}svg")
    assert len(pieces) == 4  # three ranges and the axis
    places = {(one.attrib["x"], one.attrib["width"]) for one in pieces}
    ((left, width),) = places
    assert float(left) > float(width)


def test_long_names(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Claims that take many words are fewer, so that it stays under 30 kB."""
    url = empty_database()
    long = fx.Claimant(id="long", name=f"{NAME} " * 20, type="ngo")
    crowd = with_rivals(fixtures, FIGURE, 12, claimant="long")
    seed(url, msgspec.structs.replace(crowd, claimants=[*crowd.claimants, long]))
    client = client_of(url)
    path = client.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].removeprefix(PUBLIC_URL)
    for language in LANGUAGES:
        page = client.get(f"{path.replace('/v1', '/embed')}?lang={language}")
        assert 2 <= page.text.count('class="row"') < 6
        assert len(page.content) < 30_000


@pytest.mark.parametrize("form", FORMS)
def test_latest(revised: Client, form: str) -> None:
    """A figure like any. That rivals may be as late is said, and each named with its claimant.

    Two of these are of one source, that may be of a day before or after that of the third.
    """
    shown = said(revised, f"/embed/comparisons/{CONFLICTING}/latest{form}")
    assert "some 3.7 million" in shown
    assert "According to the United Nations" in shown
    assert "One of 3 statements on this question that may be the latest, as of 2 September" in shown
    assert "The latest of" not in shown
    assert "How many nationals of Afghanistan" in shown
    assert "Others disagree: not all statements on this question can be true." in shown
    late = shown.partition("May be as late, or later: ")[2]
    assert late.startswith("4.4 million, according to the Government of Pakistan; an estimated 1.7")
    assert "some 3.7 million" not in late


@pytest.mark.parametrize("language", LANGUAGES)
def test_rivals_as_late_in_each_language(revised: Client, language: str) -> None:
    """What may be as late is named in every language, within the size of an embed."""
    page = revised.get(f"/embed/comparisons/{CONFLICTING}/latest?lang={language}")
    assert len(page.content) < 30_000
    (dispute,) = re.findall('<p class="dispute">(.*)</p>', page.text)
    rivals = {
        "en": ["4.4 million", "1.7 million"],
        "ur": ["44 لاکھ", "17 لاکھ"],
        "ps": ["۴٫۴", "۱٫۷"],
        "fa": ["۴٫۴", "۱٫۷"],
    }
    assert all(number in dispute for number in rivals[language])
    assert ("May be" in dispute) == (language == "en")


def test_latest_of_one_value(revised: Client) -> None:
    """Where all that may be the latest state one value, it is the latest that was stated."""
    shown = said(revised, f"/embed/comparisons/{REPEATED}/latest")
    assert "The latest of 3 statements on this question" in shown
    assert "May be as late" not in shown


def test_many_as_late(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Of many rivals of one day some are named, however long their names, and the rest counted."""
    url = empty_database()
    long = fx.Claimant(id="long", name=f"{NAME} " * 20, type="ngo")
    crowd = with_rivals(fixtures, FIGURE, 12, claimant="long")
    day = fx.Published(earliest=date(2025, 7, 1), latest=date(2025, 7, 1), basis="printed")
    articles = {
        name: msgspec.structs.replace(
            article, source=msgspec.structs.replace(article.source, published=day)
        )
        if name.startswith("rival-")
        else article
        for name, article in crowd.articles.items()
    }
    claimants = [*crowd.claimants, long]
    seed(url, msgspec.structs.replace(crowd, articles=articles, claimants=claimants))
    client = client_of(url)
    path = client.data(f"/v1/figures/{FIGURE}")["links"]["comparison"].removeprefix(PUBLIC_URL)
    embed = path.replace("/v1", "/embed")
    for language in LANGUAGES:
        assert len(client.get(f"{embed}/latest?lang={language}").content) < 30_000
    shown = said(client, f"{embed}/latest")
    assert "One of 12 statements on this question that may be the latest" in shown
    late = shown.partition("May be as late, or later: ")[2]
    assert [f"{number},000, according to" in late for number in range(100, 112)].count(True) == 3
    assert "; and 8 more." in late
    every = said(client, embed)
    assert re.search("[2-6] of 13 statements are shown: the first by latest possible date", every)


@pytest.mark.parametrize("form", FORMS)
def test_order(revised: Client, form: str) -> None:
    """What is not certainly the most recent first is not said to be."""
    certain = said(revised, f"/embed/comparisons/{PROGRESSING}{form}")
    assert "leave plausible, the most recent first" in certain
    open_days = said(revised, f"/embed/comparisons/{CONFLICTING}{form}")
    assert "leave plausible, the latest possible date first" in open_days
    assert "most recent" not in open_days


def test_latest_of_a_running_total(revised: Client) -> None:
    """It is the total with the latest day, though an earlier one was published after it."""
    shown = said(revised, f"/embed/comparisons/{PROGRESSING}/latest")
    assert "More than 400,000 people had returned" in shown
    assert "More than 300,000" not in shown
    assert "disagree" not in shown


def test_the_only_one(revised: Client) -> None:
    """The only figure on a question is not called the latest of several."""
    link = revised.data(f"/v1/figures/{FIGURE}")["links"]["comparison"]
    path = link.removeprefix(PUBLIC_URL).replace("/v1", "/embed")
    assert "The only statement on this question" in said(revised, f"{path}/latest")
