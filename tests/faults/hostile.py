"""Fault: whatever can be sent in a request is, everywhere it can be sent, to both databases."""

import http.client
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.contract.hostile import BROWSER, Ask, Elements, elements, everything, what_runs
from tests.faults.findings import Finding
from tests.faults.processes import serving
from tests.faults.scale import Scale
from tests.faults.site import DATABASES, Site

_HTML = "text/html; charset=utf-8"
_PROBLEM = "application/problem+json"
_DRAWN = {"svg": "image/svg+xml", "png": "image/png"}
_FAULT = "hostile corpus × every parameter × every route × every format"


class _Got(msgspec.Struct, frozen=True):
    """What an answer said; status 0 where none came."""

    status: int
    type: str | None
    sniffed: bool
    runs: bool

    def fault(self, ask: Ask) -> bool:
        """Whether it is none, or one of the server's; 501 is what oEmbed says of other formats."""
        return self.status == 0 or (
            self.status >= 500 and not (self.status == 501 and ask.path.startswith("/oembed"))
        )

    def misspoken(self, ask: Ask) -> bool:
        """Whether it may be taken for something it is not, or is an error in another form.

        Errors are problems, but for what people look at: pages, to browsers, and embeds, which say
        in their own form that there is nothing of an id.
        """
        expected = {_PROBLEM}
        if ask.browser:
            expected.add(_HTML)
        elif ask.path.startswith("/embed/"):
            expected.add(_DRAWN.get(ask.plain.rpartition(".")[2], _HTML))
        return self.sniffed or (self.status >= 400 and self.type not in expected)


def hostile_corpus(site: Site, scale: Scale) -> Iterator[Finding]:
    """Every hostile value in every parameter of every route, in every format."""
    asks = list(everything())
    if scale.hostile is not None:
        asks = random.Random(42).sample(asks, scale.hostile)
    urls = [site.database(name) for name in DATABASES]
    for url in urls:  # one after the other: Alembic knows one migration in a process
        seed(url, read_fixtures(FIXTURES))
    with ThreadPoolExecutor(len(urls)) as pool:
        first, second = pool.map(lambda url: _answers(site.folder(), url, asks), urls)
    both = [(ask, got) for answers in (first, second) for ask, got in answers.items()]
    faults = sum(got.fault(ask) for ask, got in both)
    runs = sum(got.runs for _, got in both)
    misspoken = sum(got.misspoken(ask) for ask, got in both)
    unlike = sum(first[ask].status != second[ask].status for ask in asks)
    refused = sum(got.status >= 400 for _, got in both)
    told = f"{len(both):,} answers, {refused:,} of them refusals"
    for demanded, wrong in (
        ("0 × 5xx", faults),
        ("0 unescaped markers", runs),
        (
            "every error `application/problem+json` with `nosniff`, but pages and embeds",
            misspoken,
        ),
        ("same status on both databases", unlike),
    ):
        yield Finding(
            fault=_FAULT,
            demanded=demanded,
            found=f"{wrong:,} otherwise in {told}",
            met=not wrong and refused > len(both) // 2,
        )


def _answers(folder: Path, url: str, asks: list[Ask]) -> dict[Ask, _Got]:
    """What a server on a database answers to each."""
    with serving(url, folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        clean: dict[str, Elements] = {}
        for plain in sorted({ask.plain for ask in asks if ask.plain}):
            connection.request("GET", plain, headers=BROWSER)
            clean[plain] = elements(connection.getresponse().read().decode(errors="replace"))
        answers = {ask: _got(connection, ask, clean.get(ask.plain)) for ask in asks}
        connection.close()
    return answers


def _got(connection: http.client.HTTPConnection, ask: Ask, clean: Elements | None) -> _Got:
    try:
        connection.request("GET", ask.path, headers=BROWSER if ask.browser else {})
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return _Got(0, None, sniffed=False, runs=False)
    kind = response.headers["content-type"]
    if kind is not None and kind.startswith(("text/html", "image/svg")):
        runs = what_runs(body.decode(), clean if response.status < 400 else None) != []
    else:
        runs = b"alert(1)" in body
    return _Got(
        response.status,
        kind,
        sniffed=response.headers["x-content-type-options"] != "nosniff",
        runs=runs or "set-cookie" in response.headers,
    )
