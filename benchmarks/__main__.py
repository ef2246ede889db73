"""Measure every work, print the table, and write it down: ``python -m benchmarks``.

All works run in one go against servers on loopback, one after the other within a round and in
turn forwards and backwards, so that what else the machine does strikes them alike. A number is
the median of the rounds; what counts is the ratio.
"""

import http.client
import itertools
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import click
import msgspec
from sqlalchemy import create_engine

from benchmarks.seeding import Seeded
from benchmarks.works import WORKS, Subject, Work

RESULTS = Path(__file__).with_name("results.md")
MARK = "<!-- rates: written by `python -m benchmarks.rates` -->\n"
"""What follows is of another measurement, and kept."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What one work costs."""

    work: Work
    milliseconds: float
    kilobytes: float
    ratio: float

    @property
    def missed(self) -> bool:
        """Whether it costs more than it may."""
        return self.work.at_most is not None and self.ratio > self.work.at_most


class _Asking:
    """One work, with its connection and the addresses it asks for in turn."""

    def __init__(self, work: Work, server: str, addresses: Sequence[str]) -> None:
        parts = urlsplit(server)
        self.work = work
        self.times: list[float] = []
        self.sizes: list[int] = []
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._addresses = itertools.cycle(addresses)

    def round(self, seconds: float) -> float:
        """Seconds per request, of as many as fit into some seconds and at least five."""
        self._connection.close()  # left idle since its last round, the server may have ended it
        self._connection.connect()
        begun = now = time.perf_counter()
        done = 0
        while done < 5 or now - begun < seconds:
            self._connection.request("GET", next(self._addresses))
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise click.ClickException(f"{self.work.name}: {body.decode()}")
            self.sizes.append(len(body))
            done += 1
            now = time.perf_counter()
        return (now - begun) / done

    def close(self) -> None:
        """Ask for nothing more."""
        self._connection.close()

    def measured(self, first: float) -> Measured:
        """The median of the rounds, beside that of the first work."""
        median = statistics.median(self.times)
        return Measured(
            work=self.work,
            milliseconds=median * 1000,
            kilobytes=statistics.mean(self.sizes) / 1000,
            ratio=median / first,
        )


@click.command()
@click.option("--figures", default=200_000, show_default=True, type=click.IntRange(200, 1_000_000))
@click.option("--rounds", default=7, show_default=True, type=click.IntRange(1, 100))
@click.option("--seconds", default=0.5, show_default=True, help="Of each work in each round.")
@click.option(
    "--results",
    default=RESULTS,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the table.  [default: results.md beside the code]",
)
def main(figures: int, rounds: int, seconds: float, results: Path) -> None:
    """Measure every work on so many synthetic figures; exit 1 if one costs more than it may."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tally.db"
        click.echo(f"loading {figures:,} synthetic figures", err=True)
        seeded = _seed(figures, url)
        measured = _measure(url, Path(folder), rounds, seconds)
    table = _table(measured)
    click.echo(table)
    _, mark, rest = results.read_text("utf-8").partition(MARK) if results.exists() else ("", "", "")
    page = _page(figures, rounds, table, seeded)
    results.write_text(page + (f"\n{mark}{rest}" if mark else ""), encoding="utf-8")
    if missed := [one.work.name for one in measured if one.missed]:
        raise click.ClickException(f"more than it may cost: {', '.join(missed)}")


def _seed(figures: int, url: str) -> Seeded:
    command = [sys.executable, "-m", "benchmarks.seeding", str(figures), url]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Seeded)


def _measure(url: str, folder: Path, rounds: int, seconds: float) -> list[Measured]:
    engine = create_engine(url)
    with ExitStack() as servers, engine.connect() as connection:
        started: dict[Subject, str] = {}
        asking: list[_Asking] = []
        for work in WORKS:
            if work.subject not in started:
                log = folder / f"{len(started)}.log"
                started[work.subject] = servers.enter_context(work.subject(url, log))
            one = _Asking(work, started[work.subject], work.addresses(connection))
            servers.callback(one.close)
            asking.append(one)
        for one in asking:
            one.round(seconds)  # to warm up
        for number in range(rounds):
            for one in asking if number % 2 == 0 else reversed(asking):
                one.times.append(one.round(seconds))
    engine.dispose()
    first = statistics.median(asking[0].times)
    return [one.measured(first) for one in asking]


def _table(measured: list[Measured]) -> str:
    lines = [
        "| work | ratio | may be | ms a request | kB an answer |",
        "|---|--:|--:|--:|--:|",
    ]
    for one in measured:
        may_be = "" if one.work.at_most is None else f"{one.work.at_most:g}"
        lines.append(
            f"| {one.work.name} | {one.ratio:.2f} | {may_be} | {one.milliseconds:.2f} "
            f"| {one.kilobytes:.1f} |"
        )
    return "\n".join(lines)


def _page(figures: int, rounds: int, table: str, seeded: Seeded) -> str:
    return f"""# Results

Written by `make bench`. Every ratio is against the first line, measured in the same run: medians of
{rounds} rounds after one to warm up, in alternating order, one client, one worker, over loopback,
on {figures:,} [synthetic figures](synthetic.py) in SQLite. Each work asks for 200 records in turn,
where there are so many. Times change from run to run with what else the machine does; ratios
much less.

{table}

## Loading

Processor time, and the peak of memory, of which {seeded.made_mb:.0f} MB are the records themselves.

| work | seconds | MB |
|---|--:|--:|
| making the figures up and reading their numbers | {seeded.made:.1f} | {seeded.made_mb:.0f} |
| loading all of them, as the first release | {seeded.loaded:.1f} | {seeded.loaded_mb:.0f} |
| loading them again with a few changed, as the second | {seeded.changed:.1f} | |

## The machine

{_machine()}
"""


def _machine() -> str:
    """What it is, without a name or a path."""
    about = {
        "processor": _from("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": _from("/proc/cpuinfo", "cpu cores") or "unknown",
        "memory": _from("/proc/meminfo", "MemTotal") or "unknown",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    return "\n".join(f"- {name}: {value}" for name, value in about.items())


def _from(path: str, name: str) -> str | None:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    found = (line.partition(":") for line in lines)
    return next((value.strip() for key, _, value in found if key.strip() == name), None)


if __name__ == "__main__":
    main()
