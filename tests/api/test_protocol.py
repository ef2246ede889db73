"""What leaves at once is, over a real socket, what Uvicorn's own way sends, byte for byte."""

import asyncio
import re

import pytest
import uvicorn
from litestar.types import HTTPScope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.protocol import StoreProtocol
from api.store.answers import Answer
from api.store.layer import Store, Whole
from tests.conftest import Client, client_of

FIGURE = "/v1/figures/left-pakistan-april-2025"


def request(line: str, *headers: str, body: str = "") -> str:
    """A request as it goes over the wire."""
    return "\r\n".join((f"{line} HTTP/1.1", "Host: tally", *headers, "", body))


REQUESTS = {
    "a figure": request(f"GET {FIGURE}"),
    "compressed": request(f"GET {FIGURE}", "Accept-Encoding: zstd, gzip"),
    "a list": request("GET /v1/figures.csv?limit=7"),
    "an embed": request("GET /embed/figures/left-pakistan-april-2025?lang=ur"),
    "its head": request(f"HEAD {FIGURE}"),
    "unchanged": request(f"GET {FIGURE}", "If-None-Match: *"),
    "refused": request(f"GET {FIGURE}?no=1"),
    "a body that nobody reads": request(f"GET {FIGURE}", "Content-Length: 4", body="abcd"),
    "expecting": request(f"GET {FIGURE}", "Expect: 100-continue"),
    "one header twice": request(f"GET {FIGURE}", "Accept: */*", "Accept: text/html"),
}
ENDING = request(f"GET {FIGURE}", "Connection: close")


@pytest.fixture(scope="module")
def store(rich: Client) -> Store:
    """An application of its own."""
    app = client_of(rich.database_url, release_seconds=3600.0).app
    assert isinstance(app, Store)
    return app


async def talk(app: Store, protocol: type[HttpToolsProtocol], *requests: str) -> bytes:
    """All that one connection is answered to requests that are sent in one go, but for the date."""
    config = uvicorn.Config(
        app,
        http=protocol,
        host="127.0.0.1",
        port=0,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    async with asyncio.timeout(60):
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write("".join(requests).encode())
        said = await reader.read()
        writer.close()
        server.should_exit = True
        await serving
    return re.sub(rb"(?m)^date: [^\r]*\r\n", b"", said)


def sorted_heads(said: bytes) -> list[bytes]:
    """The lines of what was said, those of each head in order of the alphabet."""
    return sorted(said.split(b"\r\n"))


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_the_same_bytes(store: Store, request_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked a second time, so that it is known; then the connection is told to close."""
    at_once: list[bool] = []
    usual = Store.at_once

    def noted(self: Store, scope: HTTPScope) -> Whole | None:
        whole = usual(self, scope)
        at_once.append(whole is not None)
        return whole

    monkeypatch.setattr(Store, "at_once", noted)
    asyncio.run(talk(store, HttpToolsProtocol, request_, ENDING))
    expected = asyncio.run(talk(store, HttpToolsProtocol, request_, ENDING))
    assert not at_once
    found = asyncio.run(talk(store, StoreProtocol, request_, ENDING))
    assert sorted_heads(found) == sorted_heads(expected)
    assert found.endswith(expected[-200:])
    known = request_ not in (REQUESTS["refused"], REQUESTS["one header twice"])
    assert at_once == [known, True]


def test_answers_keep_their_order(store: Store) -> None:
    """Known ones behind one that is not known yet wait for it, however many there are."""
    asyncio.run(talk(store, StoreProtocol, ENDING))
    fresh, known = request("GET /v1/figures?limit=3&sort=-id"), request(f"GET {FIGURE}")
    last = request(f"HEAD {FIGURE}", "Connection: close")
    said = asyncio.run(talk(store, StoreProtocol, fresh, *[known] * 1500, last))
    answers = said.split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert len(answers) == 1502
    assert b'"limit":3' in answers[0]
    assert len(set(answers[1:-1])) == 1
    assert b"connection: close" in answers[-1]


def test_a_header_that_breaks_a_line_is_a_fault(store: Store) -> None:
    """What is written once is checked once."""
    for header in ((b"x", b"a\r\nb: c"), (b"x y", b"a"), (b"x", b"a\0")):
        with pytest.raises(ValueError, match="no header"):
            Answer(status=200, headers=[header], body=b"").add(b"identity", b"")
