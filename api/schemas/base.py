"""What everything that is answered is made of: the base struct, and text with a format."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

IsoDate = Annotated[str, Meta(extra_json_schema={"format": "date"})]
IsoInstant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Country = Annotated[str, Meta(pattern="^[A-Z]{3}$")]


ADDED = {"column": "added"}
"""``Meta(extra=ADDED)``: a field that came when tables of its record were in use already. Its
column stands behind all others, so that those keep their places."""


class Cube(msgspec.Struct, frozen=True, kw_only=True):
    """How rows of a shape make a statistical cube: which fields place a cell, which fill it."""

    label: str
    time: str
    geography: tuple[str, ...]
    others: tuple[str, ...]
    measures: dict[str, tuple[str, tuple[str, ...]]]
    """By id: a label, and the path of the field."""
    status: str
    statuses: dict[str, str]
    """What each word of the field ``status`` means."""
    note: tuple[str, ...]
    flat: Callable[[Any], dict[str, Any]] = msgspec.to_builtins
    """A row by field, with ``labels`` of its codes by field, and ``figure`` where it is one."""
    tie: str | None = None
    """The field that counts rows which nothing else tells apart."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The fields that place a cell, outermost first; measures come last of all."""
        tie = (self.tie,) if self.tie else ()
        return (*self.geography, *self.others, self.time, *tie)


class Out(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of everything that is answered.

    The garbage collector need not look at it: what is answered is written as JSON, so no part of it
    leads back to itself.
    """

    example: ClassVar[dict[str, Any]] = {}
    """What the reference shows in place of the examples of single fields, where those of several
    shapes would not agree; a class in it stands for that shape's own example."""


class Record(Out, frozen=True, kw_only=True):
    """What every record begins with: its id, and when Tally held this version of it."""

    id: Annotated[
        str,
        Meta(
            description="Unique in its type (a figure's: over all figures), and never reused.",
            examples=["left-pakistan-april-2025"],
        ),
    ]
    version: Annotated[
        int, Meta(description="Counts the versions of this record from 1.", examples=[1])
    ]
    recorded_at: Annotated[
        IsoInstant,
        Meta(description="When Tally recorded this version.", examples=["2025-08-02T12:00:00Z"]),
    ]
    superseded_at: Annotated[
        IsoInstant | None,
        Meta(
            description="When this version stopped holding, as known in the answering release.",
            examples=[None],
        ),
    ]
    withdrawn_reason: Annotated[
        str | None,
        Meta(description="Why the record was taken out, if it was.", examples=[None]),
    ]
