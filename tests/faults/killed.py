"""Fault: whoever writes is killed at a random moment, while others read; or two write at once."""

import json
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import select

from models import Release, table_of
from seeds.check import check
from seeds.database import reading
from seeds.fixtures import read_fixtures
from tests.conftest import seed
from tests.faults.asking import Askers
from tests.faults.data import fixtures_of_round, statistics_of_round
from tests.faults.findings import Finding
from tests.faults.forking import Forks
from tests.faults.processes import Server, begin, run, serving
from tests.faults.scale import Scale
from tests.faults.site import DATABASES, Site
from tests.serving import LIMIT, until

READ = [
    "/v1/figures?limit=1000",
    "/v1/departures?limit=1000",
    "/v1/departures.csv?limit=1000",
    "/v1/coverage",
    "/v1/comparisons?limit=1000",
    "/v1/figures/left-pakistan-april-2025",
    "/v1/releases",
]
WRITERS = [
    ("seeding", "SQLite"),
    ("import", "PostgreSQL"),
    ("seeding", "PostgreSQL"),
    ("import", "SQLite"),
]
_PINNED = ("/v1/figures?limit=1000", "/v1/departures?limit=1000")
_RELEASES = select(table_of(Release)).order_by(table_of(Release).c.number)


def releases(url: str) -> list[tuple[int, str]]:
    """The number and checksum of every release that is held."""
    with reading(url) as connection:
        rows = connection.execute(_RELEASES).mappings()
        return [(row["number"], row["checksum"]) for row in rows]


def problems(url: str) -> list[str]:
    """What ``tally check`` finds."""
    with reading(url) as connection:
        return check(connection).problems


class Killing:
    """Rounds of one writer on one database: begun, killed, looked at."""

    def __init__(self, url: str, server: Server, forks: Forks) -> None:
        self._url, self._server, self._forks = url, server, forks
        self._rng = random.Random(url.partition(":")[0])
        self.rounds = self.killed = self.published = 0
        self.lost: list[int] = []
        self.wrong: list[str] = []
        self.slowest = 0.0

    def round(self, arguments: list[str | Path], usual: float) -> None:
        """Kill a run at some time until a little after it would usually have ended."""
        before = releases(self._url)
        moment = self._rng.uniform(0.0, 1.3) * usual
        ended = self._forks.run(self._url, *arguments, moment=moment)
        self.slowest = max(self.slowest, until(lambda: self._server.status() == 200))
        after = releases(self._url)
        self.rounds += 1
        self.killed += ended.status == -signal.SIGKILL
        self.published += len(after) - len(before)
        if after[: len(before)] != before or len(after) - len(before) not in (0, 1):
            self.lost.append(self.rounds)
        self.wrong += problems(self._url)


def _kill(url: str, folder: Path, scale: Scale, what: str, forks: Forks) -> Iterator[Finding]:
    def arguments(number: int) -> list[str | Path]:
        if what == "seeding":
            return ["seed", fixtures_of_round(folder / "round", number)]
        return ["import", "unhcr", statistics_of_round(folder / "un", number, scale.import_years)]

    seed(url, read_fixtures(fixtures_of_round(folder / "round", 0)))
    usual = forks.run(url, *arguments(1))
    assert usual.status == 0, usual.said
    with serving(url, folder) as server:
        with Askers(server.address, READ, pause=0.02) as askers:
            killing = Killing(url, server, forks)
            for number in range(2, scale.kills + 2):
                killing.round(arguments(number), usual.seconds)
            last = forks.run(url, *arguments(scale.kills + 2))
            assert last.status == 0, last.said
        partial = askers.contradictions + _differing(server, askers)
    checked = run(url, "check")
    failed = askers.failed()
    fault = f"`kill -9` of {what}, {'SQLite' if url.startswith('sqlite') else 'PostgreSQL'}"
    yield Finding(
        fault=fault,
        demanded="0 releases lost, 0 partial, 0 failed reads, `tally check` clean",
        found=f"{killing.killed} killed in {killing.rounds} runs, of which {killing.published} had "
        f"published: {len(killing.lost)} lost, {len(partial)} partial, {len(failed)} of "
        f"{len(askers.answers):,} reads failed, {len(killing.wrong)} wrong in a check after each",
        met=not (killing.lost or partial or failed or killing.wrong)
        and len(askers.answers) > 0
        and checked.returncode == 0,
    )
    yield Finding(
        fault=fault,
        demanded="ready again in 2 s",
        found=f"{killing.slowest:.2f} s at most",
        met=killing.slowest < 2,
        timed=True,
    )


def _differing(server: Server, askers: Askers) -> list[tuple[str, str]]:
    """What was read of a release while it was the newest, and is not what it holds."""
    differing = []
    for (path, tag), body in askers.bodies.items():
        if path in _PINNED:
            read = json.loads(body)
            release = read["meta"]["release"]
            with urlopen(f"{server.address}{path}&as_of_release={release}") as response:
                if json.load(response)["data"] != read["data"]:
                    differing.append((path, tag))
    return differing


def kill_writers(site: Site, scale: Scale) -> Iterator[Finding]:
    """Seeding and importing, on both databases."""
    for what, name in WRITERS if scale.each_way else WRITERS[:2]:
        yield from _kill(site.database(name), site.folder(), scale, what, site.forks)


def two_seeders(site: Site, scale: Scale) -> Iterator[Finding]:
    """Two seedings of the same fixtures at once, on both databases."""
    for name in DATABASES if scale.each_way else DATABASES[:1]:
        yield _seed_twice(site.database(name), site.folder(), scale, name)


def _seed_twice(url: str, place: Path, scale: Scale, name: str) -> Finding:
    alone = f"sqlite:///{place}/alone.db"
    errors = same = made = 0
    for number in range(scale.restarts):
        source = fixtures_of_round(place / "round", number)
        before = len(releases(url)) if number else 0
        both = [begin(url, "seed", source) for _ in range(2)]
        errors += sum(process.wait(LIMIT) != 0 for process in both)
        seed(alone, read_fixtures(source))
        made = max(made, len(releases(url)) - before)
        same += releases(url)[-1] == releases(alone)[-1]
    wrong = problems(url)
    return Finding(
        fault=f"two seeders at once, {name}",
        demanded="same final checksum, no error, one release each at most",
        found=f"{scale.restarts} times: the checksum of one alone {same} times, {errors} errors, "
        f"{made} release together, {len(wrong)} wrong in a check",
        met=same == scale.restarts and not errors and made == 1 and not wrong,
    )
