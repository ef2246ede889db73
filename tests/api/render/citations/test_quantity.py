"""In every language, the words before and after a number promise no more than was stated."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given, settings

from api.render.citations.phrases import phrases_of
from api.render.citations.quantity import MAGNITUDES, quantity
from api.schemas.parts import Value
from models.vocabulary import Bound
from seeds.numbers import read_value
from tests.api.render.citations.drawn import LANGUAGES, NUMBERS, value, values

QUALIFIERS = {
    "en": {
        "more_than": "more than",
        "at_least": "at least",
        "less_than": "fewer than",
        "at_most": "at most",
        "about": "about",
    },
    "ur": {
        "more_than": "سے زیادہ",
        "at_least": "کم از کم",
        "less_than": "سے کم",
        "at_most": "زیادہ سے زیادہ",
        "about": "تقریباً",
    },
    "ps": {
        "more_than": "څخه زیات",
        "at_least": "لږ تر لږه",
        "less_than": "څخه کم",
        "at_most": "تر ډېره",
        "about": "شاوخوا",
    },
    "fa": {
        "more_than": "بیش از",
        "at_least": "دست‌کم",
        "less_than": "کمتر از",
        "at_most": "حداکثر",
        "about": "حدود",
    },
}
SCALES = {
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "لاکھ": 10**5,
    "کروڑ": 10**7,
    "ارب": 10**9,
    "میلیون": 10**6,
    "میلیارد": 10**9,
}
POINTS, COMMAS = ".\u066b", ",\u066c"
NUMBER = re.compile(rf"(\d[\d{COMMAS}]*(?:[{POINTS}]\d+)?)(?: ({'|'.join(SCALES)}))?")


def numbers_in(text: str) -> list[int]:
    """The numbers of a text in the digits of any script, written out or before a scale word."""
    found = []
    for written, scale in NUMBER.findall(text):
        plain = "".join(
            "." if sign in POINTS else str(unicodedata.digit(sign))
            for sign in written
            if sign not in COMMAS
        )
        found.append(round(float(plain) * SCALES.get(scale, 1)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)  # the first call reads the language's phrases and CLDR
@given(stated=values())
def test_qualifier(language: str, stated: Value) -> None:
    """Every bound and every hedge keeps its word, and the numbers are the stated ones."""
    words, known = quantity(stated, language), QUALIFIERS[language]
    if stated.bound in known:
        assert known[stated.bound] in words
    if stated.approximate and stated.bound != "magnitude":
        assert known["about"] in words
    if stated.bound == "between":
        assert numbers_in(words) == [stated.lower, stated.upper]
    elif stated.bound == "magnitude":
        assert known["about"] in words or not numbers_in(words)
    else:
        assert numbers_in(words) == [stated.reported]
    exact = stated.bound == "point" and not stated.approximate
    assert exact == (NUMBER.fullmatch(words) is not None)


@settings(deadline=None)
@given(stated=values())
def test_english_reads_back(stated: Value) -> None:
    """What reads the printed figures of a text reads an English quantity as the value it is of."""
    if stated.bound == "magnitude":
        return
    read = read_value(quantity(stated))
    assert (read.bound, read.approximate) == (stated.bound, stated.approximate)
    assert (read.reported, read.lower, read.upper) == (
        stated.reported,
        stated.lower,
        stated.upper,
    )


@pytest.mark.parametrize("bounds", MAGNITUDES)
def test_english_magnitude_reads_back(bounds: tuple[int, int | None]) -> None:
    """A word for a magnitude is read as the bounds it stands for."""
    read = read_value(quantity(value("magnitude", True, None, *bounds)).removesuffix(" of"))
    assert (read.bound, read.lower, read.upper) == ("magnitude", *bounds)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(reported=NUMBERS.filter(bool))
def test_promises_differ(language: str, reported: int) -> None:
    """No two promises about one number read the same."""
    bounds: list[Bound] = ["point", "more_than", "at_least", "less_than", "at_most"]
    said = [
        quantity(value(bound, approximate, reported), language)
        for bound, approximate in itertools.product(bounds, (False, True))
    ]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_magnitudes(language: str) -> None:
    """Every word for a magnitude has its own phrase, which holds no number."""
    said = [
        quantity(value("magnitude", True, None, lower, upper), language)
        for lower, upper in MAGNITUDES
    ]
    assert said == [phrases_of(language).phrases[key].main for key in MAGNITUDES.values()]
    assert len(set(said)) == len(said)
    assert not any(numbers_in(words) for words in said)
