"""What stands in an embed that has nothing to show: not found, withdrawn, not available now."""

import msgspec

from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.errors import TallyError, Withdrawn


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """Which sort of trouble it is, and what is known of it."""

    slug: str
    reason: str | None
    """Why it was withdrawn, in English."""
    address: str
    """Where more is to be found: its history, or the front page."""


class NoticeContent(Content, frozen=True, kw_only=True):
    """What a notice says."""

    text: str
    detail: str
    link_text: str | None


def notice_of(error: TallyError, *, history: str, front: str) -> NoticeView:
    """The view of an error that is shown in an embed's place."""
    withdrawn = isinstance(error, Withdrawn)
    return NoticeView(
        slug=error.slug,
        reason=error.reason if isinstance(error, Withdrawn) else None,
        address=history if withdrawn else front,
    )


def notice_content(view: NoticeView, frame: Frame) -> NoticeContent:
    """What a notice says, in the language of the frame."""
    words = frame.words
    key = _KEYS.get(view.slug, "unavailable")
    return NoticeContent(
        title=words.say(key),
        description=words.say(f"{key}_text"),
        address=view.address,
        text=words.say(f"{key}_text"),
        detail=words.said(words.writer.english(view.reason)) if view.reason else "",
        link_text=words.say("history") if view.reason else None,
    )


def compose_notice(content: NoticeContent, sheet: Sheet) -> None:
    """A notice as an image."""
    sheet.text("title", content.title)
    sheet.gap(8)
    sheet.text("claimant", content.text)
    sheet.gap(4)
    sheet.text("claimant", content.detail)


NOTICE: Embeddable[NoticeView] = Embeddable(
    name="notice", template="notice.html", content=notice_content, compose=compose_notice
)

_KEYS = {"not-found": "not_found", "withdrawn": "withdrawn"}
