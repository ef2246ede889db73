"""What the store keeps, for whom and how long: one answer a question, one fetch at a time."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from api.app import ROUTES
from api.db import Database
from api.queries.snapshot import Snapshots
from api.store.keys import Questions
from api.store.layer import Store
from api.store.watch import Watch
from seeds.database import newest_schema
from seeds.fixtures import Fixtures
from tests.api.made_up import with_made_up
from tests.api.store.asking import Sent, ask, send_to
from tests.conftest import Client, client_of, seed
from tests.databases import take_away

FIGURE = "left-pakistan-april-2025"
BODY = b'{"data": "as it was answered"}' * 40


class Application:
    """An application that answers when it is let, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.gate: asyncio.Event | None = None
        self.status = 200
        self.lifetime = b"public, max-age=60"
        self.parts = [BODY]
        self.error: Exception | None = None
        self.meanwhile: Callable[[], object] = lambda: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, once it may."""
        self.asked.append(scope)
        if self.gate is not None:
            await self.gate.wait()
        self.meanwhile()
        if self.error is not None:
            raise self.error
        headers = [
            (b"content-type", b"application/json"),
            (b"etag", b'"tag"'),
            (b"cache-control", self.lifetime),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for number, part in enumerate(self.parts, 1):
            more = number < len(self.parts)
            await send({"type": "http.response.body", "body": part, "more_body": more})


class Kit:
    """A store before such an application, on a real database, with a clock of its own."""

    def __init__(self, url: str, most_bytes: int = 10**7, seconds: float = 0.0) -> None:
        self.application = Application()
        self.now = 0.0
        self.snapshots = Snapshots()
        self.database = Database(url, 30.0, newest_schema())
        watch = Watch(self.database, self.snapshots, seconds, lambda: self.now)
        app: Any = self.application
        self.store = Store(app, Questions(ROUTES), watch, most_bytes, lambda: self.now)

    @property
    def count(self) -> int:
        """How often the application was asked."""
        return len(self.application.asked)

    def ask(self, address: str, method: str = "GET", **headers: str) -> Sent:
        """One request."""
        return ask(self.store, address, method, **headers)

    def together(self, requests: list[tuple[str, str]]) -> list[Any]:
        """Requests by address and coding, all begun before the first is answered."""

        async def run() -> list[Any]:
            self.application.gate = asyncio.Event()
            tasks = [
                asyncio.create_task(send_to(self.store, address, accept_encoding=coding))
                for address, coding in requests
            ]
            while self.count == 0:
                await asyncio.sleep(0)
            for _ in range(100):
                await asyncio.sleep(0.0005)
            self.application.gate.set()
            return await asyncio.gather(*tasks, return_exceptions=True)

        return asyncio.run(run())


@pytest.fixture
def kit(rich: Client) -> Any:
    """The store, on both databases in turn."""
    made = Kit(rich.database_url)
    yield made
    made.database.close()


def test_one_question_has_one_answer(kit: Kit) -> None:
    """However a question is spelled, it is fetched once."""
    spelled = [
        "/v1/departures?origin=PAK&origin=IRN&limit=100",
        "/v1/departures?origin=IRN&origin=PAK",
        "/v1/departures?origin=IRN&origin=PAK&origin=IRN",
        "/v1/departures?origin=%49RN&origin=PAK&sort=-period_end,id",
    ]
    for address in spelled * 2:
        assert kit.ask(address).body == BODY
        assert kit.ask(address, accept="application/json").body == BODY
        assert kit.ask(address, "HEAD").body == b""
    assert kit.count == 1
    assert len(kit.store.answers) == 1


def test_questions_are_told_apart(kit: Kit) -> None:
    """Another path, parameter or representation is another question; no two share a key."""
    addresses = [
        "/v1/departures",
        "/v1/departures.json",
        "/v1/departures.csv",
        "/v1/departures?origin=PAK",
        "/v1/departures?destination=PAK",
        "/v1/departures?origin=PAK&origin=IRN",
        "/v1/departures?as_of_release=1",
        "/v1/departures?limit=10",
        "/v1/figures",
        f"/v1/figures/{FIGURE}",
        f"/v1/departures/{FIGURE}",
        f"/v1/figures/{FIGURE}/history",
        f"/v1/figures/{FIGURE}/citation",
        f"/v1/figures/{FIGURE}/citation?lang=fa",
        f"/embed/figures/{FIGURE}",
        f"/embed/figures/{FIGURE}?lang=fa",
        f"/embed/figures/{FIGURE}.svg",
    ]
    for address in addresses * 2:
        kit.ask(address)
    kit.ask("/v1/departures", accept="text/csv")
    assert kit.count == len(kit.store.answers) == len(addresses) + 1


def test_junk_creates_nothing(kit: Kit) -> None:
    """A parameter, value, id or type that no address declares leaves nothing behind."""
    for number in range(50):
        kit.ask(f"/v1/departures?utm_source={number}")
        kit.ask(f"/v1/departures?limit=0{number}")
        kit.ask(f"/v1/departures?origin=x{number}")
        kit.ask(f"/v1/nothing-{number}")
        kit.ask(f"/v1/%66igures/{FIGURE}?limit={number}")
        kit.ask(f"/figures/{number}")
        kit.ask("/v1/departures", accept=f"image/x-{number}")
    assert kit.count == 350
    assert len(kit.store.answers) == len(kit.store.spellings) == 0


def test_many_ways_to_ask_stay_bounded(rich: Client) -> None:
    """Spellings without end take no more than their share, and drive no answer out."""
    kit = Kit(rich.database_url, most_bytes=160_000)
    for number in range(300):
        kit.ask("/v1/departures", accept=f"application/json, text/x-{number}")
    assert kit.count == 1
    assert 0 < kit.store.spellings.bytes <= 20_000
    assert kit.store.answers.bytes <= 140_000
    kit.database.close()


def test_answers_stay_bounded(rich: Client) -> None:
    """Compressed forms count too; what was asked for longest ago is fetched anew."""
    kit = Kit(rich.database_url, most_bytes=200_000)
    for number in range(1, 100):
        kit.ask(f"/v1/departures?limit={number}", accept_encoding="gzip")
        kit.ask(f"/v1/departures?limit={number}", accept_encoding="br")
        assert kit.store.answers.bytes <= 175_000
    before = kit.count
    kit.ask("/v1/departures?limit=99")
    assert kit.count == before
    kit.ask("/v1/departures?limit=1")
    assert kit.count == before + 1
    kit.database.close()


def test_one_fetch_in_a_stampede(kit: Kit) -> None:
    """Who asks what is being fetched waits for it, in whatever coding; it is fetched once."""
    requests = [("/v1/departures", coding) for coding in ("", "gzip", "br", "zstd")] * 10
    requests += [("/v1/departures?limit=100", "")]
    sent = kit.together(requests)
    assert kit.count == 1
    assert {one.status for one in sent} == {200}
    assert len({one.body for one in sent}) == 4


def test_errors_are_shared_and_not_kept(kit: Kit) -> None:
    """An error answers those who wait for it, and nobody after them."""
    kit.application.status = 503
    sent = kit.together([("/v1/departures", "gzip")] * 10)
    assert {one.status for one in sent} == {503}
    assert kit.count == 1
    kit.application.status = 200
    assert kit.ask("/v1/departures").status == 200
    assert kit.count == 2


def test_what_must_not_be_kept_is_not(kit: Kit) -> None:
    """An answer that says so (an embed without its data, say) is fetched each time."""
    kit.application.lifetime = b"no-store"
    for _ in range(3):
        assert kit.ask(f"/embed/figures/{FIGURE}").status == 200
    assert kit.count == 3


def test_a_fault_reaches_all_and_stays_with_none(kit: Kit) -> None:
    """Where fetching fails, everyone is told, and the next one is answered."""
    kit.application.error = RuntimeError("a fault")
    sent = kit.together([("/v1/departures", "")] * 3)
    assert [type(one) for one in sent] == [RuntimeError] * 3
    kit.application.error = None
    assert kit.ask("/v1/departures").body == BODY


def test_who_leaves_takes_nobody_along(kit: Kit) -> None:
    """When the one who fetches is cancelled, those who wait are answered."""

    async def run() -> Sent:
        kit.application.gate = asyncio.Event()
        first = asyncio.create_task(send_to(kit.store, "/v1/departures"))
        while kit.count == 0:
            await asyncio.sleep(0)
        second = asyncio.create_task(send_to(kit.store, "/v1/departures"))
        for _ in range(100):
            await asyncio.sleep(0.0005)
        first.cancel()
        kit.application.gate.set()
        return await second

    assert asyncio.run(run()).body == BODY


def test_streams_pass_by(kit: Kit) -> None:
    """What comes in parts is passed on part by part, uncoded and unkept, to each who asks."""
    kit.application.parts = [b"one\n" * 500, b"two\n" * 500, b""]
    sent = kit.together([("/v1/departures.ndjson", "gzip")] * 3)
    assert [one.body for one in sent] == [b"".join(kit.application.parts)] * 3
    assert kit.count == 3
    assert "content-encoding" not in sent[0].headers
    assert kit.ask("/v1/departures.ndjson", "HEAD").body == b""
    assert len(kit.store.answers) == 0


def test_an_instant_that_is_not_settled_is_not_kept(kit: Kit) -> None:
    """An answer pinned to an instant is kept once it says that it never changes."""
    address = "/v1/departures?as_of_release=2025-09-02T12:00:00Z"
    kit.ask(address)
    kit.application.lifetime = b"public, max-age=31536000, immutable"
    kit.ask(address)
    kit.ask(address)
    assert kit.count == 2


def test_embeds_are_asked_anew_each_minute(kit: Kit) -> None:
    """So an embed's own last good answer is as fresh as what was shown."""
    for now, count in ((0.0, 1), (59.0, 1), (61.0, 2), (100.0, 2), (130.0, 3)):
        kit.now = now
        kit.ask(f"/embed/figures/{FIGURE}")
        assert kit.count == count


