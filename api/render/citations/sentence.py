"""The sentence a figure is cited by, with its pieces marked so that a style can tell them apart."""

from api.render.citations.attribution import Names, details, who
from api.render.citations.phrases import Phrases, phrases_of
from api.render.citations.pieces import begun
from api.render.citations.statement import statement
from api.render.citations.text import plain_text
from api.schemas.figures import AnyFigure

__all__ = ["Names", "cite", "sentence"]


def cite(figure: AnyFigure, names: Names) -> str:
    """The sentence: "More than 135,000 people left Pakistan in April 2025, according to ..."."""
    table = phrases_of("en")
    return plain_text(sentence(figure, names, table), table.direction)


def sentence(figure: AnyFigure, names: Names, table: Phrases) -> str:
    """The sentence of a figure in the language of a table."""
    return begun(
        table.say(
            "sentence",
            statement=statement(figure, table),
            who=who(figure, names, table),
            details=details(figure, table),
        )
    )
