"""Which statements stand on the one axis of a comparison, and where?

A row a statement, however many outlets carried it, the most recent first. Where sources leave open
which of them that is, it is the order of the last day each can be of. What Tally derives from all
of them, shown or not, is a band across.
"""

import itertools

import msgspec

from api.embeds.ranges import Bar, bar_on, is_informative, known_ends
from api.embeds.scale import Mark, Scale, scale_over
from api.schemas.comparisons import Comparison
from api.schemas.figures import AnyFigure
from api.schemas.parts import Plausible, Value


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """One statement: the figures that carry it, in order of publication."""

    figures: list[AnyFigure]

    @property
    def first(self) -> AnyFigure:
        """The figure that carried it first."""
        return self.figures[0]

    @property
    def value(self) -> Value:
        """What it states, with the widest range that any of its printings leaves."""
        lowers = [figure.value.plausible.lower for figure in self.figures]
        uppers = [figure.value.plausible.upper for figure in self.figures]
        widest = Plausible(
            lower=None if None in lowers else min(low for low in lowers if low is not None),
            upper=None if None in uppers else max(high for high in uppers if high is not None),
        )
        return msgspec.structs.replace(self.first.value, plausible=widest)


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """What is derived from all of them, in percent along the axis."""

    low: float
    high: float
    is_gap: bool
    """Between the nearest two that exclude each other; else what all of them share."""


class RivalChart(msgspec.Struct, frozen=True, kw_only=True):
    """The axis that ranges stand on."""

    scale: Scale
    marks: list[Mark]
    band: Band | None

    def bar(self, value: Value) -> Bar:
        """The range of a value on it."""
        return bar_on(self.scale, value)


def rivals_of(comparison: Comparison) -> list[Rival]:
    """Every statement, the most recent first.

    By the last that carried it; running totals by the day they are dated: that of the statement,
    else of publication (``docs/method.md``), since a later total is to stand above an earlier one.
    """
    figures = {figure.id: figure for figure in comparison.figures}
    order = {id: position for position, id in enumerate(figures)}
    rivals = [Rival(figures=[figures[id] for id in one.figures]) for one in comparison.origins]
    is_total = comparison.question.coverage == "cumulative"

    def recency(rival: Rival) -> tuple[str, int]:
        first = rival.first
        day = first.attribution.stated_on or first.source.published.latest or ""
        return day if is_total else "", max(order[figure.id] for figure in rival.figures)

    return sorted(rivals, key=recency, reverse=True)


def may_be_latest(comparison: Comparison, rivals: list[Rival]) -> list[Rival]:
    """The statements that none is certainly later than, in their order: at least one.

    Each may be of any day from the first to the last that its source leaves open, so that what one
    source states of one question is equally late.
    """
    days = [_days_of(comparison, rival) for rival in rivals]
    certain = max(first for first, _ in days)
    return [rival for rival, (_, last) in zip(rivals, days, strict=True) if last >= certain]


def is_by_recency(comparison: Comparison, rivals: list[Rival]) -> bool:
    """Whether none of these can be of a later day than one that stands before it."""
    days = [_days_of(comparison, rival) for rival in rivals]
    return all(first >= last for (first, _), (_, last) in itertools.combinations(days, 2))


def are_most_recent(comparison: Comparison, rivals: list[Rival], shown: list[Rival]) -> bool:
    """Whether those shown are certainly later than all others, but for what stands beside a gap."""
    beside = _beside_gap(comparison, rivals)
    kept = [_days_of(comparison, one)[0] for one in shown if one not in beside]
    left = [_days_of(comparison, one)[1] for one in rivals if one not in shown]
    return not kept or not left or min(kept) > max(left)


def shown_of(comparison: Comparison, rivals: list[Rival], most: int) -> list[Rival]:
    """The most recent of them, at most so many, and always both that a gap lies between."""
    needed = _beside_gap(comparison, rivals)
    others = [rival for rival in rivals if rival not in needed]
    kept = [*needed, *others[: max(0, most - len(needed))]]
    return [rival for rival in rivals if rival in kept]


def chart_of(comparison: Comparison, shown: list[Rival], language: str) -> RivalChart | None:
    """The axis for what is shown; ``None`` where it would hold one exact number and no more."""
    values = [rival.value for rival in shown]
    if len({value.reported for value in values}) == 1 and not any(map(is_informative, values)):
        return None
    scale = _scale_for(values)
    return RivalChart(scale=scale, marks=scale.marks(language), band=_band(comparison, scale))


_ANY_LATER = "9999-12-31"


def _days_of(comparison: Comparison, rival: Rival) -> tuple[str, str]:
    """The first and the last day that what ``rivals_of`` orders it by can be of.

    An end that is not known is before or after every day.
    """
    first = rival.first
    if comparison.question.coverage == "cumulative":
        if stated_on := first.attribution.stated_on:
            return stated_on, stated_on
        published = [first.source.published]
    else:
        published = [figure.source.published for figure in rival.figures]
    return (
        max(one.earliest or "" for one in published),
        max(one.latest or _ANY_LATER for one in published),
    )


def _beside_gap(comparison: Comparison, rivals: list[Rival]) -> list[Rival]:
    gap = comparison.gap
    beside = {gap.below, gap.above} if gap else set()
    return [rival for rival in rivals if beside & {figure.id for figure in rival.figures}]


def _scale_for(values: list[Value]) -> Scale:
    """An axis that is filled by the ranges, with room for the arrows of open ends."""
    ends = [end for value in values for end in known_ends(value)]
    low, high = min(ends), max(ends)
    narrow, wide = (high - low) * 0.03, max((high - low) * 0.25, high * 0.1)
    opens_up = any(value.plausible.upper is None for value in values)
    opens_down = any(value.plausible.lower is None for value in values)
    return scale_over(
        0 if opens_down else low - (narrow or low * 0.1),
        high + (wide if opens_up else narrow or high * 0.1),
    )


def _band(comparison: Comparison, scale: Scale) -> Band | None:
    gap, shared = comparison.gap, comparison.shared
    if gap:
        return Band(low=scale.at(gap.lower), high=scale.at(gap.upper), is_gap=True)
    if shared is None or comparison.verdict in ("single", "repeated"):
        return None
    low = 0.0 if shared.lower is None else scale.at(shared.lower)
    high = 100.0 if shared.upper is None else scale.at(shared.upper)
    return Band(low=low, high=high, is_gap=False)
