"""Embeds of the timeline over HTTP: what is placed, what is told only, and what is left out."""

import html
import re
from datetime import date
from itertools import chain
from urllib.parse import quote

import pytest

from api.embeds.timeline import _letter
from api.embeds.timeline_chart import When, place
from api.embeds.timeline_choice import Begun, Key, parts_of
from api.embeds.words import Language, words_of
from tests.api.embeds.reading import text_of, words_in
from tests.api.lists import PUBLIC_URL
from tests.api.test_errors import assert_problem
from tests.conftest import Client

TIMELINE = "/embed/timeline"


def rows_of(page: str) -> list[tuple[str, str]]:
    """Mark and text of each row of the table."""
    found = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th><td>(.*?)</td></tr>', page, re.DOTALL)
    table = page.partition('<table class="entries">')[2].partition("</table>")[0]
    return [(text_of(mark), text_of(said)) for mark, said in found if f"<td>{said}</td>" in table]


@pytest.mark.parametrize("form", ["", ".svg"])
def test_what_is_always_seen(client: Client, form: str) -> None:
    """Numbers with qualifier, claimant, source and its date; events with theirs; the two clocks."""
    response = client.get(f"{TIMELINE}{form}")
    shown = " ".join((words_in(response.content) if form else text_of(response.text)).split())
    for words in (
        "More than 135,000 people left Pakistan in April 2025",
        "According to Pakistan's Interior Ministry.",
        "Source: an article without a named publisher, reported 4 June 2025",
        "Pakistan takes up its deportation campaign again",
        "Reported 4 June 2025.",
        "event",
        "somewhere in this time",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("language", "inferred"),
    [
        ("en", ", date inferred"),
        ("ur", "، تاریخ اخذ کردہ"),
        ("ps", "، نېټه استنباط شوې"),
        ("fa", "، تاریخ استنباطی"),
    ],
)
@pytest.mark.parametrize("form", ["", ".svg"])
def test_an_inferred_date_of_an_event_is_told(
    client: Client, form: str, language: str, inferred: str
) -> None:
    """Where the day its source came out is only inferred, an event says so, in any language."""
    asked = f"{TIMELINE}{form}?kind=policy_events&lang={language}"
    told = client.get(f"{asked}&country=IRN")
    printed = client.get(f"{asked}&period_from=2025-05-01&period_to=2025-06-30")
    for response, is_inferred in ((told, True), (printed, False)):
        shown = " ".join((words_in(response.content) if form else text_of(response.text)).split())
        assert (inferred in shown) is is_inferred


def test_in_order_of_time(client: Client) -> None:
    """Events have letters, figures numerals, each in order; the undated come last, without."""
    marks = [mark for mark, _ in rows_of(client.get(TIMELINE).text)]
    letters = [mark for mark in marks if mark.isalpha()]
    numerals = [mark for mark in marks if mark.isdecimal()]
    assert letters == list("ABCDEFGH")
    assert numerals == [str(number) for number in range(1, 9)]
    assert marks[-4:] == ["–"] * 4
    assert "–" not in marks[:-4]


def test_what_has_no_date_is_not_placed(client: Client) -> None:
    """It is told as of no known date, and has no mark on the axis."""
    page = client.get(f"{TIMELINE}?country=IRN&kind=policy_events").text
    ((mark, said),) = rows_of(page)
    assert mark == "–"
    assert said.startswith("Date not known")
    assert "Iran starts deporting Afghans on a large scale." in said
    assert 'class="times"' not in page


def test_what_is_left_out_is_counted(client: Client) -> None:
    """What is not shown is counted; what the API has is all there once it is narrowed."""
    page = client.get(TIMELINE).text
    found = re.search(r"Not shown here: figures (\d+), events (\d+)\.", text_of(page))
    assert found
    events = client.json("/v1/policy-events?include=total")["meta"]["total"]
    shown = [mark for mark, said in rows_of(page) if mark.isalpha()]
    undated = [said for mark, said in rows_of(page) if mark == "–" and "left" not in said]
    assert len(shown) + int(found[2]) <= events
    assert undated
    told = text_of(page).translate(_ISOLATES)
    assert "Shown are the most recent, figures of a named claimant first." in told
    assert "Of those of no known date, 4 are shown." in told
    assert f'<a href="{PUBLIC_URL}/timeline" target="_blank" rel="noopener">See all of them' in page
    narrow = client.get(f"{TIMELINE}?kind=policy_events&period_from=2025-06-01").text
    assert "Not shown here" not in narrow
    assert [mark for mark, _ in rows_of(narrow)] == ["A", "B", "C"]


def test_the_page_shows_all(client: Client) -> None:
    """The page has every event there is, and nothing is left out; each has a mark of its own."""
    page = client.get("/timeline").text
    assert "Not shown here" not in page
    assert 'rel="next"' not in page
    rows = [said for _, said in rows_of(page)]
    for event in client.json("/v1/policy-events?limit=100")["data"]:
        assert sum(event["summary"] in said for said in rows) == 1
    marks = [mark for mark, _ in rows_of(page) if mark != "–"]
    assert len(set(marks)) == len(marks) > 30
    numerals = [int(mark) for mark in marks if mark.isdecimal()]
    assert numerals == list(range(1, len(numerals) + 1))
    letters = [mark for mark in marks if mark.isalpha()]
    assert letters == sorted(letters)


