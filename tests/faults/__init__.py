"""Faults that happen to the real processes, and what is demanded while they do.

Each fault is a function of a site and a scale that yields findings. ``make faults`` runs all of
them at full size, ``make test`` in short.
"""

from collections.abc import Callable, Iterator

from tests.faults import away, clock, disk, ending, hostile, killed, load, slow
from tests.faults.findings import Finding
from tests.faults.scale import Scale
from tests.faults.site import Site

Fault = Callable[[Site, Scale], Iterator[Finding]]

FAULTS: dict[str, Fault] = {
    "killed": killed.kill_writers,
    "two-seeders": killed.two_seeders,
    "full-disk": disk.full_disk,
    "failing-disk": disk.failing_disk,
    "read-only-disk": disk.read_only_disk,
    "spoiled-file": disk.spoiled_file,
    "postgresql-away": away.postgresql_away,
    "killed-worker": ending.killed_worker,
    "told-to-end": ending.told_to_end,
    "slow-clients": slow.slow_clients,
    "mixed-load": load.mixed_load,
    "hostile-corpus": hostile.hostile_corpus,
    "different-questions": load.different_questions,
    "moved-clock": clock.moved_clock,
}
"""By the name that `make faults FAULT=` knows them by."""
