"""What is told of requests: enough to run the service by, and nothing of who asked for what."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import log
from seeds.fixtures import Fixtures
from tests.conftest import Client, client_of, seed
from tests.databases import take_away

SECRET = "jane.doe"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to the log meanwhile, by this process."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    loggers = [logging.getLogger(), logging.getLogger("tally.requests")]
    before = [(logger, logger.handlers, logger.level) for logger in loggers]
    log.begin()
    yield written
    for logger, handlers, level in before:
        logger.handlers = handlers
        logger.setLevel(level)


@pytest.fixture(scope="module")
def logging_client(rich: Client) -> Client:
    """An application that writes down each request."""
    return client_of(rich.database_url, log=True)


def told(lines: io.StringIO) -> list[dict[str, Any]]:
    """The lines, each as what it says."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_each(logging_client: Client, lines: io.StringIO) -> None:
    """A request is one line, answered from the store or not, found or not."""
    for path in ("/v1/figures.csv?limit=2", "/v1/figures.csv?limit=2", "/v1/none", "/"):
        logging_client.get(path)
    logging_client.request("HEAD", "/v1/figures")
    logging_client.request("BREW", "/v1/figures")
    said = told(lines)
    assert [(line["method"], line["address"], line["status"]) for line in said] == [
        ("GET", "/v1/figures", 200),
        ("GET", "/v1/figures", 200),
        ("GET", "other", 404),
        ("GET", "/", 200),
        ("HEAD", "/v1/figures", 200),
        ("other", "/v1/figures", 405),
    ]
    assert [line["bytes"] > 0 for line in said] == [True, True, True, True, False, True]
    assert said[0]["path"] == "/v1/figures.csv"
    assert all(re.fullmatch(r"[-\d]{10}T[:\d]{8}\.\d{3}\+00:00", line["time"]) for line in said)
    assert len({line["request_id"] for line in said}) == len(said)


def test_nothing_of_a_query(logging_client: Client, lines: io.StringIO) -> None:
    """What is asked for, by whom, and what else a request carries, is in no line."""
    carried = {
        "user-agent": SECRET,
        "referer": f"https://{SECRET}.example/",
        "x-forwarded-for": SECRET,
        "cookie": SECRET,
        "authorization": SECRET,
        "accept": f"text/{SECRET}",
    }
    for path in (f"/v1/figures?q={SECRET}", f"/v1/figures?{SECRET}=1", f"/v1/%20{SECRET}", "/"):
        logging_client.get(path, headers=carried)
    assert len(told(lines)) == 4
    assert SECRET not in lines.getvalue()
    assert "127.0.0.1" not in lines.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["0123456789abcdef0123456789abcdef"], True),
        (["a-b_c.d-12"], True),
        (["short"], False),
        (["x" * 65], False),
        (['x"}\n{"level": "forged"'], False),
        (["with spaces in it"], False),
        (["twice-given-1", "twice-given-2"], False),
        ([], False),
    ],
)
def test_request_ids(
    logging_client: Client, lines: io.StringIO, given: list[str], kept: bool
) -> None:
    """A well-formed id is taken over, another replaced; the answer and the line have the same."""
    headers = [("x-request-id", value) for value in given]
    answer = logging_client.get("/v1/figures?limit=1", headers=headers)
    said = answer.headers["x-request-id"]
    assert (said in given) == kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", said)
    assert [line["request_id"] for line in told(lines)] == [said]


def test_ids_are_not_kept(logging_client: Client) -> None:
    """Each answer has its own id, 304s from the store too; nothing of the last one is left."""
    answers = [logging_client.get("/v1/figures?limit=3") for _ in range(2)]
    known = {"if-none-match": answers[0].headers["etag"]}
    answers += [logging_client.get("/v1/figures?limit=3", headers=known) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200, 304, 304]
    assert len({answer.headers.get_list("x-request-id")[0] for answer in answers}) == 4
    assert all(len(answer.headers.get_list("x-request-id")) == 1 for answer in answers)


def test_a_fault_has_its_request(
    logging_client: Client, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault is a line too, with the id that the answer to it has, and without the query."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("made")

    monkeypatch.setattr("api.db.Database.ask", fail)
    answer = logging_client.get(f"/v1/claimants?q={SECRET}")
    assert answer.status_code == 500
    fault, *_, request = told(lines)
    assert fault["level"] == "error"
    assert "RuntimeError: made" in fault["fault"]
    assert fault["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert SECRET not in lines.getvalue()


def test_off(rich: Client) -> None:
    """Unless a setting asks for it, an answer has no id and nothing is counted."""
    answer = rich.get("/v1/figures?limit=1", headers={"x-request-id": "0123456789abcdef"})
    assert "x-request-id" not in answer.headers
    assert rich.get("/metrics").status_code == 404


def counted(client: Client) -> dict[tuple[str, ...], float]:
    """How many requests by method, address and status."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.labels["method"], sample.labels["address"], sample.labels["status"]): sample.value
        for family in families
        if family.name == "tally_requests"
        for sample in family.samples
        if sample.name == "tally_requests_total"
    }


def test_metrics(rich: Client) -> None:
    """Requests are counted by what they ask, whoever answers; ids and strangers' paths are none."""
    client = client_of(rich.database_url, metrics=True)
    before = counted(client)
    for path in ("/v1/figures", "/v1/figures", f"/v1/figures/{SECRET}", f"/{SECRET}?q={SECRET}"):
        client.get(path)
    client.request(SECRET.upper(), "/v1/figures")
    after = counted(client)
    grown = {key: after[key] - before.get(key, 0) for key in after}
    assert grown["GET", "/v1/figures", "200"] == 2
    assert grown["GET", "/v1/figures/{id}", "404"] == 1
    assert grown["GET", "other", "404"] == 1
    assert grown["other", "/v1/figures", "405"] == 1
    text = client.get("/metrics").text
    assert SECRET not in text.lower()
    assert "tally_request_seconds_bucket" in text


def test_away(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Numbers are there while the data is not, and count what is refused for that."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url, metrics=True, store_megabytes=0)
    before = counted(client).get(("GET", "/v1/figures", "503"), 0)
    take_away(url)
    assert client.get("/v1/figures").status_code == 503
    assert counted(client)["GET", "/v1/figures", "503"] == before + 1
