"""The latest figure on a question: shown like any figure, with how it stands among the others.

For pages that should follow the news: it shows another figure as soon as a newer one is held. Where
sources leave open which is the latest, it shows one of those that may be and names what the others
state: Tally picks no number.
"""

import msgspec

from api.embeds.asked import asked_in
from api.embeds.comparison import ComparisonView
from api.embeds.figure import (
    FigureContent,
    FigureView,
    begun,
    compose_figure,
    figure_content,
    number_of,
)
from api.embeds.frame import Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.rivals import Rival, may_be_latest, rivals_of
from api.embeds.words import Words
from api.render.citations.attribution import who
from api.render.citations.numerals import number

_MOST_NAMED = 3


class LatestContent(FigureContent, frozen=True, kw_only=True):
    """What the latest figure says."""

    question: str
    standing: str
    """Of how many statements it is the latest, and as of when."""
    dispute: str
    """That others disagree, and what may be as late; empty where neither is so."""


def latest_content(view: ComparisonView, frame: Frame) -> LatestContent:
    """Everything it says, in the language of the frame."""
    words, plain = frame.words, frame.plain
    # of a running total, the one with the latest day, however late an earlier one was published
    latest = may_be_latest(view.comparison, rivals_of(view.comparison))
    figure = latest[0].figures[-1]
    shown = FigureView(
        figure=figure,
        names=view.names,
        release=view.release,
        recorded_at=view.recorded_at,
        address=view.address,
    )
    content = figure_content(shown, frame)
    said = " ".join(filter(None, (_standing(view, latest, plain), _dispute(view, latest, plain))))
    return LatestContent(
        **{
            **msgspec.structs.asdict(content),
            "description": f"{content.description} {begun(asked_in(view.asked, plain))} {said}",
        },
        question=words.said(begun(asked_in(view.asked, words))),
        standing=_standing(view, latest, words),
        dispute=_dispute(view, latest, words),
    )


def compose_latest(content: LatestContent, sheet: Sheet) -> None:
    """The latest figure as an image."""
    sheet.text("label", content.standing)
    sheet.text("small", content.question)
    sheet.gap(10)
    compose_figure(content, sheet)
    sheet.gap(6)
    sheet.text("verdict", content.dispute)


LATEST: Embeddable[ComparisonView] = Embeddable(
    name="comparison_latest",
    template="latest.html",
    content=latest_content,
    compose=compose_latest,
    style="latest.css",
    speaks="comparison_",
)


def _standing(view: ComparisonView, latest: list[Rival], words: Words) -> str:
    count, date = len(view.comparison.origins), words.date(view.recorded_at)
    if count == 1:
        return words.say("comparison_only", date=date)
    key = "comparison_latest"
    if _others(latest):
        key, count = "comparison_may_be_latest", len(latest)
    return words.say(key, count=number(count, words.language), date=date)


def _dispute(view: ComparisonView, latest: list[Rival], words: Words) -> str:
    disputed = view.comparison.verdict == "conflicting"
    said = [words.say("comparison_disagree")] if disputed else []
    if others := _others(latest):
        said.append(words.say("comparison_as_late", others=_all_named(view, others, words)))
    return words.said(" ".join(said))


def _others(latest: list[Rival]) -> list[Rival]:
    """Those of the latest that state something else than the one shown."""
    shown, *others = latest
    return [rival for rival in others if _stated(rival) != _stated(shown)]


def _stated(rival: Rival) -> tuple[object, ...]:
    """What was stated, however it was printed."""
    value = rival.first.value
    return value.bound, value.approximate, value.reported, value.lower, value.upper


def _all_named(view: ComparisonView, others: list[Rival], words: Words) -> str:
    named, *more = [_named(view, rival, words) for rival in others[:_MOST_NAMED]]
    for other in more:
        named = words.say("comparison_others", others=named, other=other)
    if (left := len(others) - _MOST_NAMED) > 0:
        count = number(left, words.language)
        named = words.say("comparison_others_more", others=named, count=count)
    return named


def _named(view: ComparisonView, rival: Rival, words: Words) -> str:
    printed = " ".join(filter(None, number_of(rival.first.value, words)))
    return words.say(
        "comparison_other",
        number=words.name(printed),
        who=who(rival.first, view.names, words.writer),
    )
