"""The citation of a figure in the language and style asked for."""

from typing import Literal

import msgspec

from api.render.citations.attribution import Names
from api.render.citations.csl import CslItem, csl_item
from api.render.citations.markup import Direction
from api.render.citations.phrases import Status
from api.render.citations.sentence import sentence
from api.render.citations.writer import writer_of
from api.schemas.figures import AnyFigure

Style = Literal["text", "html", "markdown", "csl-json"]
Language = Literal["en", "ur", "ps", "fa"]


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A citation, ready to paste."""

    citation: str
    status: Status
    direction: Direction
    csl: CslItem | None


def citation_of(figure: AnyFigure, names: Names, style: Style, language: Language) -> Rendered:
    """The citation of a figure, which links to its page, or its own address, in some styles."""
    writer = writer_of(language, "text" if style == "csl-json" else style)
    address = figure.links.page or figure.links.self
    citation = sentence(figure, names, writer, address)
    csl = None
    if style == "csl-json":
        csl = csl_item(figure, citation, writer)
        citation = msgspec.json.encode([csl]).decode()
    table = writer.table
    return Rendered(citation=citation, status=table.status, direction=table.direction, csl=csl)
