"""The Python client at a live server."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tally_client import AsyncClient, Client, Patience, TallyError, models
from tally_client.query import JOINED

from tools.contract import CONTRACT, operations
from tools.python_client import PACKAGE, WRITTEN, write

FIGURE = "left-pakistan-april-2025"
CONTRACT_READ = json.loads(CONTRACT.read_bytes())


class Wire(httpx2.BaseTransport):
    """Sends requests, and keeps what went out and came back."""

    def __init__(self) -> None:
        self._sending = httpx2.HTTPTransport()
        self.seen: list[tuple[httpx2.Request, int]] = []
        self.after_first: Callable[[], None] = lambda: None
        self.keeping: str | None = None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The server's answer."""
        sent = httpx2.Request(request.method, request.url, headers=request.headers)
        response = self._sending.handle_request(request)
        self.seen.append((sent, response.status_code))
        if self.keeping is not None:
            response.headers["Cache-Control"] = self.keeping
        if len(self.seen) == 1:
            self.after_first()
        return response

    def close(self) -> None:
        """Close the connections."""
        self._sending.close()


@contextmanager
def client_on(address: str, **options: Any) -> Iterator[tuple[Client, Wire]]:
    """A client and the wire it is on."""
    wire = Wire()
    with Client(address, transport=wire, **options) as client:
        yield client, wire


def test_written_anew_is_the_same(tmp_path: Path) -> None:
    """What is generated is fresh: ``make clients`` would change nothing."""
    write(tmp_path)
    for name in WRITTEN:
        assert (tmp_path / name).read_text() == (PACKAGE / name).read_text(), name


def test_parameters_of_one_text() -> None:
    """Those that the contract joins by commas are those that the client does."""
    joined = {
        parameter["name"]
        for operation in operations(CONTRACT_READ)
        for parameter in operation.parameters
        if parameter.get("explode") is False
    }
    assert joined == JOINED


