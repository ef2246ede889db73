"""What is kept of late, within bounds? A mapping limited in bytes and entries."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Bounded(Generic[Key, Kept]):
    """The least recently asked for goes first. For one event loop: nothing here is locked."""

    def __init__(self, most_bytes: int, most_entries: int) -> None:
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self._most_bytes = most_bytes
        self._most_entries = most_entries
        self.bytes = 0

    def find(self, key: Key) -> Kept | None:
        """What is kept under a key, which is asked for last now."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Key, value: Kept, size: int) -> bool:
        """Keep a value of so many bytes in place of the key's other, and let others go.

        ``False`` when it is larger than an eighth of the whole, and so is not kept.
        """
        self.drop(key)
        if size > self._most_bytes // 8:
            return False
        self._kept[key] = (value, size)
        self.bytes += size
        while self.bytes > self._most_bytes or len(self._kept) > self._most_entries:
            _, (_, gone) = self._kept.popitem(last=False)
            self.bytes -= gone
        return True

    def drop(self, key: Key) -> None:
        """Keep nothing under a key."""
        _, gone = self._kept.pop(key, (None, 0))
        self.bytes -= gone

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept
