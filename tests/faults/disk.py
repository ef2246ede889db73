"""Fault: the disk is full, fails, or may not be written; or what is on it is no database."""

import errno
import os
import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from seeds.fixtures import read_fixtures
from tests.conftest import seed
from tests.faults.asking import Askers
from tests.faults.data import fixtures_of_round
from tests.faults.findings import Finding
from tests.faults.forking import Ended, Failing, Forks, Unable
from tests.faults.killed import READ, problems, releases
from tests.faults.processes import Server, run, serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import until

_CALLS = ("rw/pwrite", "rw/pwrite/reduce", "rw/pread", "rw/ftruncate", "sync/fsync", "dir/rename")
_PROBABILITIES = (0.002, 0.01, 0.05, 0.2)
_FREE = (0, 64, 256, 480)
"""Kilobytes that are left on the disk."""


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own, in memory; ``Unable`` where none can be mounted."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        raise Unable(f"mounting a small file system takes root: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def _is_clear(ended: Ended) -> bool:
    """It failed, and said why in one line."""
    return ended.status == 1 and ended.said.startswith("tally: ") and ended.said.count("\n") == 1


def _is_full(ended: Ended) -> bool:
    """The same, of a full disk: in the words of the system or of SQLite."""
    said = os.strerror(errno.ENOSPC) in ended.said or "disk is full" in ended.said
    return _is_clear(ended) and said


def full_disk(site: Site, scale: Scale) -> Iterator[Finding]:
    """Seeding on a file system of 1 MB with more and less room, while it is served from."""
    forked = site.forks
    with small_disk(site.folder(), "1m") as disk:
        url = f"sqlite:///{disk}/tally.db"
        place = site.folder()
        seed(url, read_fixtures(fixtures_of_round(place / "first", 0)))
        source = fixtures_of_round(place / "second", 1)
        before, ballast = releases(url), disk / "ballast"
        ended: list[Ended] = []
        with serving(url, place) as server, Askers(server.address, READ, pause=0.02) as askers:
            for free in _FREE:
                room = os.statvfs(disk)
                ballast.write_bytes(b"0" * max(0, room.f_bavail * room.f_frsize - free * 1024))
                ended.append(forked.run(url, "seed", source))
                ballast.unlink()
            intact = releases(url) == before and not problems(url)
            leftover = (disk / "tally.db.draft").exists()
            _remount(disk, "size=16m")
            again = forked.run(url, "seed", source)
            until(lambda: b'"release":2' in server.get("/health/ready")[1])
        failed = askers.failed()
        yield Finding(
            fault="disk full while seeding (1 MB tmpfs)",
            demanded="clear error, non-zero exit, earlier release intact and served, works again "
            "once there is room",
            found=f"{sum(map(_is_full, ended))} of {len(ended)} seedings ended with exit 1 and a "
            "line that says so, release "
            f"{'intact' if intact and not leftover else 'not intact'}, {len(failed)} of "
            f"{len(askers.answers):,} reads failed, with room exit {again.status}",
            met=all(map(_is_full, ended))
            and intact
            and not leftover
            and not failed
            and again.status == 0,
        )


def failing_disk(site: Site, scale: Scale) -> Iterator[Finding]:
    """Seeding while calls of the system fail at random, each run with other ones (libfiu)."""
    forked = site.forks
    url, place = site.database("SQLite"), site.folder()
    seed(url, read_fixtures(fixtures_of_round(place / "round", 0)))
    failures = published = 0
    unclear: list[str] = []
    wrong: list[str] = []
    with serving(url, place) as server, Askers(server.address, READ, pause=0.02) as askers:
        for number in range(1, scale.failing_writes + 1):
            before = releases(url)
            source = fixtures_of_round(place / "round", number)
            ended = forked.run(url, "seed", source, failing=_failing(number), seed=number)
            after = releases(url)
            if ended.status:
                failures += 1
                published += len(after) - len(before)
                unclear += [] if _is_clear(ended) else [ended.said]
            if after[: len(before)] != before or len(after) - len(before) > 1:
                wrong.append(f"run {number}: {before} became {after}")
            wrong += problems(url)
        again = forked.run(url, "seed", fixtures_of_round(place / "round", 0))
    failed = askers.failed()
    yield Finding(
        fault="I/O errors while seeding (libfiu)",
        demanded="clear error, non-zero exit, earlier release intact and served, works again",
        found=f"{failures} of {scale.failing_writes} runs failed, {len(unclear)} of them not "
        f"in one line, {published} with the release out; {len(wrong)} wrong in a check after "
        f"each, {len(failed)} of {len(askers.answers):,} reads failed, then exit {again.status}",
        met=failures > 0 and not unclear and not wrong and not failed and again.status == 0,
    )


