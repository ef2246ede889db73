"""A comparison: one question, every claim on it as a range on one axis, and how they stand.

Rival claims stand in one measure, each with its number as printed, who states it, the source and
its date. What Tally derives is said to be derived.
"""

import msgspec

from api.embeds.asked import Asked, asked_in
from api.embeds.figure import (
    begun,
    number_of,
    plausible_words,
    range_words,
    source_of,
    stated,
)
from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.ranges import Bar
from api.embeds.rivals import Rival, RivalChart, chart_of, rivals_of, shown_of
from api.embeds.verdict import remarks_in, verdict_in
from api.embeds.words import Words
from api.render.citations.attribution import Names, details, who
from api.render.citations.numerals import number
from api.schemas.comparisons import Comparison
from api.schemas.figures import AnyFigure

MOST = 8
"""How many statements an embed shows; what more there are is said, and linked to."""
_MOST_IN_IMAGE = 6
_MOST_ON_CARD = 3
_MOST_SOURCES = 3
_MOST_BYTES = 4500
"""How long the words of all claims may be together, so that an embed stays under 30 kB: it has each
three times, to be seen, described and in a table."""


class ComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown: a comparison, as it stood in a release."""

    comparison: Comparison
    asked: Asked
    names: Names
    """Of claimants, by id and language."""
    release: int
    recorded_at: str
    address: str
    """Where a reader finds all of it."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, ready to print."""

    before: str
    number: str
    after: str
    statement: str
    claimant: str
    dated: str
    """When it was stated, where that is another day than its source's; else empty."""
    told: str
    """That it was told several times; empty where it was not."""
    sources: list[str]
    more: str
    """How many sources more there are; empty if none."""
    range: str
    bar: Bar | None

    @property
    def printed(self) -> str:
        """The number with its qualifier, on one line."""
        return " ".join(filter(None, (self.before, self.number, self.after)))

    @property
    def size(self) -> int:
        """How many bytes its words take, about."""
        texts = (self.printed, self.statement, self.claimant, self.range, *self.sources)
        return sum(len(text.encode()) for text in texts)


class ComparisonContent(Content, frozen=True, kw_only=True):
    """What a comparison says."""

    question: str
    verdict: str
    remarks: list[str]
    caption: str
    claims: list[Claim]
    chart: RivalChart | None
    axis: str
    derived: str
    """What the band across is; empty where there is none."""
    more: str
    """How many of all are shown; empty where that is all of them."""


def comparison_content(view: ComparisonView, frame: Frame) -> ComparisonContent:
    """Everything an embed or image of a comparison says, in the language of the frame."""
    words, plain, comparison = frame.words, frame.plain, view.comparison
    rivals = rivals_of(comparison)
    most = MOST if frame.marked == "html" else _MOST_IN_IMAGE
    most = _MOST_ON_CARD if frame.is_card else most
    shown = shown_of(comparison, rivals, most)
    while (
        len(claims := _claims(view, shown, words)) > 2
        and sum(claim.size for claim in claims) > _MOST_BYTES
    ):
        most = len(shown) - 1
        shown = shown_of(comparison, rivals, most)
    chart = chart_of(comparison, shown, words.language)
    title = begun(asked_in(view.asked, plain))
    verdict = verdict_in(comparison, plain)
    told = "; ".join(_told(view, rival, plain) for rival in shown)
    return ComparisonContent(
        title=title,
        description=f"{title} {verdict} {told}.",
        address=view.address,
        question=words.said(begun(asked_in(view.asked, words))),
        verdict=verdict_in(comparison, words),
        remarks=remarks_in(comparison, words),
        caption=words.say("comparison_caption" if len(rivals) > 1 else "range"),
        claims=[
            msgspec.structs.replace(claim, bar=chart.bar(rival.value)) if chart else claim
            for claim, rival in zip(claims, shown, strict=True)
        ],
        chart=chart,
        axis=_axis(chart, plain) if chart else "",
        derived=_derived(comparison, words) if chart else "",
        more=_more(comparison, len(shown), len(rivals), words),
    )


def compose_comparison(content: ComparisonContent, sheet: Sheet) -> None:
    """A comparison as an image."""
    sheet.text("title", content.question)
    sheet.gap(8)
    sheet.text("verdict", content.verdict)
    for remark in content.remarks:
        sheet.text("claimant", remark)
    sheet.gap(12)
    if content.chart:
        sheet.text("label", content.caption)
    compose = _beside if sheet.frame.is_card else _below
    for claim in content.claims:
        compose(claim, content.chart, sheet)
    if content.chart:
        with sheet.column(_HALF if sheet.frame.is_card else 0, 1):
            sheet.draw("rivals.svg", "rival_axis", 24, content.chart)
    sheet.gap(8)
    sheet.text("label", content.derived)
    sheet.text("label", content.more)


