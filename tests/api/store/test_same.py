"""An answer from the store is the one the application gives, byte for byte and in every header."""

import gzip
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
import zstandard

from api.store.codings import SMALLEST, is_compressible
from api.store.layer import Store
from tests.api.lists import DETAILS, LISTS
from tests.api.store.asking import Sent, ask
from tests.conftest import Client, client_of

FIGURE = "left-pakistan-april-2025"
UNDO: dict[str, Any] = {
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


def _addresses() -> Iterator[tuple[str, str]]:
    for path, operation in LISTS.items():
        for accept in ("", "text/csv", "application/x-ndjson;q=0.9, text/html;q=0.1"):
            yield path, accept
        yield f"{path}?limit=3&include=total&as_of_release=1", ""
        for format in operation.formats:
            yield f"{path}.{format}?limit=7", ""
    for path, operation in DETAILS.items():
        before, _, after = path.partition("{")
        yield before + (operation.example or "") + after.partition("}")[2], ""
    yield f"/v1/figures/{FIGURE}?as_of_release=1", ""
    yield f"/v1/figures/{FIGURE}?as_of_release=2025-09-01T12:00:00Z", ""
    yield f"/v1/figures/{FIGURE}?as_of_release=2999-01-01T00:00:00Z", ""
    for suffix in ("", ".svg", ".png"):
        yield f"/embed/figures/{FIGURE}{suffix}?lang=fa&theme=dark", ""
        yield f"/embed/figures/{FIGURE}{suffix}?release=1", "*/*"


ANSWERED = list(_addresses())
REFUSED = [
    ("/v1/figures?limit=0", ""),
    ("/v1/figures?nonsense=1", ""),
    ("/v1/figures", "image/png"),
    ("/v1/figures.csv", "application/json"),
    ("/v1/figures/no-such-figure", ""),
    ("/v1/figures/x", ""),
    ("/v1/figures/", ""),
    (f"/v1//figures/{FIGURE}", ""),
    (f"/v1/figures%2F{FIGURE}", ""),
    ("/v1/nothing", ""),
    ("/v1/figures?as_of_release=99", ""),
    ("/v1/figures?cursor=AAAAAAAAAAAAAAAA", ""),
    ("/v1/figures?origin=" + "A" * 9000, ""),
    (f"/embed/figures/{FIGURE}?theme=green", ""),
    (f"/embed/figures/{FIGURE}.png", "text/html"),
    ("/embed/figures/no-such-figure", ""),
    ("/embed/nothing", ""),
]
ELSEWHERE = ["/", "/docs", "/openapi.json", "/health/live", "/health/ready", "/metrics"]


@pytest.fixture(scope="module")
def store(rich: Client) -> Store:
    """An application with its store, of its own."""
    app = client_of(rich.database_url).app
    assert isinstance(app, Store)
    return app


def headers_of(accept: str, **more: str) -> dict[str, str]:
    """Request headers."""
    return ({"accept": accept} if accept else {}) | more


def vary_of(bare: Sent) -> str | None:
    """What ``Vary`` has to be where the store may send the answer in other codings."""
    before = bare.headers.get("vary")
    coded = is_compressible(bare.headers["content-type"].encode()) and len(bare.body) >= SMALLEST
    return ", ".join(filter(None, (before, "Accept-Encoding"))) if coded else before


@pytest.mark.parametrize(("address", "accept"), ANSWERED)
def test_same(store: Store, address: str, accept: str) -> None:
    """The first time and again, and with any coding undone, it is what the application answers."""
    bare = ask(store.app, address, **headers_of(accept))
    assert bare.status == 200
    for sent in [ask(store, address, **headers_of(accept)) for _ in range(2)]:
        assert (sent.status, sent.body) == (200, bare.body)
        assert sent.without("vary") == bare.without("vary")
        assert sent.headers.get("vary") == vary_of(bare)
    for coding, undo in UNDO.items():
        for _ in range(2):
            coded = ask(store, address, **headers_of(accept, accept_encoding=f"{coding}, *;q=0"))
            if "Accept-Encoding" not in (vary_of(bare) or ""):
                assert (coded.headers, coded.body) == (bare.headers, bare.body)
                continue
            assert undo(coded.body) == bare.body
            tag = f'{bare.headers["etag"][:-1]}-{coding}"'
            assert coded.headers == bare.headers | {
                "vary": vary_of(bare),
                "etag": tag,
                "content-encoding": coding,
                "content-length": str(len(coded.body)),
            }


@pytest.mark.parametrize(("address", "accept"), ANSWERED)
def test_unchanged(store: Store, address: str, accept: str) -> None:
    """Who names the tag of what would be sent gets 304, with the headers the application gives."""
    for coding in ("identity", "gzip"):
        asked = headers_of(accept, accept_encoding=coding)
        whole = ask(store, address, **asked)
        tag = whole.headers["etag"]
        bare = ask(store.app, address, **headers_of(accept, if_none_match="*"))
        for named in (tag, f'W/{tag}, "other"', "*"):
            for method in ("GET", "HEAD"):
                sent = ask(store, address, method, **asked, if_none_match=named)
                assert (sent.status, sent.body) == (304, b"")
                assert sent.without("vary", "etag") == bare.without("vary", "etag")
                for header in ("vary", "etag"):
                    assert sent.headers.get(header) == whole.headers.get(header)
        other = tag[:-1] + '-other"'
        assert ask(store, address, **asked, if_none_match=other) == whole


@pytest.mark.parametrize(("address", "accept"), [*ANSWERED, *REFUSED])
def test_head(store: Store, address: str, accept: str) -> None:
    """HEAD has every header of GET and no body. Asking for a range changes nothing."""
    got = ask(store, address, **headers_of(accept))
    headed = ask(store, address, "HEAD", **headers_of(accept))
    assert (headed.status, headed.headers, headed.body) == (got.status, got.headers, b"")
    assert ask(store, address, **headers_of(accept, range="bytes=0-9")) == got


@pytest.mark.parametrize(("address", "accept"), REFUSED)
def test_errors(store: Store, address: str, accept: str) -> None:
    """An error is the application's own each time, and nothing of it is kept."""
    kept = (len(store.answers), len(store.spellings))
    bare = ask(store.app, address, **headers_of(accept))
    assert bare.status >= 400
    for more in ({}, {"accept_encoding": "gzip"}, {"if_none_match": "*"}):
        assert ask(store, address, **headers_of(accept, **more)) == bare
    assert (len(store.answers), len(store.spellings)) == kept


@pytest.mark.parametrize("address", ELSEWHERE)
def test_elsewhere(store: Store, address: str) -> None:
    """Pages and operations pass by untouched."""
    kept = (len(store.answers), len(store.spellings))
    for headers in ({}, {"accept_encoding": "gzip"}, {"if_none_match": "*"}):
        assert ask(store, address, **headers) == ask(store.app, address, **headers)
    assert ask(store, "/v1/figures", "POST") == ask(store.app, "/v1/figures", "POST")
    assert ask(store, "/v1/figures", "OPTIONS") == ask(store.app, "/v1/figures", "OPTIONS")
    assert (len(store.answers), len(store.spellings)) == kept


def test_large_headers_are_refused_on_a_known_answer(store: Store) -> None:
    """What is kept is not given to a request that the application would refuse."""
    assert ask(store, "/v1/figures").status == 200
    large = {f"x-{i}": "a" * 1000 for i in range(40)}
    assert ask(store, "/v1/figures", **large) == ask(store.app, "/v1/figures", **large)
    assert ask(store, "/v1/figures", **large).status == 431


def test_none_is_kept(rich: Client) -> None:
    """A store of no size answers the same, each time anew."""
    app = client_of(rich.database_url, store_megabytes=0).app
    assert isinstance(app, Store)
    for _ in range(2):
        sent = ask(app, "/v1/figures", accept_encoding="br")
        assert brotli.decompress(sent.body) == ask(app.app, "/v1/figures").body
    assert len(app.answers) == len(app.spellings) == 0
