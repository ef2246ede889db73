"""How long does it take to load synthetic figures, and how much memory?

``python -m benchmarks.seeding COUNT URL`` loads them as `tally seed` would and prints what that
took, as JSON. A process of its own, so that the peak of its memory is that of the seeding.
"""

import resource
import sys
import time

import msgspec

from benchmarks.synthetic import make_fixtures
from seeds.database import require_schema, writing
from seeds.load import load
from seeds.records import records_of

_A_FEW = 6


class Seeded(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of processor time, and megabytes at most."""

    made: float
    """Seconds to make the figures up."""
    made_mb: float
    """Megabytes by then: the records themselves."""
    loaded: float
    """Seconds to load all of them, as the first release."""
    loaded_mb: float
    changed: float
    """Seconds to load them again with a few changed, as the second release."""


def measure(count: int, url: str) -> Seeded:
    """Load ``count`` synthetic figures into an empty database, and once more with a few changed."""
    begun = time.process_time()
    records = records_of(make_fixtures(count))
    made, made_mb = time.process_time(), _peak()
    _load(url, records)
    loaded, loaded_mb = time.process_time(), _peak()
    flows = records["departures"]
    for id in list(flows)[:: max(1, len(flows) // _A_FEW)]:
        row, reason = flows[id]
        flows[id] = (row | {"note": "A changed synthetic figure."}, reason)
    _load(url, records)
    return Seeded(
        made=made - begun,
        made_mb=made_mb,
        loaded=loaded - made,
        loaded_mb=loaded_mb,
        changed=time.process_time() - loaded,
    )


def _load(url: str, records: dict[str, dict[str, tuple[dict[str, object], str | None]]]) -> None:
    with writing(url) as connection:
        require_schema(connection)
        load(connection, records)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure(int(sys.argv[1]), sys.argv[2])))
