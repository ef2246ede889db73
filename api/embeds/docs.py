"""The pages of ``docs/`` that callers need, as HTML: the same files, readable at any width.

The Markdown files are in the package as links to those of ``docs/`` in the repository, so that
there is one copy of each, and an installed package holds what the links lead to.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from api.embeds.page import PageContent, PageFrame, render_page

_FOLDER = Path(__file__).parents[1] / "static" / "docs"
_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "th": "columnheader",
    "td": "cell",
}
"""Said outright, since a narrow window shows cells below each other, as no table any more."""


class Doc(msgspec.Struct, frozen=True, kw_only=True):
    """One page: its name in addresses, and what it answers in half a sentence."""

    name: str
    about: str

    @property
    def path(self) -> str:
        """Its address below the public one."""
        return f"/docs/{self.name}"


DOCS = {
    doc.name: doc
    for doc in (
        Doc(name="using", about="Each form of the data, with examples to copy"),
        Doc(name="method", about="How figures are compared and reconciled, rule by rule"),
        Doc(name="numbers", about="What counts as a number, and how printed words are read"),
        Doc(name="citations", about="What a citation says, its styles and languages, their review"),
        Doc(name="embedding", about="How a figure is put in an article: code, options, heights"),
        Doc(name="releases", about="Versions, releases, the two clocks, and withdrawal"),
    )
}
"""Every page there is, in the order they are listed."""


class _Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a Markdown file says."""

    title: str
    sections: list[tuple[str, str]]
    """Of each second heading: its id and its text."""
    body: str
    """Everything below the title, as HTML."""


@cache
def render_doc(name: str, base_url: str, report_to: str = "") -> bytes:
    """The page of a name in ``DOCS`` as HTML, at a public address.

    ``ValueError`` when it links to a file that is no such page.
    """
    doc, written = DOCS[name], _read(name, base_url)
    return render_page(
        "docs.html",
        PageFrame(base_url=base_url, path=doc.path, report_to=report_to, languages=False),
        PageContent(title=written.title, description=f"{doc.about}."),
        doc=doc,
        docs=DOCS.values(),
        sections=written.sections,
        body=written.body,
    )


def slug(heading: str) -> str:
    """The id of a heading: the one that code hosts give it, so that links mean the same there."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _read(name: str, base_url: str) -> _Written:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((_FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    _name_headings(tokens)
    _label_cells(tokens)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrs["href"]), base_url))
    headings = {
        (token.tag, str(token.attrs["id"])): _text(tokens[i + 1])
        for i, token in enumerate(tokens)
        if token.type == "heading_open"
    }
    return _Written(
        title=next(text for (tag, _), text in headings.items() if tag == "h1"),
        sections=[(id, text) for (tag, id), text in headings.items() if tag == "h2"],
        body=markdown.renderer.render(tokens[3:], markdown.options, {}),  # the title is 3 tokens
    )


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


def _address(href: str, base_url: str) -> str:
    """Where a link of a Markdown file leads on the web."""
    parts = urlsplit(href)
    if parts.scheme or not parts.path:
        return href
    name = parts.path.removesuffix(".md")
    if name not in DOCS:
        raise ValueError(f"a served page links to {href}, which is not served")
    return base_url + DOCS[name].path + (f"#{parts.fragment}" if parts.fragment else "")


def _text(inline: Token) -> str:
    return "".join(token.content for token in inline.children or ())


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])
