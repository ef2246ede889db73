"""Both clocks: what was answered from a release is answered so for ever."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest

from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.lists import DETAILS, LISTS
from tests.conftest import Client, client_of, seed

Answers = dict[str, tuple[int, bytes]]

CORRECTED = "left-pakistan-april-2025"
WITHDRAWN = "left-pakistan-may-2025"
ADDED = "left-pakistan-june-2025-made-up"
RENAMED = "pakistan-interior-ministry"
REASON = "Misread: the text gives it for another month."
INSTANTS = [datetime(2025, 9, day, 12, tzinfo=UTC) for day in (1, 2, 3)]


def with_figures(
    fixtures: Fixtures, change: Callable[[list[fx.Departure]], list[fx.Departure]]
) -> Fixtures:
    """Fixtures whose departures of the text of 4 June 2025 are changed."""
    name = "pakistan-2025-06-04.toml"
    article = fixtures.articles[name]
    changed = msgspec.structs.replace(article, departures=change(article.departures))
    return msgspec.structs.replace(fixtures, articles=fixtures.articles | {name: changed})


def changed(departure: fx.Departure, id: str, **fields: Any) -> fx.Departure:
    """The departure with other fields if it has the id, else as it is."""
    return msgspec.structs.replace(departure, **fields) if departure.id == id else departure


def corrected(fixtures: Fixtures) -> Fixtures:
    """The second state: a value is corrected, a figure withdrawn and a claimant renamed."""

    def change(departures: list[fx.Departure]) -> list[fx.Departure]:
        first = [changed(one, CORRECTED, reported=153000) for one in departures]
        return [changed(one, WITHDRAWN, withdrawn_reason=REASON) for one in first]

    claimants = [
        msgspec.structs.replace(one, name="Ministry of Interior", names={})
        if one.id == RENAMED
        else one
        for one in fixtures.claimants
    ]
    return msgspec.structs.replace(with_figures(fixtures, change), claimants=claimants)


def added(fixtures: Fixtures) -> Fixtures:
    """The third state: one figure more."""

    def change(departures: list[fx.Departure]) -> list[fx.Departure]:
        (model,) = (one for one in departures if one.id == CORRECTED)
        more = msgspec.structs.replace(model, id=ADDED, period="2025-06", reported=40000)
        return [*departures, more]

    return with_figures(corrected(fixtures), change)


def answers(client: Client, addresses: Iterable[str]) -> Answers:
    """Status and body of every address."""

    async def ask() -> Answers:
        transport = httpx.ASGITransport(client.app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://tally") as asking:
            found = {}
            for address in addresses:
                response = await asking.get(address)
                found[address] = response.status_code, response.content
            return found

    return asyncio.run(ask())


def addresses_at(client: Client, release: int) -> list[str]:
    """Every address there has ever been up to the newest release, pinned to a release."""
    ids: dict[str, set[str]] = {}
    for path in LISTS:
        for state in range(1, release + 1):
            page = client.json(f"{path}?limit=1000&as_of_release={state}")
            found = {str(one.get("id", one.get("number"))) for one in page["data"]}
            ids.setdefault(path, set()).update(found)
    paths = [*LISTS, *(f"{path}.{form}" for path in LISTS for form in LISTS[path].formats)]
    pinned = [f"{path}?limit=1000&as_of_release={release}" for path in paths]
    for path in DETAILS:
        stem, brace, rest = path.partition("/{")
        ending = rest.partition("}")[2]
        for id in sorted(ids[stem]) if brace else [None]:
            address = f"{stem}/{id}{ending}" if id else path
            pinned.append(f"{address}?as_of_release={release}")
    return pinned


class Recorded(msgspec.Struct):
    """A client on three states, and what each state answered while it was the newest."""

    client: Client
    answers: dict[int, Answers]


@pytest.fixture(scope="module")
def recorded(empty_database: Callable[[], str], fixtures: Fixtures) -> Recorded:
    """Three states seeded one after the other, every pinned address recorded at each."""
    url = empty_database()
    recorded: dict[int, Answers] = {}
    client: Client | None = None
    states = (fixtures, corrected(fixtures), added(fixtures))
    for release, (state, instant) in enumerate(zip(states, INSTANTS, strict=True), 1):
        seed(url, state, now=lambda instant=instant: instant)
        client = client or client_of(url)
        recorded[release] = answers(client, addresses_at(client, release))
    assert client is not None
    return Recorded(client=client, answers=recorded)


def test_the_past_is_not_rewritten(recorded: Recorded) -> None:
    """Every address pinned to a release answers later, byte for byte, what it answered then."""
    for release, then in recorded.answers.items():
        statuses = {status for status, _ in then.values()}
        assert statuses == ({200} if release == 1 else {200, 410})
        now = answers(recorded.client, then)
        for address, answer in then.items():
            assert now[address] == answer, address


def test_another_process_says_the_same(recorded: Recorded) -> None:
    """An application that never saw the earlier states answers for them just the same."""
    fresh = client_of(recorded.client.database_url)
    then = recorded.answers[1]
    assert answers(fresh, then) == then


def test_the_newest_release_is_the_default(recorded: Recorded) -> None:
    """Without a pin an address answers what it does pinned to the newest release."""
    for address in list(recorded.answers[3])[::5]:
        plain = address.replace("&as_of_release=3", "").replace("?as_of_release=3", "")
        if any(form in plain for form in (".csv", ".ndjson", ".sdmxcsv")):
            assert recorded.client.get(plain).content == recorded.answers[3][address][1]
        elif ".atom" in plain:
            pinned_feed = recorded.answers[3][address][1].replace(b"as_of_release=3&amp;", b"")
            assert recorded.client.get(plain).content == pinned_feed
        else:
            newest, pinned = recorded.client.get(plain), recorded.client.get(address)
            assert newest.status_code == pinned.status_code
            assert newest.json().get("data") == pinned.json().get("data")


@pytest.mark.parametrize(
    ("instant", "release"),
    [
        ("2025-09-01T12:00:00Z", 1),
        ("2025-09-02T11:59:59Z", 1),
        ("2025-09-02T12:00:00Z", 2),
        ("2025-09-02T16:30:00%2B04:30", 2),
        ("2025-09-02T16:29:59%2B04:30", 1),
        ("2025-09-02T07:00:00-05:00", 2),
        ("2025-09-02T12:00:00.999Z", 2),
        ("2025-09-03T12:00:00Z", 3),
        ("2999-01-01T00:00:00Z", 3),
        ("9999-12-31T23:59:59-12:00", 3),
    ],
)
def test_instants(recorded: Recorded, instant: str, release: int) -> None:
    """An instant, in whatever offset, stands for the release that held then."""
    for path in ("/v1/departures", f"/v1/figures/{CORRECTED}", "/v1/coverage"):
        page = recorded.client.json(f"{path}?as_of_release={instant}")
        pinned = recorded.client.json(f"{path}?as_of_release={release}")
        assert page["meta"]["release"] == release
        assert page["data"] == pinned["data"]


@pytest.mark.parametrize(
    "pin", ["4", "2147483646", "2025-09-01T11:59:59Z", "0001-01-01T00:00:00%2B14:00"]
)
def test_unknown_release(recorded: Recorded, pin: str) -> None:
    """A release that is not there, or an instant before the first, is 404 at every address."""
    for path in [*LISTS, f"/v1/figures/{CORRECTED}", "/v1/coverage", "/v1/releases/1"]:
        response = recorded.client.get(f"{path}?as_of_release={pin}")
        assert response.status_code == 404
        assert "/v1/releases" in response.json()["detail"]


@pytest.mark.parametrize("pin", ["0", "-1", "01", "1.0", "newest", "2025-09-01", "2147483647", ""])
def test_what_is_no_release(recorded: Recorded, pin: str) -> None:
    """What can be neither a release nor an instant is 400."""
    for path in ("/v1/departures", f"/v1/figures/{CORRECTED}"):
        response = recorded.client.get(f"{path}?as_of_release={pin}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["name"] == "as_of_release"


def test_corrected(recorded: Recorded) -> None:
    """A corrected figure is a new version; the old one stays in its history and its release."""
    new = recorded.client.data(f"/v1/figures/{CORRECTED}")
    assert (new["value"]["reported"], new["version"]) == (153000, 2)
    assert new["recorded_at"] == "2025-09-02T12:00:00Z"
    assert "153,000" in new["citation"]
    old = recorded.client.data(f"/v1/figures/{CORRECTED}?as_of_release=1")
    assert (old["value"]["reported"], old["version"], old["superseded_at"]) == (135000, 1, None)
    history = recorded.client.data(f"/v1/figures/{CORRECTED}/history")
    assert history["versions"][0] == new
    assert history["versions"][1] | {"superseded_at": None} == old
    assert history["versions"][1]["superseded_at"] == "2025-09-02T12:00:00Z"
    assert len(history["versions"]) == 2


def test_renamed(recorded: Recorded) -> None:
    """A claimant's new name stands in later releases alone, in figures and citations too."""
    address = "/v1/figures/left-pakistan-since-april-2025"
    for release, name in ((1, "Pakistan's Interior Ministry"), (2, "Ministry of Interior")):
        figure = recorded.client.data(f"{address}?as_of_release={release}")
        assert figure["attribution"]["claimant"]["name"] == name
        assert f"according to {name}" in figure["citation"]
        assert figure["version"] == 1
    (version,) = recorded.client.data(f"{address}/history")["versions"]
    assert version == recorded.client.data(address)
    for name, ids in (("Pakistan's Interior", [1]), ("Ministry of Interior", [2, 3])):
        for release in (1, 2, 3):
            query = f"q={name.replace(' ', '%20')}&as_of_release={release}"
            found = recorded.client.data(f"/v1/claimants?{query}")
            assert (RENAMED in [one["id"] for one in found]) == (release in ids)