def _failing(number: int) -> list[Failing]:
    call = _CALLS[number % len(_CALLS)]
    often = _PROBABILITIES[number % len(_PROBABILITIES)] if call.startswith("rw") else 0.5
    reason = (errno.EIO, errno.ENOSPC)[number % 2]
    return [Failing(f"posix/io/{call}", often, reason)]


def read_only_disk(site: Site, scale: Scale) -> Iterator[Finding]:
    """A server on a file system that nobody can write, and a seeding that tries."""
    forked = site.forks
    with small_disk(site.folder(), "4m") as disk:
        url, place = f"sqlite:///{disk}/tally.db", site.folder()
        seed(url, read_fixtures(fixtures_of_round(place / "first", 0)))
        _remount(disk, "ro")
        source = fixtures_of_round(place / "second", 1)
        with serving(url, place) as server, Askers(server.address, READ, pause=0.02) as askers:
            ended = forked.run(url, "seed", source)
            until(lambda: len(askers.answers) > len(READ))
        why = os.strerror(errno.EROFS)
        yield Finding(
            fault="read-only file system",
            demanded="serving works; seeding says why not",
            found=f"{len(askers.failed())} of {len(askers.answers):,} reads failed; seeding: "
            f"exit {ended.status} and a line "
            + ("" if why in ended.said else "without ")
            + f"“{why}”",
            met=not askers.failed() and _is_clear(ended) and why in ended.said,
        )


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite(path: Path) -> None:
    whole = path.read_bytes()
    half = len(whole) // 8192 * 4096
    path.write_bytes(whole[:half] + b"\xff" * 8192 + whole[half + 8192 :])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    (other := path.with_name("other")).write_text("this is no database\n" * 500)
    other.replace(path)


def _foreign(path: Path) -> None:
    other = path.with_name("other")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE other (number INTEGER)")
    connection.close()
    other.replace(path)


SPOILED: dict[str, Callable[[Path], None]] = {
    "cut in half": _cut,
    "two pages overwritten": _overwrite,
    "empty": _empty,
    "a text": _text,
    "of another program": _foreign,
}
_BODIES = [path for path in READ if path != "/v1/releases"]


def spoiled_file(site: Site, scale: Scale) -> Iterator[Finding]:
    """A file that is damaged or another's: before a start, checked, and under a running server."""
    place = site.folder()
    good, path = place / "good.db", place / "tally.db"
    url = f"sqlite:///{path}"
    seed(f"sqlite:///{good}", read_fixtures(fixtures_of_round(place / "first", 0)))
    path.write_bytes(good.read_bytes())
    with serving(url, place) as server:
        for name, spoil in list(SPOILED.items())[: None if scale.each_way else 2]:
            yield from _spoil(server, site.forks, url, good, name, spoil, scale)


def _processor() -> float:
    """Seconds of processor time that ended processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spoil(
    server: Server,
    forked: Forks,
    url: str,
    good: Path,
    name: str,
    spoil: Callable[[Path], None],
    scale: Scale,
) -> Iterator[Finding]:
    path = good.with_name("tally.db")
    with Askers(server.address, _BODIES, pause=0.02) as askers:
        until(lambda: len(askers.answers) > 2 * len(_BODIES))
        spoil(path)
        until(lambda: server.status() == 503)
        spoiled_at = time.monotonic()
        until(lambda: len([a for a in askers.answers if a.at > spoiled_at]) > 2 * len(_BODIES))
        started = forked.run(url, "serve", "--port", "1")
        checked = forked.run(url, "check")
        begun, processor = time.monotonic(), _processor()
        if scale.each_way:
            run(url, "check")
        seconds, processor = time.monotonic() - begun, _processor() - processor
        again = good.with_name("again.db")
        again.write_bytes(good.read_bytes())
        again.replace(path)
        until(lambda: server.status() == 200)
    kept = {a.digest for a in askers.answers if a.status == 200 and a.at < spoiled_at}
    strange = [a for a in askers.answers if a.status == 200 and a.digest not in kept]
    others = askers.failed(503)
    yield Finding(
        fault=f"database file: {name}",
        demanded="refused at a start in one line; `tally check` exits 1; a running server turns "
        "not ready and serves no partial numbers",
        found=f"start: exit {started.status} and check: exit {checked.status}, in a line each; the "
        f"server not ready, {len(strange)} strange answers, {len(others)} neither 200 nor 503, "
        "ready again with a good file",
        met=_is_clear(started) and _is_clear(checked) and not strange and not others,
    )
    if scale.each_way:
        yield Finding(
            fault=f"database file: {name}",
            demanded="`tally check` exits within 5 s",
            found=f"{seconds:.1f} s, {processor:.1f} s of it processor time",
            met=seconds < 5,
            timed=True,
        )
