"""Fault: much is asked, for long, of every kind; and answers of different questions, mixed up."""

import gzip
import http.client
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.faults.asking import Askers
from tests.faults.findings import Finding
from tests.faults.killed import READ
from tests.faults.processes import Server, serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import until

_FIGURE = "left-pakistan-april-2025"
_MIXED = [
    *READ,
    "/",
    f"/figures/{_FIGURE}",
    "/docs/method",
    f"/embed/figures/{_FIGURE}",
    f"/embed/figures/{_FIGURE}.svg",
    f"/embed/figures/{_FIGURE}.png?width=400",
    "/embed/timeline",
    "/v1/departures/series",
    "/v1/departures.ndjson",
    "/v1/releases/1/tally.zip",
    "/v1/figures/no-such-figure",
    "/v1/figures?no_such=1",
    "/health/ready",
    *(f"/v1/figures?limit={limit}" for limit in range(1, 400)),
    *(
        f"/v1/figures?q=pa&published_before=2025-0{month}-1{day}"
        for month in range(1, 9)
        for day in range(10)
    ),
]


def mixed_load(site: Site, scale: Scale) -> Iterator[Finding]:
    """Questions of every kind, kept and not, right and wrong, for a time."""
    url = site.database("SQLite")
    seed(url, read_fixtures(FIXTURES))
    # a store that is soon as full as it gets, so that what still grows is a leak
    with serving(url, site.folder(), TALLY_STORE_MEGABYTES="4") as server:
        asked = list(_MIXED)
        random.Random(6).shuffle(asked)
        taken: list[tuple[float, float]] = []
        with Askers(server.address, asked, threads=3, pause=0.001) as askers:
            until(lambda: len(askers.answers) >= scale.warm_up, limit=1800)
            begun = time.monotonic()
            while (at := time.monotonic() - begun) < scale.load_seconds:
                taken.append((at, _megabytes(server.process.pid)))
                time.sleep(min(0.5, scale.load_seconds / 20))
    wrong = [a for a in askers.answers if a.status == 0 or a.status >= 500]
    yield Finding(
        fault=f"{scale.load_seconds:g} s of mixed load",
        demanded="0 × 5xx",
        found=f"{len(wrong)} of {len(askers.answers):,} answers",
        met=not wrong and len(askers.answers) > 100 and not askers.contradictions,
    )
    slope, _ = statistics.linear_regression(*zip(*taken, strict=True))
    yield Finding(
        fault=f"{scale.load_seconds:g} s of mixed load",
        demanded="memory slope under 1 MB per 10 min",
        found=f"{slope * 600:+.1f} MB per 10 min after the first {scale.warm_up:,} answers, "
        f"{taken[-1][1]:.0f} MB in the end",
        met=slope * 600 < 1,
        timed=True,
    )


def _megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


class Question(msgspec.Struct, frozen=True):
    """A request: an address, and what of its headers may decide the answer."""

    path: str
    accept: str = "*/*"
    coding: str = "identity"
    method: str = "GET"


class Got(msgspec.Struct, frozen=True):
    """What decides whether two answers are the same one."""

    status: int
    type: str | None
    tag: str | None
    body: bytes


