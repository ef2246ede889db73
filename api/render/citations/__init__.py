"""How a figure is cited: one sentence that claims no more than was stated, in four languages.

``cite`` gives the English plain text that every figure carries; ``citation_of`` a sentence in any
language and style. The words of each language are in ``phrases/``, a table a language.
"""

from api.render.citations.quantity import quantity
from api.render.citations.sentence import Names, cite
from api.render.citations.styles import Language, Rendered, Style, citation_of

__all__ = ["Language", "Names", "Rendered", "Style", "citation_of", "cite", "quantity"]
