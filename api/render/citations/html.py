"""A sentence as HTML: a link to the figure, machine-readable dates, isolated names."""

from html import escape

from api.render.citations.markup import Direction, Markup


class Html(Markup):
    """One ``span`` to paste into a page; everything from the data is escaped."""

    def name(self, text: str, language: str | None, direction: Direction) -> str:
        """Isolated; of a language of its own, it also says which one."""
        lang = f' lang="{escape(language)}"' if language else ""
        return f"<bdi{lang}>{_visible(text)}</bdi>"

    def date(self, text: str, iso: str) -> str:
        """For people and machines."""
        return f'<time datetime="{escape(iso)}">{_visible(text)}</time>'

    def quantity(self, text: str, address: str) -> str:
        """A link."""
        return f'<a href="{escape(address)}">{_visible(text)}</a>'

    def sentence(self, text: str, language: str, direction: Direction) -> str:
        """With its language and direction, which isolates it (HTML, "Rendering", 15.3.6)."""
        return f'<span lang="{language}" dir="{direction}">{text}</span>'


def _visible(text: str) -> str:
    """Without markup, and with characters of no width written out, so that they can be seen."""
    return escape(text).replace("\u200c", "&zwnj;").replace("\u200d", "&zwj;")
