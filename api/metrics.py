"""What does a serving process measure? Requests, by the few labels that stay few.

With several workers each writes into a folder that all share, and any of them answers for all
(prometheus_client's multiprocess mode); the command makes that folder (``api/cli.py``).
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client finds the folder, as soon as it is imported."""

_REQUESTS = Counter(
    "tally_requests", "Requests that were answered.", ["method", "address", "status"]
)
_BYTES = Counter("tally_response_body_bytes", "Bytes of bodies that were sent.", ["address"])
_SECONDS = Histogram(
    "tally_request_seconds",
    "From a request's head to the end of its answer.",
    ["address"],
    buckets=(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15),
)


def count(method: str, address: str, status: int, seconds: float, size: int) -> None:
    """One request more; ``method`` and ``address`` are out of a few."""
    _REQUESTS.labels(method, address, str(status)).inc()
    _BYTES.labels(address).inc(size)
    _SECONDS.labels(address).observe(seconds)


def exposition() -> bytes:
    """Everything measured, of all workers, in the Prometheus text format.

    With one worker also what prometheus_client knows of the process: memory, processor time,
    open files.
    """
    if FOLDER not in os.environ:  # noqa: TID251 - prometheus_client's own, not a setting
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
