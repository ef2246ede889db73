"""A series: what was reported of each interval, as bars, with the bounds that follow and the gaps.

Everything that is drawn stands below it as text: each number with its qualifier, who states it and
where. What Tally worked out itself is drawn and named as such.
"""

from collections.abc import Sequence
from functools import reduce

import msgspec

from api.embeds.figure import begun, number_of, range_words, source_of, stated
from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.series_chart import (
    GUTTER,
    BarChart,
    Shape,
    Slot,
    fold,
    lay_out,
    own_shape,
    shape_of,
)
from api.embeds.series_chart import Names as Labels
from api.embeds.type import STYLES, width_of
from api.embeds.words import Words
from api.render.citations.attribution import Names, who
from api.render.citations.numerals import month_name, number, plain_number
from api.render.citations.quantity import quantity
from api.render.citations.text import PDI, RLI
from api.schemas.figures import AnyFigure
from models.flow import People
from models.series import Interval, Row
from models.value import Range


class SeriesView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown: intervals of one series, as they followed in a release."""

    people: People
    place: str | None
    """The name of the one crossing or town that is counted."""
    interval: Interval
    rows: list[Row]
    earlier: int
    """How many intervals before them are left out."""
    figures: dict[str, AnyFigure]
    """Those the rows name, by id."""
    names: Names
    """Of claimants, by id and language."""
    release: int
    recorded_at: str
    address: str
    """Where a reader finds all of it."""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is said of an interval."""

    number: str
    who: str
    """Empty where everything is stated by the same."""
    source: str
    """Which of the sources, as it is numbered; empty where there is one."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said of one interval, or of a run of intervals of which nothing is known."""

    when: str
    stated: list[Stated]
    own: str
    """Tally's own bounds."""
    notes: list[str]
    unknown: str


class SeriesContent(Content, frozen=True, kw_only=True):
    """What a series says."""

    heading: str
    caption: str
    claimant: str
    """Who states every number, where it is one."""
    chart: BarChart
    key: list[tuple[str, str]]
    """What is drawn, by name of its swatch, and what that means."""
    said: list[Said]
    sources: list[tuple[str, str]]
    """As they are numbered, and in words."""
    earlier: str
    """How many intervals are left out."""
    implied: str
    """What no source states."""
    own: str
    """What Tally's own bounds are called."""
    rows: list[tuple[str, str]]
    """Label and value of what else is known."""
    open: str


_MOST_SAID = 4
"""So many numbers, or figures that bounds follow from, are told of one interval at most,"""
_MOST_IN_ALL = 36
"""and about so many of all intervals together: an embed stays below 30 kB."""
_MOST_PICTURED = 12
"""So many intervals are told in an image, the newest."""
_SHARE = 0.36
"""What of the width of an image says when."""


def series_content(view: SeriesView, frame: Frame) -> SeriesContent:
    """Everything an embed or image of a series says, in the language of the frame."""
    words, plain = frame.words, frame.plain
    slots = fold(view.rows)
    heading = heading_of(view.people, view.place, words)
    title = str(heading_of(view.people, view.place, plain))
    sources = _sources(view, words)
    speakers = {who(figure, view.names, words.writer) for figure in _shown(view)}
    alone = words.said(begun(speakers.pop())) if len(speakers) == 1 else ""
    chart = _chart(view, slots, plain)
    return SeriesContent(
        title=title,
        description=describe(view, slots, title, plain),
        address=view.address,
        heading=heading,
        caption=_caption(view, words),
        claimant=alone,
        chart=chart,
        key=_key(chart, words),
        said=[_said(slot, view, words, sources, tell_who=not alone) for slot in slots],
        sources=[
            (plain_number(place, words.language), source) for place, source in enumerate(sources, 1)
        ]
        if len(sources) > 1
        else [("", words.say("source", source=source)) for source in sources],
        earlier=words.say("series_earlier", count=number(view.earlier, words.language))
        if view.earlier
        else "",
        implied=_implied(view, words),
        own=words.say("series_own"),
        rows=_rows(view, words),
        open=words.say("series_open"),
    )


