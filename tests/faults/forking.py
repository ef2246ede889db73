"""The command in processes that have imported everything already, so that kills fall on its work.

``python -m tests.faults.forking`` reads a JSON array a line: the database, the moment of the kill
in seconds after the start or null, and the arguments. It answers each with the exit status
(negative: the signal) and the seconds that it took.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.cli import main


class Forks:
    """What asks that process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, url: str, moment: float | None, *arguments: str | Path) -> tuple[int, float]:
        """The exit status of a command and its seconds; killed at a moment, if it still runs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([url, moment, *map(str, arguments)]) + "\n")
        self._process.stdin.flush()
        status, seconds = json.loads(self._process.stdout.readline())
        return status, seconds


@contextmanager
def forks() -> Iterator[Forks]:
    """A way to run commands, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forking"],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Forks(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _answer(url: str, moment: float | None, *arguments: str) -> tuple[int, float]:
    begun = time.monotonic()
    if (child := os.fork()) == 0:
        _become(url, arguments)
    if moment is not None:
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - begun


def _become(url: str, arguments: tuple[str, ...]) -> Any:
    """Run the command in this process, and end with it."""
    code: Any = 1
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, and no path
            os.dup2(nowhere.fileno(), 1)
        os.environ["TALLY_DATABASE_URL"] = url
        sys.argv = ["tally", *arguments]
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(_answer(*json.loads(line))), flush=True)
