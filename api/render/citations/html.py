"""A sentence as HTML: a link to the figure, machine-readable dates, isolated names."""

from html import escape

from api.render.citations.pieces import Direction, Piece, pieces


def hypertext(sentence: str, direction: Direction, language: str, address: str) -> str:
    """One ``span`` to paste into a page; everything from the data is escaped."""
    inner = "".join(_marked_up(piece, address) for piece in pieces(sentence))
    return f'<span lang="{language}" dir="{direction}">{inner}</span>'


def _marked_up(piece: Piece, address: str) -> str:
    text = _escaped(piece.text)
    match piece.role:
        case "quantity":
            return f'<a href="{escape(address)}">{text}</a>'
        case "date":
            return f'<time datetime="{escape(piece.value)}">{text}</time>'
        case "name":
            # of a language of its own, it also says which one
            language = f' lang="{escape(piece.value)}"' if piece.value else ""
            return f"<bdi{language}>{text}</bdi>"
    return text


def _escaped(text: str) -> str:
    """Without markup, and with characters of no width written out, so that they can be seen."""
    return escape(text).replace("\u200c", "&zwnj;").replace("\u200d", "&zwj;")
