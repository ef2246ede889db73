"""A citation in Markdown reads back as its plain text, by a CommonMark reader not of our own."""

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from api.render.citations.sentence import sentence
from api.render.citations.writer import writer_of
from api.schemas.figures import AnyFigure
from tests.api.render.citations.drawn import LANGUAGES, figures

ADDRESS = "https://example.org/tally/v1/departures/a-figure"
READERS = {
    "commonmark": MarkdownIt("commonmark"),
    "with tables, strikethrough and bare links": MarkdownIt("gfm-like", {"linkify": False}),
}


def inline(markdown: str, reader: MarkdownIt) -> list[Token]:
    """The tokens of the one paragraph a text is."""
    opened, content, closed = reader.parse(markdown)
    assert (opened.type, content.type, closed.type) == (
        "paragraph_open",
        "inline",
        "paragraph_close",
    )
    return content.children or []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(deadline=None, max_examples=40)
@given(figure=figures())
def test_reads_back(language: str, reader: MarkdownIt, figure: AnyFigure) -> None:
    """One paragraph of text with one link, to the figure; no markup comes from a name."""
    tokens = inline(sentence(figure, {}, writer_of(language, "markdown"), ADDRESS), reader)
    assert {token.type for token in tokens} <= {"text", "text_special", "link_open", "link_close"}
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == [ADDRESS]
    plain = sentence(figure, {}, writer_of(language, "text"), "")
    assert "".join(token.content for token in tokens) == plain


@pytest.mark.parametrize(
    "address", ["http://h/a b", "http://h/a)b(c", "http://h/<a>", "http://h/\\)"]
)
def test_an_address_ends_where_it_ends(address: str) -> None:
    """No sign in an address ends the link."""
    link = writer_of("en", "markdown").markup.quantity("1", address)
    tokens = inline(f"{link} after", READERS["commonmark"])
    assert [token.content for token in tokens if token.type == "text"] == ["1", " after"]
