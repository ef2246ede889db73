"""Which country codes exist, and what a country is called."""

import pytest

from models.countries import LANGUAGES, country_codes, country_name, is_country


@pytest.mark.parametrize("code", ["AFG", "PAK", "IRN", "ISL"])
def test_country(code: str) -> None:
    """An assigned code is one."""
    assert is_country(code)


@pytest.mark.parametrize("code", ["", "AF", "afg", "Afg", "XXX", "ANT", "AFGH", "004", "AFG "])
def test_no_country(code: str) -> None:
    """A code of another length or case, or one not assigned now, is none."""
    assert not is_country(code)


def test_every_code() -> None:
    """Every code listed is a country, once."""
    codes = country_codes()
    assert all(is_country(code) for code in codes)
    assert len(codes) == len(set(codes)) > 240


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("AFG", "en", "Afghanistan"),
        ("PAK", "ur", "پاکستان"),
        ("AFG", "fa", "افغانستان"),
        ("IRN", "ps", "ايران"),
        ("XXX", "en", "XXX"),
    ],
)
def test_name(code: str, language: str, name: str) -> None:
    """A country has its everyday name in a language; a code that is none stays as it is."""
    assert country_name(code, language) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name(language: str) -> None:
    """The countries the data is about have a name in every language."""
    for code in ("AFG", "PAK", "IRN"):
        assert country_name(code, language) not in ("", code)
