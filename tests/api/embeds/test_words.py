"""The words of embeds are complete in each language, and clean of markup."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from markupsafe import Markup

from api.embeds import words
from api.embeds.words import PARTS, Language, words_of

LANGUAGES: tuple[Language, ...] = get_args(Language)


def table(part: str, language: str) -> dict[str, dict[str, str]]:
    """The phrases of a part in a language as they are written."""
    path = Path(words.__file__).with_name(part) / f"{language}.toml"
    text = path.read_text(encoding="utf-8")
    phrases: dict[str, dict[str, str]] = tomllib.loads(text)["phrases"]
    return phrases


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_complete(part: str, language: Language) -> None:
    """Every phrase is there, beside its English one, with nothing that a template could run."""
    assert words_of(language, "text").language == language
    english = table(part, "en")
    for key, phrase in table(part, language).items():
        assert not set("<>&\u200e\u200f\u202a\u202b\u202e") & set(phrase["text"])
        if language != "en":
            assert phrase["en"] == english[key]["text"], key
            assert phrase["text"] != phrase["en"]


def test_text_and_html() -> None:
    """As HTML what is said is markup, in which names are escaped; as text it is what is read."""
    name = "<b> & \u0627"
    html, text = words_of("en", "html"), words_of("en", "text")
    said = html.say("source", source=html.name(name))
    assert isinstance(said, Markup)
    assert said == "Source: <bdi>&lt;b&gt; &amp; \u0627</bdi>"
    plain = text.say("source", source=text.name(name))
    assert not isinstance(plain, Markup)
    assert plain == "Source: \u2066<b> & \u0627\u2069"
