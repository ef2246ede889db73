"""What does the page of a source say: what it is, when it came out, what was read in it?"""

from collections.abc import Iterator

import msgspec
from babel import Locale

from api.embeds.figure import FigureContent, FigureView, figure_content
from api.embeds.figure_linked import source_linked
from api.embeds.figure_page import Row, published_words
from api.embeds.frame import Frame
from api.embeds.options import EmbedOptions
from api.embeds.page import PageContent, PageFrame, PageKind
from api.embeds.words import Words
from api.render.citations.attribution import Names, called
from api.render.citations.names import clean
from api.render.citations.numerals import number
from api.schemas.parts import ClaimantRef, Period, SourceRef


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """A policy event that a source tells of."""

    date: Period
    summary: str
    """In English."""
    address: str


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    source: SourceRef
    via: list[ClaimantRef]
    names: Names
    language: str
    licence: str | None
    text_sha256: str
    text_length: int
    note: str | None
    figures: list[FigureView]
    """In the order of the text; not all where there are very many."""
    total: int
    events: list[EventView]
    address: str
    """The same as JSON."""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that a source states."""

    said: FigureContent
    address: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A policy event, ready to print."""

    when: str
    summary: str
    address: str


class SourceContent(PageContent, frozen=True, kw_only=True):
    """What the page of a source says."""

    heading: str
    rows: list[Row]
    text_sha256: str
    stated: list[Stated]
    more: str | None
    """Where all figures are, if not all are listed."""
    told: list[Told]


def source_content(view: SourceView, page: PageFrame) -> SourceContent:
    """Everything the page of a source says, in the language of the frame."""
    words, plain, source = page.words, page.plain, view.source
    kind = plain.say(f"sourcepage_{source.kind}")
    title = plain.writer.english(source.title) if source.title else f"{kind}: {source.id}"
    untitled = words.say("sourcepage_untitled")
    linked = {"@context": "https://schema.org", **source_linked(source), "identifier": source.id}
    return SourceContent(
        title=title,
        description=plain.say("sourcepage_described", kind=kind),
        linked=linked | {"mainEntityOfPage": page.canonical, "inLanguage": view.language},
        data=(("JSON", view.address),),
        follows=(("source", source.id),),
        heading=words.said(words.writer.english(source.title)) if source.title else untitled,
        rows=list(_rows(view, words)),
        text_sha256=view.text_sha256,
        stated=[
            Stated(said=_said(one, page), address=page.to(f"/figures/{one.figure.id}"))
            for one in view.figures
        ],
        more=page.to("/", ("source", source.id)) if view.total > len(view.figures) else None,
        told=[
            Told(
                when=_when(event.date, words),
                summary=words.said(words.writer.english(event.summary)),
                address=event.address,
            )
            for event in view.events
        ],
    )


def _rows(view: SourceView, words: Words) -> Iterator[Row]:
    source, say = view.source, words.say
    yield Row(label=say("home_kind"), texts=[say(f"sourcepage_{source.kind}")])
    publisher = words.name(source.publisher) if source.publisher else say("sourcepage_not_named")
    yield Row(label=say("sourcepage_publisher"), texts=[publisher])
    if view.via:
        texts = [words.said(called(one, view.names, words.writer)) for one in view.via]
        yield Row(label=say("sourcepage_via"), texts=texts)
    published = published_words(source.published, words)
    yield Row(label=say("figurepage_published"), texts=published)
    named = Locale.parse(words.language).languages.get(view.language, view.language)
    yield Row(label=say("sourcepage_language"), texts=[named])
    if source.url:
        # only what the web can follow is a link
        address = source.url if source.url.startswith(("https://", "http://")) else None
        texts = [words.name(source.url)]
        yield Row(label=say("sourcepage_address"), texts=texts, address=address)
    if view.licence:
        yield Row(label=say("sourcepage_licence"), texts=[words.name(view.licence)])
    length = say("sourcepage_length", count=number(view.text_length, words.language))
    yield Row(label=say("sourcepage_text"), texts=[length])
    if view.note:
        texts = [words.said(words.writer.english(view.note))]
        yield Row(label=say("figurepage_note"), texts=texts)
    yield Row(label=say("sourcepage_id"), texts=[words.name(clean(source.id))])


def _said(view: FigureView, page: PageFrame) -> FigureContent:
    options = EmbedOptions(lang=page.lang)
    frame = Frame(options=options, base_url=page.base_url, current=page.path, marked="html")
    return figure_content(view, frame)


def _when(period: Period, words: Words) -> str:
    """The first day of an event, as exactly as it is known."""
    if period.start is None or period.precision is None:
        return words.say("sourcepage_no_date")
    first = words.writer.date(period.start, period.precision)
    last = words.writer.date(period.end, period.precision) if period.end else first
    return words.said(first if first == last else words.say("range_between", low=first, high=last))


SOURCE: PageKind[SourceView] = PageKind(template="source_page.html", content=source_content)
