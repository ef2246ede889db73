"""Which numbers a text has, and which value a printed figure spells."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.value import Value
from seeds.numbers import NumberError, find_numbers, read_value

NBSP, NARROW, HYPHEN, EN_DASH = "\u00a0", "\u202f", "\u2011", "\u2013"
ARABIC_COMMA, ARABIC_POINT = "\u066c", "\u066b"


def found(text: str) -> list[str]:
    """The texts of the numbers found."""
    return [number.text for number in find_numbers(text)]


# --- find_numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12,345 left, 6.5 a day", ["12,345", "6.5"]),
        ("1,00,000 or 12,34,567", ["1,00,000", "12,34,567"]),
        ("on 2024-02-09 at 08:30", ["2024", "02", "09", "08", "30"]),
        ("MP3, a 9-year-old, the 1990s, the 21st", ["3", "9", "1990", "21"]),
        ("In 2020,300 came; 1,2 and 3,4567", ["2020", "300", "1", "2", "3", "4567"]),
        (".5 million", [".5 million"]),
        ("It was 7.", ["7"]),
        (f"1{NBSP}700{NARROW}000", [f"1{NBSP}700{NARROW}000"]),
        ("٤٢ and ۱۲۳ and १२", ["٤٢", "۱۲۳", "१२"]),
        ("½ of it, 2½ million", ["½", "2½ million"]),
        ("200k, 5m and 3bn, but 5km", ["200k", "5m", "3bn", "5"]),
    ],
)
def test_digits(text: str, numbers: list[str]) -> None:
    """Every run of digits is a number, with its separators, decimals and scale."""
    assert found(text) == numbers


@pytest.mark.parametrize(
    "number",
    [
        "zero",
        "seven",
        "Nineteen",
        "ninety",
        "twenty-one",
        f"twenty{HYPHEN}one",
        "twenty one",
        "one million",
        "a hundred",
        "two hundred and five",
        "TWO HUNDRED AND FIVE",
        "one hundred and two thousand",
        "two million five hundred thousand and six",
        "nineteen hundred",
        "a dozen",
        "two dozen",
        "half a million",
        "half-dozen",
        "one and a half million",
        "1.7 million",
        f"1.7{NBSP}million",
        "1.7\nmillion",
        "1.7-million",
        "2 hundred thousand",
        "3 lakh",
        "four crore",
        "hundreds",
        "thousands",
        "tens of thousands",
        "hundreds\nof thousands",
        "Millions",
        "billions",
        "dozens",
        "several hundred",
        "several hundred thousand",
        "a few thousand",
        "few hundred",
        "several dozen",
    ],
)
def test_one_number(number: str) -> None:
    """Words that make one number are found as one, with nothing around them."""
    assert found(number) == [number]
    assert found(f"x, {number}, x") == [number]
    assert found(f"x{number}x") != [number]


@pytest.mark.parametrize(
    "ratio",
    [
        *("two-fold", "twofold", "ten fold", "10-fold", "twenty-five-fold", "twice", "thrice"),
        *("double", "doubled", "doubling", "triple", "tripled", "half", "halved", "a third"),
        *("two thirds", "two-thirds", "one-fifth", "three quarters", "a quarter", "one half"),
    ],
)
def test_ratios(ratio: str) -> None:
    """A ratio is a number."""
    assert found(f"it was {ratio}, then") == [ratio]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4,000 to 5,000", ["4,000", "5,000"]),
        (f"4,000{EN_DASH}5,000", ["4,000", "5,000"]),
        ("4-5 million", ["4", "5 million"]),
        ("between one hundred and two thousand", ["one hundred", "two thousand"]),
        ("between about two hundred and six", ["two hundred", "six"]),
        ("one hundred and two hundred", ["one hundred", "two hundred"]),
        ("one million and two hundred", ["one million", "two hundred"]),
        ("in 2022 millions", ["2022", "millions"]),
        ("hundreds or thousands", ["hundreds", "thousands"]),
        ("seven\n\nthousand", ["seven", "thousand"]),
        ("nobody, no one", ["one"]),
        ("a fifth of them in a fifth wave", ["a fifth"]),
        ("scores of people", ["scores"]),
        ("a couple of hundred", ["hundred"]),
    ],
)
def test_where_one_number_ends(text: str, numbers: list[str]) -> None:
    """Two numbers side by side are told apart."""
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "the first, the second and the third",
        "the twenty-first of the sixth",
        "several of many, few and some",
        "a decade, decades, a century",
        "no, none, nobody",
        "a third country and a third party",
        "someone, often, tenth, weight, height, canine",
        "the team scores; it tends",
        "manifold, blindfold",
    ],
)
def test_not_numbers(text: str) -> None:
    """Ordinals, loose quantity words, bare durations and parts of words are no numbers."""
    assert found(text) == []


def test_offsets() -> None:
    """Offsets count code points from 0, whatever the characters before them."""
    (number,) = find_numbers("\U0001f30d İ 12 ")
    assert (number.start, number.end, number.text) == (4, 6, "12")


PIECES = st.sampled_from(
    "one twenty five hundred thousand million and a half between several few tens of third fold "
    f"1 2,000 3.5 .5 - {EN_DASH} , x no \n \U0001f30d {HYPHEN} thousands dozens ½ k".split(" ")
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
@example("one million " + "five hundred " * 50)
def test_offsets_give_the_text(text: str) -> None:
    """Every number is what stands at its offsets; they come in order and hold every digit."""
    numbers = find_numbers(text)
    assert all(text[n.start : n.end] == n.text for n in numbers)
    assert all(a.end <= b.start for a, b in pairwise(numbers))
    inside = {at for n in numbers for at in range(n.start, n.end)}
    assert all(at in inside for at, character in enumerate(text) if character.isdecimal())


# --- read_value -------------------------------------------------------------------------------


def parts(value: Value) -> tuple[Any, ...]:
    """Everything a reading says."""
    return (
        value.bound,
        value.approximate,
        value.reported,
        value.lower,
        value.upper,
        value.rounding,
    )


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("67,000", ("point", False, 67_000, 67_000, 67_000, 500)),
        ("15,675", ("point", False, 15_675, 15_675, 15_675, 0)),
        ("1.7 million", ("point", False, 1_700_000, 1_700_000, 1_700_000, 50_000)),
        ("an estimated 1.7 million", ("point", True, 1_700_000, None, None, 50_000)),
        ("more than 135,000", ("more_than", False, 135_000, 135_000, None, 500)),
        ("the more than one million", ("more_than", False, 10**6, 10**6, None, 500_000)),
        ("more than an estimated 20", ("more_than", True, 20, 20, None, 5)),
        ("at least 50", ("at_least", False, 50, 50, None, 5)),
        ("fewer than 80", ("less_than", False, 80, None, 80, 5)),
        ("nearly 80", ("less_than", True, 80, None, 80, 5)),
        ("up to 1,000", ("at_most", False, 1_000, None, 1_000, 500)),
        ("4,000 to 5,000", ("between", False, None, 4_000, 5_000, 500)),
        ("around 4,000 to 5,000", ("between", True, None, 4_000, 5_000, 500)),
        ('An estimated "around 4,000 to 5,000"', ("between", True, None, 4_000, 5_000, 500)),
        ("between 4,500 and 5,000", ("between", False, None, 4_500, 5_000, 50)),
        ("hundreds of thousands", ("magnitude", True, None, 200_000, 999_999, 0)),
        ("some several hundred", ("magnitude", True, None, 200, 999, 0)),
        ("not one", ("point", False, 0, 0, 0, 0)),
    ],
)
def test_read_value(printed: str, reading: Any) -> None:
    """A printed figure reads as the design's table has it."""
    assert parts(read_value(printed)) == reading


