"""A page of a feed as Atom (RFC 4287), with its next page (RFC 5005)."""

import re
from typing import Any
from xml.etree import ElementTree

from api.licence import LICENCE
from api.render.entry import html_of, web_address, words_of
from api.schemas.envelope import Page
from api.schemas.feed import FeedPage, FigureChange

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written (XML 1.0, 2.2)."""


def write(page: Page[Any], shape: Any) -> bytes:
    """The feed; an entry is a change, and what it says is HTML."""
    assert isinstance(page, FeedPage)
    info = page.feed
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _add(feed, "id", info.id)
    _add(feed, "title", info.title)
    _add(feed, "updated", info.updated)
    author = _add(feed, "author")
    _add(author, "name", "Tally")
    _add(author, "uri", info.page)
    _add(feed, "generator", "Tally", uri=info.page)
    _add(feed, "rights", LICENCE.name)
    _add(feed, "link", rel="self", type="application/atom+xml", href=page.links.self)
    _add(feed, "link", rel="alternate", type="text/html", href=info.page)
    _add(feed, "link", rel="license", href=LICENCE.url)
    if page.links.next:
        _add(feed, "link", rel="next", type="application/atom+xml", href=page.links.next)
    for entry in page.data:
        _entry(feed, entry)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, entry: FigureChange) -> None:
    figure, element = entry.figure, _add(feed, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", entry.recorded_at)
    _add(element, "published", entry.recorded_at)
    for word in words_of(entry):
        _add(element, "category", term=word)
    page = figure.links.page or figure.links.self
    _add(element, "link", rel="alternate", type="text/html", href=page)
    _add(element, "link", rel="related", type="application/json", href=figure.links.self)
    _add(element, "link", rel="version-history", type="application/json", href=entry.links.history)
    if address := web_address(figure.source):
        _add(element, "link", rel="via", href=address)
    _add(element, "content", html_of(entry), type="html")


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    held = {key: _NOT_XML.sub("", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, held)
    element.text = _NOT_XML.sub("", text) if text is not None else None
    return element
