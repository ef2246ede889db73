"""Which numbers an English text has, and which value a printed figure spells.

``find_numbers`` is what the full accounting rests on: where in doubt, it is a number.
``read_value`` reads a phrase whole or not at all. Both are told in words in ``docs/numbers.md``.
"""

import re

import msgspec

from models.value import Value, stated_bounds
from models.vocabulary import Bound
from seeds import number_words as nw
from seeds.errors import SeedError


class NumberError(SeedError):
    """Printed words that spell no value; the message says which could not be read."""


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One number in a text: its first code point from 0, the one past its last, and its text."""

    start: int
    end: int
    text: str


Reading = Value
"""What a printed figure spells: every part of a value, its stated bounds and rounding too."""

LARGEST = 10**12
"""The largest number a figure may have, here as in a fixture."""

# --- what counts as a number ------------------------------------------------------------------

_TOKEN = r"""
    (?: {digits} | (?<!\w) (?: (?:{tens}) - )? (?:{words}) ) (?: - | {gap} )? fold \b
  | {below_100} {link} (?: halves | (?:{parts}) s ) \b
  | {one} {link} (?: half | {parts} ) \b
  | {a} {link} (?: quarter | third (?! {link} (?:countr|part) (?:y|ies) \b ) ) \b
  | {a} {link} (?:{parts}) \b (?= {gap} of \b )
  | (?: (?: {a} {gap} )? {few} {link} )?
    (?: {tens_of} (?= {gap} of \b ) | {plural} ) (?: {gap} of {gap} {plural} )*
  | (?: {a} {gap} )? {few} {link} {scale} (?: {link} {scale} )*
  | (?: {digits} | {below_100} ) {gap} and {gap} a {gap} half \b (?: {link} {scale} )*
  | {half} (?: {link} {a} )? (?: {link} {scale} )+
  | (?: {digits} {vulgar}? | {vulgar} ) (?: (?:{suffixes}) \b | (?: {link}? (?:{scales}) \b )* )
  | {cardinal}
  | {scale}
  | {multiple}
