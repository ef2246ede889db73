"""What do the suites of others find? ``make audit``: a real server, nginx in front, each suite.

Everything talks to loopback only. Prints what each found, then a table, and exits 1 where something
is found that is not explained here. ``python -m tools.audit NAME...`` runs some of them.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.deploy.hosts import free_port, nginx
from tests.serving import serving
from tools.audit.suites import (
    Result,
    Site,
    httplint,
    known_weaknesses,
    owasp,
    schemathesis,
    slow_clients,
    sqlmap,
    wapiti,
)

SUITES: dict[str, Callable[[Site], Result]] = {
    "owasp": owasp,
    "httplint": httplint,
    "pip-audit": known_weaknesses,
    "slowhttptest": slow_clients,
    "wapiti": wapiti,
    "sqlmap": sqlmap,
    "schemathesis": schemathesis,
}


def main(names: list[str]) -> int:
    """How many suites found something."""

    results: list[tuple[str, float, Result]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tally-audit-")))
        url = f"sqlite:///{folder}/tally.db"
        seed(url, read_fixtures(FIXTURES))
        address = stack.enter_context(serving(url, folder / "app.log", TALLY_METRICS="1"))
        public = free_port()
        if shutil.which("nginx") is None:
            raise SystemExit("install nginx (Debian: nginx-light)")
        stack.enter_context(nginx(folder, public, [int(address.rpartition(":")[2])]))
        site = Site(address=address, proxy=f"http://127.0.0.1:{public}", folder=folder)
        for name in names or SUITES:
            print(f"--- {name}", flush=True)
            began = time.monotonic()
            result = SUITES[name](site)
            results.append((name, time.monotonic() - began, result))
            print(result.said, flush=True)
        faults = [line for line in (folder / "app.log").read_text().splitlines() if "fault" in line]
    print("\n| suite | took | findings | what it said |\n|---|---|---|---|")
    for name, seconds, result in results:
        found = "not run" if result.found is None else result.found
        print(f"| {name} | {seconds:.0f} s | {found} | {result.summary} |")
    print(f"\nfaults in the server's log: {len(faults)}")
    return sum(bool(result.found) for _, _, result in results) + len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
