"""Real processes on loopback, for tests that must meet the real ones: ``tally serve`` above all."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TALLY = str(Path(sys.executable).with_name("tally"))
LIMIT = 60.0
"""Seconds that anything may take before it counts as hung."""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(what: Callable[[], bool], limit: float = LIMIT) -> float:
    """Ask until it is so, and tell how many seconds that took; ``TimeoutError`` past the limit."""
    begun = time.monotonic()
    while not what():
        if time.monotonic() - begun > limit:
            raise TimeoutError(f"not so within {limit:g} s")
        time.sleep(0.01)
    return time.monotonic() - begun


def environment(url: str, **more: str) -> dict[str, str]:
    """What a command sees: a database, and nothing set by whoever runs the suite."""
    return {"PATH": os.environ["PATH"], "TALLY_DATABASE_URL": url, **more}


@contextmanager
def running(
    command: Sequence[str], log: Path, given: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has ended when the block has; one that has to be killed fails it.

    ``given`` is its environment; without, it has that of whoever runs the suite.
    """
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=given, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until an address answers, whatever it says; ``AssertionError`` where its process ends."""

    def answers() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    until(lambda: process.poll() is not None or answers())
    if process.poll() is not None:
        raise AssertionError(f"it ended: {log.read_text()}")


@contextmanager
def serving(database_url: str, log: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of a server on a seeded database; it has ended when the block has.

    ``options`` are those of ``tally serve``, ``settings`` environment variables.
    """
    with serving_at(free_port(), database_url, log, *options, **settings) as address:
        yield address


@contextmanager
def serving_at(
    port: int, database_url: str, log: Path, *options: str, **settings: str
) -> Iterator[str]:
    """The same, on a port of loopback."""
    address = f"http://127.0.0.1:{port}"
    command = [TALLY, "serve", "--port", str(port), *options]
    with running(command, log, environment(database_url, **settings)) as process:
        # it answers once it has found a release; nobody listens before
        wait_for(f"{address}/health/live", process, log)
        yield address