def test_withdrawn(recorded: Recorded) -> None:
    """A withdrawn figure is 410 with its reason; its history and earlier releases answer."""
    client = recorded.client
    for path in ("/v1/departures", "/v1/figures"):
        for pin in ("", "?as_of_release=2", "?as_of_release=3"):
            gone = client.get(f"{path}/{WITHDRAWN}{pin}")
            assert gone.status_code == 410
            assert gone.headers["content-type"] == "application/problem+json"
            assert gone.headers["cache-control"] == "no-store"
            assert REASON in gone.json()["detail"]
        assert client.get(f"{path}/{WITHDRAWN}?as_of_release=1").status_code == 200
    assert client.get(f"/v1/figures/{WITHDRAWN}/citation").status_code == 410
    assert client.get(f"/v1/figures/{WITHDRAWN}/citation?as_of_release=1").status_code == 200
    (version,) = client.data(f"/v1/figures/{WITHDRAWN}/history")["versions"]
    assert version["withdrawn_reason"] == REASON
    assert version["superseded_at"] == "2025-09-02T12:00:00Z"
    assert version["value"]["reported"] == 67000
    (before,) = client.data(f"/v1/figures/{WITHDRAWN}/history?as_of_release=1")["versions"]
    assert (before["withdrawn_reason"], before["superseded_at"]) == (None, None)


