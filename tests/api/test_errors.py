"""Every error is a problem that says what it is, and trouble with the database is one of them."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from api.db import Database
from api.errors import QueryTooSlow, TallyError, Unavailable, problem_of
from seeds.database import newest_schema
from seeds.fixtures import Fixtures
from tests.api.lists import DETAILS, LISTS, PUBLIC_URL
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed
from tests.databases import administer, file_of, is_sqlite, take_away

ERRORS = TallyError.__subclasses__()
SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E"


def assert_problem(response: Any, status: int, slug: str) -> None:
    """The answer is a problem of this status and sort, as RFC 9457 has it."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get_list("x-content-type-options") == ["nosniff"]
    assert response.headers["cache-control"] == "no-store"
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail", "instance", "errors"]
    assert problem["type"] == f"{PUBLIC_URL}/docs#{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_explains_itself(error: type[TallyError]) -> None:
    """An error has a status, an address, a title, a meaning and a docstring in words."""
    assert 400 <= error.status < 600
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.slug)
    assert re.fullmatch(r"[A-Z][A-Za-z ]+", error.title)
    assert error.meaning[0].isupper()
    assert error.meaning.endswith(".")
    assert len(error.meaning) > len(error.title)
    assert error.__doc__
    assert all(name == name.lower() for name in error.headers)
    problem = problem_of(error("What it was."), base_url="https://x.org/t", instance="/v1/a")
    assert problem.type == f"https://x.org/t/docs#{error.slug}"
    assert (problem.status, problem.title) == (error.status, error.title)
    assert (problem.detail, problem.instance, problem.errors) == ("What it was.", "/v1/a", [])


@pytest.mark.parametrize("field", ["slug", "title", "meaning"])
def test_errors_are_told_apart(field: str) -> None:
    """No two errors share an address, a title or a meaning."""
    said = [getattr(error, field) for error in ERRORS]
    assert len(set(said)) == len(said) > 8


def test_every_error_is_a_direct_one() -> None:
    """Errors are one flat list, so that the reference names all of them."""
    assert not any(error.__subclasses__() for error in ERRORS)


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/departures/",
        "/v1//departures",
        "//v1/departures",
        "/V1/departures",
        "/v1/Departures",
        "/v2/departures",
        "/v1/departures/left-pakistan-april-2025/history",
        "/v1/figures/left-pakistan-april-2025/",
        "/v1/figures/left-pakistan-april-2025.json",
        "/v1/releases/0",
        "/v1/releases/01",
        "/v1/releases/x",
        "/v1/releases/%D9%A1",
        "/v1/releases/99999999999999999999",
        "/v1/../v1/nothing",
        "/static/../api/app.py",
        "/static/%2e%2e/app.py",
        "/docs/other.js",
        "/.env",
        f"/v1/{SCRIPT}",
        "/v1/%FF%FE",
        "/v1/%00",
    ],
)
def test_unknown_path(rich: Client, path: str) -> None:
    """An address that is none of Tally's is 404, whatever is in it, and is not sent back raw."""
    response = rich.get(path)
    assert_problem(response, 404, "not-found")
    assert "alert" not in response.text or "<script>" not in response.json()["detail"]


def test_instance(rich: Client) -> None:
    """``instance`` is the path that was asked for, without the query."""
    assert rich.get("/v1/nothing?secret=1").json()["instance"] == "/v1/nothing"
    assert rich.get("/v1/figures/no-such").json()["instance"] == "/v1/figures/no-such"


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "SEARCH"]
)
@pytest.mark.parametrize("path", ["/v1/departures", "/v1/figures/x", "/v1/nothing", "/", "/docs"])
def test_read_only(rich: Client, method: str, path: str) -> None:
    """Anything but reading is 405, and ``Allow`` says what may be done."""
    body = b'{"id": "x"}' if method in ("POST", "PUT", "PATCH") else None
    response = rich.request(method, path, content=body)
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_address_too_long(rich: Client) -> None:
    """An address past 8 KiB is 414, one of just that length is read."""
    stem = "/v1/departures?q="
    assert_problem(rich.get(stem + "a" * 8192), 414, "address-too-long")
    assert_problem(rich.get("/v1/" + "a" * 9000), 414, "address-too-long")
    assert_problem(rich.request("OPTIONS", stem + "a" * 8192), 414, "address-too-long")
    longest = stem + "a" * (8192 - len(stem) + 1)
    assert_problem(rich.get(longest), 400, "bad-parameter")
    assert_problem(rich.get(longest + "a"), 414, "address-too-long")


