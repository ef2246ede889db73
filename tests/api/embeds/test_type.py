"""Lines are as wide as they are said to be, and break so that each can stand alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.embeds.type import FONTS, STYLES, width_of, wrap
from api.render.citations.markup import Direction

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
TEXT = st.text(st.sampled_from([*"ab 1,مپ", LRI, PDI]), min_size=1, max_size=80)


def test_every_style_has_its_font() -> None:
    """A style is measured with a font that is shipped."""
    assert {style.font for style in STYLES.values()} <= {path.name for path in FONTS}


def test_widths() -> None:
    """Wider for more letters and larger type; joined Arabic is narrower than letters apart."""
    small, large = STYLES["small"], STYLES["number"]
    assert 0 < width_of("135", small) < width_of("135,000", small) < width_of("135,000", large)
    assert width_of("پاکستان", small) < sum(width_of(letter, small) for letter in "پاکستان")
    assert width_of(f"{RLI}a{PDI}", small) == width_of("a", small)


@given(st.text("abc d", min_size=1, max_size=200), st.sampled_from(["ltr", "rtl"]))
def test_no_line_is_too_wide(text: str, direction: Direction) -> None:
    """However long the words are, every line fits and no letter is lost."""
    lines = wrap(text, STYLES["statement"], 120, direction)
    assert all(length <= 120 for _, length in lines)
    kept = "".join(line for line, _ in lines).strip(RLI + PDI)
    assert kept.replace(" ", "").replace(RLI, "").replace(PDI, "") == text.replace(" ", "")


@given(TEXT, st.sampled_from(["ltr", "rtl"]))
def test_every_line_closes_what_it_opens(text: str, direction: Direction) -> None:
    """A name that is broken over two lines is isolated in both."""
    for line, _ in wrap(text, STYLES["statement"], 60, direction):
        assert sum(map(line.count, (LRI, RLI))) <= line.count(PDI)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_short_text_is_one_line(direction: Direction) -> None:
    """What fits is not broken; from right to left it is isolated as a whole."""
    ((line, _),) = wrap("a b", STYLES["small"], 500, direction)
    assert line == ("a b" if direction == "ltr" else f"{RLI}a b{PDI}")