def compose_series(content: SeriesContent, sheet: Sheet) -> None:
    """A series as an image."""
    sheet.text("title", content.heading)
    sheet.gap(4)
    sheet.text("label", content.caption)
    sheet.gap(10)
    inner = sheet.inner
    chart = content.chart
    sheet.draw("series.svg", "bars_in_picture", chart.height, chart, GUTTER, inner)
    sheet.gap(12)
    items, height = set_key(content.key, inner, right=sheet.direction == "rtl")
    sheet.draw("series.svg", "key_in_picture", height, items, sheet.direction == "rtl")
    sheet.gap(8)
    sheet.text("claimant", content.claimant)
    told = content.said[-_MOST_PICTURED:]
    for said in told:
        sheet.gap(4)
        line = said.unknown or _line(said, content.own)
        sheet.row(("claimant", said.when), ("claimant", line), _SHARE)
        for note in said.notes:
            sheet.row(("small", ""), ("small", note), _SHARE)
    sheet.gap(10)
    for note in (content.earlier, content.implied):
        sheet.text("small", note)
    for mark, source in content.sources:
        sheet.text("small", f"[{mark}] {source}" if mark else source)


SERIES: Embeddable[SeriesView] = Embeddable(
    name="series",
    template="series.html",
    content=series_content,
    compose=compose_series,
    style="series.css",
    beyond=90,
    speaks="series_",
)


def heading_of(people: People, place: str | None, words: Words) -> str:
    """Whom a series counts, over which border: "Nationals of Afghanistan leaving Pakistan"."""
    writer = words.writer
    key: str = people.unit
    named = {}
    if people.unit == "persons" and people.nationality:
        key, named = "nationals", {"country": writer.country(people.nationality)}
    counted = writer.table.group(key, **named)
    if people.country_as_given:
        code = writer.say("quoted", name=writer.english(people.country_as_given))
        counted = writer.say("given_as", people=counted, code=code)
    if people.legal_status != "unspecified":
        counted = writer.say(people.legal_status, False, people=counted, group=counted)
    ends = {"from": people.origin, "to": people.destination}
    known = {end: writer.country(code) for end, code in ends.items() if code}
    said = words.say(
        "_".join(("series", people.movement_family, *known)),
        people=counted,
        **{{"from": "origin", "to": "destination"}[end]: name for end, name in known.items()},
    )
    if place is not None:
        said = words.say("series_at", series=said, place=writer.english(place))
    if people.outlook != "observed":
        said = words.say(f"series_{people.outlook}", series=said)
    return words.said(begun(said))


def interval_name(row: Row, interval: Interval, words: Words) -> str:
    """An interval as it is called: "April 2025", "2025, quarter 2", "2025"."""
    if interval == "quarter":
        quarter = plain_number((row.first.month + 2) // 3, words.language)
        year = words.writer.date(row.first.isoformat(), "year")
        return words.say("series_quarter_name", year=year, number=quarter)
    return words.said(words.writer.date(row.first.isoformat(), interval))


def span_name(slot: Slot, interval: Interval, words: Words) -> str:
    """The interval of a slot, or the first and the last of its run."""
    first, last = (interval_name(row, interval, words) for row in (slot.rows[0], slot.rows[-1]))
    return first if len(slot.rows) == 1 else words.say("series_span", first=first, last=last)


def own_words(bounds: Range, words: Words) -> str:
    """Bounds in words; an open end is said to be open."""
    return range_words(*bounds, words, open_up="series_or_more", open_down="series_or_fewer")


def describe(view: SeriesView, slots: Sequence[Slot], title: str, words: Words) -> str:
    """What is to be seen, interval by interval, for those who do not see it."""
    sentences = [title, _caption(view, words)]
    for slot in slots:
        said = _said(slot, view, words, [], tell_who=False)
        line = said.unknown or _line(said, words.say("series_own"))
        sentences.append(f"{said.when}: {line}")
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences)


def _caption(view: SeriesView, words: Words) -> str:
    first, last = (
        interval_name(row, view.interval, words) for row in (view.rows[0], view.rows[-1])
    )
    return words.say(f"series_by_{view.interval}", first=first, last=last)