@pytest.mark.parametrize("operation", list(operations(CONTRACT_READ)), ids=lambda one: one.id)
def test_every_operation_answers(live: str, operation: Any) -> None:
    """Each one, asked for with the examples of its path, is read into its type."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in operation.id)
    path = {p["name"]: p["example"] for p in operation.parameters_in("path")}
    with client_on(live) as (client, _):
        answer = getattr(client, name)(**path)
        if operation.record:
            shape = getattr(models, operation.record)
            assert all(isinstance(record, shape) for record in answer)
            assert answer.first().data
        elif operation.answer:
            assert isinstance(answer, getattr(models, operation.answer))
        else:
            assert isinstance(answer, bytes)
            assert answer


def test_a_figure(live: str) -> None:
    """It has its qualifier, its claimant and its source, typed."""
    with Client(live) as client:
        answer = client.get_figure(FIGURE)
    figure = answer.data
    assert isinstance(figure, models.Departure)
    assert (figure.value.as_printed, figure.value.bound) == ("more than 135,000", "more_than")
    assert figure.attribution.claimant
    assert figure.attribution.claimant.id == "pakistan-interior-ministry"
    assert figure.source.id
    assert answer.meta.release == 1


def test_pages_are_followed(live: str) -> None:
    """All records, each once, however many a page holds; none is asked for early."""
    with client_on(live) as (client, wire):
        whole = [one.id for one in client.list_departures(limit=1000)]
        asked = len(wire.seen)
        assert [one.id for one in client.list_departures(limit=7)] == whole
        assert len(wire.seen) - asked == -(-len(whole) // 7)
        pages = client.list_departures(limit=7).pages()
        assert [len(next(pages).data), len(next(pages).data)] == [7, 7]


def test_queries(live: str) -> None:
    """One value or several, a joined one, a truth value: each as Tally reads it."""
    with client_on(live) as (client, wire):
        client.list_departures(origin="PAK", approximate=True, include="total").first()
        either = client.list_departures(origin=["PAK", "IRN"], sort=["-reported", "id"]).first()
    first, second = (request.url.query.decode() for request, _ in wire.seen)
    assert first == "origin=PAK&approximate=true&include=total"
    assert second == "origin=PAK&origin=IRN&sort=-reported%2Cid"
    assert isinstance(either, models.DeparturePage)
    assert {one.origin for one in either.data} == {"PAK", "IRN"}


def test_a_table(live: str) -> None:
    """A list in another format is bytes."""
    with Client(live) as client:
        table = client.list_sources_in_format("csv", limit=2).decode()
    assert table.startswith("id,")
    assert len(table.splitlines()) == 3


def test_errors(live: str) -> None:
    """An error says what Tally said, and an id leads nowhere else."""
    with Client(live) as client:
        with pytest.raises(TallyError, match=r"400 .*orign") as caught:
            client.list_departures(orign="PAK").first()  # type: ignore[call-arg]
        assert caught.value.status == 400
        assert caught.value.problem
        assert caught.value.problem.errors[0].name == "orign"
        for unknown in ("no-such-figure", "../sources", "a?limit=1"):
            with pytest.raises(TallyError) as caught:
                client.get_figure(unknown)
            assert caught.value.status in (400, 404)


def test_an_answer_is_kept(live: str, tmp_path: Path) -> None:
    """A fresh answer is not asked for again, a stale one by its tag: 304, and the same record."""
    with client_on(live, cache=tmp_path / "kept.db") as (client, wire):
        first = client.get_figure(FIGURE)
        assert client.get_figure(FIGURE) == first
        assert len(wire.seen) == 1
    with client_on(live, cache=tmp_path / "stale.db") as (client, wire):
        wire.keeping = "max-age=0"  # as if what it says had gone by
        assert client.get_figure(FIGURE) == client.get_figure(FIGURE) == first
        [_, (request, status)] = wire.seen
    assert status == 304
    assert request.headers["if-none-match"].startswith('"')


@contextmanager
def away(database: Path) -> Iterator[Callable[[], None]]:
    """The server has lost its database, until what this gives is called."""
    aside = database.rename(database.with_name("aside.db"))

    def back() -> None:
        if aside.exists():
            aside.rename(database)

    try:
        yield back
    finally:
        back()


def test_told_503_it_waits_as_told(live: str, database: Path) -> None:
    """It asks again after the seconds in ``Retry-After``, and has its answer."""
    waited: list[float] = []
    with away(database) as back, client_on(live, sleep=waited.append) as (client, wire):
        wire.after_first = back
        assert client.list_departures(q="kabul", limit=3).first()
    assert [status for _, status in wire.seen] == [503, 200]
    assert waited == [2]


def test_told_503_a_coroutine_waits_as_told(live: str, database: Path) -> None:
    """The same for ``await``, with pages followed."""
    waited: list[float] = []

    async def ask() -> list[models.AnyFigure]:
        async def sleep(seconds: float) -> None:
            waited.append(seconds)
            back()

        async with AsyncClient(live, sleep=sleep) as client:
            found = [one async for one in client.list_figures(limit=11, sort="id")]
            assert (await client.get_figure(FIGURE)).data in found
            return found

    with away(database) as back:
        found = asyncio.run(ask())
    assert waited == [2]
    assert [one.id for one in found] == sorted({one.id for one in found})


def test_patience_ends(live: str, database: Path) -> None:
    """Who is told to wait longer than it has patience for does not; nor for ever."""
    for patience, waits in ((Patience(seconds=3), [2]), (Patience(attempts=3), [2, 2])):
        waited: list[float] = []
        with (
            away(database),
            Client(live, patience=patience, sleep=waited.append) as client,
            pytest.raises(TallyError, match="503") as caught,
        ):
            client.list_places(q="spin", limit=2).first()
        assert caught.value.retry_after == 2
        assert waited == waits


class Answering(httpx2.BaseTransport):
    """Gives answers in order; one that is ``None`` is a broken connection."""

    def __init__(self, *answers: httpx2.Response | None) -> None:
        self._answers = iter(answers)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The next answer."""
        answer = next(self._answers)
        if answer is None:
            raise httpx2.ReadError("reset", request=request)
        return answer


def test_what_is_waited_for() -> None:
    """429 as well, until a date too; a broken connection; twice as long where nothing is said."""
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    answers = (
        httpx2.Response(429, headers={"Retry-After": until}),
        None,
        httpx2.Response(503, headers={"Retry-After": "soon"}),
        httpx2.Response(500),
    )
    waited: list[float] = []
    with (
        Client("http://tally", transport=Answering(*answers), sleep=waited.append) as client,
        pytest.raises(TallyError) as caught,
    ):
        client.get_coverage()
    assert (caught.value.status, caught.value.problem) == (500, None)
    assert 0 < waited[0] <= 30
    assert waited[1:] == [1, 2]


def test_the_example_of_its_readme(live: str, tmp_path: Path) -> None:
    """It runs as it stands, but for the address."""
    readme = (PACKAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    code = example.replace("http://127.0.0.1:8000", live)
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    assert "more than 135,000 2025-04-01 More than 135,000 people left" in printed
