"""How close do answers come to the limit, and how far ahead of others are they?

``python -m benchmarks.rates``: rates by `wrk` against servers that all serve the same departures,
one after the other within a round and in turn forwards and backwards. A rate is by the seconds
that the server's own threads ran, so that what else the machine does takes little from it. What
counts is the ratio of the medians in one run.
"""

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import click
import msgspec

from benchmarks import servers
from benchmarks.__main__ import MARK, RESULTS
from benchmarks.flatness import Flat, measure_flatness
from benchmarks.rivals.rows import flatten, resize
from benchmarks.servers import ROOT, Running

_SCRIPT = Path(__file__).with_name("addresses.lua")
_SEEDED = 20_000
_CONNECTIONS = 8
_OUTLOOK = "observed"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one server is asked for, over and over."""

    server: str
    addresses: list[str]
    headers: dict[str, str] = {}


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table: our load, held against another one."""

    work: str
    ours: str
    against: str
    at_least: float


REACH = [
    Reach(work="figure, known", ours="known figure", against="limit, figure", at_least=0.85),
    Reach(work="figure, known", ours="known figure", against="FastAPI, figure", at_least=25),
    Reach(work="list of 100, known", ours="known list", against="limit, list", at_least=0.85),
    Reach(work="list of 100, known", ours="known list", against="FastAPI, list", at_least=80),
    Reach(work="embed, known", ours="known embed", against="limit, embed", at_least=0.85),
    Reach(work="304", ours="304", against="limit, figure", at_least=1.1),
    Reach(work="list of 100, fresh", ours="fresh list", against="cursor, list", at_least=0.75),
    Reach(work="list of 100, fresh", ours="fresh list", against="FastAPI, list", at_least=10),
    Reach(work="list of 100, fresh", ours="fresh list", against="Datasette, list", at_least=8),
    Reach(work="list of 100, fresh", ours="fresh list", against="ROAPI, list", at_least=1),
    Reach(work="figure, fresh", ours="fresh figure", against="cursor, figure", at_least=0.5),
    Reach(work="figure, fresh", ours="fresh figure", against="FastAPI, figure", at_least=6),
    Reach(work="figure, fresh", ours="fresh figure", against="Datasette, figure", at_least=6),
]


@click.command()
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(1_000, 1_000_000))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 100))
@click.option("--most", default=1_000_000, show_default=True, help="Rows of the largest table.")
@click.option(
    "--results",
    default=RESULTS,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the table.  [default: results.md beside the code]",
)
def main(rows: int, rounds: int, most: int, results: Path) -> None:
    """Measure Tally beside the limit and beside others, print the table and write it down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, flat, table = folder / "tally.db", folder / "flat.db", folder / "flat.csv"
        click.echo(f"making {rows:,} departures", err=True)
        seed(database)
        resize(database, rows)
        flatten(database, flat, table)
        rates, seconds, megabytes = _measure(folder, database, flat, table, rounds)
        click.echo("measuring how flat it is", err=True)
        flats = measure_flatness(database, folder, (1_000, rows, most))
    text = _table(rates, flats, seconds, megabytes)
    click.echo(text)
    before = results.read_text(encoding="utf-8").partition(MARK)[0] if results.exists() else ""
    after = results.read_text(encoding="utf-8").partition(WHY)[2] if results.exists() else ""
    results.write_text(
        f"{before.rstrip()}\n\n{MARK}\n{_page(rows, rounds, text)}\n{WHY}{after or EMPTY}",
        encoding="utf-8",
    )


WHY = "## What was missed, and why\n"
"""What follows is written by hand, and kept."""
EMPTY = "\nNothing is written here yet.\n"


def seed(database: Path) -> None:
    """Figures as they are made up and loaded for every benchmark."""
    command = [sys.executable, "-m", "benchmarks.seeding", str(_SEEDED), f"sqlite:///{database}"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)


def _measure(
    folder: Path, database: Path, flat: Path, table: Path, rounds: int
) -> tuple[dict[str, float], float, float]:
    """Requests by load in a second of the server's processor; what starting took; megabytes."""
    with sqlite3.connect(database) as connection:
        sample = "SELECT id FROM departure ORDER BY substr(id, -9), id LIMIT 200"
        ids = [id for (id,) in connection.execute(sample)]
        usual = (
            "SELECT origin FROM departure WHERE outlook = ? GROUP BY origin "
            "HAVING count(*) >= 200 ORDER BY count(*) DESC, origin LIMIT 50"
        )
        origins = [origin for (origin,) in connection.execute(usual, (_OUTLOOK,))]
    connection.close()
    figure = f"/v1/figures/{ids[0]}"
    lists = {name: [_list(name, origin) for origin in origins] for name in _LISTS}
    tag = ""
    known = {"figure": figure, "list": lists["tally"][0], "embed": f"/embed/figures/{ids[0]}"}
    with ExitStack() as stack:
        url = f"sqlite:///{database}"
        tally = stack.enter_context(servers.tally(url, folder / "tally.log"))
        started: dict[str, Running] = {"tally": tally}
        for name, address in known.items():
            body = folder / f"{name}.body"
            with urllib.request.urlopen(tally.address + address) as answer:
                body.write_bytes(answer.read())
                tag = tag or answer.headers["etag"]
            started[name] = stack.enter_context(servers.constant(body, folder / f"{name}.log"))
        fresh = servers.tally(url, folder / "fresh.log", TALLY_STORE_MEGABYTES="0")
        started["fresh"] = stack.enter_context(fresh)
        for name, server in (
            ("cursor", servers.cursor(database, lists["cursor"][0], folder / "cursor.log")),
            (
                "FastAPI",
                servers.fastapi(f"sqlite:///{flat}", lists["FastAPI"][0], folder / "fastapi.log"),
            ),
            ("Datasette", servers.datasette(flat, lists["Datasette"][0], folder / "datas.log")),
            ("ROAPI", servers.roapi(table, lists["ROAPI"][0], folder / "roapi.log")),
        ):
            started[name] = stack.enter_context(server)
        one = {
            "cursor": "/{}",
            "FastAPI": "/figures/{}",
            "Datasette": "/flat/figure/{}.json?_shape=array",
        }
        loads = {
            "known figure": Load(server="tally", addresses=[figure]),
            "known list": Load(server="tally", addresses=[known["list"]]),
            "known embed": Load(server="tally", addresses=[known["embed"]]),
            "304": Load(server="tally", addresses=[figure], headers={"If-None-Match": tag}),
            **{f"limit, {name}": Load(server=name, addresses=["/"]) for name in known},
            "fresh list": Load(server="fresh", addresses=lists["tally"]),
            "fresh figure": Load(server="fresh", addresses=[f"/v1/figures/{id}" for id in ids]),
            **{f"{name}, list": Load(server=name, addresses=lists[name]) for name in _RIVALS},
            **{
                f"{name}, figure": Load(server=name, addresses=[path.format(id) for id in ids])
                for name, path in one.items()
            },
        }
        rates: dict[str, list[float]] = {name: [] for name in loads}
        for load in loads.values():
            _rate(started[load.server], load, folder)  # to warm up
        for number in range(rounds):
            for name in list(loads) if number % 2 == 0 else reversed(list(loads)):
                rates[name].append(_rate(started[loads[name].server], loads[name], folder))
        megabytes = tally.megabytes()
    return {name: statistics.median(each) for name, each in rates.items()}, tally.seconds, megabytes


