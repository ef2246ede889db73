"""Which figures were written as JSON of late? Answers that share figures share that work.

A figure of a release is the same wherever it stands, and making it is most of what a list costs.
Unlike answers, figures are kept by more threads than one.
"""

import threading
from collections.abc import Iterable, Mapping

import msgspec

from api.bounded import Bounded
from models.vocabulary import Kind

_MOST = 100_000
_OVERHEAD = 400  # bytes that an entry takes beside its JSON, about

Release = tuple[int, str, str]
"""The number, instant and checksum of one."""


class Written(msgspec.Struct, frozen=True):
    """A figure as JSON."""

    kind: Kind
    json: msgspec.Raw


class WrittenFigures:
    """One for a serving process; what was asked for longest ago goes."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: Bounded[tuple[Release, str], Written] = Bounded(most_bytes, _MOST)
        self._lock = threading.Lock()

    def find(self, release: Release, ids: Iterable[str]) -> dict[str, Written]:
        """By id: those of these that are kept, as they were in a release."""
        found = {}
        with self._lock:
            for id in ids:
                if (written := self._kept.find((release, id))) is not None:
                    found[id] = written
        return found

    def keep(self, release: Release, figures: Mapping[str, Written]) -> None:
        """Keep figures, by id, as they were in a release."""
        with self._lock:
            for id, written in figures.items():
                size = len(memoryview(written.json)) + len(id) + _OVERHEAD
                self._kept.keep((release, id), written, size)
