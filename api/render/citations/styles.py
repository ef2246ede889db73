"""The citation of a figure in the language and style asked for."""

from typing import Literal

import msgspec

from api.render.citations.attribution import Names
from api.render.citations.csl import CslItem, csl_item
from api.render.citations.html import hypertext
from api.render.citations.markdown import markdown
from api.render.citations.phrases import Status, phrases_of
from api.render.citations.pieces import Direction
from api.render.citations.sentence import sentence
from api.render.citations.text import plain_text
from api.schemas.figures import AnyFigure

Style = Literal["text", "html", "markdown", "csl-json"]
Language = Literal["en", "ur", "ps", "fa"]


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A citation, ready to paste."""

    citation: str
    status: Status
    direction: Direction
    csl: CslItem | None


def citation_of(
    figure: AnyFigure, names: Names, style: Style, language: Language, address: str
) -> Rendered:
    """The citation of a figure, which links to ``address`` where the style has links."""
    table = phrases_of(language)
    direction = table.direction
    written = sentence(figure, names, table)
    csl = None
    match style:
        case "text":
            citation = plain_text(written, direction)
        case "html":
            citation = hypertext(written, direction, language, address)
        case "markdown":
            citation = markdown(written, direction, address)
        case _:
            csl = csl_item(figure, plain_text(written, direction), table)
            citation = msgspec.json.encode([csl]).decode()
    return Rendered(citation=citation, status=table.status, direction=direction, csl=csl)