_RIVALS = ("cursor", "FastAPI", "Datasette", "ROAPI")
_LISTS = {
    "tally": "/v1/departures?origin={}&outlook=" + _OUTLOOK,
    "cursor": "/?origin={}&outlook=" + _OUTLOOK,
    "FastAPI": "/figures?origin={}&outlook=" + _OUTLOOK,
    "Datasette": "/flat/figure.json?origin={}&outlook=" + _OUTLOOK + "&_sort_desc=period_end"
    "&_size=100&_shape=array&_nofacet=1&_nocount=1",
    "ROAPI": "/api/tables/figure?filter%5Borigin%5D=%27{}%27&filter%5Boutlook%5D=%27"
    + _OUTLOOK
    + "%27&sort=-period_end&limit=100",
}


def _list(name: str, origin: str) -> str:
    return _LISTS[name].format(quote(origin))


def _rate(server: Running, load: Load, folder: Path) -> float:
    """Requests for each second that the server's processor ran; every one is answered well."""
    addresses = folder / "addresses"
    addresses.write_text("\n".join(load.addresses) + "\n", encoding="utf-8")
    headers = [part for name, value in load.headers.items() for part in ("-H", f"{name}: {value}")]
    script = ["-s", str(_SCRIPT)] if len(load.addresses) > 1 else []
    address = server.address + (load.addresses[0] if not script else "/")
    before = server.processor_time()
    done = subprocess.run(
        ["wrk", "-t1", f"-c{_CONNECTIONS}", "-d1s", *script, *headers, address],
        env={**os.environ, "ADDRESSES": str(addresses)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    if "Non-2xx" in done or "Socket errors" in done:
        raise click.ClickException(f"{load.server} {load.addresses[0]}: {done}")
    found = re.search(r"(\d+) requests in", done)
    assert found is not None, done
    return int(found[1]) / (server.processor_time() - before)


def _table(rates: dict[str, float], flats: Sequence[Flat], seconds: float, megabytes: float) -> str:
    lines = [
        "| work | against | at least | reached | a core-second | theirs |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for one in REACH:
        ours, theirs = rates[one.ours], rates[one.against]
        ratio = ours / theirs
        missed = "" if ratio >= one.at_least else " (missed)"
        lines.append(
            f"| {one.work} | {one.against} | {one.at_least:g} | {ratio:.2f}{missed} | {ours:,.0f} "
            f"| {theirs:,.0f} |"
        )
    lines += [
        "",
        "| work | at most | reached |",
        "|---|--:|--:|",
        *(
            f"| {flat.work} | {flat.at_most:g} | {flat.ratio:.2f}"
            f"{'' if flat.ratio <= flat.at_most else ' (missed)'} |"
            for flat in flats
        ),
        f"| seconds of processor time from start to ready | 1.5 | {seconds:.2f}"
        f"{'' if seconds <= 1.5 else ' (missed)'} |",
        f"| MB that a worker holds afterwards | 150 | {megabytes:.0f}"
        f"{'' if megabytes <= 150 else ' (missed)'} |",
    ]
    return "\n".join(lines)


def _page(rows: int, rounds: int, table: str) -> str:
    return f"""## Against the limit, and against others

Medians of {rounds} rounds of a second by `wrk` after one to warm up, in alternating order, over
{_CONNECTIONS} connections, one worker each, on the same {rows:,} departures in SQLite. A rate is
requests in a second that the server's own threads ran: what one core carries. The *limit*
is the server Tally runs on answering a constant body of the same size; the *cursor* is a
hand-written SQLite cursor and msgspec with no framework ([limits.py](rivals/limits.py)); FastAPI is
[with SQLModel](rivals/fastapi_app.py). Fresh answers are by a server that keeps none. The twelve
combinations are [those of newsroom widgets](widgets.py).

{table}
"""


if __name__ == "__main__":
    main()
