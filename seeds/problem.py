"""One thing that is wrong with a fixture, as one line."""

from typing import Any

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, in which file, with which record."""

    file: str
    record: str
    what: str

    def __str__(self) -> str:
        """``file:record: what``."""
        return f"{self.file}:{self.record}: {self.what}"


def expected(file: str, record: str, what: str, wanted: Any, found: Any) -> Problem:
    """A problem that comes down to one thing expected and another found."""
    return Problem(file=file, record=record, what=f"{what}, expected {wanted}, found {found}")
