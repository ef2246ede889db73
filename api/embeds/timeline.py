"""A timeline: what authorities did, and what was counted, on one axis of time.

Each thing carries a mark, a letter for an event and a numeral for a figure, and stands below the
axis in words. What has no known date is told and not placed.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from api.embeds.figure import begun, source_of, stated
from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.series import set_key
from api.embeds.timeline_chart import TimeChart, When, place
from api.embeds.timeline_choice import Part
from api.embeds.timeline_scope import Scope, scope_line, titled
from api.embeds.words import Words
from api.render.citations.attribution import Names, called, reported_as_known, who
from api.render.citations.numerals import number, plain_number
from api.schemas.figures import AnyFigure, Departure
from api.schemas.parts import ClaimantRef, Period, Published, SourceRef
from models.vocabulary import PolicyAction


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something an authority did or announced."""

    id: str
    version: int
    date: Period
    action: PolicyAction
    jurisdiction: str
    summary: str
    """In English."""
    claimant: ClaimantRef | None
    sources: list[SourceRef]
    inferred: list[str]


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """One statement: the figures that say the same by the same, first published first."""

    figures: list[AnyFigure]

    @property
    def first(self) -> AnyFigure:
        """The one that was published first."""
        return self.figures[0]


class TimelineView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown, and how much more there is."""

    scope: Scope
    events: list[Event]
    stated: list[Stated]
    more_events: int
    more_stated: int
    part: Part | None
    """Which part of the whole it is; ``None`` where only some are chosen to be shown."""
    names: Names
    """Of claimants, by id and language."""
    release: int
    recorded_at: str
    address: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in words."""

    mark: str
    """Empty where it has no date."""
    is_event: bool
    when: str
    text: str
    who: str
    source: str


class TimelineContent(Content, frozen=True, kw_only=True):
    """What a timeline says."""

    heading: str
    scope: str
    """What it is narrowed to; empty where it is the whole."""
    chart: TimeChart | None
    key: list[tuple[str, str]]
    entries: list[Entry]
    undated: list[Entry]
    more: str
    """What is left out, and how the rest was chosen."""
    all: str
    """What the link to all of it is called, where something is left out."""
    rows: list[tuple[str, str]]
    open: str


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def when_of(figure: AnyFigure) -> When | None:
    """When a figure holds; ``None`` where no day is known."""
    told = _told(figure.source.published)
    if not isinstance(figure, Departure):
        # a count is of one day, of which the text may give only the month
        return _some_day(figure.as_of, told)
    period, last = figure.period, told[1] if told else None
    if figure.attribution.stated_on:
        last = date.fromisoformat(figure.attribution.stated_on)
    start, end = _days(period)
    if start is None and end is None:
        return None
    if start is None or (end is None and last is None):
        one = start or end
        assert one is not None
        return When(begins=(one, one), ends=(one, one), reported=told)
    end = max(start, end or last or start)
    begins = (start, start)
    if figure.coverage == "cumulative":
        # "since April" may mean since some day of April
        begins = (start, min(end, _last_of(start, period.precision)))
    return When(begins=begins, ends=(end, end), reported=told)


def when_of_event(event: Event) -> When | None:
    """When an event was; ``None`` where no day is known. One that goes on is dated by its start."""
    known = [told for source in event.sources if (told := _told(source.published))]
    told = min(known, default=None)
    if event.date.end is None and event.date.start is not None:
        day = date.fromisoformat(event.date.start)
        return When(begins=(day, day), ends=(day, day), reported=told)
    return _some_day(event.date, told)


