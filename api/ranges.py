"""Which part of an answer is asked for by ``Range`` (RFC 9110 section 14)?"""

import re

from api.errors import RangeNotSatisfiable

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


def part_asked_for(
    asked: str | None, condition: str | None, tag: str, size: int
) -> tuple[int, int] | None:
    """The first byte and the last, both included; ``None`` for all of it.

    One range is read; several, and what is no range of bytes, are as good as none. So is a range
    whose ``If-Range`` names another answer, or a date, since answers have none.
    ``RangeNotSatisfiable`` for a range that begins behind the last byte.
    """
    found = _ONE_RANGE.fullmatch(asked or "")
    if found is None or (condition is not None and condition.strip() != tag):
        return None
    first, last = found[1], found[2]
    if first and last and int(first) > int(last):
        return None
    if first and int(first) < size:
        return int(first), min(int(last), size - 1) if last else size - 1
    if not first and not last:
        return None
    if not first and int(last) > 0 and size > 0:
        return max(size - int(last), 0), size - 1
    raise RangeNotSatisfiable(f"there are {size} bytes, counted from 0", size)
