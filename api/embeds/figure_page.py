"""What does the page of a figure say: the figure, what is known of it, its rivals, its history?"""

import json
from collections.abc import Iterator
from typing import get_args

import msgspec

from api.embeds.figure import FigureContent, FigureView, figure_content, plausible_words
from api.embeds.figure_linked import observation
from api.embeds.frame import Frame
from api.embeds.history import History, HistoryContent, history_content
from api.embeds.mentions import mention_words
from api.embeds.options import EmbedOptions
from api.embeds.page import Citation, PageContent, PageFrame, PageKind
from api.embeds.words import Words
from api.render.citations import Style, citation_of
from api.render.citations.attribution import called, reported
from api.render.citations.numerals import number
from api.schemas.figures import AnyFigure
from api.schemas.parts import Published


class Rivals(msgspec.Struct, frozen=True, kw_only=True):
    """The claims on the same question, as a comparison puts them."""

    question: str
    """In English."""
    figures: list[FigureView]
    """Among them the figure itself; not all where there are very many."""
    total: int
    address: str
    """Of the comparison."""


class FigurePageView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    shown: FigureView
    source: str
    """The path of its source's page."""
    whole: str | None
    """The path of the page of the figure it is included in."""
    event: str | None
    """The address of the policy event that it counts from."""
    rivals: Rivals | None
    history: History


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is known: a label, what it is, where it leads, how it is known."""

    label: str
    texts: list[str]
    address: str | None = None
    marks: list[str] = []


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """A claim on the same question."""

    said: FigureContent
    address: str
    here: bool


class FigurePageContent(PageContent, frozen=True, kw_only=True):
    """What the page of a figure says."""

    figure: FigureContent
    """What its embed says."""
    rows: list[Row]
    rivals: list[Rival]
    question: str
    comparison: str | None
    more: str
    """That there are more rivals than are listed; empty where there are not."""
    history: HistoryContent


def figure_page_content(view: FigurePageView, page: PageFrame) -> FigurePageContent:
    """Everything the page of a figure says, in the language of the frame."""
    said = _said(view.shown, page)
    rivals, words = view.rivals, page.words
    unlisted = rivals.total - len(rivals.figures) if rivals else 0
    more = words.say("figurepage_more", count=number(unlisted, page.lang)) if unlisted else ""
    return FigurePageContent(
        title=said.title,
        description=said.description,
        linked=observation(view.shown.figure, said.title, page.canonical),
        citations=citations_of(view.shown, page),
        data=(("JSON", view.shown.figure.links.self),),
        follows=(("figure", view.shown.figure.id),),
        figure=said,
        rows=list(_rows(view, page)),
        rivals=[
            Rival(
                said=_said(one, page),
                address=page.to(f"/figures/{one.figure.id}"),
                here=one.figure.id == view.shown.figure.id,
            )
            for one in (rivals.figures if rivals else [])
        ],
        question=words.said(words.writer.english(rivals.question)) if rivals else "",
        comparison=rivals.address if rivals else None,
        more=more,
        history=history_content(view.history, page),
    )


def citations_of(view: FigureView, page: PageFrame) -> tuple[Citation, ...]:
    """The citation in every style, in the language of the page."""
    found = []
    for style in get_args(Style):
        text = citation_of(view.figure, view.names, style, page.lang).citation
        found.append(Citation(style=style, text=_seen(text) if style == "csl-json" else text))
    return tuple(found)


def published_words(published: Published, words: Words) -> list[str]:
    """When a source came out, and how that is known."""
    known = words.say(f"figurepage_basis_{published.basis}")
    if published.earliest is None and published.latest is None:
        return [known]
    return [words.said(reported(words.writer, published)), known]


def _said(view: FigureView, page: PageFrame) -> FigureContent:
    options = EmbedOptions(lang=page.lang)
    frame = Frame(options=options, base_url=page.base_url, current=page.path, marked="html")
    return figure_content(view, frame)


def _rows(view: FigurePageView, page: PageFrame) -> Iterator[Row]:
    figure, words, say = view.shown.figure, page.words, page.words.say
    derived = say("figurepage_derived")
    yield Row(label=say("figurepage_printed"), texts=[words.name(figure.value.as_printed)])
    ranged = plausible_words(figure.value, words)
    yield Row(label=say("range"), texts=[ranged], marks=[derived])
    yield from _about(figure, words)
    yield from _who(view.shown, words)
    yield Row(
        label=say("figurepage_source"),
        texts=[words.name(figure.source.title or figure.source.id)],
        address=page.to(view.source),
    )
    published = published_words(figure.source.published, words)
    yield Row(label=say("figurepage_published"), texts=published)
    yield Row(
        label=say("figurepage_mentions"),
        texts=[mention_words(one, words) for one in figure.mentions],
    )
    if figure.note:
        texts = [words.said(words.writer.english(figure.note))]
        yield Row(label=say("figurepage_note"), texts=texts)
    if figure.inferred:
        texts = [say(f"figurepage_field_{name}") for name in figure.inferred]
        yield Row(label=say("figurepage_inferred"), texts=texts)
    if figure.part_of:
        texts, whole = [words.name(figure.part_of)], page.to(view.whole or "")
        yield Row(label=say("figurepage_part_of"), texts=texts, address=whole)
    if view.event:
        texts = [words.name(view.event.rpartition("/")[2])]
        yield Row(label=say("figurepage_since_event"), texts=texts, address=view.event)


def _about(figure: AnyFigure, words: Words) -> Iterator[Row]:
    """Where and whom it is about, what is implied marked as such."""
    for name in ("nationality", "origin", "destination", "country", "jurisdiction"):
        if code := getattr(figure, name, None):
            yield _field(figure, name, words.said(words.writer.country(code)), words)
    for name in ("place", "category"):
        if (thing := getattr(figure, name, None)) is not None:
            yield _field(figure, name, words.said(words.writer.english(thing.name)), words)


def _who(view: FigureView, words: Words) -> Iterator[Row]:
    figure, attribution = view.figure, view.figure.attribution
    claimant = attribution.claimant
    said_by = (
        words.said(called(claimant, view.names, words.writer))
        if claimant
        else words.say("figurepage_outlet")
    )
    yield _field(figure, "claimant", said_by, words)
    if attribution.speaker:
        speaker = attribution.speaker
        person = [speaker.name, speaker.role] if speaker.role else [speaker.name]
        texts = [words.said(words.writer.english(one)) for one in person]
        yield msgspec.structs.replace(_field(figure, "speaker", "", words), texts=texts)
    if attribution.stated_on:
        yield _field(figure, "stated_on", words.said(words.date(attribution.stated_on)), words)
    for field, claimants in (("via", attribution.via), ("confirmed_by", attribution.confirmed_by)):
        if claimants:
            texts = [words.said(called(one, view.names, words.writer)) for one in claimants]
            yield msgspec.structs.replace(_field(figure, field, "", words), texts=texts)


def _field(figure: AnyFigure, name: str, text: str, words: Words) -> Row:
    marks = [words.say("figurepage_inferred_mark")] if name in figure.inferred else []
    return Row(label=words.say(f"figurepage_field_{name}"), texts=[text], marks=marks)


def _seen(document: str) -> str:
    """JSON in which characters that cannot be seen are escapes: the same data, none hidden."""
    return "".join(
        letter if letter.isprintable() else json.dumps(letter).strip('"') for letter in document
    )


FIGURE: PageKind[FigurePageView] = PageKind(
    template="figure_page.html", content=figure_page_content
)
