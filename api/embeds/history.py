"""How did a figure become what it is: every version, and what each changed, field by field?"""

import re
from collections.abc import Sequence

import msgspec

from api.embeds.figure import FigureView, begun, source_of, stated
from api.embeds.mentions import mention_words
from api.embeds.page import PageContent, PageFrame, PageKind
from api.embeds.words import Words
from api.render.citations.attribution import who
from api.render.citations.numerals import number, plain_number
from api.schemas.parts import Mention

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

    last: FigureView
    """As it was held until then."""
    reason: str
    history: History


class ChangeContent(msgspec.Struct, frozen=True, kw_only=True):
    """A changed field, in words where it has some, with what it held before and since."""

    field: str
    name: str | None
    before: list[str]
    """On a line each; none where it held nothing."""
    after: list[str]


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

    claimant: str
    source: str
    lead: str
    reason: str
    history: HistoryContent


def history_content(history: History, page: PageFrame) -> HistoryContent:
    """Everything that is said of a history, in the language of the frame."""
    versions = [_version(version, page.words) for version in history.versions]
    return HistoryContent(versions=versions, address=history.address)


def gone_content(view: Gone, page: PageFrame) -> GoneContent:
    """What is said of a figure that was withdrawn."""
    words, plain, figure, names = page.words, page.plain, view.last.figure, view.last.names
    title = plain.say("figurepage_gone", statement=stated(figure, plain))
    said_by = begun(who(figure, names, plain.writer))
    reason = plain.said(plain.writer.english(view.reason))
    return GoneContent(
        title=title,
        description=f"{title}. {said_by}. {plain.say('page_error_withdrawn_text')} {reason}",
        data=(("JSON", view.history.address),),
        follows=(("figure", figure.id),),
        claimant=words.said(begun(who(figure, names, words.writer))),
        source=words.say("source", source=source_of(figure, words)),
        lead=words.say("page_error_withdrawn_text"),
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
    key = _NAMED.get(change.field, f"figurepage_field_{change.field}")
    return ChangeContent(
        field=change.field,
        name=words.say(key) if words.has(key) else None,
        before=_cell(change.field, change.before, words),
        after=_cell(change.field, change.after, words),
    )


def _cell(field: str, value: Cell, words: Words) -> list[str]:
    """What a cell of the CSV holds, as it is read on a page, line by line."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return [words.say("figurepage_yes" if value else "figurepage_no")]
    if isinstance(value, int):
        return [plain_number(value, words.language)]
    if field == "mentions":
        mentions = msgspec.json.decode(value, type=list[Mention])
        return [mention_words(mention, words) for mention in mentions]
    if field == "inferred":
        return [words.say(f"figurepage_field_{name}") for name in value.split("; ")]
    if field == "source_published_basis":
        return [words.say(f"figurepage_basis_{value}")]
    if _DAY.fullmatch(value):
        return [words.said(words.date(value))]
    said = value.replace("_", " ") if _WORD.fullmatch(value) else value
    return [words.said(words.writer.english(said))]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile("[a-z]+(_[a-z]+)+")
"""A word of a vocabulary, such as ``more_than``."""
_NAMED = {
    "value_as_printed": "figurepage_printed",
    "value_unit": "figurepage_field_unit",
    "inferred": "figurepage_inferred",
    "mentions": "figurepage_mentions",
    "attribution_claimant_name": "figurepage_field_claimant",
    "attribution_speaker_name": "figurepage_field_speaker",
    "attribution_stated_on": "figurepage_field_stated_on",
    "attribution_via": "figurepage_field_via",
    "attribution_confirmed_by": "figurepage_field_confirmed_by",
    "place_name": "figurepage_field_place",
    "category_name": "figurepage_field_category",
}
"""Columns that have the same name as what the page says of a figure."""

GONE: PageKind[Gone] = PageKind(template="gone.html", content=gone_content)
