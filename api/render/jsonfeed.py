"""A page of a feed as a JSON Feed, version 1.1 (jsonfeed.org/version/1.1)."""

from typing import Any

import msgspec

from api.licence import LICENCE
from api.render.entry import html_of, kind_of, text_of, web_address, words_of
from api.schemas.envelope import Page
from api.schemas.feed import FeedPage, FigureChange


def write(page: Page[Any], shape: Any) -> bytes:
    """The feed; what programs want to know of a change is under ``_tally``."""
    assert isinstance(page, FeedPage)
    info = page.feed
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": info.title,
        "home_page_url": info.page,
        "feed_url": page.links.self,
        "description": "Migration figures as somebody stated them: what is new, what was changed "
        "and what was withdrawn.",
        "language": "en",
        "authors": [{"name": "Tally", "url": info.page}],
        "_tally": {
            "id": info.id,
            "release": page.meta.release,
            "updated": info.updated,
            "licence": LICENCE.spdx,
        },
        "items": [_item(entry) for entry in page.data],
    }
    if page.links.next:
        feed["next_url"] = page.links.next
    return msgspec.json.encode(feed)


def _item(entry: FigureChange) -> dict[str, Any]:
    figure, attribution = entry.figure, entry.figure.attribution
    item = {
        "id": entry.id,
        "url": figure.links.page or figure.links.self,
        "title": entry.title,
        "content_html": html_of(entry),
        "content_text": text_of(entry),
        "date_published": entry.recorded_at,
        "date_modified": entry.recorded_at,
        "tags": words_of(entry),
        "_tally": {
            "change": entry.change,
            "release": entry.release,
            "kind": kind_of(entry),
            "figure": figure.id,
            "version": figure.version,
            "value": figure.value,
            "citation": figure.citation,
            "before": entry.before,
            "reason": entry.reason,
            "differences": entry.differences,
            "claimant": attribution.claimant,
            "source": figure.source,
            "json": figure.links.self,
            "history": entry.links.history,
        },
    }
    address = web_address(figure.source)
    return item | ({"external_url": address} if address else {})