def _shown(view: SeriesView) -> list[AnyFigure]:
    """Every figure that is told of, those that bounds follow from too, by id."""
    ids = {id for row in view.rows for id in (*row.figures, *row.follows_from)}
    return [view.figures[id] for id in sorted(ids)]


def _sources(view: SeriesView, words: Words) -> list[str]:
    return list(dict.fromkeys(source_of(figure, words) for figure in _shown(view)))


def _chart(view: SeriesView, slots: Sequence[Slot], words: Words) -> BarChart:
    language = words.language
    return lay_out(
        slots,
        {row.name: _shapes(row, view, words) for row in view.rows},
        Labels(
            caption=words.say("series_chart", series=heading_of(view.people, view.place, words)),
            unknown=words.say("series_unknown"),
            language=language,
            short={row.name: _short(row, view.interval, words) for row in view.rows},
            years={
                row.name: ""
                if view.interval == "year"
                else words.writer.date(row.first.isoformat(), "year")
                for row in view.rows
            },
        ),
    )


def _short(row: Row, interval: Interval, words: Words) -> str:
    if interval == "month":
        return month_name(row.first.isoformat(), words.language)
    if interval == "quarter":
        quarter = plain_number((row.first.month + 2) // 3, words.language)
        return words.say("series_quarter_short", number=quarter)
    return words.writer.date(row.first.isoformat(), "year")


def _shapes(row: Row, view: SeriesView, words: Words) -> list[tuple[Shape, str]]:
    """The bars of an interval: one for each different number, or else Tally's own bounds."""
    values = {_value_key(figure): figure.value for figure in _figures(row, view)}
    if values:
        return [
            (shape_of(value), " ".join(filter(None, number_of(value, words))))
            for value in values.values()
        ][: _most(view)]
    return [(own_shape(row.bounds), own_words(row.bounds, words))] if row.bounds else []


def _most(view: SeriesView) -> int:
    """How many numbers are told of one interval: the two ends at least."""
    known = sum(1 for row in view.rows if row.figures)
    return max(2, min(_MOST_SAID, _MOST_IN_ALL // max(1, known)))


def _figures(row: Row, view: SeriesView) -> list[AnyFigure]:
    """Those stated of an interval; of too many the lowest and the highest number come first."""
    figures = [view.figures[id] for id in row.figures]
    if len(figures) <= _most(view):
        return figures
    ordered = sorted(figures, key=lambda figure: figure.value.plausible.lower or 0)
    return [ordered[0], ordered[-1], *ordered[1:-1]]


def _value_key(figure: AnyFigure) -> tuple[object, ...]:
    value = figure.value
    return (value.reported, value.lower, value.upper, value.bound, value.approximate)


def _said(
    slot: Slot, view: SeriesView, words: Words, sources: Sequence[str], *, tell_who: bool
) -> Said:
    row = slot.rows[0]
    when = words.said(begun(span_name(slot, view.interval, words)))
    if slot.is_unknown:
        return Said(when=when, stated=[], own="", notes=[], unknown=words.say("series_unknown"))
    figures, most = _figures(row, view), _most(view)
    several = [
        Stated(
            number=words.said(_number(figure, words)),
            who=words.said(who(figure, view.names, words.writer)) if tell_who else "",
            source=_mark(figure, words, sources),
        )
        for figure in figures[:most]
    ]
    notes = []
    if len(figures) > most:
        more = number(len(figures) - most, words.language)
        notes.append(words.say("series_more", count=more))
    own = ""
    if row.bounds and not figures:
        own = own_words(row.bounds, words)
    elif row.bounds and set(row.follows_from) - set(row.figures):
        notes.append(words.say("series_within", range=own_words(row.bounds, words)))
    if row.conflicting:
        notes.append(words.say("series_conflicting"))
    others = [view.figures[id] for id in row.follows_from if id not in row.figures]
    if others:
        notes.append(_follows(others, view, words, sources, tell_who=tell_who))
    return Said(when=when, stated=several, own=own, notes=notes, unknown="")


def _number(figure: AnyFigure, words: Words) -> str:
    """As printed in English, else with its qualifier in the language; isolated in a sentence."""
    text = " ".join(filter(None, number_of(figure.value, words)))
    return (
        words.writer.name(text)
        if words.language == "en"
        else quantity(figure.value, words.language)
    )


def _follows(
    figures: Sequence[AnyFigure],
    view: SeriesView,
    words: Words,
    sources: Sequence[str],
    *,
    tell_who: bool,
) -> str:
    """What bounds follow from: what each figure states, who states it, where."""
    speakers = [who(figure, view.names, words.writer) for figure in figures]
    once = tell_who and len(set(speakers)) == 1
    told = []
    for figure, speaker in zip(figures, speakers, strict=True):
        text = stated(figure, words)
        if tell_who and not once:
            text = words.say("series_by", stated=text, who=speaker)
        mark = _mark(figure, words, sources)
        told.append(f"{text} [{mark}]" if mark else text)
    listed = _listed(told, words, _most(view))
    if once:
        listed = words.say("series_by", stated=listed, who=speakers[0])
    return words.say("series_follows", figures=listed)


def _mark(figure: AnyFigure, words: Words, sources: Sequence[str]) -> str:
    if len(sources) < 2:
        return ""
    return plain_number(sources.index(source_of(figure, words)) + 1, words.language)


def _listed(told: Sequence[str], words: Words, most: int) -> str:
    shown = list(told[:most])
    if len(told) > most:
        more = number(len(told) - most, words.language)
        shown.append(words.say("series_more", count=more))
    return reduce(lambda some, more: words.say("series_and", first=some, next=more), shown)


def _line(said: Said, own: str) -> str:
    """What is said of an interval, on one line of plain text."""
    parts = []
    for one in said.stated:
        text = f"{one.number}, {one.who}" if one.who else one.number
        parts.append(f"{text} [{one.source}]" if one.source else text)
    return "; ".join([*parts, *([f"{said.own} ({own})"] if said.own else [])])


def _key(chart: BarChart, words: Words) -> list[tuple[str, str]]:
    """What each thing that is drawn means; only of what is drawn."""
    stated = [bar for bar in chart.bars if not bar.own]
    drawn = {
        "stated": any(bar.top is not None for bar in stated),
        "open": any(bar.open for bar in stated),
        "most": any(bar.top is None for bar in stated),
        "range": any(bar.top is not None and bar.reach is not None for bar in stated),
        "rounding": any(bar.whisker for bar in stated),
        "own": any(bar.own for bar in chart.bars),
        "unknown": bool(chart.gaps),
        "conflict": bool(chart.conflicts),
    }
    return [(name, words.say(f"series_key_{name}")) for name, there in drawn.items() if there]


def set_key(
    key: Sequence[tuple[str, str]], width: float, *, right: bool
) -> tuple[list[tuple[str, str, float, float, float]], float]:
    """The key on lines of an image: swatch, text, where they stand, how long the text is."""
    style, items = STYLES["small"], []
    at, y = 0.0, 0.0
    for kind, plain in key:
        text = f"{RLI}{plain}{PDI}" if right else plain
        length = width_of(text, style)
        if at and at + 21 + length > width:
            at, y = 0.0, y + 21
        x = width - at - 14 if right else at
        items.append((kind, text, round(x, 2), y, round(length, 2)))
        at += 21 + length + 22
    return items, y + 20


def _implied(view: SeriesView, words: Words) -> str:
    implied = sorted({field for figure in _shown(view) for field in figure.inferred} & _IMPLIED)
    if not implied:
        return ""
    fields = [words.say(f"series_field_{field}") for field in implied]
    listed = reduce(lambda some, more: words.say("series_and", first=some, next=more), fields)
    return words.say("series_implied", fields=listed)


def _rows(view: SeriesView, words: Words) -> list[tuple[str, str]]:
    recorded = words.say(
        "series_release",
        release=number(view.release, words.language),
        date=words.date(view.recorded_at),
    )
    return [(words.say("row_release"), recorded)]


_IMPLIED = {"origin", "destination", "nationality", "legal_status", "unit", "movement", "period"}
