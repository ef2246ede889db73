"""Faults that happen to the real processes, and what is demanded while they do.

Each fault is a function of a site and a scale that yields findings. ``make faults`` runs all of
them at full size, ``make test`` in short.
"""

from collections.abc import Callable, Iterator

from tests.faults import killed
from tests.faults.findings import Finding
from tests.faults.scale import Scale
from tests.faults.site import Site

Fault = Callable[[Site, Scale], Iterator[Finding]]

FAULTS: dict[str, Fault] = {
    "killed": killed.kill_writers,
    "two-seeders": killed.two_seeders,
}
"""By the name that `make faults FAULT=` knows them by."""
