"""Bytes that can be read in two ways are refused, and nothing without an end is read."""

import json

import pytest

from tests.contract.wire import AMBIGUOUS, BARE_LINE_ENDS, HOST, exchange, statuses

REFUSED = AMBIGUOUS | BARE_LINE_ENDS
GET = b"GET /v1/figures?limit=1 HTTP/1.1\r\n" + HOST
MIB = 1024 * 1024


def assert_refused(answer: bytes, status: int) -> None:
    """One answer, a problem with the headers that every error has, and the connection closed."""
    assert statuses(answer) == [status], answer
    head, _, body = answer.partition(b"\r\n\r\n")
    assert json.loads(body)["status"] == status
    for line in (
        b"content-type: application/problem+json",
        b"x-content-type-options: nosniff",
        b"content-security-policy: default-src 'none'; frame-ancestors 'none'",
        b"cache-control: no-store",
        b"connection: close",
    ):
        assert line in head.lower().split(b"\r\n"), line


@pytest.mark.parametrize("name", REFUSED)
def test_refused(live: str, name: str) -> None:
    """What is ambiguous is 400, and whatever stands behind it is not read as a request."""
    smuggled = b"GET /v1/figures HTTP/1.1\r\n" + HOST + b"\r\n"
    assert_refused(exchange(live, REFUSED[name] + smuggled), 400)


def test_old_but_clear(live: str) -> None:
    """HTTP/1.0 needs no host."""
    assert statuses(exchange(live, b"GET /health/live HTTP/1.0\r\n\r\n")) == [200]


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"OPTIONS", b"POST"])
@pytest.mark.parametrize(
    "framed",
    [
        b"Content-Length: 5\r\n\r\nhello",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_small_bodies(live: str, method: bytes, framed: bytes) -> None:
    """A body means nothing: the answer is the one without it, and so is the next one's."""
    line = b" /v1/figures?limit=1 HTTP/1.1\r\n" + HOST
    last = b"GET /health/live HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    with_body = exchange(live, method + line + framed + last)
    without = exchange(live, method + line + b"\r\n" + last)
    assert statuses(with_body) == statuses(without)
    assert statuses(with_body)[-1] == 200


@pytest.mark.parametrize("method", [b"GET", b"POST"])
@pytest.mark.parametrize("chunked", [False, True])
def test_endless_bodies(live: str, method: bytes, chunked: bool) -> None:
    """A body that does not end is not read to the end: the connection is closed."""
    framing = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 99999999999"
    head = method + b" /health/live HTTP/1.1\r\n" + HOST + framing + b"\r\n\r\n"
    piece = b"%x\r\n%s\r\n" % (MIB, b"a" * MIB) if chunked else b"a" * MIB
    answer = exchange(live, head, piece, most=64)
    assert set(statuses(answer)) <= {200, 405, 413}


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        (b"GET /", b"a" * MIB),
        (GET + b"X-One: ", b"a" * MIB),
        (GET, b"X-One: 1\r\n" * 100_000),
        (b"", b"a" * MIB),
    ],
    ids=["path", "value", "lines", "method"],
)
def test_endless_heads(live: str, before: bytes, piece: bytes) -> None:
    """A head that does not end is refused, however it goes on."""
    answer = exchange(live, before, piece, most=64)
    assert set(statuses(answer)) <= {400, 431}
