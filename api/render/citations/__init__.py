"""How a figure is cited: one sentence that claims no more than was stated, in four languages.

``cite`` gives the English plain text that every figure carries; ``citation_of`` a sentence in any
language and style. The words of each language are in ``phrases/``, a table a language.
"""

from api.render.citations.csl import CslItem
from api.render.citations.markup import Direction
from api.render.citations.phrases import Status
from api.render.citations.quantity import quantity
from api.render.citations.sentence import Names, cite
from api.render.citations.styles import Language, Rendered, Style, citation_of

__all__ = [
    "CslItem",
    "Direction",
    "Language",
    "Names",
    "Rendered",
    "Status",
    "Style",
    "citation_of",
    "cite",
    "quantity",
]
