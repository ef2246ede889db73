"""What does every figure of a release cost to stream, beside a bare cursor, and in memory?"""

import http.client
import statistics
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks import servers
from benchmarks.servers import Running

_AT_ONCE = 1 << 20


class Streamed(msgspec.Struct, frozen=True, kw_only=True):
    """Departures in all, and in a second of the server's processor; megabytes above idle."""

    figures: int
    rate: float
    cursor: float
    megabytes: float


def measure_streaming(database: Path, folder: Path, rounds: int = 3) -> Streamed:
    """All of a database by both servers in turn; each line is counted."""
    with ExitStack() as stack:
        tally = stack.enter_context(
            servers.tally(f"sqlite:///{database}", folder / "streaming.log")
        )
        bare = stack.enter_context(servers.cursor(database, "/", folder / "streaming-bare.log"))
        idle = tally.megabytes()
        most, figures = idle, 0
        rates: dict[str, list[float]] = {"tally": [], "bare": []}
        for number in range(rounds):
            turns = [("tally", tally, "/v1/releases/1/figures.ndjson"), ("bare", bare, "/")]
            for name, server, path in turns if number % 2 == 0 else reversed(turns):
                lines, seconds, peak = _read(server, path)
                rates[name].append(lines / seconds)
                if name == "tally":
                    figures, most = lines, max(most, peak)
    return Streamed(
        figures=figures,
        rate=statistics.median(rates["tally"]),
        cursor=statistics.median(rates["bare"]),
        megabytes=most - idle,
    )


def _read(server: Running, path: str) -> tuple[int, float, float]:
    """Lines, seconds of processor time, and the most megabytes that were held meanwhile."""
    parts = urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)
    before, lines, most = server.processor_time(), 0, 0.0
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    while piece := answer.read1(_AT_ONCE):
        lines += piece.count(b"\n")
        most = max(most, server.megabytes())
    connection.close()
    return lines, server.processor_time() - before, most
