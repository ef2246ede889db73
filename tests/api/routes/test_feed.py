"""The feed over HTTP: what became of figures, for whom, in forms that feed readers read."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import bs4
import feedparser
import feedparser_sgmllib
import msgspec
import pytest
from reader import make_reader

from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.lists import PUBLIC_URL, local, walk
from tests.api.made_up import SCRIPT, with_made_up
from tests.api.store.asking import ask
from tests.api.test_clocks import (
    ADDED,
    CORRECTED,
    INSTANTS,
    REASON,
    WITHDRAWN,
    changed,
    corrected,
    with_figures,
)
from tests.api.test_clocks import added as with_another
from tests.conftest import Client, client_of, seed

# reader has a copy of feedparser in it, which asks for this module by the name it had before
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

ATOM = "{http://www.w3.org/2005/Atom}"
MOVED = "left-pakistan-since-april-2025"
FORMER, LATTER = "pakistan-interior-ministry", "government-of-pakistan"


def moved(fixtures: Fixtures) -> Fixtures:
    """The fourth state: a withdrawn figure is back, another is somebody else's claim."""

    def change(departures: list[fx.Departure]) -> list[fx.Departure]:
        back = [changed(one, WITHDRAWN, withdrawn_reason=None) for one in departures]
        return [changed(one, MOVED, claimant=LATTER) for one in back]

    return with_figures_of(with_another(fixtures), change)


def with_figures_of(
    fixtures: Fixtures, change: Callable[[list[fx.Departure]], list[fx.Departure]]
) -> Fixtures:
    """Fixtures with other departures, the rest as it is."""
    return msgspec.structs.replace(
        fixtures, articles=fixtures.articles | with_figures(fixtures, change).articles
    )


STATES: list[Callable[[Fixtures], Fixtures]] = [lambda one: one, corrected, with_another, moved]
AT = [*INSTANTS, datetime(2025, 9, 4, 12, tzinfo=UTC)]


def held(url: str, fixtures: Fixtures, states: Iterable[int]) -> None:
    """Record the states of the data with these numbers, from 0."""
    for number in states:
        seed(url, STATES[number](fixtures), now=lambda number=number: AT[number])


