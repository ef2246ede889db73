"""How what is asked for is written in an address."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

Pairs = list[tuple[str, str]]
"""A query as it is sent."""

JOINED = frozenset({"include", "sort"})
"""Parameters whose values stand in one text, with commas between them."""


def pairs(query: Mapping[str, object]) -> Pairs:
    """Each parameter; one of several values once for each, or once for all where it is joined."""
    written: Pairs = []
    for name, value in query.items():
        texts = [_text(one) for one in _several(value)]
        if name in JOINED:
            texts = [",".join(texts)]
        written += [(name, text) for text in texts]
    return written


def part(value: object) -> str:
    """A part of a path: nothing in it leads elsewhere."""
    return quote(str(value), safe="")


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else [value]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
