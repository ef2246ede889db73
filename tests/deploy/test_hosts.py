"""Two hosts behind nginx on one PostgreSQL: releases, the cache, limits, and what is away."""

import http.client
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import msgspec
import psycopg
import pytest
from sqlalchemy.engine import make_url

from seeds.fixtures import Fixtures
from tests.api.embeds.conftest import edited
from tests.conftest import seed
from tests.deploy.hosts import DEPLOY, nginx
from tests.serving import free_port, serving_at, until

FIGURE = "/v1/figures/left-pakistan-april-2025"
_SECONDS = 60.0


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that runs."""

    database_url: str
    """As the role that seeds."""
    reader_url: str
    address: str
    hosts: list[str]
    stopped: ExitStack
    """Closing it stops both hosts, and leaves nginx."""


def superuser(url: str) -> psycopg.Connection:
    """A connection to a database as the role that made it."""
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture(scope="module")
def site(
    new_on_postgresql: Callable[[], str],
    fixtures: Fixtures,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """nginx, two hosts that can only read, and their PostgreSQL; the last test stops the hosts."""
    if shutil.which("nginx") is None:
        assert "CI" not in os.environ, "nginx is missing"
        pytest.skip("install nginx (Debian: nginx-light)")
    folder = tmp_path_factory.mktemp("site")
    url = new_on_postgresql()
    with superuser(url) as connection:
        connection.execute((DEPLOY / "postgresql" / "reader.sql").read_bytes())
    seed(url, fixtures)
    reader = make_url(url).set(username="tally_reader").render_as_string(hide_password=False)
    ports = [free_port(), free_port()]
    public = free_port()
    address = f"http://127.0.0.1:{public}"
    try:
        with ExitStack() as stack, ExitStack() as apps:
            for port in ports:
                log = folder / f"app-{port}.log"
                settings = {"TALLY_PUBLIC_URL": address, "TALLY_QUERY_SECONDS": "30"}
                apps.enter_context(serving_at(port, reader, log, **settings))
            stack.enter_context(nginx(folder, public, ports))
            yield Site(
                database_url=url,
                reader_url=reader,
                address=address,
                hosts=[f"http://127.0.0.1:{port}" for port in ports],
                stopped=apps,
            )
    finally:
        with superuser(url) as connection:
            connection.execute("DROP OWNED BY tally_reader; DROP ROLE tally_reader")


def test_limits(site: Site) -> None:
    """Who asks too much is told to wait, whoever else it claims to be, and others are not."""

    def ask(client: httpx.Client, number: int) -> httpx.Response:
        forged = {"x-forwarded-for": f"192.0.2.{number % 250}", "x-real-ip": "198.51.100.1"}
        return client.get(f"{site.address}/health/live", headers=forged)

    # from an address of its own, so that the other tests are not refused
    asking = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(transport=asking) as client:
        answers: list[httpx.Response] = []
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline and not any(a.status_code == 429 for a in answers):
            answers.append(ask(client, len(answers)))
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    assert all(answer.status_code == 200 for answer in answers[:-1])
    assert httpx.get(f"{site.address}/health/live").status_code == 200


def test_bodies_are_refused_unread(site: Site) -> None:
    """Who announces a body is told so before one byte of it is read, whatever the method."""
    where = httpx.URL(site.address)
    for begins in ("GET / HTTP/1.1", "POST /v1/figures HTTP/1.1"):
        for framing in ("Content-Length: 9", "Content-Length: 90000", "Transfer-Encoding: chunked"):
            with socket.create_connection((where.host, where.port or 80), _SECONDS) as connection:
                connection.sendall(f"{begins}\r\nHost: tally\r\n{framing}\r\n\r\n".encode())
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                assert answer.status == 413
                assert answer.headers["content-type"] == "application/problem+json"
                assert msgspec.json.decode(answer.read())["status"] == 413


def test_reader_cannot_write(site: Site) -> None:
    """The role that serves reads what was seeded after it was made, and can write nothing."""
    plain = make_url(site.reader_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as reader:
        assert reader.execute("SELECT count(*) FROM release").fetchone() == (1,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            reader.execute("DELETE FROM release")
        reader.execute("SET default_transaction_read_only = off")
        for statement in ("DELETE FROM release", "CREATE TABLE made (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(statement)


def test_one_site(site: Site, fixtures: Fixtures) -> None:
    """It answers as a host does; a new release shows on both; without them, the last answer stands.

    The tag survives the way through, compressed too.
    """
    plain = {"accept-encoding": "identity"}
    direct = httpx.get(site.hosts[0] + FIGURE, headers=plain)
    through = httpx.get(site.address + FIGURE, headers=plain)
    assert through.status_code == 200
    assert through.content == direct.content
    for name in ("etag", "cache-control", "content-type", "content-security-policy"):
        assert through.headers[name] == direct.headers[name]
    known = plain | {"if-none-match": through.headers["etag"]}
    assert httpx.get(site.address + FIGURE, headers=known).status_code == 304
    squeezed = httpx.get(site.address + FIGURE, headers={"accept-encoding": "gzip"})
    assert squeezed.content == direct.content
    assert squeezed.headers["content-encoding"] == "gzip"
    known = {"if-none-match": squeezed.headers["etag"], "accept-encoding": "gzip"}
    assert httpx.get(site.address + FIGURE, headers=known).status_code == 304

    seed(site.database_url, edited(fixtures, {FIGURE.rpartition("/")[2]: {"note": "A caveat."}}))
    for where in [*site.hosts, site.address]:
        until(lambda: httpx.get(where + FIGURE).json()["data"]["note"] == "A caveat.")  # noqa: B023
    assert httpx.get(f"{site.address}/v1/figures/no-such-figure").status_code == 404
    assert httpx.get(f"{site.address}/metrics").status_code == 404

    site.stopped.close()
    until(lambda: "STALE" in httpx.get(site.address + FIGURE).headers.get("cache-status", ""))
    stale = httpx.get(site.address + FIGURE)
    assert stale.status_code == 200
    assert stale.json()["data"]["note"] == "A caveat."
    unkept = httpx.get(f"{site.address}/v1/claimants")
    assert unkept.status_code == 503
    assert unkept.headers["retry-after"] == "5"
    assert unkept.headers["content-type"] == "application/problem+json"
    assert unkept.json()["status"] == 503
    # an error was never kept
    assert httpx.get(f"{site.address}/v1/figures/no-such-figure").status_code == 503
