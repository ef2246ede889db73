"""A real ``tally serve`` process on loopback, for tests that must meet the real one."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 30


@contextmanager
def serving(database_url: str, log: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of a server on a seeded database; it has ended when the block has.

    ``options`` are those of ``tally serve``, ``settings`` environment variables.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    tally = str(Path(sys.executable).with_name("tally"))
    command = [tally, "serve", "--port", str(port), *options]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALLY_")}
    environment = kept | {"TALLY_DATABASE_URL": database_url} | settings
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(_SECONDS)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            ended = process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"not ready: {log.read_text()}") from error
            time.sleep(0.05)
