"""The sentence a figure is cited by, in a language and a style with markup."""

from api.render.citations.attribution import Names, details, who
from api.render.citations.quantity import quantity
from api.render.citations.statement import QUANTITY, statement
from api.render.citations.writer import Writer, writer_of
from api.schemas.figures import AnyFigure

__all__ = ["Names", "cite", "sentence"]


def cite(figure: AnyFigure, names: Names) -> str:
    """The sentence: "More than 135,000 people left Pakistan in April 2025, according to ..."."""
    return sentence(figure, names, writer_of("en", "text"), "")


def sentence(figure: AnyFigure, names: Names, writer: Writer, address: str) -> str:
    """The sentence of a figure, in which the quantity leads to ``address`` where links exist."""
    text = writer.say(
        "sentence",
        statement=statement(figure, writer),
        who=who(figure, names, writer),
        details=details(figure, writer),
    )
    words = quantity(figure.value, writer.language)
    if text.startswith(QUANTITY):
        words = words[0].upper() + words[1:]
    text = text.replace(QUANTITY, writer.markup.quantity(words, address))
    return writer.markup.sentence(text, writer.language, writer.table.direction)