def test_withdrawn_is_listed_no_more(recorded: Recorded) -> None:
    """Lists, coverage, comparisons and reconciliations leave out what was withdrawn."""
    for path in LISTS:
        if path in ("/v1/changes", "/v1/feed", "/v1/releases"):
            continue
        newest = recorded.client.get(f"{path}?limit=1000").text
        assert f'"id":"{WITHDRAWN}"' not in newest, path
    assert f'"id":"{WITHDRAWN}"' in recorded.client.get("/v1/departures?as_of_release=1").text
    counts = [
        recorded.client.data(f"/v1/coverage?as_of_release={release}")["figures"]
        for release in (1, 2, 3)
    ]
    assert counts[1] == counts[0] - 1
    assert counts[2] == counts[0]


def test_before_it_existed(recorded: Recorded) -> None:
    """A figure is 404 in releases before its first, its history and citation with it."""
    for path in ("/v1/departures/{}", "/v1/figures/{}", "/v1/figures/{}/history"):
        address = path.format(ADDED)
        assert recorded.client.get(address).status_code == 200
        for release in (1, 2):
            early = recorded.client.get(f"{address}?as_of_release={release}")
            assert early.status_code == 404
    assert recorded.client.get("/v1/releases/3").status_code == 200
    assert recorded.client.get("/v1/releases/3?as_of_release=2").status_code == 404
    for id in ("no-such-figure", "x", "A" * 10, "a" * 81, "%00abc", "a%2Fb%2Fc", "%C3%A9%C3%A9"):
        assert recorded.client.get(f"/v1/figures/{id}").status_code == 404


def test_changes(recorded: Recorded) -> None:
    """``/v1/changes`` tells what each release did, and ``since_release`` leaves out the earlier."""
    second = {
        ("claimants", RENAMED, "changed", 2, None),
        ("departures", CORRECTED, "changed", 2, None),
        ("departures", WITHDRAWN, "withdrawn", 1, REASON),
    }
    third = {("departures", ADDED, "added", 1, None)}
    for query, expected in (
        ("since_release=1", second | third),
        ("since_release=2", third),
        ("since_release=3", set()),
        ("since_release=1&as_of_release=2", second),
        ("change=withdrawn", {one for one in second if one[2] == "withdrawn"}),
        ("since_release=1&record_type=claimants", {one for one in second if one[0] == "claimants"}),
    ):
        found = recorded.client.data(f"/v1/changes?{query}&limit=1000")
        assert len(found) == len(expected)
        assert {
            (one["record_type"], one["id"], one["change"], one["version"], one["reason"])
            for one in found
        } == expected, query
    first = recorded.client.data("/v1/changes?as_of_release=1&limit=1000")
    assert {(one["change"], one["release"], one["version"]) for one in first} == {("added", 1, 1)}


def test_releases(recorded: Recorded) -> None:
    """Each release says when it was made and how much it changed; newest first."""
    listed = recorded.client.data("/v1/releases")
    assert [one["number"] for one in listed] == [3, 2, 1]
    assert [one["recorded_at"] for one in listed] == [
        "2025-09-03T12:00:00Z",
        "2025-09-02T12:00:00Z",
        "2025-09-01T12:00:00Z",
    ]
    counts = [(r["added"], r["changed"], r["withdrawn"], r["reinstated"]) for r in listed]
    assert counts[:2] == [(1, 0, 0, 0), (0, 2, 1, 0)]
    changes = recorded.client.json("/v1/changes?as_of_release=1&include=total")["meta"]["total"]
    assert counts[2] == (changes, 0, 0, 0)
    assert len({one["checksum"] for one in listed}) == 3
    for one in listed:
        assert recorded.client.data(f"/v1/releases/{one['number']}") == one
