"""How did a figure become what it is: every version, and what each changed, field by field?"""

from collections.abc import Sequence

import msgspec

from api.embeds.page import PageContent, PageFrame, PageKind
from api.embeds.words import Words
from api.render.citations.names import clean
from api.render.citations.numerals import number

Cell = str | int | bool | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A field that a version changed, named like a column of the CSV."""

    field: str
    before: Cell
    after: Cell


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version as it was recorded."""

    number: int
    recorded_at: str
    superseded_at: str | None
    withdrawn_reason: str | None
    as_printed: str
    changes: Sequence[Change]


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Every version, newest first."""

    versions: Sequence[Version]
    address: str
    """The same as JSON."""


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that was withdrawn."""

    id: str
    reason: str
    history: History


class ChangeContent(msgspec.Struct, frozen=True, kw_only=True):
    """A changed field, in words where it has some, with what it held before and since."""

    field: str
    name: str | None
    before: str
    after: str


class VersionContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a version."""

    title: str
    until: str
    as_printed: str
    withdrawn_reason: str
    is_first: bool
    changes: list[ChangeContent]


class HistoryContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a history."""

    versions: list[VersionContent]
    address: str


class GoneContent(PageContent, frozen=True, kw_only=True):
    """What stands in the place of a figure that was withdrawn."""

    reason: str
    history: HistoryContent


def history_content(history: History, page: PageFrame) -> HistoryContent:
    """Everything that is said of a history, in the language of the frame."""
    versions = [_version(version, page.words) for version in history.versions]
    return HistoryContent(versions=versions, address=history.address)


def gone_content(view: Gone, page: PageFrame) -> GoneContent:
    """What is said of a figure that was withdrawn."""
    words = page.words
    return GoneContent(
        title=page.plain.say("page_error_withdrawn"),
        description=page.plain.say("page_error_withdrawn_text"),
        data=(("JSON", view.history.address),),
        follows=(("figure", view.id),),
        reason=words.said(words.writer.english(view.reason)),
        history=history_content(view.history, page),
    )


def _version(version: Version, words: Words) -> VersionContent:
    ended, reason = version.superseded_at, version.withdrawn_reason
    return VersionContent(
        title=words.say(
            "figurepage_version",
            version=number(version.number, words.language),
            date=words.date(version.recorded_at),
        ),
        until=words.say("figurepage_until", date=words.date(ended)) if ended else "",
        as_printed=words.name(version.as_printed),
        withdrawn_reason=words.said(words.writer.english(reason)) if reason else "",
        is_first=version.number == 1,
        changes=[_change(change, words) for change in version.changes],
    )


def _change(change: Change, words: Words) -> ChangeContent:
    key = f"figurepage_field_{change.field}"
    return ChangeContent(
        field=change.field,
        name=words.say(key) if words.has(key) else None,
        before=_cell(change.before),
        after=_cell(change.after),
    )


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else clean(str(value))


GONE: PageKind[Gone] = PageKind(template="gone.html", content=gone_content)
