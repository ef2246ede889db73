"""Fault: PostgreSQL is restarted under load, or is away for a while."""

import itertools
import threading
import time
from collections.abc import Iterator

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.faults.asking import Answer, Askers
from tests.faults.findings import Finding
from tests.faults.killed import READ
from tests.faults.processes import Server, serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import until


class Other(threading.Thread):
    """Asks what nobody asked before, so that no answer of it is kept."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self._ending = threading.Event()
        self.answers: list[Answer] = []

    def run(self) -> None:
        """Ask until told to end."""
        for number in itertools.count(1):
            if self._ending.wait(0.02):
                return
            path = (
                f"/v1/figures?limit={number % 1000 + 1}&published_from=19{number // 1000:02}-01-01"
            )
            with Askers(self._server.address, [path], threads=1) as asker:
                until(lambda: bool(asker.answers))
            self.answers += asker.answers[:1]

    def end(self) -> list[Answer]:
        """What it got."""
        self._ending.set()
        self.join()
        return self.answers


def postgresql_away(site: Site, scale: Scale) -> Iterator[Finding]:
    """Restarts at once while it is asked, and a time without it."""
    url = site.database("PostgreSQL")
    seed(url, read_fixtures(FIXTURES))
    with serving(url, site.folder()) as server:
        for path in READ:
            assert server.status(path) == 200
        yield from _restarted(site, server, scale)
        yield from _stopped(site, server, scale)


def _restarted(site: Site, server: Server, scale: Scale) -> Iterator[Finding]:
    slowest = 0.0
    other = Other(server)
    with Askers(server.address, READ, pause=0.005) as askers:
        other.start()
        for _ in range(scale.restarts):
            enough = len(other.answers) + 5
            until(lambda: len(other.answers) >= enough)  # noqa: B023 - it is over before the next
            site.postgres.restart()
            slowest = max(slowest, until(lambda: server.status() == 200))
        others = other.end()
    yield from _found("PostgreSQL restarted at once, under load", askers.answers, others, slowest)


def _stopped(site: Site, server: Server, scale: Scale) -> Iterator[Finding]:
    other = Other(server)
    with Askers(server.address, READ, pause=0.02) as askers:
        other.start()
        site.postgres.stop()
        try:
            until(lambda: server.status() == 503)
            time.sleep(scale.away_seconds)
        finally:
            site.postgres.start()
        slowest = until(lambda: server.status() == 200)
        others = other.end()
    fault = f"PostgreSQL stopped for {scale.away_seconds:g} s"
    yield from _found(fault, askers.answers, others, slowest)


def _found(
    fault: str, kept: list[Answer], others: list[Answer], slowest: float
) -> Iterator[Finding]:
    refused = [a for a in others if a.status == 503]
    waited = [a for a in refused if "retry-after" in a.headers]
    odd = [a for a in others if a.status not in (200, 503)]
    unkept = [a for a in kept if a.status != 200]
    yield Finding(
        fault=fault,
        demanded="only 503 with `Retry-After` for what is not in the answer store, 0 × 500",
        found=f"not in the store: {len(others)} asked, {len(refused)} × 503, {len(waited)} of them "
        f"with `Retry-After`, {len(odd)} other than 200 and 503; in the store: {len(unkept)} of "
        f"{len(kept):,} not 200",
        met=not odd and not unkept and len(waited) == len(refused) and len(kept) > 0,
    )
    yield Finding(
        fault=fault,
        demanded="recovers in 2 s without a restart",
        found=f"{slowest:.2f} s at most",
        met=slowest < 2,
        timed=True,
    )
