"""Colours have enough contrast, and pages, embeds and images take them from one table."""

import re
from pathlib import Path

import pytest

import api.embeds
from api.embeds.files import file_at
from api.embeds.tokens import Palette, custom_properties, image_ink, tokens


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [tokens().light, tokens().dark, tokens().print])
def test_every_text_colour_stands_out(palette: Palette) -> None:
    """At least 4.5 to 1 on paper (WCAG 2.2, 1.4.3)."""
    paper = luminance(palette.paper)
    for colour in (palette.ink, palette.quiet, palette.accent):
        low, high = sorted((luminance(colour), paper))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_themes() -> None:
    """``auto`` follows the reader, the others do not; paper is as it is; an image is one of two."""
    assert "prefers-color-scheme" in custom_properties("auto")
    for theme in ("light", "dark"):
        assert "prefers-color-scheme" not in custom_properties(theme)
        assert f"color-scheme:{theme}" in custom_properties(theme)
        assert "@media print" in custom_properties(theme)
    assert image_ink("auto") == image_ink("light") != image_ink("dark")


def test_no_colour_is_written_elsewhere() -> None:
    """Style sheets and templates hold no colour of their own, and the site's has the tokens."""
    folder = Path(api.embeds.__file__).parent
    files = [*folder.glob("templates/*"), folder.parent / "static/site/site.css"]
    assert len(files) > 6
    for file in files:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", file.read_text()), file
    assert file_at("/static/site.css").plain.startswith(custom_properties("auto").encode())
