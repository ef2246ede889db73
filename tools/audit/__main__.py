"""What do the suites of others find? ``make audit``: a real server, nginx in front, each suite.

Everything talks to loopback only. Prints what each found, then a table, which it keeps in
docs/reliability.md, and exits 1 where something is found that is not explained here.
``python -m tools.audit NAME...`` runs some of them, and renews their rows alone.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, ROOT, seed
from tests.deploy.hosts import nginx
from tests.serving import free_port, serving
from tools.audit.recording import recorded, row
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

PAGE = ROOT / "docs" / "reliability.md"
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

    results: list[Result] = []
    rows: dict[str, str] = {}
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
            results.append(result)
            run = f"{datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - began:.0f} s"
            rows[name] = row(name, run, result.found, result.summary)
            print(result.said, flush=True)
            PAGE.write_text(recorded(PAGE.read_text(), rows))
        faults = [line for line in (folder / "app.log").read_text().splitlines() if "fault" in line]
    print("\n" + "".join(rows.values()))
    print(f"faults in the server's log: {len(faults)}")
    return sum(bool(result.found) for result in results) + len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
