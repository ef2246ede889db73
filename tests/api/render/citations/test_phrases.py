"""The tables of phrases are complete, agree with CLDR, and hold nothing a style reads as markup."""

import re
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale

from api.render.citations import Language
from api.render.citations import phrases as tables
from api.render.citations.attribution import MARKED
from api.render.citations.phrases import fill, phrases_of
from api.render.citations.quantity import MAGNITUDES
from models.countries import LANGUAGES
from models.vocabulary import (
    Bound,
    LegalStatus,
    Movement,
    Outlook,
    Per,
    PermitState,
    SourceKind,
    Unit,
    words_of,
)

CODED = {
    *(bound for bound in words_of(Bound) if bound not in ("point", "between", "magnitude")),
    *MAGNITUDES.values(),
    *words_of(Unit),
    *(status for status in words_of(LegalStatus) if status != "unspecified"),
    *(f"{way}_{when}" for way, when in product((*words_of(Movement), "move"), words_of(Outlook))),
    *(f"frame_{outlook}" for outlook in words_of(Outlook) if outlook != "observed"),
    *(f"rate_{per}" for per in words_of(Per)),
    *(f"state_{state}" for state in words_of(PermitState)),
    *(f"unnamed_{kind}" for kind in words_of(SourceKind)),
    *(f"field_{field}" for field in MARKED),
}
"""The phrases that stand for a word of a closed vocabulary."""


def test_every_language_has_a_table() -> None:
    """A language that can be asked for has a table, and the other way round."""
    here = {Path(file.name).stem for file in files(tables).iterdir() if file.name.endswith("toml")}
    assert here == set(get_args(Language)) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_complete(language: str) -> None:
    """Every phrase of English stands in every table, with the same slots, and none is empty."""
    table = phrases_of(language)
    assert table.phrases.keys() >= CODED
    assert table.language == language
    for key, phrase in table.phrases.items():
        forms = [form for form in (phrase.text, phrase.one, phrase.other) if form is not None]
        assert all(form.strip() for form in forms), key


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (("[phrases.since]", "[phrases.sinse]"), "differ in since, sinse"),
        (("{date} میں", "{day} میں"), "in has other slots"),
        (('one = "فرد"\n', ""), "a text, or the forms one and other"),
    ],
)
def test_incomplete(
    damage: tuple[str, str], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A table that lacks a phrase, a form or a slot is refused, and named."""
    for file in files(tables).iterdir():
        if file.name.endswith(".toml"):
            text = file.read_text(encoding="utf-8")
            if file.name == "ur.toml":
                assert damage[0] in text
                text = text.replace(*damage)
            (tmp_path / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    monkeypatch.setattr(tables, "phrases_of", cache(phrases_of.__wrapped__))
    with pytest.raises(ValueError, match=message):
        tables.phrases_of("ur")


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_english_stands_beside(language: str) -> None:
    """What a speaker reviews stands below the English phrase as it is, word for word."""
    english = phrases_of("en").phrases
    for key, phrase in phrases_of(language).phrases.items():
        assert phrase.en == english[key].main, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_markup(language: str) -> None:
    """A phrase is the same text in plain text, HTML and Markdown."""
    table = phrases_of(language)
    forms = [form for scale in table.scales for form in (scale.one, scale.other)]
    for phrase in table.phrases.values():
        forms += [form for form in (phrase.text, phrase.one, phrase.other, phrase.group) if form]
    for form in forms:
        assert not re.search(r"[<>&\"'*_`~#|$\\\[\]\u2066-\u2069\u202a-\u202e]", form)
        assert not re.search(r"\s\s|\A\s|\s\Z", form)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11, 100, 1000, 10**6])
def test_plural_rule(language: str, count: int) -> None:
    """Nouns agree as CLDR has it for the language."""
    table = phrases_of(language)
    assert {"one", "other"} >= set(Locale.parse(table.locale).plural_form.tags)
    one = Locale.parse(table.locale).plural_form(count) == "one"
    phrase = table.phrases["persons"]
    expected = phrase.text or (phrase.one if one else phrase.other)
    assert table.say("persons", table.is_one(count)) == expected
    assert table.say("persons", table.is_one(None)) == phrase.main


@pytest.mark.parametrize(
    ("template", "slots", "text"),
    [
        ("{a} {b} {c}", {"a": "x", "b": "", "c": "z"}, "x z"),
        ("{a} {b} {c}", {"a": "", "b": "", "c": "z"}, "z"),
        ("{a} {b} {c}", {"a": "x", "b": "", "c": ""}, "x"),
        ("{a} {b}", {"a": "{b}", "b": "{0}"}, "{b} {0}"),
    ],
)
def test_fill(template: str, slots: dict[str, str], text: str) -> None:
    """An empty slot takes the space beside it along; what fills a slot is no template."""
    assert fill(template, slots) == text