def timeline_content(view: TimelineView, frame: Frame) -> TimelineContent:
    """Everything an embed or image of a timeline says, in the language of the frame."""
    words, plain = frame.words, frame.plain
    events = [(one, when) for one in view.events if (when := when_of_event(one))]
    figures = [(one, when) for one in view.stated if (when := when_of(one.first))]
    letters = {one.id: _letter(place) for place, (one, _) in enumerate(events)}
    numerals = {
        one.first.id: plain_number(place, words.language)
        for place, (one, _) in enumerate(figures, 1)
    }
    dated = sorted(
        [
            *((when.begins, _event(one, letters[one.id], view, words)) for one, when in events),
            *(
                (when.begins, _statement(one, numerals[one.first.id], view, words))
                for one, when in figures
            ),
        ],
        key=lambda pair: (pair[0], not pair[1].is_event),
    )
    undated = [
        *(_event(one, "", view, words) for one in view.events if one.id not in letters),
        *(_statement(one, "", view, words) for one in view.stated if one.first.id not in numerals),
    ]
    left_out = bool(view.more_events or view.more_stated)
    title = titled(view.scope, view.names, plain)
    chart = None
    if dated:
        caption = plain.say("timeline_chart")
        chart = place(
            [(letters[one.id], when) for one, when in events],
            [(numerals[one.first.id], when) for one, when in figures],
            caption,
            words.language,
        )
    return TimelineContent(
        title=title,
        description=_describe(view, title, plain),
        address=view.address,
        heading=words.say("timeline_title"),
        scope=scope_line(view.scope, view.names, words),
        chart=chart,
        key=_key(chart, words),
        entries=[entry for _, entry in dated],
        undated=undated,
        more=_more(view, len(undated), words) if left_out else "",
        all=words.say("timeline_all") if left_out and view.part is None else "",
        rows=[(words.say("row_release"), _release(view, words))],
        open=words.say("timeline_open"),
    )


def _letter(place: int) -> str:
    """The mark of an event, by its place: A to Z, then AA, AB and so on."""
    before, last = divmod(place, len(_LETTERS))
    return (_letter(before - 1) if before else "") + _LETTERS[last]


def compose_timeline(content: TimelineContent, sheet: Sheet) -> None:
    """A timeline as an image."""
    sheet.text("title", content.heading)
    if content.scope:
        sheet.gap(4)
        sheet.text("label", content.scope)
    sheet.gap(10)
    if content.chart:
        sheet.draw("timeline.svg", "times", content.chart.height, content.chart)
        sheet.gap(6)
        right = sheet.direction == "rtl"
        items, height = set_key(content.key, sheet.inner, right=right)
        sheet.draw("timeline.svg", "signs_in_picture", height, items, right)
    _in_columns((*content.entries, *content.undated), 3 if sheet.frame.is_card else 1, sheet)
    sheet.gap(16)
    sheet.text("small", content.more)


