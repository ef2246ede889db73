"""The latest figure on a question: shown like any figure, with how it stands among the others.

For pages that should follow the news: it shows another figure as soon as a newer one is held.
"""

import msgspec

from api.embeds.asked import asked_in
from api.embeds.comparison import ComparisonView
from api.embeds.figure import FigureContent, FigureView, begun, compose_figure, figure_content
from api.embeds.frame import Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.rivals import rivals_of
from api.embeds.words import Words
from api.render.citations.numerals import number


class LatestContent(FigureContent, frozen=True, kw_only=True):
    """What the latest figure says."""

    question: str
    standing: str
    """Of how many statements it is the latest, and as of when."""
    dispute: str
    """That others disagree; empty where that is not so."""


def latest_content(view: ComparisonView, frame: Frame) -> LatestContent:
    """Everything it says, in the language of the frame."""
    words, plain = frame.words, frame.plain
    # of a running total, the one with the latest day, however late an earlier one was published
    figure = rivals_of(view.comparison)[0].figures[-1]
    shown = FigureView(
        figure=figure,
        names=view.names,
        release=view.release,
        recorded_at=view.recorded_at,
        address=view.address,
    )
    content = figure_content(shown, frame)
    said = " ".join(filter(None, (_standing(view, plain), _dispute(view, plain))))
    return LatestContent(
        **{
            **msgspec.structs.asdict(content),
            "description": f"{content.description} {begun(asked_in(view.asked, plain))} {said}",
        },
        question=words.said(begun(asked_in(view.asked, words))),
        standing=_standing(view, words),
        dispute=_dispute(view, words),
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


def _standing(view: ComparisonView, words: Words) -> str:
    count, date = len(view.comparison.origins), words.date(view.recorded_at)
    if count == 1:
        return words.say("comparison_only", date=date)
    return words.say("comparison_latest", count=number(count, words.language), date=date)


def _dispute(view: ComparisonView, words: Words) -> str:
    disputed = view.comparison.verdict == "conflicting"
    return words.say("comparison_disagree") if disputed else ""
