"""Which code puts an embed into a page of another site?"""

from html import escape

import msgspec


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be framed."""

    address: str
    """Of the embed."""
    image: str
    """The same as an image, for readers without scripts."""
    title: str
    height: int


def iframe_of(snippet: Snippet) -> str:
    """An ``iframe`` element to paste."""
    return (
        f'<iframe src="{escape(snippet.address)}" title="{escape(snippet.title)}" '
        f'loading="lazy" width="100%" height="{snippet.height}" '
        'sandbox="allow-scripts allow-popups" style="border:0"></iframe>'
        f'<noscript><img src="{escape(snippet.image)}" alt="{escape(snippet.title)}"></noscript>'
    )
