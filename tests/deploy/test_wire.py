"""What nginx, as it is set up here, takes from the wire and says itself."""

import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from seeds.fixtures import Fixtures
from tests.conftest import seed
from tests.contract.wire import AMBIGUOUS, BARE_LINE_ENDS, HOST, exchange, statuses
from tests.deploy.hosts import nginx
from tests.serving import free_port, serving

MIB = 1024 * 1024
OWN_HEADERS = {
    "content-type": "application/problem+json",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "no-referrer",
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, fixtures: Fixtures) -> Iterator[str]:
    """nginx in front of a host."""
    if shutil.which("nginx") is None:
        assert "CI" not in os.environ, "nginx is missing"
        pytest.skip("install nginx (Debian: nginx-light)")
    folder = tmp_path_factory.mktemp("wire")
    url = f"sqlite:///{folder}/tally.db"
    seed(url, fixtures)
    public = free_port()
    with ExitStack() as running:
        host = running.enter_context(serving(url, folder / "app.log"))
        running.enter_context(nginx(folder, public, [int(host.rpartition(":")[2])]))
        yield f"http://127.0.0.1:{public}"


def assert_refused(answer: bytes, allowed: set[int]) -> None:
    """One answer of nginx's own: a problem, with the headers of every error."""
    (status,) = statuses(answer)
    assert status in allowed, answer
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode().splitlines()[1:]]
    headers = [(name.lower(), value) for name, value in lines]
    for name, value in OWN_HEADERS.items():
        assert [given for known, given in headers if known == name] == [value], name
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_refused(site: str, name: str) -> None:
    """What is ambiguous is refused, and what stands behind it is not read as a request."""
    smuggled = b"GET /v1/figures HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    answer = exchange(site, AMBIGUOUS[name] + smuggled)
    if name.startswith("no version"):  # HTTP/0.9, which nginx answers in kind: without a head
        assert json.loads(answer)["status"] == 400
    else:
        assert_refused(answer, {400, 501, 505})


@contextmanager
def recorded() -> Iterator[tuple[int, list[bytes]]]:
    """A port that answers every connection once, and what came there."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return  # it was closed
                with connection:
                    came.append(connection.recv(65_536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield listener.getsockname()[1], came
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("name", BARE_LINE_ENDS)
def test_bare_line_ends(site: str, tmp_path: Path, name: str) -> None:
    """nginx takes a bare LF for the end of a line, and no setting forbids it; it passes none on.

    What comes to the application is one request, written anew, with the header before it whole.
    """
    public = free_port()
    closing = b"GET /none HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    with recorded() as (port, came), nginx(tmp_path, public, [port]):
        came.clear()
        answer = exchange(f"http://127.0.0.1:{public}", BARE_LINE_ENDS[name] + closing)
        assert statuses(answer) == [200, 200]
    first, _ = came
    assert first.startswith(b"GET /health/live HTTP/1.1\r\n")
    assert first.endswith(b"\r\n\r\n")
    assert b"\n" not in first.replace(b"\r\n", b"")
    assert b"\r" not in first.replace(b"\r\n", b"")


def test_endless_bodies(site: str) -> None:
    """A body is refused as soon as it is larger than a body without meaning may be.

    What is still being sent is thrown away, for as long as ``lingering_time`` says.
    """
    head = b"GET /health/live HTTP/1.1\r\n" + HOST
    told = exchange(site, head + b"Content-Length: 99999999\r\n\r\n", b"a" * MIB)
    assert_refused(told, {413})
    piece = b"%x\r\n%s\r\n" % (MIB, b"a" * MIB)
    told = exchange(site, head + b"Transfer-Encoding: chunked\r\n\r\n", piece)
    assert_refused(told, {413})


def test_small_bodies(site: str) -> None:
    """A body is refused unread, however small, and the connection with it: what is behind the head
    is not read as a request.
    """
    head = b"GET /health/live HTTP/1.1\r\n" + HOST
    last = head + b"Connection: close\r\n\r\n"
    for framed in (
        b"Content-Length: 5\r\n\r\nhello",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ):
        told = exchange(site, head + framed + last)
        assert statuses(told) == [413]
        assert_refused(told, {413})


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X-One: " + b"a" * 9_000 + b"\r\n\r\n", 431),
        (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
        (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", 505),
        (b"GET /metrics HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 404),
    ],
    ids=["address", "header", "trace", "version", "metrics"],
)
def test_own_answers(site: str, sent: bytes, status: int) -> None:
    """What nginx refuses itself is a problem with its own status."""
    assert_refused(exchange(site, sent), {status})
