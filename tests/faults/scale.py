"""How often, how long and how many: of the whole suite, and of its short form in `make test`."""

import msgspec


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """The size of every fault; seconds and counts."""

    kills: int
    """Of each writer (seeding, import) on each database."""
    each_way: bool
    """Whether each writer is killed on each database, or each once."""
    import_years: int
    """Years of statistics that an import which is killed brings."""
    failing_writes: int
    """Runs under errors of the file system, each at another probability and seed."""
    away_seconds: float
    """How long PostgreSQL is stopped."""
    restarts: int
    worker_kills: int
    worker_seconds: float
    """How long is asked around the death of a worker."""
    in_flight_seconds: float
    """How long a request takes that is in flight when the server is told to end."""
    stuck: bool
    """Whether a request that never ends is in flight as well: takes as long as an end may."""
    idle_connections: int
    slow_clients: int
    fresh_requests: int
    """New requests that are timed beside the idle connections."""
    warm_up: int
    """Answers before memory is looked at: by then, what is kept for next time is."""
    load_seconds: float
    hostile: int | None
    """How many of all hostile requests; ``None`` for all of them."""
    pairs: int


SHORT = Scale(
    kills=3,
    each_way=False,
    import_years=6,
    failing_writes=4,
    away_seconds=1.5,
    restarts=1,
    worker_kills=1,
    worker_seconds=1.0,
    in_flight_seconds=1.0,
    stuck=False,
    idle_connections=300,
    slow_clients=0,
    fresh_requests=20,
    warm_up=0,
    load_seconds=5.0,
    hostile=600,
    pairs=150,
)
LONG = Scale(
    kills=75,
    each_way=True,
    import_years=40,
    failing_writes=60,
    away_seconds=30.0,
    restarts=10,
    worker_kills=5,
    worker_seconds=15.0,
    in_flight_seconds=8.0,
    stuck=True,
    idle_connections=5000,
    slow_clients=50,
    fresh_requests=1000,
    warm_up=15_000,
    load_seconds=3_600.0,
    hostile=None,
    pairs=10_000,
)
