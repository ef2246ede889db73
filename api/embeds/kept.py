"""Which good answers did embeds give of late? What is shown while the data cannot be reached.

A bounded store in the memory of the process, the least recently asked for going first. It also
saves drawing again what has not changed.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from api.embeds.frame import Pin


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One good answer."""

    view: Any
    pin: Pin | None
    tag: str
    body: bytes
    policy: str
    day: str
    """When it was given last, ISO 8601."""


class Keeping:
    """One for a serving process."""

    def __init__(
        self,
        most_bytes: int = 32 * 1024 * 1024,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes
        self._now = now
        self._lock = threading.Lock()

    def find(self, key: bytes) -> Kept | None:
        """The last good answer to a question, if it is still kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(
        self, key: bytes, view: Any, pin: Pin | None, tag: str, body: bytes, policy: str
    ) -> None:
        """Keep a good answer, as given today; others go when there is no room."""
        day = self._now().date().isoformat()
        kept = Kept(view=view, pin=pin, tag=tag, body=body, policy=policy, day=day)
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self._bytes -= _size(before)
            self._kept[key] = kept
            self._bytes += _size(kept)
            while self._bytes > self._most:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= _size(gone)


_OVERHEAD = 8 * 1024  # what a view takes beside its body, about


def _size(kept: Kept) -> int:
    return len(kept.body) + _OVERHEAD
