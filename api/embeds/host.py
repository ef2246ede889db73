"""The script for pages of others: an element for each embed, and frames as high as what is in them.

One file without dependency, the same for every page. It is written with the public address of the
service in it, which is right however the file is loaded, copied or bundled; where a script was
loaded from is not.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec

from api.embeds.options import EmbedOptions
from api.embeds.words import Language

_FILE = Path(__file__).with_name("templates") / "host.js"


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One element: the addresses it can show, and what it takes."""

    paths: dict[str, str]
    """Below ``/embed``, by the attribute that asks for it; the plain one has none."""
    options: list[str]
    """Attributes that are handed on as options."""


def elements_of(embeds: Iterable[tuple[str, type[EmbedOptions]]]) -> dict[str, Element]:
    """The elements of what can be embedded, given as path and options, by name.

    ``/comparisons/{id}`` makes ``<tally-comparison comparison="...">``, and
    ``/comparisons/{id}/latest`` its attribute ``latest``; ``/series/departures`` makes
    ``<tally-series>``. ``ValueError`` when two paths would be the same.
    """
    elements: dict[str, Element] = {}
    for path, options in embeds:
        noun, *rest = path.removeprefix("/").split("/")
        named = rest[:1] == ["{id}"]
        name, variant = (noun.removesuffix("s"), "-".join(rest[1:])) if named else (noun, "")
        before = elements.get(name, Element(paths={}, options=[]))
        if variant in before.paths:
            raise ValueError(f"<tally-{name}> would show {before.paths[variant]} and {path}")
        elements[name] = Element(
            paths=before.paths | {variant: path},
            options=list(dict.fromkeys([*before.options, *options.__struct_fields__])),
        )
    return elements


def write_host_script(base_url: str, elements: dict[str, Element]) -> bytes:
    """The script, without comments and indents: those are for who reads the file."""
    lines = (line.strip() for line in _FILE.read_text(encoding="utf-8").splitlines())
    text = "\n".join(line for line in lines if line and not line.startswith("//"))
    given = (base_url, elements, get_args(Language))
    arguments = ",".join(msgspec.json.encode(one).decode() for one in given)
    return f"{text}({arguments});\n".encode()
