"""What a package is made of: a release, its tables, and what was written of each."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from api.render.fields import Field, fields_of
from api.schemas.parts import SourceRef


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The release a package holds, and the sources behind it."""

    number: int
    recorded_at: str
    checksum: str
    sources: tuple[SourceRef, ...]

    @property
    def name(self) -> str:
        """What its files are named by."""
        return f"tally-release-{self.number}"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A record type as a table."""

    name: str
    description: str
    shape: Any
    key: tuple[str, ...] = ("id",)
    references: Mapping[str, str] = {}
    """By column: the table whose first key column it holds a value of."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its columns."""
        return fields_of(self.shape)

    @property
    def title(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ").capitalize()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A table that was written to a file."""

    table: Table
    rows: int
    bytes: int
    sha256: str

    @property
    def path(self) -> str:
        """The file."""
        return f"{self.table.name}.csv"


Records = Iterator[list[Any]]
"""The records of a table in the order of its key, some at a time."""

File = tuple[str, Iterator[bytes]]
"""A file by its path, and what is in it, piece by piece."""
