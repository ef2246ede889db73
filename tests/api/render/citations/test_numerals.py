"""Numbers and dates are written as CLDR has them, in the language's own digits."""

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from api.render.citations.numerals import day, number
from api.render.citations.phrases import phrases_of
from tests.api.render.citations.drawn import LANGUAGES, NUMBERS
from tests.api.render.citations.test_quantity import numbers_in

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(count=NUMBERS)
def test_number(language: str, count: int) -> None:
    """A number is said exactly: in Babel's separators, or before a scale word."""
    said = number(count, language)
    assert numbers_in(said) == [count]
    if " " not in said:
        locale = phrases_of(language).locale
        written = format_decimal(count, locale=locale, numbering_system="default")
        assert said == (written.translate(PERSIAN) if language in ("ps", "fa") else written)


@pytest.mark.parametrize(
    ("count", "english", "urdu", "pashto", "persian"),
    [
        (1, "1", "1", "۱", "۱"),
        (135_000, "135,000", "135,000", "۱۳۵٬۰۰۰", "۱۳۵٬۰۰۰"),
        (200_000, "200,000", "2 لاکھ", "۲۰۰٬۰۰۰", "۲۰۰٬۰۰۰"),
        (1_700_000, "1.7 million", "17 لاکھ", "۱٫۷ میلیون", "۱٫۷ میلیون"),
        (1_234_567, "1,234,567", "1,234,567", "۱٬۲۳۴٬۵۶۷", "۱٬۲۳۴٬۵۶۷"),
        (25_000_000, "25 million", "2.5 کروڑ", "۲۵ میلیون", "۲۵ میلیون"),
        (2_500_000_000, "2.5 billion", "2.5 ارب", "۲٫۵ میلیارد", "۲٫۵ میلیارد"),
    ],
)
def test_customary_digits(count: int, english: str, urdu: str, pashto: str, persian: str) -> None:
    """ASCII digits in English and Urdu, Persian digits in Pashto and Persian."""
    assert number(count, "en") == english
    assert number(count, "ur") == urdu
    assert number(count, "ps") == pashto
    assert number(count, "fa") == persian


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(when=st.dates(), precision=st.sampled_from(["day", "month", "year"]))
def test_day(language: str, when: date, precision: str) -> None:
    """A date has the language's months and digits, and no more precision than is known."""
    table = phrases_of(language)
    pattern = {"day": "d MMMM y", "month": "MMMM y", "year": "y"}[precision]
    written = format_date(when, pattern, locale=table.locale)
    said = day(when.isoformat(), precision, language)
    assert said == (written.translate(PERSIAN) if language in ("ps", "fa") else written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_decade(language: str) -> None:
    """Every day of a decade is of the same one, so that it is said once and not as a span."""
    names = {day(iso, "decade", language) for iso in ("1980-01-01", "1985-06-04", "1989-12-31")}
    assert names == {day("1980-01-01", "year", language)}
