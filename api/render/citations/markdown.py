"""A sentence as Markdown (CommonMark): a link to the figure, nothing in names read as markup."""

import re

from api.render.citations.pieces import Direction, Piece, pieces
from api.render.citations.text import PDI, RLI, isolated

# also what starts an autolink, a table cell, strikethrough or mathematics in common dialects
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&.:@$^=])")


def markdown(sentence: str, direction: Direction, address: str) -> str:
    """The sentence on one line; one from right to left is isolated as plain text is."""
    text = "".join(_marked_up(piece, direction, address) for piece in pieces(sentence))
    return text if direction == "ltr" else f"{RLI}{text}{PDI}"


def _marked_up(piece: Piece, direction: Direction, address: str) -> str:
    if piece.role == "quantity":
        return f"[{piece.text}]({_target(address)})"
    if piece.role == "name":
        return _MARKUP.sub(r"\\\1", isolated(piece.text, direction))
    return piece.text


def _target(address: str) -> str:
    """An address that no bracket, blank or sign of markup in it can end."""
    return re.sub(r"[\s()<>\[\]\\]", lambda found: f"%{ord(found[0]):02X}", address)
