"""Which figures are parts of which whole, and how each such set works out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from models.comparison import MOVEMENT_FAMILIES, WINDOW_DAYS, Stated
from models.question import Row, question_of, stated_of, words
from models.reconciliation import Reckoning, Rule, between, covers, reckon

Published = Mapping[str, str | None]
"""By source id: the latest day it can be of."""


_WITHIN_DOCUMENTED = {"registered_refugee", "asylum_seeker", "permit_holder"}
"""Whoever has one of these is documented too: beside them, the wider group counts twice."""


class Reconcilable(msgspec.Struct, frozen=True, kw_only=True):
    """A whole and its parts; of two running totals, the later one and the earlier."""

    rule: Rule
    whole: Row
    parts: list[Row]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """The rule and the ids, parts in order."""
        return self.rule, self.whole["id"], tuple(part["id"] for part in self.parts)


def find_reconcilable(
    flows: Sequence[Row], others: Sequence[Row], stocks: Sequence[Row], published: Published
) -> list[Reconcilable]:
    """Every set of figures that a rule sets against each other.

    ``flows`` are departures, ``stocks`` population estimates, ``others`` all else; ``part_of``
    may lead from any figure to any other.
    """
    by_periods = _disjoint_periods(flows, published)
    known = {(found.whole["id"], found.key[2]) for found in by_periods}
    stated = [
        found
        for found in _stated_parts([*flows, *others, *stocks])
        if (found.whole["id"], found.key[2]) not in known
    ]
    return [
        *by_periods,
        *stated,
        *_legal_status_groups(stocks),
        *_running_totals(flows, published),
    ]


def work_out(rule: Rule, whole: Row, parts: Sequence[Row], published: Published) -> Reckoning:
    """The reckoning of one set; there must be at least one part."""
    stated = [stated_of(part, published.get(part["source"])) for part in parts]
    of_whole = stated_of(whole, published.get(whole["source"]))
    if rule == "running_totals":
        return between(stated[0], of_whole)
    return reckon(of_whole, stated, covered=_covered(whole, of_whole, parts))


def _covered(whole: Row, stated: Stated, parts: Sequence[Row]) -> bool:
    if not whole.get("period_start") or whole["coverage"] == "rate":
        return False
    # a text may also include some people or one place of the whole: those leave others out
    if any("movement" not in part or _same_people(part) != _same_people(whole) for part in parts):
        return False
    periods = [_closed(part) for part in parts]
    known = [period for period in periods if period is not None]
    if len(known) < len(parts):
        return False
    end = whole["period_end"]
    return covers(
        (date.fromisoformat(whole["period_start"]), date.fromisoformat(end) if end else None),
        date.fromisoformat(stated.day) if stated.day else None,
        known,
    )


def _closed(row: Row) -> tuple[date, date] | None:
    """The period of a flow that is counted in full; ``None`` if either end is open."""
    if row.get("coverage") != "period" or not row["period_start"] or not row["period_end"]:
        return None
    return date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])


def _disjoint_periods(flows: Sequence[Row], published: Published) -> list[Reconcilable]:
    """Periods inside a running total that the same voice states, as many as share no day."""
    groups: dict[object, list[Row]] = {}
    for row in flows:
        groups.setdefault((_same_people(row), _voice(row)), []).append(row)
    found = []
    for group in groups.values():
        periods = [(period, row) for row in group if (period := _closed(row)) is not None]
        if len(periods) < 2:
            continue
        for whole in group:
            if whole["coverage"] != "cumulative" or not whole["period_start"]:
                continue
            stated = whole["stated_on"] or published.get(whole["source"])
            if not stated:
                continue
            start = date.fromisoformat(whole["period_start"])
            end = date.fromisoformat(min(stated, whole["period_end"] or stated))
            inside = [
                (period, row) for period, row in periods if start <= period[0] and period[1] <= end
            ]
            parts = _most_disjoint(inside)
            if len(parts) > 1:
                found.append(Reconcilable(rule="disjoint_periods", whole=whole, parts=parts))
    return found


def _most_disjoint(periods: Iterable[tuple[tuple[date, date], Row]]) -> list[Row]:
    """As many as possible that share no day: earliest end first, the newest of equal ones."""
    chosen: list[tuple[tuple[date, date], Row]] = []
    ordered = sorted(periods, key=lambda item: (item[1]["stated_on"] or "", item[1]["id"]))
    latest = dict(ordered)
    for period, row in sorted(latest.items(), key=lambda item: (item[0][1], item[0][0])):
        if not chosen or chosen[-1][0][1] < period[0]:
            chosen.append((period, row))
    return [row for _, row in chosen]


def _stated_parts(figures: Sequence[Row]) -> list[Reconcilable]:
    """What a text says is included in a figure it states."""
    by_id = {row["id"]: row for row in figures}
    parts: dict[str, list[Row]] = {}
    for row in figures:
        if row["part_of"] in by_id and _counted_in(by_id[row["part_of"]]) == _counted_in(row):
            parts.setdefault(row["part_of"], []).append(row)
    return [
        Reconcilable(
            rule="stated_parts",
            whole=by_id[whole],
            parts=sorted(rows, key=lambda row: (row.get("period_end") or "", row["id"])),
        )
        for whole, rows in parts.items()
    ]


def _legal_status_groups(stocks: Sequence[Row]) -> list[Reconcilable]:
    """People of one legal status inside a total of all, at dates near each other."""
    groups: dict[object, list[tuple[int, Row]]] = {}
    for row in stocks:
        # of whom only the last day is known may be of any time before, near nothing
        if row["as_of_start"] and "unit" not in _inferred(row):
            key = (
                row["unit"],
                row["nationality"],
                row["country"],
                row["place"],
                row["origin"],
                row["population_scope"],
                row["situation"],
                row.get("country_as_given"),
            )
            day = date.fromisoformat(row["as_of_start"])
            groups.setdefault(key, []).append((day.toordinal(), row))
    found = []
    for group in groups.values():
        group.sort(key=lambda item: item[0])
        for at, whole in group:
            if whole["legal_status"] != "unspecified":
                continue
            first = bisect_left(group, at - WINDOW_DAYS, key=lambda item: item[0])
            last = bisect_right(group, at + WINDOW_DAYS, key=lambda item: item[0])
            near = [row for _, row in group[first:last]]
            # of rivals for one status: the whole's own source, else the last by id
            near.sort(key=lambda row: (row["source"] == whole["source"], row["id"]))
            statuses = {
                row["legal_status"]: row for row in near if row["legal_status"] != "unspecified"
            }
            if _WITHIN_DOCUMENTED & set(statuses):
                statuses.pop("documented", None)
            if statuses:
                parts = sorted(statuses.values(), key=lambda row: str(row["id"]))
                found.append(Reconcilable(rule="legal_status_groups", whole=whole, parts=parts))
    return found


def _running_totals(flows: Sequence[Row], published: Published) -> list[Reconcilable]:
    """Neighbours among the distinct totals of one question, by the day each was first stated."""
    groups: dict[object, list[Row]] = {}
    for row in flows:
        if row["coverage"] != "cumulative":
            continue
        question = question_of("departures", row)
        if not question.unit_inferred:
            groups.setdefault(question, []).append(row)
    return [
        Reconcilable(rule="running_totals", whole=later, parts=[earlier])
        for group in groups.values()
        for earlier, later in successive(group, published)
    ]


def successive(totals: Iterable[Row], published: Published) -> list[tuple[Row, Row]]:
    """Running totals of one question in pairs of neighbours, the earlier one first.

    Each value counts from the day it was first stated: a later repeat is no new evidence.
    """
    dated = [(stated_of(row, published.get(row["source"])), row) for row in totals]
    first: dict[object, tuple[str, Row]] = {}
    for stated, row in sorted(dated, key=lambda item: (item[0].day or "", item[0].id)):
        if stated.day is not None:
            first.setdefault(stated.value, (stated.day, row))
    return [
        (earlier, later)
        for (day, earlier), (next_day, later) in pairwise(first.values())
        if day < next_day
    ]


def _same_people(row: Row) -> tuple[object, ...]:
    return (
        *_counted_in(row),
        row["nationality"],
        row["legal_status"],
        row["place"],
        row["origin"],
        row["destination"],
        MOVEMENT_FAMILIES[row["movement"]],
        row["outlook"],
        row.get("country_as_given"),
    )


def _counted_in(row: Row) -> tuple[str, bool]:
    """The unit, and whether it is only implied: across that doubt nothing is compared."""
    return row["unit"], "unit" in _inferred(row)


def _voice(row: Row) -> tuple[str, str]:
    return ("claimant", row["claimant"]) if row["claimant"] else ("outlet", row["source"])


def _inferred(row: Row) -> frozenset[str]:
    return words(row["inferred"])
