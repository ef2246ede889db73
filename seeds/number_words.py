"""How English writes a plain number: the words, the patterns for them, and what they amount to.

The patterns are for ``plain`` text and ignore case; ``seeds/numbers.py`` builds on them.
"""

import re
from fractions import Fraction
from typing import NamedTuple

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {
    **{word: number for number, word in enumerate(("zero", *UNITS, *TEENS))},
    **{word: number * 10 for number, word in enumerate(TENS, 2)},
}
LARGE = {
    "dozen": 12,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
SCALES = {"hundred": 100, **LARGE}
SUFFIXES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}

# one character for one, so that offsets stay: spaces, hyphens and apostrophes of every sort
_PLAIN = {
    **dict.fromkeys(map(ord, "\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u3000"), " "),
    **dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f\u205f"), "\u00a0"),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
}


class Quantity(NamedTuple):
    """An exact number, and the place value of the last significant digit it is written with."""

    number: Fraction
    place: Fraction


def plain(text: str) -> str:
    """The text with one kind of space, hyphen and apostrophe; every offset stays what it was."""
    return text.translate(_PLAIN)


def whole_word(*words: str, plural: str = "") -> str:
    """A pattern for any of the words, each standing by itself."""
    return rf"(?<!\w)(?:{'|'.join(words)}){plural}\b"


GAP = r"(?:[ \u00a0]+|[ \u00a0]*\r?\n[ \u00a0]*)"
"""Between words: blanks, or the end of one line; an empty line always parts."""

LINK = rf"(?:{GAP}|-)"

_GROUPED = r"\d{1,3}(?:(?:,\d{2,3}){0,6},\d{3}|(?:[\u066c'\u00a0]\d{3}){1,6})(?!\d)"
DIGITS = rf"(?>(?:{_GROUPED}|\d+)(?:[.\u066b]\d+)?|(?<![\w.])\.\d+)"
"""A number in digits: thousands or lakhs grouped, decimals, in any script's decimal digits."""

SCALE = whole_word(*SCALES)
_BIG = whole_word(*LARGE)
_BIGS = rf"{_BIG}(?:{LINK}{_BIG})*"
_UNIT, _TEN, _A = whole_word(*UNITS), whole_word(*TENS), whole_word("an?")
_HUNDRED = whole_word("hundred")
# "twenty-first" is an ordinal; "thirty-second" may be half a minute and so counts as a number
_ORDINAL = r"-(?:first|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
BELOW_100 = rf"(?>{_TEN}(?:{LINK}{_UNIT}|(?!{_ORDINAL}))|{whole_word('zero', *UNITS, *TEENS)})"


def cardinal(*, joined: bool) -> str:
    """A pattern for a whole number in words, whose last part an "and" may join to the rest."""
    joint = rf"{LINK}(?:and{LINK})?" if joined else LINK
    hundreds = (
        rf"(?:(?:{BELOW_100}|{_A}){LINK})?{_HUNDRED}"
        rf"(?:{joint}{BELOW_100}(?!{LINK}{_HUNDRED}))?"
    )
    group = rf"(?:{hundreds}|{BELOW_100})"
    more = rf"{LINK}{group}(?:{LINK}{_BIGS})?"
    if joined:
        more += rf"|{LINK}and{LINK}{BELOW_100}(?!{LINK}{SCALE})"
    # atomic, as what it may take in part it always takes whole: no backtracking
    return rf"(?>(?:{group}|{_A}){LINK}{_BIGS}(?:{more})*|{group})"


_SCALES = rf"(?P<scales>(?:[ -]?(?:{'|'.join(SCALES)})\b)*)"
_IN_DIGITS = re.compile(rf"(?P<digits>{DIGITS}){_SCALES}")
_HALVES = re.compile(
    rf"(?:(?:(?P<digits>{DIGITS})|(?P<words>{BELOW_100})) and a half|half(?:[ -]an?)?){_SCALES}"
)
_IN_WORDS = re.compile(cardinal(joined=True))
_SCALES_AT_END = re.compile(rf"(?:[ -](?:{'|'.join(SCALES)})\b)+\Z")
_SUFFIXED = re.compile(rf"(?<=\d)({'|'.join(SUFFIXES)})\b")


def quantity(words: str) -> Quantity | None:
    """The number that ``words``, plain and in lower case, write out, or ``None``.

    Fractions come out as such ("1.7 million" exactly, "half a million"); a decimal that no
    "million" or the like follows does not, as it counts nobody.
    """
    words = _spelled_out(words)
    if match := _IN_DIGITS.fullmatch(words):
        found = _of_digits(match["digits"])
        return None if found.place < 1 and not match["scales"] else _scaled(found, match["scales"])
    if match := _HALVES.fullmatch(words):
        if not match["scales"]:
            return None
        start = Quantity(Fraction(0), Fraction(1))
        if match["digits"]:
            start = _of_digits(match["digits"])
        elif match["words"]:
            start = _of_words(match["words"]) or start
        if start.place < 1:
            return None
        half = Quantity(start.number + Fraction(1, 2), Fraction(1, 10))
        return _scaled(half, match["scales"])
    return _of_words(words) if _IN_WORDS.fullmatch(words) else None


def scales_at_end(words: str) -> str:
    """The "hundred", "million" and the like that ``words`` end with, a blank before each."""
    match = _SCALES_AT_END.search(_spelled_out(words))
    return match[0].replace("-", " ") if match else ""


def _spelled_out(words: str) -> str:
    """ "1.5m" as "1.5 million"."""
    return _SUFFIXED.sub(lambda match: f" {SUFFIXES[match[1]]}", words)


def _of_digits(digits: str) -> Quantity:
    whole, _, decimals = digits.replace("\u066b", ".").partition(".")
    whole = re.sub(r"\D", "", whole)
    if decimals:
        place = Fraction(1, 10 ** len(decimals))
        return Quantity(int(whole + decimals) * place, place)
    return Quantity(Fraction(int(whole)), _place(int(whole)))


def _of_words(words: str) -> Quantity | None:
    """Add up "two | million | five | hundred": each group counts its own scale."""
    total, group, place, lowest = Fraction(0), Fraction(0), Fraction(1), Fraction(0)
    for word in re.split(r"[ -]", words):
        if word in SMALL:
            group, place = group + SMALL[word], _place(SMALL[word])
        elif word in ("a", "an"):
            group, place = Fraction(1), Fraction(1)
        elif word == "hundred":
            if not group:
                return None
            group, place = group * 100, place * 100
        elif word in LARGE:
            if not group:  # "a thousand million"
                total, place, lowest = (
                    total * LARGE[word],
                    place * LARGE[word],
                    lowest * LARGE[word],
                )
                continue
            if lowest and LARGE[word] >= lowest:
                return None  # "two thousand five million"
            lowest = Fraction(LARGE[word])
            total, group, place = total + group * lowest, Fraction(0), place * lowest
    if lowest and group >= lowest:
        return None
    return Quantity(total + group, place)


def _scaled(found: Quantity, scales: str) -> Quantity:
    number, place = found
    for scale in re.findall(r"[a-z]+", scales):
        number, place = number * SCALES[scale], place * SCALES[scale]
    return Quantity(number, place)


def _place(number: int) -> Fraction:
    """The place value of the last digit that is not a zero at the end."""
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return Fraction(place)
