"""A name from the data stands on one line and hides nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.render.citations.names import clean


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("A\u202eB\u2066C\u200f", "ABC"),
        (" a\tb\n\nc\u2028d\u00a0e ", "a b c d e"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("\ufdd0quantity\uffff", "quantity"),
        ("می\u200cآید", "می\u200cآید"),
        ("X\u200cY", "XY"),
        ("\u200cمی", "می"),
        ("Türkiye", "Türkiye"),
    ],
)
def test_clean(name: str, cleaned: str) -> None:
    """Controls, noncharacters and joiners that join nothing go; letters stay."""
    assert clean(name) == cleaned


@given(name=st.text())
def test_clean_any(name: str) -> None:
    """Nothing that cannot be seen is left, joiners between Arabic letters excepted."""
    cleaned = clean(name)
    assert clean(cleaned) == cleaned
    for letter in cleaned:
        assert letter in "\u200c\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        assert letter == " " or not letter.isspace()