@pytest.fixture(scope="module")
def followed(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client on four releases."""
    url = empty_database()
    held(url, fixtures, range(4))
    return client_of(url)


def entries(client: Client, query: str = "") -> list[dict[str, Any]]:
    """Every entry of a feed."""
    page = client.json(f"/v1/feed?limit=1000&{query}")
    assert page["links"]["next"] is None
    data: list[dict[str, Any]] = page["data"]
    return data


def told(found: Iterable[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """What entries are about: a release, what it did, and to which figure."""
    return [(one["release"], one["change"], one["figure"]["id"]) for one in found]


LATER = [
    (4, "changed", MOVED),
    (4, "reinstated", WITHDRAWN),
    (3, "added", ADDED),
    (2, "withdrawn", WITHDRAWN),
    (2, "changed", CORRECTED),
]


def test_newest_first(followed: Client) -> None:
    """Release by release, newest first; the first release has an entry for every figure."""
    found = told(entries(followed))
    assert found[: len(LATER)] == LATER
    first = followed.json("/v1/figures?limit=1&include=total&as_of_release=1")["meta"]["total"]
    assert [one[:2] for one in found[len(LATER) :]] == [(1, "added")] * first
    assert followed.json("/v1/feed?limit=1&include=total")["meta"]["total"] == len(found)


def test_it_says_the_same_as_changes(followed: Client) -> None:
    """Every change of a figure that ``/v1/changes`` lists is an entry, and nothing else is."""
    kinds = "&".join(
        f"record_type={kind}" for kind in ("departures", "permit_holders", "population_estimates")
    )
    changes = followed.data(f"/v1/changes?limit=1000&{kinds}")
    listed = [(one["release"], one["change"], one["id"]) for one in changes]
    assert sorted(listed) == sorted(told(entries(followed)))
    assert [one["reason"] for one in changes if one["reason"]] == [REASON]


def test_a_correction(followed: Client) -> None:
    """From what to what, with qualifier, claimant, source and release."""
    (found,) = entries(followed, f"figure={CORRECTED}&change=changed")
    assert "More than 135,000" in found["before"]
    assert found["title"] == f"Changed: {found['figure']['citation']}"
    assert "More than 153,000" in found["title"]
    value = next(one for one in found["differences"] if one["field"] == "value_reported")
    assert (value["before"], value["after"], value["version"]) == (135000, 153000, 2)
    assert found["figure"]["value"]["bound"] == "more_than"
    assert found["figure"]["attribution"]["claimant"]["id"] == FORMER
    assert found["figure"]["source"]["id"] == "pakistan-2025-06-04"
    assert (found["release"], found["recorded_at"]) == (2, "2025-09-02T12:00:00Z")
    history = followed.data(local(found["links"]["history"]))
    fields = {one["field"] for one in found["differences"]}
    assert [one for one in history["differences"] if one["field"] in fields - {"citation"}] == [
        one for one in found["differences"] if one["field"] != "citation"
    ]
    assert {"value_reported", "value_lower", "value_plausible_lower", "citation"} == fields
    assert followed.data(local(found["figure"]["links"]["self"])) == found["figure"]


def test_a_withdrawal(followed: Client) -> None:
    """It says why, and what was withdrawn; that it came back is an entry of its own."""
    back, gone, new = entries(followed, f"figure={WITHDRAWN}")
    assert [one["change"] for one in (back, gone, new)] == ["reinstated", "withdrawn", "added"]
    assert (gone["reason"], gone["figure"]["withdrawn_reason"]) == (REASON, REASON)
    assert gone["title"].startswith("Withdrawn: 67,000 people left Pakistan in May 2025")
    assert (back["reason"], back["figure"]["version"], new["figure"]["version"]) == (None, 2, 1)
    assert len({one["id"] for one in (back, gone, new)}) == 3


def test_who_lost_a_figure_hears_of_it(followed: Client) -> None:
    """A correction is told to those who follow what the figure was, and what it is."""
    for claimant in (FORMER, LATTER):
        found = told(entries(followed, f"claimant={claimant}&change=changed"))
        assert (4, "changed", MOVED) in found
    assert (4, "changed", MOVED) not in told(entries(followed, "claimant=united-nations"))
    assert (1, "added", MOVED) not in told(entries(followed, f"claimant={LATTER}"))


def test_one_comparison(followed: Client) -> None:
    """Whoever follows a question hears of every figure that answers it, or did."""
    first = followed.data(f"/v1/figures/{WITHDRAWN}?as_of_release=1")["links"]["comparison"]
    found = entries(followed, f"comparison={first.rpartition('/')[2]}")
    assert {one["figure"]["id"] for one in found} == {
        one["id"] for one in followed.data(f"{local(first)}?as_of_release=1")["figures"]
    }
    assert [one["change"] for one in found] == ["reinstated", "withdrawn", "added"]


@pytest.mark.parametrize(
    "query",
    [
        f"claimant={FORMER}&claimant={LATTER}",
        f"figure={WITHDRAWN}&figure={MOVED}&figure={CORRECTED}",
        "kind=departures&change=changed",
        "country=PAK&change=withdrawn",
        "published_to=2025-07-01",
        "q=interior",
    ],
)
def test_many_are_found_as_few_are(
    followed: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Whether the figures that match are few or many makes no difference, on no page."""
    few = entries(followed, query)
    monkeypatch.setattr("api.queries.feed._FEW", 0)
    many = client_of(followed.database_url)
    assert entries(many, query) == few
    pages = walk(many, f"/v1/feed?limit=2&include=total&{query}")
    found = [(one, page["meta"]["total"]) for page in pages for one in page["data"]]
    assert found == [(one, len(few)) for one in few]


def test_pages(followed: Client) -> None:
    """Page after page, in each format, is the whole feed, in the release it began with."""
    ids = [one["id"] for one in entries(followed)]
    pages = list(walk(followed, "/v1/feed?limit=7"))
    assert [one["id"] for page in pages for one in page["data"]] == ids
    address: str | None = "/v1/feed.jsonfeed?limit=7"
    found = []
    while address:
        page = followed.json(address)
        found += [item["id"] for item in page["items"]]
        address = local(page["next_url"]) if "next_url" in page else None
    assert found == ids
    address, found = "/v1/feed.atom?limit=7", []
    while address:
        parsed = feedparser.parse(followed.get(address).content)
        found += [entry.id for entry in parsed.entries]
        following = [link.href for link in parsed.feed.links if link.rel == "next"]
        address = local(following[0]) if following else None
    assert found == ids


def test_ids_are_of_the_data(followed: Client) -> None:
    """An entry and a feed keep their ids at another address and when there is more to tell."""
    elsewhere = client_of(followed.database_url, public_url="https://example.org/tally")
    for path in ("/v1/feed", f"/v1/feed?figure={CORRECTED}"):
        here, there = followed.json(path), elsewhere.json(path)
        assert there["feed"]["id"] == here["feed"]["id"]
        assert [one["id"] for one in there["data"]] == [one["id"] for one in here["data"]]
        assert there["feed"]["page"] == "https://example.org/tally/"
    before = followed.json("/v1/feed?as_of_release=2&limit=2")
    assert before["feed"]["id"] == followed.json("/v1/feed?limit=9")["feed"]["id"]
    assert [one["id"] for one in before["data"]] == [one["id"] for one in entries(followed)[3:5]]
    other = followed.json(f"/v1/feed?figure={CORRECTED}")["feed"]["id"]
    assert other != before["feed"]["id"]


def test_updated(followed: Client) -> None:
    """A feed is as new as its newest entry; one without any is as new as the release."""
    assert followed.json("/v1/feed")["feed"]["updated"] == "2025-09-04T12:00:00Z"
    one = followed.json(f"/v1/feed?figure={CORRECTED}")
    assert one["feed"]["updated"] == "2025-09-02T12:00:00Z"
    none = followed.json("/v1/feed?figure=no-such-figure")
    assert (none["data"], none["feed"]["updated"]) == ([], "2025-09-04T12:00:00Z")


# --- Atom --------------------------------------------------------------------------------------


def assert_atom(body: bytes) -> ElementTree.Element:
    """RFC 4287, rule by rule: what a feed and its entries must have, and have once."""
    feed = ElementTree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"

    def once(parent: ElementTree.Element, name: str) -> str:
        (found,) = parent.findall(ATOM + name)
        assert found.text
        return found.text

    def links(parent: ElementTree.Element, rel: str) -> list[str]:
        return [one.attrib["href"] for one in parent.findall(f"{ATOM}link[@rel='{rel}']")]

    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        assert urlsplit(once(parent, "id")).scheme  # 4.2.6
        assert once(parent, "title")
        instant = datetime.fromisoformat(once(parent, "updated"))  # 3.3
        assert instant.tzinfo is not None
        kinds = {
            (one.attrib["rel"], one.attrib.get("type"), one.attrib.get("hreflang"))
            for one in parent.findall(f"{ATOM}link")
            if one.attrib["rel"] == "alternate"
        }
        assert len(kinds) == len(links(parent, "alternate")) == 1  # 4.1.1 and 4.1.2
        for link in parent.findall(f"{ATOM}link"):
            assert urlsplit(link.attrib["href"]).scheme in ("http", "https")
        assert all(one.attrib["term"] for one in parent.findall(f"{ATOM}category"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None  # 4.1.1: of the feed or each entry
    assert len(links(feed, "self")) == 1
    ids = [once(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for content in feed.iter(f"{ATOM}content"):
        assert content.attrib["type"] == "html"
        assert len(content) == 0  # 4.1.3.3: HTML is escaped
    return feed


def test_atom(followed: Client) -> None:
    """A feed reader that nobody here wrote finds nothing wrong, and every part of an entry."""
    answer = followed.get("/v1/feed.atom?limit=1000")
    assert answer.headers["content-type"] == "application/atom+xml"
    assert_atom(answer.content)
    parsed = feedparser.parse(answer.content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    expected = entries(followed)
    assert [(one.id, one.title, one.updated) for one in parsed.entries] == [
        (one["id"], one["title"], one["recorded_at"]) for one in expected
    ]
    assert parsed.feed.updated == "2025-09-04T12:00:00Z"
    links = {link.rel: link.href for link in parsed.feed.links}
    assert links["self"] == f"{PUBLIC_URL}/v1/feed.atom?limit=1000"
    assert links["alternate"] == f"{PUBLIC_URL}/"
    (said,) = (one for one in parsed.entries if one.title.startswith("Changed: More than 153,000"))
    where = {link.rel: link.href for link in said.links}
    assert where["alternate"] == f"{PUBLIC_URL}/figures/{CORRECTED}"
    assert where["related"] == f"{PUBLIC_URL}/v1/departures/{CORRECTED}"
    assert where["version-history"] == f"{PUBLIC_URL}/v1/figures/{CORRECTED}/history"
    assert {tag.term for tag in said.tags} == {"changed", "departures", FORMER}
    text = bs4.BeautifulSoup(said.content[0].value, "html.parser").get_text("\n")
    for words in ("More than 135,000", "More than 153,000", "135000 → 153000", "Release: 2"):
        assert words in text


def test_an_empty_feed(followed: Client) -> None:
    """It is one still: with an id, a title and a date."""
    body = followed.get("/v1/feed.atom?figure=no-such-figure").content
    assert assert_atom(body).findall(f"{ATOM}entry") == []
    assert not feedparser.parse(body).bozo
    assert_json_feed(followed.json("/v1/feed.jsonfeed?figure=no-such-figure"))


def test_nothing_in_data_is_markup(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Names that a browser would run are text in every form; what XML cannot hold is left out."""
    url = empty_database()
    made_up = with_made_up(fixtures)
    claimants = [
        msgspec.structs.replace(one, name=f"{one.name} \ufffe") if "\ufffe" not in one.name else one
        for one in made_up.claimants
    ]
    seed(url, msgspec.structs.replace(made_up, claimants=claimants))
    client = client_of(url)
    body = client.get("/v1/feed.atom?limit=1000").content
    assert_atom(body)
    contents = [one.text or "" for one in ElementTree.fromstring(body).iter(f"{ATOM}content")]
    items = client.json("/v1/feed.jsonfeed?limit=1000")["items"]
    contents += [item["content_html"] for item in items]
    assert any(SCRIPT in item["content_text"] for item in items)
    for content in contents:
        soup = bs4.BeautifulSoup(content, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= {"p", "a"}
        for link in soup.find_all("a"):
            assert str(link["href"]).startswith(("http://", "https://"))


# --- JSON Feed ---------------------------------------------------------------------------------


def assert_json_feed(feed: dict[str, Any]) -> None:
    """JSON Feed 1.1, rule by rule."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for name in ("home_page_url", "feed_url", *(["next_url"] if "next_url" in feed else [])):
        assert urlsplit(feed[name]).scheme in ("http", "https")
    assert feed.get("next_url") != feed["feed_url"]
    assert all(author.get("name") or author.get("url") for author in feed["authors"])
    known = {"version", "title", "home_page_url", "feed_url", "description", "next_url"}
    assert {name for name in feed if name[0] != "_"} <= known | {"authors", "language", "items"}
    known = {"id", "url", "external_url", "title", "content_html", "content_text", "tags"}
    for item in feed["items"]:
        assert {name for name in item if name[0] != "_"} <= known | {
            "date_published",
            "date_modified",
        }
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["content_text"]
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        assert all(isinstance(tag, str) for tag in item["tags"])
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_json_feed(followed: Client) -> None:
    """It is as its specification has it, and says what the entries say."""
    answer = followed.get("/v1/feed.jsonfeed?limit=1000")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = json.loads(answer.content)
    assert_json_feed(feed)
    for item, entry in zip(feed["items"], entries(followed), strict=True):
        assert (item["id"], item["title"]) == (entry["id"], entry["title"])
        assert item["_tally"]["differences"] == entry["differences"]
        assert item["_tally"]["value"] == entry["figure"]["value"]
        assert entry["figure"]["citation"] in item["content_text"]
    assert_json_feed(followed.json("/v1/feed.jsonfeed?limit=3"))


def test_an_editor_hears_of_it_once(
    empty_database: Callable[[], str], fixtures: Fixtures, tmp_path: Path
) -> None:
    """A reader that looks again after each release is told what that did, and no more."""
    url = empty_database()
    files = {"atom": "feed.atom", "jsonfeed": "feed.json"}
    heard: dict[str, list[set[str]]] = {form: [] for form in files}
    with make_reader(":memory:", feed_root=str(tmp_path)) as reader:
        for file in files.values():
            reader.add_feed(file)
        for number in range(4):
            held(url, fixtures, [number])
            client = client_of(url)
            for form, file in files.items():
                answer = client.get(f"/v1/feed.{form}?claimant={FORMER}")
                (tmp_path / file).write_bytes(answer.content)
                reader.update_feed(file)
                unread = list(reader.get_entries(feed=file, read=False))
                heard[form].append({str(one.title).partition(":")[0] for one in unread})
                assert all(one.content[0].value for one in unread)
                for one in unread:
                    reader.mark_entry_as_read(one)
        assert all(reader.get_feed(file).title for file in files.values())
    told = [{"New"}, {"Changed", "Withdrawn"}, {"New"}, {"Reinstated", "Changed"}]
    assert heard == dict.fromkeys(files, told)


# --- Asking again ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["", ".atom", ".jsonfeed", ".csv"])
def test_last_modified(followed: Client, form: str) -> None:
    """Who has it by its date gets 304, from the store too; a tag goes before a date."""
    address = f"/v1/feed{form}?figure={CORRECTED}"
    whole = followed.get(address)
    date = whole.headers["last-modified"]
    assert date == format_datetime(AT[1], usegmt=True)
    inner = followed.app.app  # type: ignore[attr-defined]
    for app in (inner, followed.app, followed.app):
        known = ask(app, address, if_modified_since=date)
        assert (known.status, known.body) == (304, b"")
        tag = known.headers["etag"]
        assert tag == ask(app, address).headers["etag"]
        assert ask(app, address, if_modified_since=date, if_none_match='"other"').status == 200
        assert ask(app, address, if_none_match=tag).status == 304
        for other in ("Wed, 03 Sep 2025 12:00:00 GMT", "yesterday", ""):
            assert ask(app, address, if_modified_since=other).status == 200
    assert "last-modified" not in followed.get("/v1/changes").headers


def test_who_has_it_by_date_first(followed: Client) -> None:
    """An answer that is first asked for conditionally is kept whole for those who have none."""
    client = client_of(followed.database_url)
    address = f"/v1/feed.atom?figure={CORRECTED}"
    date = format_datetime(AT[1], usegmt=True)
    assert ask(client.app, address, if_modified_since=date).status == 304
    assert ask(client.app, address).body == followed.get(address).content


def test_a_pinned_feed(followed: Client) -> None:
    """It stays what it was, and may be kept for good."""
    answer = followed.get("/v1/feed.atom?as_of_release=2")
    assert "immutable" in answer.headers["cache-control"]
    titles = [one.title for one in feedparser.parse(answer.content).entries]
    assert [title.partition(":")[0] for title in titles[:3]] == ["Withdrawn", "Changed", "New"]
