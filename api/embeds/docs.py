"""The pages of ``docs/`` that callers need, as HTML: the same files, readable at any width.

The Markdown files are in the package as links to those of ``docs/`` in the repository, so that
there is one copy of each, and an installed package holds what the links lead to.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from api.embeds.page import PageContent, PageFrame, render_page

_FOLDER = Path(__file__).parents[1] / "static" / "docs"


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


@cache
def render_doc(name: str, base_url: str, report_to: str = "") -> bytes:
    """The page of a name in ``DOCS`` as HTML, at a public address.

    ``ValueError`` when it links to a file that is no such page.
    """
    from api.embeds.markdown import read_markdown  # slow to import, and seldom needed

    doc, text = DOCS[name], (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    written = read_markdown(text, lambda href: _address(href, base_url))
    return render_page(
        "docs.html",
        PageFrame(base_url=base_url, path=doc.path, report_to=report_to, languages=False),
        PageContent(title=written.title, description=f"{doc.about}."),
        doc=doc,
        docs=DOCS.values(),
        sections=written.sections,
        body=written.body,
    )


def _address(href: str, base_url: str) -> str:
    """Where a link of a Markdown file leads on the web."""
    parts = urlsplit(href)
    if parts.scheme or not parts.path:
        return href
    name = parts.path.removesuffix(".md")
    if name not in DOCS:
        raise ValueError(f"a served page links to {href}, which is not served")
    return base_url + DOCS[name].path + (f"#{parts.fragment}" if parts.fragment else "")
