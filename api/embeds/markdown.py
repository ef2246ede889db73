"""A Markdown file as HTML, with its headings named and its tables readable in a narrow window."""

import re
from collections.abc import Callable, Iterator

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "th": "columnheader",
    "td": "cell",
}
"""Said outright, since a narrow window shows cells below each other, as no table any more."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a Markdown file says."""

    title: str
    sections: list[tuple[str, str]]
    """Of each second heading: its id and its text."""
    body: str
    """Everything below the title, as HTML."""


def read_markdown(text: str, address: Callable[[str], str]) -> Written:
    """What a file says; ``address`` is where a link of it leads on the web."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    _name_headings(tokens)
    _label_cells(tokens)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", address(str(token.attrs["href"])))
    headings = {
        (token.tag, str(token.attrs["id"])): _text(tokens[i + 1])
        for i, token in enumerate(tokens)
        if token.type == "heading_open"
    }
    return Written(
        title=next(text for (tag, _), text in headings.items() if tag == "h1"),
        sections=[(id, text) for (tag, id), text in headings.items() if tag == "h2"],
        body=markdown.renderer.render(tokens[3:], markdown.options, {}),  # the title is 3 tokens
    )


def slug(heading: str) -> str:
    """The id of a heading: the one that code hosts give it, so that links mean the same there."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _name_headings(tokens: list[Token]) -> None:
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(_text(tokens[i + 1])))


def _label_cells(tokens: list[Token]) -> None:
    """Each cell gets its role and the name of its column, which a narrow window shows beside it."""
    names: list[str] = []
    column = 0
    for i, token in enumerate(tokens):
        if token.nesting != 1 or token.tag not in _ROLES:
            continue
        token.attrSet("role", _ROLES[token.tag])
        if token.tag == "thead":
            names = []
        elif token.tag == "tr":
            column = 0
        elif token.tag == "th":
            names.append(_text(tokens[i + 1]))
        elif token.tag == "td":
            token.attrSet("data-label", names[column])
            column += 1


def _text(inline: Token) -> str:
    return "".join(token.content for token in inline.children or ())


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])