def different_questions(site: Site, scale: Scale) -> Iterator[Finding]:
    """Pairs of questions that are nearly the same, one after the other: each gets its own answer.

    What is right is what a server answers that keeps nothing.
    """
    url = site.database("SQLite")
    seed(url, read_fixtures(FIXTURES))
    rng = random.Random(10_000)
    pairs = [_pair(rng) for _ in range(scale.pairs)]
    right: dict[Question, Got] = {}
    wrong: list[Question] = []
    with serving(url, site.folder(), TALLY_STORE_MEGABYTES="0") as server:
        connection = _connect(server)
        public = server.address
        for question in {question for pair in pairs for question in pair}:
            right[question] = _ask(connection, question)
        connection.close()
    # the same address in links, and room for some of the answers
    settings = {"TALLY_STORE_MEGABYTES": "2", "TALLY_PUBLIC_URL": public}
    with serving(url, site.folder(), **settings) as server:
        connection = _connect(server)
        for first, second in pairs:
            wrong += [q for q in (first, second, first) if _ask(connection, q) != right[q]]
        connection.close()
    unlike = sum(right[first].body != right[second].body for first, second in pairs)
    yield Finding(
        fault=f"{scale.pairs:,} pairs of different requests against the answer store",
        demanded="0 wrong bodies",
        found=f"{len(wrong)} wrong in {3 * scale.pairs:,} answers; {len(right):,} questions, "
        f"{unlike:,} pairs with different bodies",
        met=not wrong and unlike > scale.pairs // 2,
    )


def _connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def _ask(connection: http.client.HTTPConnection, question: Question) -> Got:
    headers = {"Accept": question.accept, "Accept-Encoding": question.coding}
    connection.request(question.method, question.path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.headers.get("content-encoding") == "gzip" and body:
        body = gzip.decompress(body)
    tag = response.headers.get("etag", "").replace("-gzip", "")
    return Got(response.status, response.headers.get("content-type"), tag, body)


_LISTS = ("figures", "departures", "permit-holders", "population-estimates", "sources", "places")
_PARAMETERS = {
    "limit": ["1", "2", "3", "11", "12", "21"],
    "origin": ["PAK", "IRN", "AFG", "PAK&origin=IRN", "PAKIRN"],
    "destination": ["AFG", "PAK"],
    "sort": ["id", "-id", "-reported", "reported"],
    "published_before": ["2023-11-20", "2023-11-30", "2025-06-04"],
    "as_of_release": ["1", "2", "2020-01-01T00:00:00Z"],
    "include": ["total"],
    "q": ["pak", "iran", "PAK", "1", "limit=1", "&limit=1", "a,b"],
    "certainly_at_least": ["1000", "10000", "1e3"],
}
_ACCEPTS = ("*/*", "text/csv", "application/json", "application/x-ndjson", "image/png")
_CODINGS = ("identity", "gzip")


def _pair(rng: random.Random) -> tuple[Question, Question]:
    """Two questions that differ in one respect, or in the order of what they say."""
    first = _question(rng)
    second = first
    while second == first:
        second = _changed(rng, first)
    return first, second


def _question(rng: random.Random) -> Question:
    path = f"/v1/{rng.choice(_LISTS)}{rng.choice(('', '.json', '.csv', '.ndjson'))}"
    names = rng.sample(list(_PARAMETERS), rng.randint(0, 2))
    query = "&".join(f"{name}={rng.choice(_PARAMETERS[name])}" for name in names)
    return Question(path + (f"?{query}" if query else ""), rng.choice(_ACCEPTS[:3]))


def _changed(rng: random.Random, question: Question) -> Question:
    path, _, query = question.path.partition("?")
    match rng.randint(0, 6):
        case 0:
            name = rng.choice(list(_PARAMETERS))
            more = f"{name}={rng.choice(_PARAMETERS[name])}"
            return msgspec.structs.replace(
                question, path=f"{path}?{query}&{more}" if query else f"{path}?{more}"
            )
        case 1:
            items = query.split("&")
            rng.shuffle(items)
            return msgspec.structs.replace(question, path=f"{path}?{'&'.join(items[1:])}")
        case 2:
            return msgspec.structs.replace(question, accept=rng.choice(_ACCEPTS))
        case 3:
            return msgspec.structs.replace(question, coding=rng.choice(_CODINGS))
        case 4:
            return msgspec.structs.replace(question, path=f"/v1/{rng.choice(_LISTS)}?{query}")
        case 5:
            return msgspec.structs.replace(
                question, path=f"/embed/figures/{_FIGURE}?lang={rng.choice(('en', 'ur', 'ps'))}"
            )
        case _:
            return _question(rng)