"""


def _tokens(*, joined: bool) -> re.Pattern[str]:
    pieces = {
        "digits": nw.DIGITS,
        "vulgar": r"[\u00bc-\u00be\u2150-\u215e]",  # a half, a quarter and the like in one sign
        "tens": "|".join(nw.TENS),
        "words": "|".join((*nw.UNITS, *nw.TEENS, *nw.TENS, "hundred", "thousand", "million")),
        "parts": "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth",
        "below_100": nw.BELOW_100,
        "cardinal": nw.cardinal(joined=joined),
        "one": nw.whole_word("one"),
        "half": nw.whole_word("half"),
        "a": nw.whole_word("an?"),
        "few": nw.whole_word("several", "few"),
        "tens_of": nw.whole_word("tens", "scores"),
        "plural": nw.whole_word(*nw.SCALES, plural="s"),
        "scale": nw.SCALE,
        "scales": "|".join(nw.SCALES),
        "suffixes": "|".join(nw.SUFFIXES),
        "multiple": nw.whole_word(
            "half|halves|halv(?:e[ds]?|ing)|twice|thrice",
            "(?:doubl|tripl|trebl|quadrupl)(?:e[ds]?|ing)",
        ),
        "gap": nw.GAP,
        "link": nw.LINK,
    }
    return re.compile(_TOKEN.format(**pieces), re.VERBOSE | re.IGNORECASE)


_NUMBER = _tokens(joined=True)
_NUMBER_BETWEEN = _tokens(joined=False)  # "between one hundred and two thousand" are two
_BETWEEN = re.compile(r"\bbetween\W+(?:\w+\W+){0,2}\Z", re.IGNORECASE)


def find_numbers(text: str) -> list[Number]:
    """Every number of the text in order, none overlapping; the rule is in ``docs/numbers.md``."""
    plain = nw.plain(text)
    numbers: list[Number] = []
    position = 0
    while match := _NUMBER.search(plain, position):
        if _BETWEEN.search(plain[max(0, match.start() - 40) : match.start()]):
            match = _NUMBER_BETWEEN.match(plain, match.start()) or match
        start, position = match.span()
        numbers.append(Number(start=start, end=position, text=text[start:position]))
    return numbers


# --- what a printed figure spells -------------------------------------------------------------

_NOBODY = frozenset({"no", "none", "not one", "not a single one"})

_MAGNITUDES: dict[str, tuple[int, int | None]] = {
    "dozens": (24, 99),
    "several dozen": (24, 99),
    "a few dozen": (24, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, None),
    "tens of millions": (20_000_000, 99_999_999),
    "hundreds of millions": (200_000_000, 999_999_999),
    "billions": (2_000_000_000, None),
    **{
        f"{several} {words}": (2 * number, 10 * number - 1)
        for several in ("several", "a few", "few")
        for words, number in (
            ("hundred", 10**2),
            ("thousand", 10**3),
            ("hundred thousand", 10**5),
            ("million", 10**6),
        )
    },
}

_Promise = tuple[Bound | None, bool]
"""The bound that words set, if any, and whether they hedge."""

_BEFORE: dict[str, _Promise] = {
    **dict.fromkeys(("the", "a total of"), (None, False)),
    **dict.fromkeys(("an estimated", "estimated", "some", "circa", "close to"), (None, True)),
    **dict.fromkeys(("around", "about", "approximately", "roughly"), (None, True)),
    **dict.fromkeys(("more than", "over", "above", "well over"), ("more_than", False)),
    **dict.fromkeys(("upwards of", "in excess of"), ("more_than", False)),
    **dict.fromkeys(("just over", "slightly over", "slightly more than"), ("more_than", True)),
    **dict.fromkeys(("at least", "no fewer than", "not fewer than"), ("at_least", False)),
    **dict.fromkeys(("no less than", "not less than"), ("at_least", False)),
    **dict.fromkeys(("minimum", "a minimum of", "minimum of"), ("at_least", False)),
    **dict.fromkeys(("fewer than", "less than", "under", "below"), ("less_than", False)),
    **dict.fromkeys(("nearly", "almost", "just under"), ("less_than", True)),
    **dict.fromkeys(("up to", "at most", "as many as"), ("at_most", False)),
    **dict.fromkeys(("no more than", "not more than"), ("at_most", False)),
    **dict.fromkeys(("maximum", "a maximum of", "maximum of"), ("at_most", False)),
}
_AFTER: dict[str, _Promise] = {
    " or more": ("at_least", False),
    "+": ("at_least", False),
    " or fewer": ("at_most", False),
    " or less": ("at_most", False),
    " or so": (None, True),
}
_LONGEST_FIRST = sorted(_BEFORE, key=len, reverse=True)

_AND = re.compile(r" and ")
_TO = re.compile(r" to | ?(?:--|[-\u2012-\u2015]) ?")


def read_value(printed: str) -> Reading:
    """The value that the printed words spell; ``NumberError`` where they cannot all be read.

    Rule: domain design, table of section Value. ``rounding`` is half the place value of the last
    significant digit, the finer one of a range, rounded down; a magnitude has none.
    """
    if len(printed) > 200:
        raise NumberError(f"{printed[:40]!r}... is too long for one number")
    words = _tidy(printed)
    if words in _NOBODY:
        return _value(printed, "point", False, reported=0)
    bound, approximate, words = _promises(printed, words)
    if words in _MAGNITUDES:
        if bound:
            raise NumberError(
                f"{printed!r} sets a bound over {words!r}, which has bounds of its own"
            )
        lower, upper = _MAGNITUDES[words]
        return _value(printed, "magnitude", True, lower=lower, upper=upper)
    if found := nw.quantity(words):
        number = _whole(printed, found)
        return _value(printed, bound or "point", approximate, number, rounding=_rounding(found))
    if bound is None and (ends := _range(words)):
        low, high, hedged = ends
        return _value(
            printed,
            "between",
            approximate or hedged,
            lower=_whole(printed, low),
            upper=_whole(printed, high),
            rounding=min(_rounding(low), _rounding(high)),
        )
    raise NumberError(f"cannot read {words!r} in {printed!r} as a number of people or things")


def _tidy(printed: str) -> str:
    """Lower case with single blanks and without quotation marks; "1\u00a0700" as "1'700"."""
    words = re.sub(r"(?<=\d)\u00a0(?=\d)", "'", nw.plain(printed))
    return " ".join(re.sub(r'["\u201c\u201d]', " ", words).lower().split()).strip("' ")


def _promises(printed: str, words: str) -> tuple[Bound | None, bool, str]:
    """The bound and the hedge that the words around a number set, and the words left over."""
    bound: Bound | None = None
    approximate = False
    while True:
        before = next((known for known in _LONGEST_FIRST if words.startswith(f"{known} ")), None)
        after = next((known for known in _AFTER if words.endswith(known)), None)
        if before:
            (promised, hedges), words = _BEFORE[before], words[len(before) + 1 :]
        elif after:
            (promised, hedges), words = _AFTER[after], words[: -len(after)]
        else:
            return bound, approximate, words
        if bound and promised:
            raise NumberError(f"{printed!r} sets two bounds, {bound} and {promised}")
        bound, approximate = bound or promised, approximate or hedges


def _range(words: str) -> tuple[nw.Quantity, nw.Quantity, bool] | None:
    """Both ends of "between A and B", "A to B" or "A-B", and whether one of them is hedged."""
    joint, body = _TO, words.removeprefix("from ")
    if words.startswith("between "):
        joint, body = _AND, words.removeprefix("between ")
    for match in joint.finditer(body):
        low_bound, low_hedged, left = _promises(words, body[: match.start()])
        high_bound, high_hedged, right = _promises(words, body[match.end() :])
        low, high = nw.quantity(left), nw.quantity(right)
        scales = "" if nw.scales_at_end(left) else nw.scales_at_end(right)
        if scales and high and (shared := nw.quantity(left + scales)):
            # "4 to 5 million", but not "400 to 5 thousand"
            low = shared if shared.number < high.number else low
        if low and high and not (low_bound or high_bound):
            return low, high, low_hedged or high_hedged
    return None


def _whole(printed: str, found: nw.Quantity) -> int:
    if found.number.denominator != 1 or found.number > LARGEST:
        raise NumberError(f"{printed!r} is no whole number up to {LARGEST:,}")
    return int(found.number)


def _rounding(found: nw.Quantity) -> int:
    return int(found.place // 2) if found.number else 0


def _value(
    printed: str,
    bound: Bound,
    approximate: bool,
    reported: int | None = None,
    lower: int | None = None,
    upper: int | None = None,
    rounding: int = 0,
) -> Value:
    try:
        lower, upper = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    except ValueError as error:
        raise NumberError(f"{printed!r}: {error}") from error
    return Value(
        reported=reported,
        bound=bound,
        approximate=approximate,
        lower=lower,
        upper=upper,
        rounding=rounding,
    )
