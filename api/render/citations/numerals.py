"""How a number or a date is written in a language: its digits, separators, months, scale words."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date

from api.render.citations.phrases import phrases_of
from api.render.citations.pieces import Piece, marked

_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
"""Digits of CLDR's numbering systems; Babel sets their separators, but leaves the digits ASCII."""


@lru_cache(maxsize=8192)
def number(count: int, language: str) -> str:
    """With separators, or as "1.7 million" where that says exactly the same."""
    table = phrases_of(language)
    for scale in table.scales:
        unit = 10**scale.power
        if count >= unit:
            if count * 10**scale.decimals % unit == 0:
                form = scale.one if count == unit else scale.other
                return form.format(number=_decimal(Decimal(count) / unit, table.locale))
            if scale.decimals:
                break
    return _decimal(count, table.locale)


@lru_cache(maxsize=8192)
def day(iso: str, precision: str, language: str) -> str:
    """A day, month, year or decade: "4 June 2025", "June 2025", "2025", "the 2020s"."""
    table = phrases_of(language)
    if precision == "decade":
        return table.say("decade", year=_native(iso[:4].lstrip("0"), table.locale))
    pattern = {"day": table.day, "month": table.month, "year": "y"}[precision]
    when = format_date(date.fromisoformat(iso), pattern, locale=table.locale)
    known = iso[: {"day": 10, "month": 7, "year": 4}[precision]]
    return marked(Piece(_native(when, table.locale), "date", known))


def _decimal(count: Decimal | int, locale: str) -> str:
    # what babel.numbers.format_decimal does, without reading the locale anew for every number
    known = _locale(locale)
    pattern = known.decimal_formats[None]
    return _native(pattern.apply(count, known, numbering_system="default"), locale)


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@cache
def _digits(locale: str) -> dict[int, str] | None:
    """From ASCII to the digits that CLDR gives as customary, where those are others."""
    digits = _DIGITS.get(_locale(locale).default_numbering_system)
    return {ord("0") + place: digit for place, digit in enumerate(digits)} if digits else None


def _native(text: str, locale: str) -> str:
    digits = _digits(locale)
    return text.translate(digits) if digits else text
