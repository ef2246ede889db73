"""Runs the commands that ``tests/faults/forking.py`` orders, each in a fork of this process."""

import ctypes
import os
import signal
import sys
import tempfile
import time
from typing import Any, NoReturn

import msgspec

from api.cli import main
from tests.faults.forking import Ended, Failing, Order


def _carry_out(order: Order) -> Ended:
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        if (child := os.fork()) == 0:
            _become(order, said.fileno())
        if order.moment is not None:
            time.sleep(max(0.0, begun + order.moment - time.monotonic()))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seconds = time.monotonic() - begun
        said.seek(0)
        return Ended(
            status=os.waitstatus_to_exitcode(status),
            seconds=seconds,
            said=said.read().decode(errors="replace"),
        )


def _become(order: Order, errors: int) -> NoReturn:
    """Run the command in this process, and end with it."""
    code: Any = 1
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, and no path
            os.dup2(nowhere.fileno(), 1)
        os.dup2(errors, 2)
        os.environ["TALLY_DATABASE_URL"] = order.url
        sys.argv = ["tally", *order.arguments]
        if order.failing:
            _fail(order.failing, order.seed)
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        os._exit(code)


def _fail(calls: list[Failing], seed: int) -> None:
    fiu = ctypes.CDLL("libfiu.so.0")
    fiu.fiu_set_prng_seed(ctypes.c_uint(seed))
    for call in calls:
        done = fiu.fiu_enable_random(
            call.name.encode(),
            1,
            ctypes.c_void_p(call.errno),
            ctypes.c_uint(0),
            ctypes.c_float(call.probability),
        )
        assert done == 0


if __name__ == "__main__":
    for line in sys.stdin.buffer:
        ended = _carry_out(msgspec.json.decode(line, type=Order))
        sys.stdout.buffer.write(msgspec.json.encode(ended) + b"\n")
        sys.stdout.buffer.flush()