_HALF = 0.55
"""Where ranges begin that stand beside their words."""


def _below(claim: Claim, chart: RivalChart | None, sheet: Sheet) -> None:
    """A claim with its range below its words."""
    sheet.gap(10)
    _words_of(claim, sheet)
    if chart:
        sheet.gap(4)
        sheet.draw("rivals.svg", "rival_row", 30, claim.bar, chart)


def _beside(claim: Claim, chart: RivalChart | None, sheet: Sheet) -> None:
    """A claim with its range beside its words, as high as they are."""
    top = sheet.y
    with sheet.column(0, _HALF - 0.04):
        sheet.gap(8)
        _words_of(claim, sheet)
        sheet.gap(8)
    if chart:
        height, sheet.y = sheet.y - top, top
        with sheet.column(_HALF, 1):
            sheet.draw("rivals.svg", "rival_row", height, claim.bar, chart)


def _words_of(claim: Claim, sheet: Sheet) -> None:
    sheet.text("value", claim.printed)
    sheet.text("claimant", claim.claimant)
    sheet.text("says", claim.statement)
    sheet.text("small", claim.dated)
    sheet.text("small", claim.told)
    for source in claim.sources:
        sheet.text("small", source)
    sheet.text("small", claim.more)


COMPARISON: Embeddable[ComparisonView] = Embeddable(
    name="comparison",
    template="comparison.html",
    content=comparison_content,
    compose=compose_comparison,
    style="comparison.css",
    speaks="comparison_",
)


def _claims(view: ComparisonView, shown: list[Rival], words: Words) -> list[Claim]:
    return [_claim(view, rival, words) for rival in shown]


def _claim(view: ComparisonView, rival: Rival, words: Words) -> Claim:
    figures, first = rival.figures, rival.first
    before, numeral, after = number_of(first.value, words)
    many = len(figures)
    outlet_speaks = first.attribution.claimant is None and not first.attribution.via
    if many == 1 and outlet_speaks:
        # who states it and the source are the same: it is named once
        sources = [words.said(begun(details(first, words.writer)))]
    else:
        sources = [
            words.say("source", source=source_of(figure, words))
            for figure in figures[:_MOST_SOURCES]
        ]
    left = many - _MOST_SOURCES
    return Claim(
        before=before,
        number=numeral,
        after=after,
        statement=stated(first, words),
        claimant=words.said(begun(who(first, view.names, words.writer))),
        dated=_dated(first, words),
        # where there is no other statement, the verdict says so already
        told=words.say("comparison_told", count=number(many, words.language))
        if many > 1 and len(view.comparison.origins) > 1
        else "",
        sources=sources,
        more=words.say("comparison_more_sources", count=number(left, words.language))
        if left > 0
        else "",
        range=plausible_words(rival.value, words),
        bar=None,
    )


def _dated(figure: AnyFigure, words: Words) -> str:
    stated_on, published = figure.attribution.stated_on, figure.source.published
    if stated_on is None or stated_on == published.earliest == published.latest:
        return ""
    when = words.writer.date(stated_on, "day")
    if "stated_on" in figure.inferred:
        when = words.writer.say("date_inferred", when=when)
    return words.say("comparison_stated_on", date=when)


def _told(view: ComparisonView, rival: Rival, words: Words) -> str:
    """One statement on one line."""
    printed = " ".join(filter(None, number_of(rival.first.value, words)))
    return words.say(
        "comparison_claim",
        number=printed,
        who=who(rival.first, view.names, words.writer),
        details=details(rival.first, words.writer),
        range=plausible_words(rival.value, words),
    )


def _axis(chart: RivalChart, words: Words) -> str:
    low, high = (number(end, words.language) for end in (chart.scale.low, chart.scale.high))
    return words.say("comparison_axis", low=low, high=high)


def _derived(comparison: Comparison, words: Words) -> str:
    gap, shared = comparison.gap, comparison.shared
    if gap:
        low, high = (number(end, words.language) for end in (gap.lower, gap.upper))
        return words.say("comparison_gap", low=low, high=high)
    if shared is None or comparison.verdict in ("single", "repeated"):
        return ""
    return words.say("comparison_shared", range=range_words(shared.lower, shared.upper, words))


def _more(comparison: Comparison, shown: int, count: int, words: Words) -> str:
    if shown == count:
        return ""
    key = "comparison_shown_gap" if comparison.gap else "comparison_shown"
    return words.say(key, shown=number(shown, words.language), count=number(count, words.language))
