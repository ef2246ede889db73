"""How a number or a date is written in a language: its digits, separators, months, scale words."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol

from api.render.citations.phrases import phrases_of

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
    return _whole(count, table.locale)


def plain_number(count: int, language: str) -> str:
    """With separators and without a word for its scale, however large."""
    return _whole(count, phrases_of(language).locale)


def decimal_number(count: float, language: str) -> str:
    """A number with its decimals, as far as it has any."""
    return _decimal(Decimal(str(count)), phrases_of(language).locale)


def day(iso: str, precision: str, language: str) -> str:
    """A day, month or year ("4 June 2025", "June 2025", "2025"); of a decade its first year."""
    table = phrases_of(language)
    pattern = {"day": table.day, "month": table.month, "year": "y", "decade": "y"}[precision]
    # there is no year 0, so that the first decade begins with year 1
    first = max(f"{iso[:3]}0-01-01", "0001-01-01") if precision == "decade" else iso
    when = format_date(date.fromisoformat(first), pattern, locale=_locale(table.locale))
    return _native(when, table.locale)


def month_name(iso: str, language: str) -> str:
    """The month of a day by its short name ("Apr"), as it stands alone below an axis."""
    locale = phrases_of(language).locale
    return format_date(date.fromisoformat(iso), "LLL", locale=_locale(locale))


def _whole(count: int, locale: str) -> str:
    # as format_decimal has it, which takes as long as all the rest of a sentence
    return _native(f"{count:,}".replace(",", _separator(locale)), locale)


def _decimal(count: Decimal, locale: str) -> str:
    return _native(format_decimal(count, locale=locale, numbering_system="default"), locale)


@cache
def _separator(locale: str) -> str:
    """What sets thousands apart."""
    known = _locale(locale)
    if known.decimal_formats[None].grouping != (3, 3):
        raise ValueError(f"digits of {locale} are not set apart in threes")
    return get_group_symbol(known, numbering_system="default")


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