def test_headers_too_large(rich: Client) -> None:
    """Headers past 32 KiB together are 431; half of that is read."""
    path = "/v1/departures?limit=1"
    assert_problem(rich.get(path, headers={"x-one": "a" * 33_000}), 431, "headers-too-large")
    many = {f"x-{number}": "a" * 300 for number in range(120)}
    assert_problem(rich.get(path, headers=many), 431, "headers-too-large")
    assert rich.get(path, headers={"x-one": "a" * 16_000}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["%FF", "q=%FF", "q=%C3%28", "a" * 5000, "&".join(["unit=persons"] * 201), SCRIPT, "=", "q"],
)
def test_odd_queries(rich: Client, query: str) -> None:
    """A query that cannot be read is 400, with the reason and nothing of the input."""
    response = rich.get(f"/v1/departures?{query}")
    assert_problem(response, 400, "bad-parameter")
    assert response.json()["errors"]
    assert "script" not in response.text
    assert "aaaaa" not in response.text


def test_details_take_no_list_parameters(rich: Client) -> None:
    """A parameter of lists is refused where there is no list."""
    for path, operation in DETAILS.items():
        address = path.partition("{")[0] + (operation.example or "") + path.partition("}")[2]
        assert_problem(rich.get(f"{address}?limit=5"), 400, "bad-parameter")


def test_metrics(rich: Client) -> None:
    """``/metrics`` is 404 unless the setting allows it."""
    assert_problem(rich.get("/metrics"), 404, "not-found")
    response = client_of(rich.database_url, metrics=True).get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert "# HELP " in response.text


def test_health(rich: Client) -> None:
    """A well service is live and ready, and says which release it serves."""
    assert rich.json("/health/live") == {"status": "live"}
    assert rich.json("/health/ready") == {"status": "ready", "release": 2}


# --- the database ----------------------------------------------------------------------------


def endless(url: str) -> str:
    """A query that takes far too long."""
    if is_sqlite(url):
        return (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        )
    return "SELECT pg_sleep(30)"


def ask(url: str, statement: str, seconds: float = 5.0) -> Any:
    """The first value a statement finds through the service's own way to the database."""

    def question(connection: Connection) -> Any:
        return connection.execute(text(statement)).scalar()

    database = Database(url, seconds, newest_schema())
    try:
        return asyncio.run(database.read(question))
    finally:
        database.close()


def test_slow_query(rich: Client) -> None:
    """A query past its time is ended, and is the asker's to narrow; others still answer."""
    with pytest.raises(QueryTooSlow, match=r"longer than 0\.2 s: narrow it"):
        ask(rich.database_url, endless(rich.database_url), 0.2)
    assert ask(rich.database_url, "SELECT count(*) FROM release") == 2


def test_slow_query_leaves_the_connection_well(rich: Client) -> None:
    """A connection whose query was ended answers the next one."""
    database = Database(rich.database_url, 0.2, newest_schema())
    too_much = text(endless(rich.database_url))
    for _ in range(2):
        with pytest.raises(QueryTooSlow):
            asyncio.run(database.read(lambda connection: connection.execute(too_much).all()))
        found = asyncio.run(
            database.read_aside(lambda connection: connection.execute(text("SELECT 7")).scalar())
        )
        assert found == 7
    database.close()


