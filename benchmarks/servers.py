"""How is each server that is measured started, on loopback and with one worker?"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click
import msgspec

ROOT = Path(__file__).parents[1]
RIVALS = ROOT / ".venv" / "bench" / "bin"
_SECONDS = 240  # where the machine has much else to do
_TICKS = os.sysconf("SC_CLK_TCK")


class Running(msgspec.Struct, frozen=True):
    """A server that answers."""

    address: str
    pid: int
    seconds: float
    """Processor time it took until it did."""

    def processor_time(self) -> float:
        """Seconds that its threads have run so far, those that have ended too."""
        return _processor_time(self.pid)

    def megabytes(self) -> float:
        """What it holds in memory now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


Served = AbstractContextManager[Running]


@contextmanager
def running(command: Sequence[str], ready: str, log: Path, **environment: str) -> Iterator[Running]:
    """A server started by a command, in which PORT stands for its port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    given = [part.replace("PORT", port) for part in command]
    with log.open("wb") as out:
        process = subprocess.Popen(
            given, env=_environment(environment), stdout=out, stderr=out, cwd=ROOT
        )
        try:
            _wait(address + ready, process, log)
            yield Running(address, process.pid, _processor_time(process.pid))
        finally:
            process.terminate()
            process.wait(_SECONDS)


def tally(database_url: str, log: Path, **settings: str) -> Served:
    """``tally serve``."""
    command = [str(Path(sys.executable).with_name("tally")), "serve", "--port", "PORT"]
    patient = {"TALLY_QUERY_SECONDS": "30"}  # a busy machine is no reason to measure nothing
    given = {"TALLY_DATABASE_URL": database_url} | patient | settings
    return running(command, "/health/ready", log, **given)


def fresh(database_url: str, log: Path, **settings: str) -> Served:
    """Tally without its store of answers."""
    command = [sys.executable, "-m", "benchmarks.fresh", "PORT"]
    given = {"TALLY_DATABASE_URL": database_url, "TALLY_QUERY_SECONDS": "30"} | settings
    return running(command, "/health/ready", log, **given)


def constant(body: Path, log: Path) -> Served:
    """A bare ASGI application that answers the bytes of a file."""
    command = [sys.executable, "-m", "benchmarks.rivals.limits", "PORT", str(body)]
    return running(command, "/", log)


def cursor(database: Path, ready: str, log: Path) -> Served:
    """A hand-written cursor with no framework."""
    command = [sys.executable, "-m", "benchmarks.rivals.limits", "PORT", "cursor", str(database)]
    return running(command, ready, log)


def fastapi(url: str, ready: str, log: Path) -> Served:
    """FastAPI with SQLModel."""
    command = [str(RIVALS / "python"), "-m", "uvicorn", "benchmarks.rivals.fastapi_app:app"]
    options = ["--port", "PORT", "--no-access-log", "--log-level", "warning"]
    return running([*command, *options], ready, log, RIVALS_URL=url)


def datasette(flat: Path, ready: str, log: Path) -> Served:
    """Datasette."""
    command = [str(RIVALS / "datasette"), "serve", str(flat), "--port", "PORT"]
    return running(command, ready, log)


def roapi(table: Path, ready: str, log: Path) -> Served:
    """ROAPI."""
    command = [str(RIVALS / "roapi"), "--addr-http", "127.0.0.1:PORT", "--table"]
    return running([*command, f"figure={table}"], ready, log)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALLY_")}
    return {**kept, **given}


def _wait(ready: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(ready, timeout=30):
                return
        except (urllib.error.URLError, ConnectionError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise click.ClickException(f"not ready: {ready}: {error}\n{said}") from error
            time.sleep(0.02)


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
