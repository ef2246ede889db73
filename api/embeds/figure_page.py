"""What does the page of a figure say?"""

import json
from typing import get_args

from api.embeds.figure import FigureContent, FigureView, figure_content
from api.embeds.frame import Frame
from api.embeds.options import EmbedOptions
from api.embeds.page import Citation, PageContent, PageFrame, PageKind
from api.render.citations import Style, citation_of


class FigurePageContent(PageContent, frozen=True, kw_only=True):
    """What the page of a figure says."""

    figure: FigureContent
    """What its embed says."""


def figure_page_content(view: FigureView, page: PageFrame) -> FigurePageContent:
    """Everything the page of a figure says, in the language of the frame."""
    frame = Frame(
        options=EmbedOptions(lang=page.lang),
        base_url=page.base_url,
        current=page.path,
        marked="html",
    )
    said = figure_content(view, frame)
    return FigurePageContent(
        title=said.title,
        description=said.description,
        citations=citations_of(view, page),
        data=(("JSON", view.figure.links.self),),
        figure=said,
    )


def citations_of(view: FigureView, page: PageFrame) -> tuple[Citation, ...]:
    """The citation in every style, in the language of the page."""
    found = []
    for style in get_args(Style):
        text = citation_of(view.figure, view.names, style, page.lang).citation
        found.append(Citation(style=style, text=_seen(text) if style == "csl-json" else text))
    return tuple(found)


def _seen(document: str) -> str:
    """JSON in which characters that cannot be seen are escapes: the same data, none hidden."""
    return "".join(
        letter if letter.isprintable() else json.dumps(letter).strip('"') for letter in document
    )


FIGURE: PageKind[FigureView] = PageKind(template="figure_page.html", content=figure_page_content)
