"""The page at the root: what this is, in figures that are live."""

from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own style sheet and nothing else; no script at all."""


class HomeFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure to show."""

    number: str
    sentence: str
    address: str


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows."""

    base_url: str
    release: int
    recorded_at: str
    counts: list[tuple[str, str, int]]
    figures: list[HomeFigure]


def render_home(home: Home) -> bytes:
    """The page as HTML; everything that came from data is escaped."""
    return _templates().get_template("home.html").render(home=home).encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("api.embeds"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
