"""Fault: a worker is killed; or the server is told to end while it answers."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.faults.asking import Askers
from tests.faults.findings import Finding
from tests.faults.killed import READ
from tests.faults.processes import Server, serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import LIMIT, until

_ENOUGH = 400
"""Answers around one death, so that one that is lost is not yet a hundredth."""


def killed_worker(site: Site, scale: Scale) -> Iterator[Finding]:
    """One of two workers is killed under load, again and again."""
    url = site.database("SQLite")
    seed(url, read_fixtures(FIXTURES))
    slowest = 0.0
    with serving(url, site.folder(), "--workers", "2") as server:
        until(lambda: len(_answering(server)) == 2)
        with Askers(server.address, READ, threads=2, pause=0.002) as askers:
            for number in range(scale.worker_kills):
                until(lambda: len(askers.answers) > _ENOUGH * number // 2)  # noqa: B023
                victim = min(_answering(server))
                os.kill(victim, signal.SIGKILL)
                back = until(lambda: len(_answering(server) - {victim}) == 2)  # noqa: B023
                slowest = max(slowest, back)
                time.sleep(scale.worker_seconds)
            until(lambda: len(askers.answers) > _ENOUGH * scale.worker_kills)
    failed = askers.failed()
    down = [a for a in failed if "Refused" in a.failure]
    share = 1 - len(failed) / len(askers.answers)
    yield Finding(
        fault="`kill -9` of a worker, one of two",
        demanded="≥ 99 % of requests succeed, listener never down",
        found=f"{scale.worker_kills} killed: {share:.2%} of {len(askers.answers):,} succeed, "
        f"{len(down)} connections refused",
        met=share >= 0.99 and not down and not askers.contradictions,
    )
    yield Finding(
        fault="`kill -9` of a worker, one of two",
        demanded="worker back in 5 s",
        found=f"{slowest:.1f} s at most",
        met=slowest < 5,
        timed=True,
    )


def _answering(server: Server) -> set[int]:
    """The workers that wait for connections: whose epoll watches the listener."""
    listeners = {target for target in _links(server.process.pid).values() if "socket:" in target}
    return {pid for pid in server.workers() if _listens(pid, listeners)}


def _links(pid: int) -> dict[str, str]:
    try:
        return {link.name: str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:  # it has just ended
        return {}


def _listens(pid: int, listeners: set[str]) -> bool:
    links = _links(pid)
    watched = set()
    for name, target in links.items():
        if "eventpoll" in target:
            try:
                described = Path(f"/proc/{pid}/fdinfo/{name}").read_text()
            except OSError:  # it has just ended
                return False
            watched |= {line.split()[1] for line in described.splitlines() if "tfd:" in line}
    return any(links.get(name) in listeners for name in watched)


class Held(threading.Thread):
    """A request that PostgreSQL does not answer until a lock is released."""

    def __init__(self, server: Server, url: str) -> None:
        super().__init__()
        self._server, self._url = server, url
        self.status = 0
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._lock = psycopg.connect(plain)
        self._lock.execute("LOCK TABLE departure IN ACCESS EXCLUSIVE MODE")
        self._watch = psycopg.connect(plain, autocommit=True)

    def run(self) -> None:
        """Ask."""
        self.status, _ = self._server.get("/v1/departures?limit=7", seconds=LIMIT)

    def is_waiting(self) -> bool:
        """Whether the question has come to the lock."""
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return self._watch.execute(waiting).fetchone() != (0,)

    def release(self) -> None:
        """Let it be answered."""
        self._lock.close()
        self._watch.close()


def told_to_end(site: Site, scale: Scale) -> Iterator[Finding]:
    """SIGTERM while a request takes a while, by one process and by two workers; or never ends."""
    url = site.database("PostgreSQL")
    seed(url, read_fixtures(FIXTURES))
    for workers in ("1", "2") if scale.each_way else ("1",):
        status, code, seconds = _end(site, url, workers, scale.in_flight_seconds)
        yield Finding(
            fault=f"SIGTERM with a request of {scale.in_flight_seconds:g} s in flight, "
            f"{workers} worker{'s' * (workers != '1')}",
            demanded="those under 10 s complete, exit",
            found=f"the request: {status}; exit status {code} after {seconds:.1f} s",
            met=status == 200 and code == 0,
        )
    for workers in ("1", "2") if scale.stuck else ():
        status, code, seconds = _end(site, url, workers, None)
        yield Finding(
            fault=f"SIGTERM with a request in flight that does not end, "
            f"{workers} worker{'s' * (workers != '1')}",
            demanded="exit within 15 s always",
            found=f"exit status {code} after {seconds:.1f} s",
            met=seconds < 15,
            timed=True,
        )


def _end(site: Site, url: str, workers: str, seconds: float | None) -> tuple[int, int, float]:
    """The status of a request in flight, the exit status, and how long that took."""
    patient = {"TALLY_QUERY_SECONDS": "60"}
    with serving(url, site.folder(), "--workers", workers, **patient) as server:
        held = Held(server, url)
        held.start()
        try:
            until(held.is_waiting)
            begun = time.monotonic()
            server.process.terminate()
            if seconds is not None:
                time.sleep(seconds)
                held.release()
            code = server.process.wait(LIMIT + 10)
            took = time.monotonic() - begun
        finally:
            held.release()
            held.join()
        return held.status, code, took
