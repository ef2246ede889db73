"""The page of the timeline: the axis with what stands on it, a form to choose by, and its embed."""

from collections.abc import Sequence

import msgspec

from api.embeds.frame import Frame
from api.embeds.home import Choice, Option
from api.embeds.linked import part_of_all
from api.embeds.options import EmbedOptions
from api.embeds.page import Citation, PageContent, PageFrame, PageKind
from api.embeds.series_page import Asks
from api.embeds.timeline import TimelineContent, TimelineView, timeline_content
from api.embeds.timeline_scope import Scope, scope_line, titled
from api.embeds.words import Marked, Words
from api.render.citations.attribution import Names, called
from api.schemas.parts import ClaimantRef
from models.vocabulary import Kind, words_of


class TimelinePageView(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from, and what is shown; nothing where nothing matches."""

    countries: list[str]
    claimants: list[ClaimantRef]
    names: Names
    """Of claimants, by id and language."""
    asks: Asks
    """What was asked for."""
    scope: Scope
    """The same as it is told."""
    shown: TimelineView | None
    data: list[tuple[str, str]]
    """What it is made of as data: the name of a list, and its address."""


class TimelinePageContent(PageContent, frozen=True, kw_only=True):
    """What the page of the timeline says."""

    heading: str
    scope: str
    """What it is narrowed to; empty where it is the whole."""
    choices: list[Choice]
    dates: list[tuple[str, str, str]]
    """Fields for a day: name, label, value."""
    besides: Asks
    """What is asked that the form has no field for."""
    timeline: TimelineContent | None
    earlier: str | None
    """The address of the part before it in time, and of the one after."""
    later: str | None


def timeline_page_content(view: TimelinePageView, page: PageFrame) -> TimelinePageContent:
    """Everything the page of the timeline says, in the language of the frame."""
    words, plain = page.words, page.plain
    asked: dict[str, str] = {}
    besides = []
    for name, value in view.asks:
        if name in _FIELDS and name not in asked:
            asked[name] = value
        else:
            besides.append((name, value))
    text = _shown(view.shown, page, "text")
    title = titled(view.scope, view.names, plain)
    described = text.description if text else title
    return TimelinePageContent(
        title=title,
        description=described,
        linked=part_of_all(page.base_url, page.canonical, title, described, page.lang),
        citations=(Citation(style="text", text=_cited(view.shown, title, page)),)
        if view.shown
        else (),
        data=tuple((plain.say(f"home_{name}"), address) for name, address in view.data),
        heading=words.say("timeline_title"),
        scope=scope_line(view.scope, view.names, words),
        choices=_choices(view, asked, plain),
        dates=[
            (name, plain.say(f"seriespage_{name}"), asked.get(name, ""))
            for name in ("period_from", "period_to")
        ],
        besides=besides,
        timeline=_shown(view.shown, page, "html"),
        earlier=_part(view, 1, page),
        later=_part(view, -1, page),
    )


_FIELDS = ("country", "kind", "claimant", "period_from", "period_to")


def _shown(view: TimelineView | None, page: PageFrame, marked: Marked) -> TimelineContent | None:
    if view is None:
        return None
    options = EmbedOptions(lang=page.lang)
    frame = Frame(options=options, base_url=page.base_url, current=page.path, marked=marked)
    return timeline_content(view, frame)


def _part(view: TimelinePageView, away: int, page: PageFrame) -> str | None:
    """The address of the part so many away, where there is one."""
    part = view.shown.part if view.shown else None
    if part is None or not 1 <= part.number + away <= part.count:
        return None
    number = part.number + away
    # in the order of the canonical address, which the first part has without a number
    return page.to(page.path, *([("page", str(number))] if number > 1 else []), *view.asks)


def _cited(view: TimelineView, title: str, page: PageFrame) -> str:
    plain = page.plain
    return plain.say(
        "seriespage_timeline_cited",
        title=title,
        release=str(view.release),
        date=plain.date(view.recorded_at),
        address=page.canonical,
    )


def _choices(view: TimelinePageView, asked: dict[str, str], words: Words) -> list[Choice]:
    writer, names = words.writer, view.names
    kinds = (*words_of(Kind), "policy_events")
    fields: dict[str, Sequence[tuple[str, str]]] = {
        "country": _by_name([(code, writer.country(code)) for code in view.countries]),
        "kind": [(kind, words.say(f"home_{kind}")) for kind in kinds],
        "claimant": _by_name([(one.id, called(one, names, writer)) for one in view.claimants]),
    }
    return [
        Choice(
            name=name,
            label=words.say(f"home_{name}"),
            options=_options(pairs, asked.get(name, ""), words),
        )
        for name, pairs in fields.items()
    ]


def _by_name(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: pair[1])


def _options(pairs: Sequence[tuple[str, str]], chosen: str, words: Words) -> list[Option]:
    if chosen and chosen not in dict(pairs):
        pairs = [*pairs, (chosen, chosen)]
    return [
        Option(value="", text=words.say("home_any"), chosen=not chosen),
        *(Option(value=value, text=text, chosen=value == chosen) for value, text in pairs),
    ]


TIMELINE_PAGE: PageKind[TimelinePageView] = PageKind(
    template="timeline_page.html", content=timeline_page_content
)
