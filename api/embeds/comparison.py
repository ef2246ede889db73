"""A comparison: one question, every claim on it as a range on one axis, and how they stand.

Rival claims stand in one measure, each with its number as printed, who states it, the source and
its date. What Tally derives is said to be derived.
"""

import msgspec

from api.embeds.asked import Asked, asked_in
from api.embeds.claims import Claim, claim_of, told_in_one
from api.embeds.figure import begun, range_words
from api.embeds.frame import Content, Embeddable, Frame
from api.embeds.picture import Sheet
from api.embeds.rivals import (
    Rival,
    RivalChart,
    are_most_recent,
    chart_of,
    is_by_recency,
    rivals_of,
    shown_of,
)
from api.embeds.verdict import remarks_in, verdict_in
from api.embeds.words import Words
from api.render.citations.attribution import Names
from api.render.citations.numerals import number
from api.schemas.comparisons import Comparison

_MOST = 6
"""How many statements an embed shows; what more there are is said, and linked to."""
_MOST_ON_CARD = 3
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


def comparison_content(
    view: ComparisonView, frame: Frame, most: int | None = None
) -> ComparisonContent:
    """Everything an embed or image of a comparison says, in the language of the frame.

    ``most`` is how many claims there may be; unless told, as many as an embed has room for.
    """
    words, plain, comparison = frame.words, frame.plain, view.comparison
    rivals = rivals_of(comparison)
    shown = shown_of(comparison, rivals, most) if most else _fitting(view, rivals, frame)
    claims = [_claim(view, rival, words) for rival in shown]
    chart = chart_of(comparison, shown, words.language)
    title = begun(asked_in(view.asked, plain))
    verdict = verdict_in(comparison, plain)
    told = "; ".join(told_in_one(rival, view.names, plain) for rival in shown)
    return ComparisonContent(
        title=title,
        description=f"{title} {verdict} {told}.",
        address=view.address,
        question=words.said(begun(asked_in(view.asked, words))),
        verdict=verdict_in(comparison, words),
        remarks=remarks_in(comparison, words),
        caption=words.say(_caption(comparison, rivals, shown)),
        claims=[
            msgspec.structs.replace(claim, bar=chart.bar(rival.value)) if chart else claim
            for claim, rival in zip(claims, shown, strict=True)
        ],
        chart=chart,
        axis=_axis(chart, plain) if chart else "",
        derived=_derived(comparison, words) if chart else "",
        more=_more(comparison, rivals, shown, words),
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


def _claim(view: ComparisonView, rival: Rival, words: Words) -> Claim:
    return claim_of(rival, view.names, words, alone=len(view.comparison.origins) == 1)


def _fitting(view: ComparisonView, rivals: list[Rival], frame: Frame) -> list[Rival]:
    """The claims that an embed has room for, by their number and by their length."""
    most = _MOST_ON_CARD if frame.is_card else _MOST
    while True:
        shown = shown_of(view.comparison, rivals, most)
        size = sum(_claim(view, rival, frame.words).size for rival in shown)
        if size <= _MOST_BYTES or len(shown) <= 2:
            return shown
        most = len(shown) - 1


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


def _caption(comparison: Comparison, rivals: list[Rival], shown: list[Rival]) -> str:
    if len(rivals) == 1:
        return "range"
    known = is_by_recency(comparison, shown)
    return "comparison_caption" if known else "comparison_caption_unsure"


def _more(comparison: Comparison, rivals: list[Rival], shown: list[Rival], words: Words) -> str:
    if len(shown) == len(rivals):
        return ""
    key = "comparison_shown_gap" if comparison.gap else "comparison_shown"
    if not are_most_recent(comparison, rivals, shown):
        key = f"{key}_unsure"
    counts = {"shown": len(shown), "count": len(rivals)}
    return words.say(key, **{slot: number(n, words.language) for slot, n in counts.items()})
