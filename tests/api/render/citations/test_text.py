"""No name can scramble a sentence, nor a sentence the text it is pasted into (UAX #9)."""

import msgspec
import pytest
from bidi import get_display  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from api.render.citations.names import clean
from api.render.citations.sentence import sentence
from api.render.citations.text import LRI, PDI, RLI, isolated
from api.render.citations.writer import writer_of
from api.schemas.figures import AnyFigure
from tests.api.render.citations.drawn import LANGUAGES, NAMES, figures

IN_PARAGRAPHS = [("en", "L"), *((language, base) for language in LANGUAGES[1:] for base in "LR")]
"""Languages, each with the direction of a paragraph it is pasted into."""


def shown(text: str, base: str) -> str:
    """The text in the order in which it is seen, from left to right."""
    seen = str(get_display(text, base_dir=base))
    return seen.translate({ord(control): None for control in (LRI, RLI, PDI)})


def with_outlet(figure: AnyFigure, outlet: str) -> AnyFigure:
    """The figure in an outlet's own voice."""
    attribution = msgspec.structs.replace(
        figure.attribution, voice="outlet", claimant=None, speaker=None, via=[]
    )
    source = msgspec.structs.replace(figure.source, publisher=outlet)
    return msgspec.structs.replace(figure, attribution=attribution, source=source)


@pytest.mark.parametrize(("language", "around"), IN_PARAGRAPHS)
@settings(deadline=None, max_examples=40)
@given(figure=figures(), name=NAMES)
def test_a_name_moves_nothing(language: str, around: str, figure: AnyFigure, name: str) -> None:
    """Whatever an outlet is called, all else of the sentence is seen where it was."""
    writer = writer_of(language, "text")
    direction = writer.table.direction
    here, there = isolated("Qzq", direction), isolated(clean(name), direction)
    with_other = sentence(with_outlet(figure, "Qzq"), {}, writer, "")
    with_name = sentence(with_outlet(figure, name), {}, writer, "")
    assert with_other.count(here) == 1
    assert with_name == with_other.replace(here, there)
    seen = shown(with_other.replace(here, f"{LRI}\ue000{PDI}"), around)
    own = shown(there, "L" if direction == "ltr" else "R")
    assert shown(with_name, around) == seen.replace("\ue000", own)


@pytest.mark.parametrize(("language", "around"), IN_PARAGRAPHS)
@settings(deadline=None, max_examples=40)
@given(figure=figures())
def test_a_sentence_stays_together(language: str, around: str, figure: AnyFigure) -> None:
    """In a paragraph of either direction a sentence is seen as it is by itself."""
    said = sentence(figure, {}, writer_of(language, "text"), "")
    alone = shown(said, "L" if language == "en" else "R")
    assert alone in shown(f"Before 12. {said} 34, after.", around)
    if language != "en":
        assert alone in shown(f"پہلے 12، {said} 34، بعد", around)


@pytest.mark.parametrize(
    ("text", "in_ltr", "in_rtl"),
    [
        ("Dawn", "Dawn", f"{LRI}Dawn{PDI}"),
        ("ڈان", f"{RLI}ڈان{PDI}", "ڈان"),
        ("ANI نیوز", f"{LRI}ANI نیوز{PDI}", f"{LRI}ANI نیوز{PDI}"),
        ("نیوز 24", f"{RLI}نیوز 24{PDI}", f"{RLI}نیوز 24{PDI}"),
        ("24", "24", f"{LRI}24{PDI}"),
    ],
)
def test_isolated(text: str, in_ltr: str, in_rtl: str) -> None:
    """A name is isolated where its letters run against the line or its ends are neutral."""
    assert isolated(text, "ltr") == in_ltr
    assert isolated(text, "rtl") == in_rtl


@settings(deadline=None, max_examples=100)
@given(figure=figures(), language=st.sampled_from(LANGUAGES))
def test_isolates_are_closed(figure: AnyFigure, language: str) -> None:
    """What is opened is closed, and no other control of direction is in a sentence."""
    depth = 0
    for letter in sentence(figure, {}, writer_of(language, "text"), ""):
        depth += (letter in LRI + RLI) - (letter == PDI)
        assert 0 <= depth <= 2
        assert letter not in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2068"
    assert depth == 0
