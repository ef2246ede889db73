"""Does a list take as long however many figures there are, and however far in?"""

import http.client
import itertools
import json
import shutil
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks import servers
from benchmarks.rivals.rows import resize
from benchmarks.servers import Running
from benchmarks.widgets import WIDGETS

_PAGE = 20
_FEW = 5  # so many of what a widget is set to there are in the smallest table too
_ROUNDS = 7
_TIMES = 15


class Flat(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table: how many times as long."""

    work: str
    at_most: float
    ratio: float


class _Asking:
    def __init__(self, server: Running, address: str) -> None:
        parts = urlsplit(server.address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._address = address
        self.medians: list[float] = []

    def body(self) -> bytes:
        self._connection.request("GET", self._address)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (self._address, body)
        return body

    def round(self) -> None:
        times = []
        for _ in range(_TIMES):
            began = time.perf_counter()
            self.body()
            times.append(time.perf_counter() - began)
        self.medians.append(statistics.median(times))

    def close(self) -> None:
        self._connection.close()


def measure_flatness(database: Path, folder: Path, sizes: Sequence[int]) -> list[Flat]:
    """Page 1,000 beside page 1 of the middle size, and the largest size beside the smallest."""
    smallest, middle, largest = sizes
    with ExitStack() as stack:
        started: dict[int, Running] = {}
        copies: dict[int, Path] = {}
        for size in sizes:
            copies[size] = folder / f"{size}.db"
            shutil.copyfile(database, copies[size])
            resize(copies[size], size)
            server = servers.tally(
                f"sqlite:///{copies[size]}", folder / f"{size}.log", TALLY_STORE_MEGABYTES="0"
            )
            started[size] = stack.enter_context(server)
        pages = max(2, min(1_000, middle // _PAGE - 1))
        first = f"/v1/departures?limit={_PAGE}"
        deep = _page(started[middle], first, pages)
        flats = [
            Flat(
                work=f"page {pages:,} by cursor, against page 1",
                at_most=1.1,
                ratio=_ratio(started[middle], deep, started[middle], first),
            )
        ]
        values = _usual(copies[smallest])
        listed = {"list of 100 departures": "/v1/departures"} | {
            name: f"{path}{'&' if '?' in path else '?'}limit={_FEW}"
            for name, path in WIDGETS.items()
        }
        for name, path in listed.items():
            address = path.format(**values)
            for size in (middle, largest):
                ratio = _ratio(started[size], address, started[smallest], address)
                work = f"{name}: {size:,} departures, against {smallest:,}"
                flats.append(Flat(work=work, at_most=1.25, ratio=ratio))
    return flats


def _ratio(ours: Running, address: str, theirs: Running, other: str) -> float:
    asking = (_Asking(ours, address), _Asking(theirs, other))
    for one in asking:
        one.round()
        one.medians.clear()
    for number in range(_ROUNDS):
        for one in asking if number % 2 == 0 else reversed(asking):
            one.round()
    for one in asking:
        one.close()
    return statistics.median(asking[0].medians) / statistics.median(asking[1].medians)


def _page(server: Running, address: str, number: int) -> str:
    """The address of a page, found by following the ones before it."""
    for _ in itertools.repeat(None, number - 1):
        asking = _Asking(server, address)
        address = json.loads(asking.body())["links"]["next"].removeprefix(server.address)
        asking.close()
    return address


def _usual(database: Path) -> dict[str, str]:
    """What widgets are set to: the values there are most of."""
    with sqlite3.connect(database) as connection:

        def most(columns: str, table: str = "departure") -> tuple[str, ...]:
            statement = (
                f"SELECT {columns} FROM {table} WHERE coalesce(claimant, '') <> '' "
                f"GROUP BY {columns} ORDER BY count(*) DESC LIMIT 1"
            )
            found: tuple[str, ...] = connection.execute(statement).fetchone()
            return found

        origin, destination = most("origin, destination")
        values = {
            "claimant": most("claimant")[0],
            "source": most("source")[0],
            "nationality": most("nationality")[0],
            "origin": origin,
            "destination": destination,
        }
    connection.close()
    return values
