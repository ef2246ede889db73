"""Which bounds of a span of days follow from figures of other spans.

Everything here is sound: if the figures are true, so are the bounds. Each bound is a number with
the ids of the figures that it follows from. The rules and their examples are in
``docs/method.md``, section Series.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import accumulate, groupby

import msgspec

from models.flow import Day, Flow

Span = tuple[Day, Day]
"""First and last day."""


class Bound(msgspec.Struct, frozen=True):
    """A lower or an upper bound, and the figures it follows from."""

    number: int
    ids: tuple[str, ...]


def follow(flows: Iterable[Flow], spans: Sequence[Span]) -> list[tuple[Bound | None, Bound | None]]:
    """The lower and the upper bound of each span; spans follow each other without a gap.

    A figure of exactly one of the spans says nothing of the others, and of its own one it is
    not asked here.
    """
    flows = list(flows)
    known = set(spans)
    pieces = [flow for flow in flows if flow.exact not in known]
    totals = _totals(flows)
    inside, across = _inside(pieces, spans), _across(pieces, spans)
    bounds = []
    for number, span in enumerate(spans):
        lower = [most_within(inside[number]), *(total.within(span) for total in totals)]
        upper = [least_over(across[number], span), *(total.over(span) for total in totals)]
        bounds.append((_best(_higher_of, lower), _best(_lower_of, upper)))
    return bounds


def most_within(flows: Iterable[Flow]) -> Bound | None:
    """The highest sum of lower ends over flows that share no day: nobody is counted twice."""
    lasts: list[Day] = []
    best: list[Bound] = [Bound(0, ())]
    held = [
        (flow.held[1], flow.held[0], flow.id, flow.plausible[0])
        for flow in flows
        if flow.held is not None and flow.plausible[0]
    ]
    for last, first, id, lower in sorted(held):
        before = best[bisect_left(lasts, first)]
        joined = Bound(before.number + lower, (*before.ids, id))
        lasts.append(last)
        best.append(joined if joined.number > best[-1].number else best[-1])
    return best[-1] if best[-1].number else None


def least_over(flows: Iterable[Flow], span: Span) -> Bound | None:
    """The lowest sum of upper ends over flows that together count everybody of the span."""
    first, last = span
    # reached[i]: everybody up to that day is counted for least[i], which rises with the day
    reached: list[Day] = [first - 1]
    least: list[Bound] = [Bound(0, ())]
    covering = [
        (min(flow.covered[1], last), flow.covered[0], flow.id, flow.plausible[1])
        for flow in flows
        if flow.covered is not None and flow.plausible[1] is not None
    ]
    for until, since, id, upper in sorted(covering):
        at = bisect_left(reached, since - 1)
        if until < first or at == len(reached):
            continue
        joined = Bound(least[at].number + upper, (*least[at].ids, id))
        if until == reached[-1] and joined.number >= least[-1].number:
            continue
        while least and least[-1].number >= joined.number:
            reached.pop()
            least.pop()
        reached.append(until)
        least.append(joined)
    return least[-1] if reached[-1] >= last else None


class Total:
    """Running totals that count from one start."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        by_last = [(flow.ends[1], flow.id, flow) for flow in flows if flow.ends[1] is not None]
        self._by_last = [flow for _, _, flow in sorted(by_last)]
        self._lasts = [last for last, _, _ in sorted(by_last)]
        surely = [
            (flow.ends[0], flow.id, Bound(flow.plausible[1], (flow.id,)))
            for flow in flows
            if flow.whole and flow.ends[0] is not None and flow.plausible[1] is not None
        ]
        self._firsts = [first for first, _, _ in sorted(surely)]
        # the lowest upper end of this and all that end surely later
        uppers = [bound for _, _, bound in sorted(surely, reverse=True)]
        self._least = list(accumulate(uppers, _lower_of))[::-1]
        lowers = [Bound(flow.plausible[0] or 0, (flow.id,)) for flow in self._by_last]
        self._most = list(accumulate(lowers, _higher_of))

    def within(self, span: Span) -> Bound | None:
        """The most that a later total exceeds an earlier one by, both dated inside the span."""
        first, last = span
        best = least = None
        start, end = bisect_left(self._lasts, first - 1), bisect_right(self._lasts, last)
        for _, same_day in groupby(self._by_last[start:end], key=lambda flow: flow.ends[1]):
            totals = list(same_day)
            for later in totals:
                more = (later.plausible[0] or 0) - least.number if least else 0
                if least and more > (best.number if best else 0):
                    best = Bound(more, (*least.ids, later.id))
            for earlier in totals:
                since, upper = earlier.ends[0], earlier.plausible[1]
                # whoever left before the span is surely in it
                if since is None or since < first - 1 or upper is None:
                    continue
                if least is None or upper < least.number:
                    least = Bound(upper, (earlier.id,))
        return best

    def over(self, span: Span) -> Bound | None:
        """The least that a later total exceeds an earlier one by, dated on both sides of the span.

        It is below 0 where the totals cannot both be true.
        """
        first, last = span
        before, after = bisect_left(self._lasts, first), bisect_left(self._firsts, last)
        if not before or after == len(self._least):
            return None
        earlier, later = self._most[before - 1], self._least[after]
        return Bound(later.number - earlier.number, (*earlier.ids, *later.ids))


def _best(choose: Callable[[Bound, Bound], Bound], bounds: Iterable[Bound | None]) -> Bound | None:
    known = [bound for bound in bounds if bound is not None]
    return reduce(choose, known) if known else None


def _lower_of(one: Bound, other: Bound) -> Bound:
    return other if other.number < one.number else one


def _higher_of(one: Bound, other: Bound) -> Bound:
    return other if other.number > one.number else one


def _totals(flows: Iterable[Flow]) -> list[Total]:
    groups: dict[tuple[str | None, ...], list[Flow]] = {}
    for flow in flows:
        if flow.since is not None:
            groups.setdefault(flow.since, []).append(flow)
    return [Total(group) for group in groups.values() if len(group) > 1]


def _at(day: Day, spans: Sequence[Span]) -> int:
    """The number of the span that a day lies in; one before or past all of them outside."""
    return bisect_right(spans, day, key=lambda span: span[0]) - 1


def _inside(flows: Iterable[Flow], spans: Sequence[Span]) -> list[list[Flow]]:
    """By span: the flows that nobody outside it is counted in."""
    inside: list[list[Flow]] = [[] for _ in spans]
    for flow in flows:
        if flow.held and (at := _at(flow.held[0], spans)) == _at(flow.held[1], spans):
            inside[at].append(flow)
    return inside


def _across(flows: Sequence[Flow], spans: Sequence[Span]) -> list[list[Flow]]:
    """By span: the flows that end or begin in it, and of those that count all of it the least."""
    across: list[list[Flow]] = [[] for _ in spans]
    waiting: list[tuple[Day, int, Day, str, Flow]] = []
    for flow in flows:
        if flow.covered is None or flow.plausible[1] is None:
            continue
        first, last = flow.covered
        for at in {_at(first, spans), _at(last, spans)}:
            across[at].append(flow)
        waiting.append((first, flow.plausible[1], last, flow.id, flow))
    waiting.sort(key=lambda one: one[:4], reverse=True)
    open: list[tuple[int, str, Day, Flow]] = []
    for at, (first, last) in enumerate(spans):
        while waiting and waiting[-1][0] <= first:
            _, upper, until, id, flow = waiting.pop()
            heapq.heappush(open, (upper, id, until, flow))
        while open and open[0][2] < last:
            heapq.heappop(open)
        if open:
            across[at].append(open[0][3])
    return across