def test_a_long_page_has_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain links lead from part to part, the newest first, with the filters; nothing is lost."""
    query = "?country=PAK&kind=policy_events"
    whole = [said for _, said in rows_of(client.get(f"/timeline{query}").text)]
    monkeypatch.setattr("api.routes.embed_timeline.MOST_ON_PAGE", 4)
    address: str | None = f"/timeline{query}"
    parts: list[list[str]] = []
    while address:
        page = client.get(address).text
        parts.append([said for _, said in rows_of(page)])
        assert f"This is part {len(parts)} of " in text_of(page)
        assert ('rel="prev"' in page) is (len(parts) > 1)
        assert f'<link rel="canonical" href="{html.escape(PUBLIC_URL + address)}">' in page
        found = re.search(r'<a class="button" href="([^"]*)" rel="next">Earlier</a>', page)
        address = html.unescape(found[1]).removeprefix(PUBLIC_URL) if found else None
    assert len(parts) == -(-len(whole) // 4) > 2
    assert sorted(chain.from_iterable(parts)) == sorted(whole)
    # from the last part to the first they are in the order of the whole, but for the undated
    dated = [said for said in whole if not said.startswith("Date not known")]
    told = [said for said in chain.from_iterable(reversed(parts)) if said in dated]
    assert told == dated
    beyond = client.get(f"/timeline{query}&page=99", headers={"accept": "text/html"})
    assert beyond.status_code == 404


def test_events_beyond_the_alphabet() -> None:
    """Each event has its mark, however many there are."""
    assert [_letter(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_parts() -> None:
    """The newest are the first part; what has no date comes last."""
    things: list[tuple[Begun | None, Key]] = [
        (None, ("event", "a")),
        ((day("2023-01-01"),) * 2, ("event", "b")),
        ((day("2025-01-01"),) * 2, ("figure", "b")),
        ((day("2024-01-01"),) * 2, ("figure", "c")),
    ]
    first, second = parts_of(things, 2)
    assert first == {("figure", "b"), ("figure", "c")}
    assert second == {("event", "b"), ("event", "a")}
    assert parts_of([], 2) == []


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("origin=IRN", "15,675", "135,000"),
        ("country=PAK&period_from=2025-05-01&period_to=2025-05-31", "67,000", "135,000"),
        ("kind=population_estimates", "4.4 million", "67,000"),
        ("claimant=iom", "15,675", "135,000"),
        ("kind=departures", "135,000", "deportation campaign"),
    ],
)
def test_filters(client: Client, query: str, there: str, missing: str) -> None:
    """Each filter narrows to what it says."""
    shown = " ".join(said for _, said in rows_of(client.get(f"{TIMELINE}?{query}").text))
    assert there in shown
    assert missing not in shown


NARROWED = [
    ("country=IRN", "about Iran"),
    ("country=PAK&country=IRN", "about Iran or Pakistan"),
    ("origin=IRN", "people who left Iran, and what was done there"),
    ("claimant=united-nations", "stated or announced by the United Nations"),
    ("kind=policy_events", "policy events"),
    ("period_from=2023-10-01", "from 1 October 2023"),
    ("period_to=2025-12-31", "up to 31 December 2025"),
    (
        "country=PAK&kind=departures&kind=policy_events&claimant=pakistan-interior-ministry"
        "&period_from=2023-10-01&period_to=2025-12-31",
        "departures and arrivals or policy events; about Pakistan; "
        "stated or announced by Pakistan's Interior Ministry; "
        "between 1 October 2023 and 31 December 2025",
    ),
]
"""What is asked, and what it is said to be narrowed to."""
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


@pytest.mark.parametrize(("query", "scope"), NARROWED)
def test_it_says_what_it_is_narrowed_to(client: Client, query: str, scope: str) -> None:
    """A part is not taken for the whole: heading, titles, description, image and citation say."""
    title = f"What authorities did, and what was counted: {scope}"
    embed = client.get(f"{TIMELINE}?{query}").text
    page = client.get(f"/timeline?{query}").text
    drawn = " ".join(words_in(client.get(f"{TIMELINE}.svg?{query}").content).split())
    for shown in (text_of(embed), text_of(page), drawn):
        assert f"Narrowed to: {scope}." in shown.translate(_ISOLATES)
    for head in (embed, page):
        named = html.unescape(re.findall("<title>(.*?)</title>", head)[0]).translate(_ISOLATES)
        assert named.removesuffix(" – Tally") == title
    plain = html.unescape(page).translate(_ISOLATES)
    assert f'<meta property="og:title" content="{title}">' in plain
    assert f'<meta name="description" content="{title}. ' in plain
    assert f"{title}. Tally, release 1 of " in plain
    asked = quote(f"{PUBLIC_URL}/timeline?{query}", safe="")
    assert client.json(f"/oembed?url={asked}")["title"].translate(_ISOLATES) == title


@pytest.mark.parametrize("language", ["en", "ur", "ps", "fa"])
def test_each_language_names_its_scope(client: Client, language: Language) -> None:
    """Country, claimant, kind and days stand in the words of the language; the whole has none."""
    query = "country=IRN&kind=departures&claimant=iom&period_from=2023-10-01"
    whole = client.get(f"{TIMELINE}?lang={language}").text
    narrow = client.get(f"{TIMELINE}?lang={language}&{query}").text
    assert 'class="caption"' not in whole
    said = text_of(narrow.partition('<p class="caption">')[2].partition("</p>")[0])
    assert words_of(language, "text").writer.country("IRN").translate(_ISOLATES) in said
    assert ("Narrowed" in said) is (language == "en")


def test_nothing_matches_what_the_page_is_narrowed_to(client: Client) -> None:
    """Where nothing matches, the page still says to what; an unknown claimant goes by its id."""
    page = client.get("/timeline?country=DEU&claimant=nobody").text
    assert "Narrowed to: about Germany; stated or announced by nobody." in text_of(page)


def test_few_of_many_values_are_named(client: Client) -> None:
    """Fifty countries make no title: three are named, the others counted."""
    codes = "&".join(f"country={code}" for code in ("PAK", "IRN", "AFG", "TJK", "DEU"))
    page = client.get(f"{TIMELINE}?{codes}").text
    assert "about Afghanistan or Germany or Iran, or 2 more." in text_of(page)


def test_the_same_by_the_same_is_told_once(client: Client) -> None:
    """What one claimant is said by several sources to have stated is one row, and is counted."""
    page = client.get(f"{TIMELINE}?country=PAK&kind=population_estimates").text
    again = [said for _, said in rows_of(page) if "The same is stated in other sources: 1." in said]
    assert len(again) == 1
    assert "Habib Bingalzai" in again[0]


def test_nothing_matches(client: Client) -> None:
    """Where nothing matches there is nothing at this address; a wrong filter is refused."""
    assert client.get(f"{TIMELINE}?country=DEU").status_code == 404
    for query in ("kind=figures", "country=Iran", "period_from=May", "contry=IRN"):
        assert_problem(client.get(f"{TIMELINE}?{query}"), 400, "bad-parameter")


def test_pinned(revised: Client) -> None:
    """A pinned one says that it has changed when anything it shows has."""
    changed = "This timeline has changed since 1 September 2025"
    assert changed in text_of(revised.get(f"{TIMELINE}?release=1").text)
    assert changed not in text_of(revised.get(f"{TIMELINE}?release=2").text)


def test_names_are_escaped(revised: Client) -> None:
    """Names that would run or turn words around are text."""
    for form in ("", ".svg"):
        page = revised.get(f"{TIMELINE}{form}?claimant=hostile-claimant").text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;tsil" in page
        assert "<script>alert" not in page
        assert "\u202e" not in page


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def test_a_month_is_a_span_and_a_day_a_mark() -> None:
    """A day that is known is a point; one in a month is pale over all of it, and nowhere solid."""
    known = When(begins=(day("2025-01-05"),) * 2, ends=(day("2025-01-05"),) * 2, reported=None)
    month = (day("2025-02-01"), day("2025-02-28"))
    some_day = When(begins=month, ends=month, reported=(day("2025-03-01"), day("2025-03-09")))
    since = When(
        begins=(day("2025-01-01"), day("2025-01-31")), ends=(day("2025-03-31"),) * 2, reported=None
    )
    chart = place([("A", known)], [("1", some_day), ("2", since)], "", "en")
    (event,), (first, second) = chart.events, chart.figures
    assert event.day is not None
    assert (first.day, first.solid) == (None, None)
    assert first.pale[0] < first.pale[1] < first.told[0] < first.told[1]  # type: ignore[index]
    assert second.solid is not None
    assert second.pale[0] < second.solid[0] < second.solid[1] == second.pale[1]
    assert min(one.pale[0] for one in (event, first, second)) >= 0


def test_marks_of_one_day_stand_apart() -> None:
    """Events close to each other are told apart by height."""
    one = When(begins=(day("2025-01-05"),) * 2, ends=(day("2025-01-05"),) * 2, reported=None)
    far = When(begins=(day("2025-12-05"),) * 2, ends=(day("2025-12-05"),) * 2, reported=None)
    chart = place([("A", one), ("B", one), ("C", far)], [], "", "en")
    first, second, third = chart.events
    assert first.y == third.y != second.y


@pytest.mark.parametrize("years", [0, 1, 3, 9, 40, 300, 8299])
def test_an_axis_has_few_marks_within_it(years: int) -> None:
    """Whatever time it spans, an axis has a mark, and not many."""
    span = When(
        begins=(day("1700-03-01"),) * 2, ends=(date(1700 + years, 4, 2),) * 2, reported=None
    )
    chart = place([], [("1", span)], "", "en")
    assert 1 <= len(chart.ticks) <= 9
    assert not chart.ticks[0].minor
    assert all(0 <= tick.at < 100 for tick in chart.ticks)
    assert 0 <= chart.figures[0].pale[0] < chart.figures[0].pale[1] <= 100