@pytest.mark.parametrize(
    ("printed", "number", "rounding"),
    [
        ("0", 0, 0),
        ("zero", 0, 0),
        ("none", 0, 0),
        ("No", 0, 0),
        ("seven", 7, 0),
        ("twenty-one", 21, 0),
        ("ten", 10, 5),
        ("200", 200, 50),
        ("two hundred and five", 205, 0),
        ("one million", 1_000_000, 500_000),
        ("1 million", 1_000_000, 500_000),
        ("1.0 million", 1_000_000, 50_000),
        ("1.50 million", 1_500_000, 5_000),
        ("10 million", 10_000_000, 5_000_000),
        ("1.5m", 1_500_000, 50_000),
        (f"1{NBSP}700{NBSP}000", 1_700_000, 50_000),
        (f"1.7{NARROW}million", 1_700_000, 50_000),
        ("1.7\n million", 1_700_000, 50_000),
        ("one hundred and two thousand", 102_000, 500),
        ("two million five hundred thousand", 2_500_000, 50_000),
        ("a thousand million", 10**9, 5 * 10**8),
        ("half a million", 500_000, 50_000),
        ("two and a half thousand", 2_500, 50),
        ("2 and a half thousand", 2_500, 50),
        ("two dozen", 24, 6),
        ("2 lakh", 200_000, 50_000),
        ("1,00,000", 100_000, 50_000),
        ("۱۲۳", 123, 0),
        (f"۲{ARABIC_COMMA}۳۴۰", 2_340, 5),
        (f"२{ARABIC_POINT}३ million", 2_300_000, 50_000),
    ],
)
def test_read_plain_number(printed: str, number: int, rounding: int) -> None:
    """A plain number reads exactly, rounded by half the place of its last significant digit."""
    assert parts(read_value(printed)) == ("point", False, number, number, number, rounding)


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [
        ("dozens", 24, 99),
        ("hundreds", 200, 999),
        ("a few hundred", 200, 999),
        ("several thousand", 2_000, 9_999),
        ("thousands", 2_000, 99_999),
        ("tens of thousands", 20_000, 99_999),
        ("several hundred thousand", 200_000, 999_999),
        ("millions", 2_000_000, None),
    ],
)
def test_read_magnitude(printed: str, lower: int, upper: int | None) -> None:
    """A magnitude word reads as its range, always approximate and never rounded."""
    assert parts(read_value(printed)) == ("magnitude", True, None, lower, upper, 0)


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [
        ("from 40 to 50", 40, 50),
        ("40-50", 40, 50),
        (f"40{EN_DASH}50", 40, 50),
        ("40 -- 50", 40, 50),
        ("4 to 5 million", 4_000_000, 5_000_000),
        (f"1.2{EN_DASH}1.5m", 1_200_000, 1_500_000),
        ("400 to 5 thousand", 400, 5_000),
        ("two to three hundred", 200, 300),
        ("between one and two dozen", 12, 24),
        ("between one hundred and two thousand", 100, 2_000),
        ("between two hundred and five and three hundred", 205, 300),
        ("twenty-five-thirty", 25, 30),
    ],
)
def test_read_range(printed: str, lower: int, upper: int) -> None:
    """A range reads as both its ends, and a scale after the second end may be the first's too."""
    value = read_value(printed)
    assert (value.bound, value.reported) == ("between", None)
    assert (value.lower, value.upper) == (lower, upper)