def published(url: str, fixtures: Fixtures, number: int) -> None:
    """Publish a release that holds more than the one before."""
    state = fixtures if number == 1 else with_made_up(fixtures)
    assert seed(url, state, now=lambda: datetime(2025, 9, number, tzinfo=UTC)).release == number


def test_a_new_release_drops_all(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """From when a new release is seen, nothing of the one before is answered; nor kept, if late."""
    url = empty_database()
    published(url, fixtures, 1)
    kit = Kit(url)
    for address in ("/v1/departures", "/v1/departures?as_of_release=1"):
        kit.ask(address)
        kit.ask(address)
    assert kit.count == 2
    published(url, fixtures, 2)
    kit.ask("/v1/departures")
    assert kit.count == 3
    assert len(kit.store.answers) == 1
    kit.database.close()


def test_a_late_answer_is_not_kept(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """What is fetched while another release is found by anyone is answered, but not kept."""
    url = empty_database()
    published(url, fixtures, 1)
    kit = Kit(url, seconds=1.0)

    def meanwhile() -> None:
        published(url, fixtures, 2)
        with kit.database._current_engine().connect() as connection:
            kit.snapshots.at(connection, None)

    kit.application.meanwhile = meanwhile
    kit.ask("/v1/departures")
    kit.application.meanwhile = lambda: None
    assert len(kit.store.answers) == 0
    kit.ask("/v1/departures")
    assert (kit.count, len(kit.store.answers)) == (2, 1)
    kit.database.close()


def test_releases_never_mix(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Whatever was asked before, after a release every address answers from it, in any coding."""
    url = empty_database()
    published(url, fixtures, 1)
    store = client_of(url).app
    addresses = ["/v1/departures", "/v1/coverage", f"/v1/figures/{FIGURE}", "/v1/releases"]
    codings = ("identity", "gzip", "br", "zstd")
    before = {
        (address, coding): ask(store, address, accept_encoding=coding)
        for address in addresses
        for coding in codings
        for _ in range(2)
    }
    published(url, fixtures, 2)
    for (address, coding), old in before.items():
        tag = old.headers["etag"]
        new = ask(store, address, accept_encoding=coding, if_none_match=tag)
        assert new.status == 200
        assert new.headers["etag"] != tag
        assert ask(store, address, accept_encoding=coding) == new
    assert b'"release":2' in ask(store, "/v1/departures").body
    assert b'"release":1' in ask(store, "/v1/departures?as_of_release=1").body


def test_what_is_kept_is_given_while_the_data_is_away(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> None:
    """Kept answers are given, in any coding and as unchanged; all else is the application's."""
    url = empty_database()
    published(url, fixtures, 1)
    kit = Kit(url)
    kept = kit.ask("/v1/departures")
    kit.ask("/embed/figures/left-pakistan-april-2025")
    take_away(url)
    assert kit.ask("/v1/departures") == kept
    assert kit.ask("/v1/departures", if_none_match='"tag"').status == 304
    assert kit.count == 2
    kit.ask("/v1/departures?limit=7")
    kit.ask("/embed/figures/left-pakistan-april-2025")
    assert kit.count == 4
    # a question has found a newer release: what is kept is of none that holds
    kit.snapshots.turn += 1
    kit.ask("/v1/departures")
    assert kit.count == 5
    kit.database.close()
