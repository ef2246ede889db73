"""Which colours and faces do pages, embeds and images have?

``tokens.toml`` is the one place they are written; here they become custom properties of CSS, for
HTML, and plain values, for an SVG that stands alone.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

Theme = Literal["auto", "light", "dark"]


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one look, as CSS writes them."""

    paper: str
    ink: str
    quiet: str
    line: str
    accent: str
    code: str


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of type: the family shipped with Tally, and what else will do, in order."""

    shipped: str
    others: str


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is in the table."""

    light: Palette
    dark: Palette
    print: Palette
    faces: dict[str, Face]


class Ink(msgspec.Struct, frozen=True, kw_only=True):
    """What an SVG template draws with: values for its ``fill``, ``stroke`` and ``font-family``."""

    paper: str
    ink: str
    quiet: str
    line: str
    accent: str
    serif: str
    sans: str


@cache
def tokens() -> Tokens:
    """The table, read once."""
    return msgspec.convert(
        tomllib.loads(Path(__file__).with_name("tokens.toml").read_text(encoding="utf-8")), Tokens
    )


@cache
def custom_properties(theme: Theme) -> str:
    """The tokens as CSS: ``--ink``, ``--serif`` and so on, for the theme and for paper."""
    held = tokens()
    faces = "".join(f"--{name}:{face.others};" for name, face in held.faces.items())
    on_paper = f"@media print{{:root{{color-scheme:light;{_colours(held.print)}}}}}\n"
    if theme != "auto":
        colours = _colours(held.light if theme == "light" else held.dark)
        return f":root{{color-scheme:{theme};{colours}{faces}}}\n{on_paper}"
    dark = f"@media (prefers-color-scheme:dark){{:root{{{_colours(held.dark)}}}}}\n"
    return f":root{{color-scheme:light dark;{_colours(held.light)}{faces}}}\n{dark}{on_paper}"


@cache
def image_ink(theme: Theme) -> Ink:
    """What an image is drawn with. It cannot know its reader's scheme: ``auto`` is light."""
    held = tokens()
    palette = held.dark if theme == "dark" else held.light
    serif, sans = held.faces["serif"], held.faces["sans"]
    return Ink(
        paper=palette.paper,
        ink=palette.ink,
        quiet=palette.quiet,
        line=palette.line,
        accent=palette.accent,
        serif=f"{serif.shipped}, {serif.others}",
        sans=f"{sans.shipped}, {sans.others}",
    )


PAGE_INK = Ink(
    **{name: f"var(--{name})" for name in ("paper", "ink", "quiet", "line", "accent")},
    serif="var(--serif)",
    sans="var(--sans)",
)
"""What a chart inside a page is drawn with: it follows the page's theme."""


def _colours(palette: Palette) -> str:
    return "".join(f"--{name}:{value};" for name, value in msgspec.to_builtins(palette).items())
