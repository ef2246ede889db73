"""Run every fault at its full size, print what was found, and keep it in docs/reliability.md.

``make faults``; ``python -m tests.faults NAME...`` runs some, and renews their rows alone.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import ROOT
from tests.faults import FAULTS
from tests.faults.findings import Finding, renewed, table
from tests.faults.scale import LONG
from tests.faults.site import Site

PAGE = ROOT / "docs" / "reliability.md"


def machine() -> str:
    """What it was measured on, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    nginx = versions.strip().rpartition("/")[2] or "none"
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}, nginx {nginx}, load {os.getloadavg()[0]:.0f}"
    )


def main(names: list[str]) -> int:
    """Exit status 1 when a demand was missed."""
    unknown = set(names) - FAULTS.keys()
    if unknown:
        print(f"there is no fault {', '.join(sorted(unknown))}: {', '.join(FAULTS)}")
        return 2
    missed = 0
    for name, fault in FAULTS.items():
        if names and name not in names:
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, Site.at(Path(folder)) as site:
            Path(folder).chmod(0o755)
            findings: list[Finding] = list(fault(site, LONG))
        missed += sum(not finding.met for finding in findings)
        print(table(findings), flush=True)
        when = f"{datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - begun:.0f} s, {machine()}"
        PAGE.write_text(renewed(PAGE.read_text(), name, findings, when))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
