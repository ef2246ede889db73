"""The page of series: a form to choose one, then its chart and table, its data and its embed."""

from collections.abc import Mapping, Sequence

import msgspec

from api.embeds.frame import Frame
from api.embeds.home import Choice, Option
from api.embeds.linked import Linked, part_of_all
from api.embeds.options import EmbedOptions
from api.embeds.page import Citation, PageContent, PageFrame, PageKind
from api.embeds.series import SeriesContent, SeriesView, heading_of, series_content
from api.embeds.words import Words
from models.flow import People
from models.series import Interval
from models.vocabulary import words_of

Asks = Sequence[tuple[str, str]]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A series that matches, with the filters that choose it."""

    people: People
    place: str | None
    asks: Asks


class SeriesPageView(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from, and the series that is chosen, when it is one."""

    values: Mapping[str, Sequence[str]]
    """By filter of the form: the values there are."""
    asks: Asks
    """What was asked for."""
    matches: list[Match]
    too_many: bool
    """Whether more match than can be offered to choose from."""
    shown: SeriesView | None
    query: str
    """What was asked, as a query of the API; empty or with its question mark."""


class SeriesPageContent(PageContent, frozen=True, kw_only=True):
    """What the page of series says."""

    heading: str
    lead: str
    choices: list[Choice]
    dates: list[tuple[str, str, str]]
    """Fields for a day: name, label, value."""
    besides: Asks
    """What is asked that the form has no field for."""
    series: SeriesContent | None
    matches: list[tuple[str, str]]
    """Each series that matches: what it is called, and where it is."""
    too_many: bool


FIELDS = ("origin", "destination", "nationality", "unit", "movement_family", "outlook")
"""What the form has a choice for, beside the interval."""
_DATES = ("period_from", "period_to")


def series_page_content(view: SeriesPageView, page: PageFrame) -> SeriesPageContent:
    """Everything the page of series says, in the language of the frame."""
    words, plain = page.words, page.plain
    asked = dict(reversed(view.asks))
    shown = _shown(view.shown, page, "html")
    title = _shown(view.shown, page, "text")
    base = f"{page.base_url}/v1/departures/series"
    in_form = {"interval", *FIELDS, *_DATES}
    first = {item: number for number, item in reversed(list(enumerate(view.asks)))}
    firsts = {min(n for item, n in first.items() if item[0] == name) for name, _ in view.asks}
    return SeriesPageContent(
        title=title.title if title else plain.say("seriespage_title"),
        description=title.description if title else plain.say("seriespage_lead"),
        linked=_dataset(view, title, base, page)
        if title
        else _any_series(plain.say("seriespage_title"), plain.say("seriespage_lead"), page),
        citations=(Citation(style="text", text=_cited(view.shown, title, page)),)
        if title and view.shown
        else (),
        data=tuple(
            (name, f"{base}{suffix}{view.query}")
            for name, suffix in (
                ("JSON", ""),
                ("CSV", ".csv"),
                ("JSON-stat", ".jsonstat"),
                ("SDMX-CSV", ".sdmxcsv"),
            )
        ),
        heading=shown.heading if shown else words.say("seriespage_title"),
        lead=shown.caption if shown else words.say("seriespage_lead"),
        choices=[_intervals(asked.get("interval", "month"), plain), *_choices(view, asked, plain)],
        dates=[(name, plain.say(f"seriespage_{name}"), asked.get(name, "")) for name in _DATES],
        besides=[
            item
            for number, item in enumerate(view.asks)
            if item[0] not in in_form or number not in firsts
        ],
        series=shown,
        matches=[
            (
                heading_of(one.people, one.place, words),
                page.to("/series/departures", *one.asks),
            )
            for one in view.matches
        ]
        if shown is None
        else [],
        too_many=view.too_many,
    )


def _shown(view: SeriesView | None, page: PageFrame, marked: str) -> SeriesContent | None:
    if view is None:
        return None
    options = EmbedOptions(lang=page.lang)
    frame = Frame(
        options=options,
        base_url=page.base_url,
        current=page.path,
        marked="html" if marked == "html" else "text",
    )
    return series_content(view, frame)


def _cited(view: SeriesView, content: SeriesContent, page: PageFrame) -> str:
    plain = page.plain
    return plain.say(
        "seriespage_cited",
        series=content.heading,
        caption=content.caption,
        release=str(view.release),
        date=plain.date(view.recorded_at),
        address=page.canonical,
    )


def _dataset(
    view: SeriesPageView, content: SeriesContent | None, base: str, page: PageFrame
) -> Linked:
    """The series as a ``Dataset`` of schema.org."""
    assert view.shown is not None
    assert content is not None
    people = view.shown.people
    rows = view.shown.rows
    whole = _any_series(content.title, content.caption, page)
    return whole | {
        "version": str(view.shown.release),
        "dateModified": view.shown.recorded_at,
        "temporalCoverage": f"{rows[0].first.isoformat()}/{rows[-1].last.isoformat()}",
        "spatialCoverage": [
            {"@type": "Country", "identifier": code}
            for code in (people.origin, people.destination)
            if code
        ],
        "variableMeasured": people.unit,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": f"{base}{suffix}{view.query}",
            }
            for media_type, suffix in (("application/json", ""), ("text/csv", ".csv"))
        ],
    }


def _any_series(title: str, description: str, page: PageFrame) -> Linked:
    return part_of_all(page.base_url, page.canonical, title, description, page.lang)


def _intervals(chosen: str, words: Words) -> Choice:
    return Choice(
        name="interval",
        label=words.say("seriespage_interval"),
        options=[
            Option(value=one, text=words.say(f"seriespage_{one}"), chosen=one == chosen)
            for one in words_of(Interval)
        ],
    )


def _choices(view: SeriesPageView, asked: Mapping[str, str], words: Words) -> list[Choice]:
    choices = []
    for name in FIELDS:
        chosen = asked.get(name, "")
        values = [*view.values.get(name, ())]
        if chosen and chosen not in values:
            values.append(chosen)
        options = [Option(value="", text=words.say("home_any"), chosen=not chosen)]
        options += [
            Option(value=value, text=_called(name, value, words), chosen=value == chosen)
            for value in values
        ]
        choices.append(Choice(name=name, label=words.say(f"seriespage_{name}"), options=options))
    return choices


def _called(name: str, value: str, words: Words) -> str:
    if name in ("origin", "destination", "nationality"):
        return words.writer.country(value)
    if name == "unit":
        return words.writer.say(value, False)
    return words.say(f"seriespage_{value}")


SERIES_PAGE: PageKind[SeriesPageView] = PageKind(
    template="series_page.html", content=series_page_content
)
