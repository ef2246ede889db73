"""The command in processes that have imported everything already, so that faults fall on its work.

They are forked by ``tests/faults/forked.py``, which reads an ``Order`` a line as JSON and answers
each with an ``Ended``. libfiu, loaded before everything by LD_PRELOAD, has the calls fail that an
order names.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

_FIU = Path("/usr/lib/fiu/fiu_posix_preload.so")


class Failing(msgspec.Struct, frozen=True):
    """A call of the system that fails now and then: libfiu's name for it, how often, with what."""

    name: str
    probability: float
    errno: int


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A command to run on a database, perhaps killed some seconds after its start."""

    url: str
    arguments: list[str]
    moment: float | None = None
    failing: list[Failing] = []
    seed: int = 0


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """Its exit status (negative: the signal), its seconds, and what it said of errors."""

    status: int
    seconds: float
    said: str


class Unable(Exception):
    """What a fault needs is not on this machine."""


class Forks:
    """What asks that process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def run(self, url: str, *arguments: str | Path, **more: Any) -> Ended:
        """What came of a command; ``more`` are the other fields of an order."""
        if more.get("failing") and not _FIU.exists():
            raise Unable("install libfiu (Debian: fiu-utils)")
        order = Order(url=url, arguments=[str(argument) for argument in arguments], **more)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Ended)


@contextmanager
def forks() -> Iterator[Forks]:
    """A way to run commands, until the block ends."""
    preload = {"LD_PRELOAD": str(_FIU)} if _FIU.exists() else {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forked"],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], **preload},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            yield Forks(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
