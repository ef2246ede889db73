"""What has each release changed of a comparison: which figures joined, changed or left it?"""

from typing import Literal

import msgspec

from api.embeds.page import PageFrame
from api.render.citations.numerals import number

Change = Literal["joined", "changed", "left", "withdrawn"]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a release changed."""

    change: Change
    figure: str
    printed: str
    """The number as it was printed, in the version that joined, came or left."""
    reason: str | None
    """Why it was withdrawn."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one release changed."""

    release: int
    recorded_at: str
    changes: list[Changed]


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a release changed, ready to print."""

    text: str
    address: str
    reason: str


class ReleaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One release, ready to print."""

    title: str
    changes: list[ChangeLine]


def history_lines(history: list[Release], page: PageFrame) -> list[ReleaseLine]:
    """The history in the language of the page, the newest release first."""
    words = page.words
    return [
        ReleaseLine(
            title=words.say(
                "comparisonpage_release",
                release=number(one.release, page.lang),
                date=words.date(one.recorded_at),
            ),
            changes=[
                ChangeLine(
                    text=words.say(
                        f"comparisonpage_{change.change}",
                        number=words.said(words.writer.english(change.printed)),
                    ),
                    address=page.to(f"/figures/{change.figure}"),
                    reason=words.said(words.writer.english(change.reason)) if change.reason else "",
                )
                for change in one.changes
            ],
        )
        for one in sorted(history, key=lambda one: one.release, reverse=True)
    ]