def test_a_hedge_inside_a_range() -> None:
    """A hedge before one end makes the whole range approximate."""
    assert read_value("between about 40 and 50").approximate


PHRASES = [
    ("{}", "point", False),
    *[(f"{p} {{}}", "more_than", False) for p in ("more than", "over", "above")],
    *[(f"{p} {{}}", "more_than", False) for p in ("upwards of", "in excess of", "well over")],
    *[(f"{p} {{}}", "more_than", True) for p in ("just over", "more than an estimated")],
    *[(f"{p} {{}}", "at_least", False) for p in ("at least", "no fewer than", "a minimum of")],
    *[(f"{p} {{}}", "less_than", False) for p in ("fewer than", "less than", "under")],
    *[(f"{p} {{}}", "less_than", True) for p in ("nearly", "almost", "just under")],
    *[(f"{p} {{}}", "at_most", False) for p in ("up to", "at most", "no more than")],
    *[(f"{p} {{}}", "point", True) for p in ("around", "about", "approximately", "roughly")],
    *[(f"{p} {{}}", "point", True) for p in ("an estimated", "some", "close to")],
    *[("{} or more", "at_least", False), ("{}+", "at_least", False)],
    *[("{} or fewer", "at_most", False), ("{} or so", "point", True)],
]


@pytest.mark.parametrize(("phrase", "bound", "approximate"), PHRASES)
@settings(deadline=None)
@given(number=st.integers(1, 10**12))
@example(number=10**12)
def test_every_phrase_around_a_number(
    phrase: str, bound: str, approximate: bool, number: int
) -> None:
    """What is written before or after a number sets its bound and hedge, and leaves the number."""
    value = read_value(phrase.format(f"{number:,}"))
    assert (value.reported, value.bound, value.approximate) == (number, bound, approximate)
    assert number % (2 * value.rounding or 1) == 0
    assert read_value(phrase.format(number).upper()) == value


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("", "cannot read ''"),
        ("more than", "cannot read 'more than'"),
        ("67,000 people", "cannot read '67,000 people'"),
        ("more than two-fold", "cannot read 'two-fold' in 'more than two-fold'"),
        ("a third", "cannot read"),
        ("a couple of hundred", "cannot read"),
        ("hundred", "cannot read"),
        ("one thousand hundred", "cannot read"),
        ("two thousand five million", "cannot read"),
        ("two thousand five thousand", "cannot read"),
        ("half", "cannot read"),
        ("two and a half", "cannot read"),
        ("1.5 and a half million", "cannot read"),
        ("1.000", "cannot read"),
        ("1,7 million", "cannot read"),
        ("1 700", "cannot read"),
        ("2½ million", "cannot read"),
        ("hundreds to thousands", "cannot read"),
        ("up to 4 to 5", "cannot read"),
        ("between up to 4 and 5", "cannot read"),
        ("up to several hundred", "a bound over 'several hundred'"),
        ("more than at least 5", "two bounds"),
        ("5,000 to 4,000", "lower 5000 is above upper 4000"),
        ("fewer than zero", "no count is less than 0"),
        ("1.2345678 million", "no whole number"),
        ("12 trillion", "no whole number"),
        ("9" * 199, "no whole number"),
        ("9" * 5_000, "too long"),
    ],
)
def test_what_cannot_be_read(printed: str, message: str) -> None:
    """A phrase that is not read whole is refused, with the words that could not be read."""
    with pytest.raises(NumberError, match=message):
        read_value(printed)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_reading_never_breaks(text: str) -> None:
    """Any text either reads as a value or is refused with the one error for that."""
    try:
        value = read_value(text)
    except NumberError:
        return
    assert value.plausible[1] is None or value.plausible[1] >= (value.plausible[0] or 0)


