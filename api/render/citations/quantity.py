"""A number with its qualifier: "more than 135,000", "about 1.7 million", "thousands of"."""

from functools import lru_cache

from api.render.citations.numerals import number
from api.render.citations.phrases import phrases_of
from api.schemas.parts import Value

MAGNITUDES: dict[tuple[int, int | None], str] = {
    (24, 99): "dozens",
    (200, 999): "several_hundred",
    (2_000, 9_999): "several_thousand",
    (2_000, 99_999): "thousands",
    (20_000, 99_999): "tens_of_thousands",
    (200_000, 999_999): "hundreds_of_thousands",
    (2_000_000, 9_999_999): "several_million",
    (2_000_000, None): "millions",
    (20_000_000, 99_999_999): "tens_of_millions",
    (200_000_000, 999_999_999): "hundreds_of_millions",
    (2_000_000_000, None): "billions",
}
"""The phrase for the bounds that a magnitude is read as (``docs/numbers.md``)."""


@lru_cache(maxsize=8192)
def quantity(value: Value, language: str = "en") -> str:
    """The number with its qualifier, which is never less than what the words hedged."""
    table = phrases_of(language)
    if value.reported is None:
        key = _range(value)
        low, high = number(value.lower or 0, language), number(value.upper or 0, language)
        return table.say(key, low=low, high=high)
    stated = number(value.reported, language)
    if value.approximate:
        stated = table.say("about", number=stated)
    return stated if value.bound == "point" else table.say(value.bound, number=stated)


def _range(value: Value) -> str:
    """The phrase for what has bounds and no number."""
    if value.bound == "magnitude":
        if key := MAGNITUDES.get((value.lower or 0, value.upper)):
            return key
        return "about_or_more" if value.upper is None else "about_range"
    return "about_range" if value.approximate else "range"