def test_too_slow_is_a_problem(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that takes too long is 400 and says what to narrow."""

    async def too_slow(*_: Any) -> None:
        raise QueryTooSlow("narrow it by a filter")

    monkeypatch.setattr(Database, "read", too_slow)
    assert_problem(rich.get("/v1/departures?limit=11"), 400, "query-too-slow")


def test_a_fault_is_a_problem(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of Tally's own is 500, logged, and tells nothing of its insides."""

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError("insides")

    monkeypatch.setattr(Database, "read", broken)
    response = rich.get("/v1/departures?limit=12")
    assert_problem(response, 500, "internal-error")
    assert "insides" not in response.text
    assert "ZeroDivision" not in response.text


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM departure",
        "UPDATE release SET checksum = 'x'",
        "INSERT INTO alembic_version VALUES ('x')",
        "CREATE TABLE more (id integer)",
        "CREATE TEMPORARY TABLE more (id integer)",
        "DROP TABLE release",
    ],
)
def test_nothing_can_be_written(rich: Client, statement: str) -> None:
    """Whatever the service asked, its database would refuse to be changed."""
    if "TEMPORARY" in statement and not is_sqlite(rich.database_url):
        statement = "SELECT * INTO more FROM release"
    with pytest.raises(Unavailable) as refused:
        ask(rich.database_url, statement)
    assert isinstance(refused.value.__cause__, DBAPIError)
    assert re.search(r"read-?only", str(refused.value.__cause__))
    assert ask(rich.database_url, "SELECT count(*) FROM release") == 2


@pytest.fixture(scope="module")
def away(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """A client of an application whose database was taken away while it ran."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    assert client.get("/health/ready").status_code == 200
    take_away(url)
    return client


@pytest.mark.parametrize(
    "path", [*LISTS, "/v1/coverage", "/v1/figures/x-y-z", "/health/ready", "/"]
)
def test_database_away(away: Client, path: str) -> None:
    """Without its database the service answers 503 and when to try again."""
    response = away.get(path)
    assert_problem(response, 503, "unavailable")
    assert response.headers["retry-after"].isdecimal()


def test_live_without_database(away: Client) -> None:
    """The process is alive and explains itself without its database."""
    assert away.get("/health/live").status_code == 200
    assert away.get("/openapi.json").status_code == 200
    assert_problem(away.get("/v1/departures?limit=0"), 400, "bad-parameter")


def test_database_back(
    empty_database: Callable[[], str], fixtures: Fixtures, tmp_path: Path
) -> None:
    """A running application answers again when its file, or the server it talked to, is back.

    Meanwhile it gives what it has given before.
    """
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    before = client.get("/v1/departures")
    if is_sqlite(url):
        file_of(url).rename(tmp_path / "elsewhere.db")
        assert client.get("/v1/departures").content == before.content
        assert client.get("/v1/departures?limit=7").status_code == 503
        (tmp_path / "elsewhere.db").rename(file_of(url))
    else:
        name = make_url(url).database
        sessions = f"FROM pg_stat_activity WHERE datname = '{name}'"
        administer(url, f"SELECT pg_terminate_backend(pid) {sessions}")
    assert client.get("/v1/departures").content == before.content
    assert client.get("/v1/departures?limit=7").status_code == 200


def test_new_release_is_seen(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """A running application answers from a new release as soon as it is published."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    first = client.get("/v1/departures?limit=1000")
    assert client.json("/health/ready")["release"] == 1
    seed(url, with_made_up(fixtures))
    second = client.get("/v1/departures?limit=1000")
    assert client.json("/health/ready")["release"] == 2
    assert second.json()["meta"]["release"] == 2
    assert len(second.json()["data"]) > len(first.json()["data"])
    assert second.headers["etag"] != first.headers["etag"]


def test_database_made_anew(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """A file that was removed and made anew is read, though its releases count from 1 again."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    first = client.get("/v1/claimants?limit=1000")
    if is_sqlite(url):
        file_of(url).unlink()
    seed(url, with_made_up(fixtures))
    second = client.get("/v1/claimants?limit=1000")
    assert second.json()["meta"]["release"] == (1 if is_sqlite(url) else 2)
    assert len(second.json()["data"]) == len(first.json()["data"]) + 2
    assert second.headers["etag"] != first.headers["etag"]