# --- docs/numbers.md --------------------------------------------------------------------------

SECTIONS = (
    (Path(__file__).parents[2] / "docs/numbers.md").read_text(encoding="utf-8").split("\n## ")
)


def rows(section: str) -> list[list[str]]:
    """The cells of every table row of a section whose title starts so, but those of headings."""
    (text,) = (part for part in SECTIONS if part.startswith(section))
    lines = [re.split(r" *\| *", line)[1:-1] for line in text.splitlines() if line[:1] == "|"]
    return [line for line in lines if line[0] not in ("sort", "printed") and "---" not in line[0]]


@pytest.mark.parametrize(
    "number", [n for _, cell in rows("What counts") for n in re.findall("`(.+?)`", cell)]
)
def test_docs_of_what_counts(number: str) -> None:
    """Every example of the guide is found as the one number it says."""
    assert found(f"{number} of") == [number]


@pytest.mark.parametrize(
    "row", [r for r in rows("How a printed") if len(r) == 3], ids=lambda row: row[0]
)
def test_docs_of_magnitudes(row: list[str]) -> None:
    """Every magnitude of the guide reads as the range it says."""
    lower, upper = (None if cell == "–" else int(cell.replace(",", "")) for cell in row[1:])
    for printed in row[0].split(", "):
        assert parts(read_value(printed)) == ("magnitude", True, None, lower, upper, 0)


@pytest.mark.parametrize("row", rows("How exact")[:-1], ids=lambda row: row[0])
def test_docs_of_rounding(row: list[str]) -> None:
    """Every rounding of the guide is the one worked out."""
    for printed in row[0].split(", "):
        assert read_value(printed).rounding == int(row[-1].replace(",", ""))
