"""The pages there are, as sitemaps (sitemaps.org, protocol 0.9): one, or an index of several."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MOST = 25_000
"""Addresses in one file: half of what the protocol allows, so that it stays far under 50 MB."""

Address = tuple[str, str | None]
"""Where something is, and when it was last another; ``None`` is not known."""


def urlset(addresses: Iterable[Address]) -> bytes:
    """One sitemap."""
    return _written("urlset", "url", addresses)


def index(files: Iterable[Address]) -> bytes:
    """An index of sitemaps."""
    return _written("sitemapindex", "sitemap", files)


def _written(root: str, element: str, addresses: Iterable[Address]) -> bytes:
    lines = [f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n']
    for address, modified in addresses:
        date = f"<lastmod>{modified}</lastmod>" if modified else ""
        lines.append(f"<{element}><loc>{escape(address)}</loc>{date}</{element}>\n")
    lines.append(f"</{root}>\n")
    return "".join(lines).encode()
