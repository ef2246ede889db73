"""What every answer is made of: a frozen struct, which ignores fields that came later."""

from msgspec import Struct


class Record(Struct, frozen=True):
    """A part of an answer."""
