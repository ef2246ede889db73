"""A figure: its number with the qualifier, what it states, the range left open, who says so.

The largest thing to be seen is the number as printed; in a language other than English it is the
number with its qualifier in that language.
"""

import re

import msgspec

from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.ranges import Bar, bar_on, is_informative, scale_for
from api.embeds.scale import Mark
from api.embeds.words import Words
from api.render.citations.attribution import Names, called, details, who
from api.render.citations.names import clean
from api.render.citations.numerals import number
from api.render.citations.quantity import quantity
from api.render.citations.statement import QUANTITY, statement
from api.schemas.figures import AnyFigure
from api.schemas.parts import SourceRef, Value


class FigureView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown: a figure, as it stood in a release."""

    figure: AnyFigure
    names: Names
    """Of claimants, by id and language."""
    release: int
    recorded_at: str
    address: str
    """Where a reader finds it, with its history."""


class RangeChart(msgspec.Struct, frozen=True, kw_only=True):
    """The range of one value on an axis."""

    caption: str
    bar: Bar
    marks: list[Mark]


class FigureContent(Content, frozen=True, kw_only=True):
    """What a figure says."""

    before: str
    number: str
    after: str
    statement: str
    claimant: str
    source: str
    chart: RangeChart | None
    rows: list[tuple[str, str]]
    """Label and value."""

    @property
    def is_numeral(self) -> bool:
        """Whether the number is one of digits, and not of words."""
        return any(letter.isdigit() for letter in self.number)


def figure_content(view: FigureView, frame: Frame) -> FigureContent:
    """Everything an embed or image of a figure says, in the language of the frame."""
    words, plain, figure = frame.words, frame.plain, view.figure
    before, numeral, after = number_of(figure.value, plain)
    title = stated(figure, plain)
    said_by = begun(who(figure, view.names, plain.writer))
    return FigureContent(
        title=title,
        description=f"{title}. {said_by}. {ranged_words(figure.value, plain)}.",
        address=view.address,
        before=before,
        number=numeral,
        after=after,
        statement=stated(figure, words),
        claimant=words.said(begun(who(figure, view.names, words.writer))),
        source=words.say("source", source=source_of(figure, words)),
        chart=range_chart(figure.value, plain) if is_informative(figure.value) else None,
        rows=_rows(view, words),
    )


def compose_figure(content: FigureContent, sheet: Sheet) -> None:
    """A figure as an image."""
    sheet.text("qualifier", content.before)
    sheet.text("number" if content.is_numeral else "words", content.number)
    sheet.text("qualifier", content.after)
    sheet.gap(6)
    sheet.text("statement", content.statement)
    sheet.gap(4)
    sheet.text("claimant", content.claimant)
    if content.chart:
        sheet.gap(16)
        sheet.text("label", content.chart.caption)
        sheet.draw("range.svg", "range_chart", 52, content.chart)
    sheet.gap(12)
    sheet.text("small", content.source)


FIGURE: Embeddable[FigureView] = Embeddable(
    name="figure", template="figure.html", content=figure_content, compose=compose_figure
)


def stated(figure: AnyFigure, words: Words) -> str:
    """What a figure states, without who says so."""
    text = statement(figure, words.writer)
    many = quantity(figure.value, words.language)
    if text.startswith(QUANTITY):
        many = begun(many)
    return words.said(begun(text).replace(QUANTITY, many))


def begun(text: str) -> str:
    """A sentence with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def number_of(value: Value, words: Words) -> tuple[str, str, str]:
    """The qualifier before the number, the number, and the qualifier after it.

    As printed, where the language and the script of the printed words are the same.
    """
    printed = clean(value.as_printed)
    if words.language == "en" and _LATIN.fullmatch(printed):
        found = re.fullmatch(r"(\D*?)\s*(\d.*)", printed)
        return (found[1], found[2], "") if found else ("", printed, "")
    text = quantity(value, words.language)
    ends = [end for end in (value.reported, value.lower, value.upper) if end is not None]
    numerals = [numeral for end in ends if (numeral := number(end, words.language)) in text]
    if not numerals:
        return "", text, ""
    start = min(text.index(numeral) for numeral in numerals)
    end = max(text.rindex(numeral) + len(numeral) for numeral in numerals)
    return text[:start].strip(), text[start:end], text[end:].strip()


def range_chart(value: Value, words: Words) -> RangeChart:
    """The range a value leaves open, on an axis around it."""
    scale = scale_for([value])
    return RangeChart(
        caption=ranged_words(value, words),
        bar=bar_on(scale, value),
        marks=scale.marks(words.language),
    )


def plausible_words(value: Value, words: Words) -> str:
    """The plausible range in words; an open end is said to be open."""
    return range_words(value.plausible.lower, value.plausible.upper, words)


def own_range_words(value: Value, words: Words) -> str:
    """The plausible range, marked as worked out by Tally: nobody stated it."""
    return words.say("range_own", range=plausible_words(value, words))


def ranged_words(value: Value, words: Words) -> str:
    """The plausible range with its name, marked as worked out by Tally."""
    return f"{words.say('range')}: {own_range_words(value, words)}"


def range_words(
    lower: int | None,
    upper: int | None,
    words: Words,
    *,
    open_up: str = "range_from",
    open_down: str = "range_to",
) -> str:
    """A range of whole numbers in words; an open end is said to be open, by the phrases named."""
    low = "" if lower is None else number(lower, words.language)
    high = "" if upper is None else number(upper, words.language)
    if upper is None:
        return words.say(open_up, low=low)
    if lower is None:
        return words.say(open_down, high=high)
    if lower == upper:
        return words.say("range_exact", low=low)
    return words.say("range_between", low=low, high=high)


def source_of(figure: AnyFigure, words: Words) -> str:
    """What it was published in, who carried it and when; a publisher is named once."""
    source = figure.source
    if source.publisher and not source.title:
        # named as the source already, and so not as who carried it too
        unnamed = msgspec.structs.replace(source, publisher=None)
        figure = msgspec.structs.replace(figure, source=unnamed)
    return words.say(
        "sourced",
        source=_published_in(source, words),
        details=details(figure, words.writer),
    )


def _published_in(source: SourceRef, words: Words) -> str:
    if source.title:
        return words.writer.say("quoted", name=words.writer.english(source.title))
    if source.publisher:
        return words.writer.name(source.publisher)
    return words.say(f"unnamed_{source.kind}")


def _rows(view: FigureView, words: Words) -> list[tuple[str, str]]:
    figure = view.figure
    claimant = figure.attribution.claimant
    recorded = words.say(
        "recorded",
        version=number(figure.version, words.language),
        release=number(view.release, words.language),
        date=words.date(view.recorded_at),
    )
    rows = [
        (words.say("row_printed"), words.name(figure.value.as_printed)),
        (words.say("range"), own_range_words(figure.value, words)),
        (words.say("row_statement"), stated(figure, words)),
    ]
    if claimant:
        name = words.said(called(claimant, view.names, words.writer))
        rows.append((words.say("row_claimant"), name))
    rows.append((words.say("row_source"), source_of(figure, words)))
    if figure.note:
        rows.append((words.say("row_note"), words.said(words.writer.english(figure.note))))
    rows.append((words.say("row_release"), recorded))
    return rows


_LATIN = re.compile(r"[\x20-\u024f\u2010-\u2026]+")
