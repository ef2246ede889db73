"""A citation in HTML is well formed, says what the plain text says, and runs nothing of a name."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from api.render.citations.sentence import sentence
from api.render.citations.writer import writer_of
from api.schemas.figures import AnyFigure
from tests.api.render.citations.drawn import LANGUAGES, figures

ADDRESS = 'https://example.org/tally/v1/departures/a-figure?a=1&b="2"'


class Reader(HTMLParser):
    """Reads the text and the elements, and fails where they are not nested."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """No comment is made out of a name."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Nor a declaration."""
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        """Nor an instruction."""
        raise AssertionError(data)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=40)
@given(figure=figures())
def test_reads_back(language: str, figure: AnyFigure) -> None:
    """One span of five kinds of element, whose text is the plain text without isolates."""
    reader = Reader()
    reader.feed(sentence(figure, {}, writer_of(language, "html"), ADDRESS))
    reader.close()
    assert reader.open == []
    plain = sentence(figure, {}, writer_of(language, "text"), "")
    assert reader.text == re.sub(r"[\u2066-\u2069]", "", plain)
    (outer, attributes), *inner = reader.elements
    direction = "ltr" if language == "en" else "rtl"
    assert (outer, attributes) == ("span", {"lang": language, "dir": direction})
    assert [attributes for tag, attributes in inner if tag == "a"] == [{"href": ADDRESS}]
    for tag, attributes in inner:
        if tag == "time":
            assert re.fullmatch(r"\d{4}(-\d\d){0,2}", attributes.pop("datetime"))
        elif tag == "bdi":
            assert attributes.pop("lang", "en") == "en"
        else:
            assert tag == "a"
            continue
        assert attributes == {}
