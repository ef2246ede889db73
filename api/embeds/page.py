"""The frame of every page for people: one head, one bar, one policy, and what stands in it."""

from typing import Any

from api.embeds.files import versioned
from api.embeds.templating import render

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What a page may load: its own style sheet and nothing else; no script at all."""

_BAR = (
    ("Reference", "/docs"),
    ("Method", "/docs/method"),
    ("OpenAPI", "/openapi.json"),
)
"""Where the bar leads, above every page; the one of the reference is in its own file."""


def render_page(template: str, *, base_url: str, path: str, **content: Any) -> bytes:
    """A page as HTML, from a template that extends ``page.html``; data in it is escaped.

    ``path`` is the page's own below ``base_url``. The style sheet is named relative to it, so that
    the page is whole at whatever address it is reached.
    """
    up = "../" * (path.count("/") - 1)
    return render(
        template,
        base_url=base_url,
        path=path,
        bar=_BAR,
        style=up + versioned("/static/site.css").removeprefix("/"),
        **content,
    ).encode()