def _in_columns(entries: Sequence[Entry], count: int, sheet: Sheet) -> None:
    """Entries in columns, in order: a card is a wide sheet shown small, so that lines stay short
    and letters large."""
    top, depth, each = sheet.y, sheet.y, -(-len(entries) // count)
    for column in range(count):
        sheet.y = top
        gap = 0 if column == count - 1 else 0.03
        with sheet.column(column / count, (column + 1) / count - gap):
            for entry in entries[column * each : (column + 1) * each]:
                _set(entry, sheet)
        depth = max(depth, sheet.y)
    sheet.y = depth


def _set(entry: Entry, sheet: Sheet) -> None:
    sheet.gap(7)
    sheet.beyond += 20  # the HTML has its date on a line of its own
    said = f"{entry.when}: {entry.text}" if entry.when else entry.text
    share = _MARK / sheet.inner
    sheet.row(("claimant", entry.mark), ("claimant", said), share)
    below = " ".join(filter(None, (entry.who, entry.source)))
    sheet.row(("small", ""), ("small", below), share)


_MARK = 34
"""How wide the marks stand before what they mark."""

TIMELINE: Embeddable[TimelineView] = Embeddable(
    name="timeline",
    template="timeline.html",
    content=timeline_content,
    compose=compose_timeline,
    style="timeline.css",
    beyond=20,
    speaks="timeline_",
)


def _event(event: Event, mark: str, view: TimelineView, words: Words) -> Entry:
    writer = words.writer
    claimant = called(event.claimant, view.names, writer) if event.claimant else ""
    done = words.say(f"timeline_{event.action}", country=writer.country(event.jurisdiction))
    # its sources differ in nothing but who carried it: the first to tell it is enough here
    told = reported_as_known(writer, event.sources[0].published) if event.sources else ""
    return Entry(
        mark=mark,
        is_event=True,
        when=words.said(begun(_when_words(event, words))),
        text=words.said(writer.english(event.summary)),
        who=words.said(f"{done} – {claimant}." if claimant else f"{done}."),
        source=words.said(f"{begun(told)}.") if told else "",
    )


def _statement(stated_by: Stated, mark: str, view: TimelineView, words: Words) -> Entry:
    figure = stated_by.first
    again = len(stated_by.figures) - 1
    source = words.say("source", source=source_of(figure, words))
    if again:
        also = words.say("timeline_again", count=number(again, words.language))
        source = words.said(f"{source}. {also}")
    return Entry(
        mark=mark,
        is_event=False,
        when="" if mark else words.said(begun(words.say("timeline_undated"))),
        text=stated(figure, words),
        who=words.said(f"{begun(who(figure, view.names, words.writer))}."),
        source=source,
    )


def _when_words(event: Event, words: Words) -> str:
    say, period = words.writer.say, event.date
    precision = period.precision or "day"
    first, last = (
        words.writer.date(iso, precision) if iso else None for iso in (period.start, period.end)
    )
    if first and last:
        text = first if first == last else say("from_to", first=first, last=last)
    elif first:
        text = say("from", date=first)
    elif last:
        text = say("up_to", date=last)
    else:
        return words.say("timeline_undated")
    return say("date_inferred", when=text) if "date" in event.inferred else text


def _key(chart: TimeChart | None, words: Words) -> list[tuple[str, str]]:
    if chart is None:
        return []
    things = [*chart.events, *chart.figures]
    drawn = {
        "event": bool(chart.events),
        "figure": bool(chart.figures),
        "pale": any(one.day is None and one.pale != one.solid for one in things),
        "told": any(one.told for one in chart.figures),
    }
    return [(name, words.say(f"timeline_key_{name}")) for name, there in drawn.items() if there]


def _more(view: TimelineView, undated: int, words: Words) -> str:
    """How much is left out, and which are shown."""
    told = [
        words.say(
            "timeline_more",
            figures=number(view.more_stated, words.language),
            events=number(view.more_events, words.language),
        )
    ]
    if view.part:
        place, count = (number(one, words.language) for one in (view.part.number, view.part.count))
        told.append(words.say("timeline_part", number=place, count=count))
    else:
        told.append(words.say("timeline_chosen"))
        if undated:
            count = number(undated, words.language)
            told.append(words.say("timeline_chosen_undated", count=count))
    return words.said(" ".join(told))


def _release(view: TimelineView, words: Words) -> str:
    return words.say(
        "series_release",
        release=number(view.release, words.language),
        date=words.date(view.recorded_at),
    )


def _describe(view: TimelineView, title: str, words: Words) -> str:
    counted = words.say(
        "timeline_described",
        figures=number(len(view.stated), words.language),
        events=number(len(view.events), words.language),
    )
    return f"{title}. {counted}"


def _told(published: Published) -> tuple[date, date] | None:
    known = [one for one in (published.earliest, published.latest) if one]
    if not known:
        return None
    return date.fromisoformat(known[0]), date.fromisoformat(known[-1])


def _some_day(period: Period, told: tuple[date, date] | None) -> When | None:
    start, end = _days(period)
    if start is None and end is None:
        return None
    # an end that is not stated leaves nothing to draw but the one that is
    window = (start or end or date.min, end or start or date.min)
    return When(begins=window, ends=window, reported=told)


def _days(period: Period) -> tuple[date | None, date | None]:
    return (
        date.fromisoformat(period.start) if period.start else None,
        date.fromisoformat(period.end) if period.end else None,
    )


def _last_of(start: date, precision: str | None) -> date:
    """The last day of the month, year or decade that a day begins."""
    months = {"month": 1, "year": 12, "decade": 120}.get(precision or "day")
    if months is None:
        return start
    after = start.year * 12 + start.month - 1 + months
    if after // 12 > date.max.year:
        return date.max
    return date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)
