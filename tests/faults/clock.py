"""Fault: the clock of the host is moved, while it serves and before it seeds."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import urlopen

from tests.faults.data import fixtures_of_round
from tests.faults.findings import Finding
from tests.faults.forking import Unable
from tests.faults.killed import READ, problems
from tests.faults.processes import Server, run, serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import until

_DAYS = (0, 2, -2)
_FIGURE = "left-pakistan-april-2025"
_SHOWN = [
    *READ,
    "/",
    f"/figures/{_FIGURE}",
    f"/embed/figures/{_FIGURE}",
    f"/embed/figures/{_FIGURE}.svg",
    "/embed/timeline",
    "/v1/departures/series",
    f"/v1/figures/{_FIGURE}/history",
    *(f"/v1/figures/{_FIGURE}/citation?style={style}" for style in ("text", "csl-json")),
    "/v1/figures?published_before=2025-06-04",
]


def moved_clock(site: Site, scale: Scale) -> Iterator[Finding]:
    """A server whose clock jumps by two days, and releases made under such clocks (libfaketime)."""
    folder = site.folder()
    moved = folder / "clock"
    faked = _faked(moved)
    url = site.database("SQLite")

    def move(days: int) -> None:
        (new := folder / "clock.new").write_text(f"{days * 86400:+d}s\n")
        new.replace(moved)

    def seed_at(days: int, number: int) -> None:
        move(days)
        done = run(url, "seed", fixtures_of_round(folder / "round", number), **faked)
        assert done.returncode == 0, done.stderr

    seed_at(0, 0)
    move(0)
    with serving(url, site.folder(), **faked) as server:
        shown: list[dict[str, bytes]] = []
        for days in _DAYS:
            move(days)
            until(lambda: _is_at(server, days))  # noqa: B023 - it is over before the next
            shown.append({path: server.get(path)[1] for path in _SHOWN})
    changed = {path for one in shown for path in _SHOWN if one[path] != shown[0][path]}
    yield Finding(
        fault="clock moved by ± 2 days under a running server",
        demanded="0 changed numbers",
        found=f"{len(changed)} of {len(_SHOWN)} addresses changed"
        + (f": {', '.join(sorted(changed))}" if changed else ""),
        met=not changed and all(shown[0].values()),
    )
    yield _pinned(site, url, seed_at)


def _pinned(site: Site, url: str, seed_at: Callable[[int, int], None]) -> Finding:
    """What held at an instant is still what held then, when a release is made by a wrong clock."""
    seed_at(2, 1)
    with serving(url, site.folder()) as server:
        instants = [
            (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            for days in (-1, 0, 1, 3)
        ]
        paths = [f"/v1/departures?as_of_release={instant}" for instant in instants]
        before = [server.get(path) for path in paths]
        seed_at(-2, 2)
        until(lambda: b'"release":3' in server.get("/health/ready")[1])
        # the last is ahead of every release there was: it is what holds now
        after = [server.get(path) for path in paths]
    kept = sum(one == other for one, other in zip(before[:-1], after[:-1], strict=True))
    wrong = problems(url)
    return Finding(
        fault="releases made by a clock that is 2 days ahead, then 2 days behind",
        demanded="0 changed numbers",
        found=f"{kept} of {len(paths) - 1} answers pinned to an instant unchanged, "
        f"{len(wrong)} wrong in a check",
        met=kept == len(paths) - 1 and not wrong,
    )


def _faked(moved: Path) -> dict[str, str]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise Unable("install libfaketime (Debian: libfaketime)")
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(moved),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def _is_at(server: Server, days: int) -> bool:
    with urlopen(f"{server.address}/health/live") as response:
        said = parsedate_to_datetime(response.headers["date"]).timestamp()
    return abs(said - time.time() - days * 86400) < 3600
