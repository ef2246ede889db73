"""Which country codes exist (ISO 3166-1) and what a country is called in a language (CLDR)."""

from functools import cache

import pycountry
from babel import Locale

LANGUAGES = ("en", "ur", "ps", "fa")
"""The languages Tally speaks, as ISO 639-1 codes."""


def is_country(code: str) -> bool:
    """Whether ``code`` is an officially assigned ISO 3166-1 alpha-3 code, in capitals."""
    return code.isupper() and pycountry.countries.get(alpha_3=code) is not None


def country_codes() -> list[str]:
    """Every officially assigned ISO 3166-1 alpha-3 code."""
    return [country.alpha_3 for country in pycountry.countries]


@cache
def alpha_2(code: str) -> str:
    """The ISO 3166-1 alpha-2 code of an alpha-3 one."""
    country = pycountry.countries.get(alpha_3=code)
    assert country is not None, "only countries of ISO 3166-1 are held"
    return str(country.alpha_2)


@cache
def country_name(code: str, language: str = "en") -> str:
    """A country's everyday name, as CLDR gives it; the code itself where there is none."""
    country = pycountry.countries.get(alpha_3=code)
    names = Locale.parse(language).territories
    return str(names.get(country.alpha_2, code)) if country else code
