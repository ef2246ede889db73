"""Parts against their whole, running totals against each other, and which sets are found."""

import itertools
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.comparison import WINDOW_DAYS, Stated
from models.reconciliation import (
    REPORTING_LAG_DAYS,
    Fit,
    Nominal,
    between,
    covers,
    disjoint,
    reckon,
)
from models.reconciling import find_reconcilable, successive, work_out
from models.value import Range
from tests.models.test_comparison import flow, stated, stock, total

SMALL = 9
"""No whole number of these tests is above it but where an open end is tried out."""


def leaves(plausible: Range, *, day: str = "2024-01-05") -> Stated:
    """A figure that leaves these numbers plausible."""
    return msgspec.structs.replace(stated("any", 5, day=day), plausible=plausible)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Any range of small counts, open ends among them."""
    low, high = sorted(draw(st.tuples(st.integers(0, SMALL), st.integers(0, SMALL))))
    lower = draw(st.sampled_from([low, None]))
    return lower, draw(st.sampled_from([high, None]))


def numbers(plausible: Range) -> range:
    """The counts of a range; an open end is tried some way out."""
    lower, upper = plausible
    return range(lower or 0, (3 * SMALL if upper is None else upper) + 1)


def holds(plausible: Range, number: float) -> bool:
    """Whether a range contains a number."""
    lower, upper = plausible
    return (lower is None or lower <= number) and (upper is None or number <= upper)


@pytest.mark.parametrize(
    ("whole", "parts", "residual", "covered", "verdict"),
    [
        ((10, 10), [(4, 4), (6, 6)], (0, 0), True, "adds_up"),
        ((10, 10), [(4, 4), (6, 6)], (0, 0), False, "cannot_tell"),
        ((10, 10), [(4, 4), (7, 7)], (-1, -1), True, "exceeds"),
        ((10, 10), [(4, 4), (5, 5)], (1, 1), True, "leaves_a_remainder"),
        ((10, 10), [(4, 4)], (6, 6), False, "leaves_a_remainder"),
        ((9, 11), [(3, 5), (5, 7)], (-3, 3), True, "adds_up"),
        ((10, None), [(4, None)], (None, None), True, "adds_up"),
        ((10, None), [(4, None)], (None, None), False, "cannot_tell"),
        ((10, None), [(4, 4)], (6, None), True, "leaves_a_remainder"),
        ((None, 10), [(11, None)], (None, -1), True, "exceeds"),
        ((None, 10), [(None, 4)], (-4, 10), True, "adds_up"),
    ],
)
def test_fit(
    whole: Range, parts: list[Range], residual: Range, covered: bool, verdict: Fit
) -> None:
    """The residual of interval arithmetic, and the verdict it leads to."""
    reckoning = reckon(leaves(whole), [leaves(part) for part in parts], covered=covered)
    assert reckoning.residual == residual
    assert reckoning.open_ended == (None in residual)
    assert reckoning.verdict == verdict
    assert reckoning.derived is None


def test_nominal() -> None:
    """The printed numbers alone; unknown as soon as one of them is not a number."""
    whole, parts = stated("w", 200, "more_than"), [stated("a", 135, "more_than"), stated("b", 70)]
    reckoning = reckon(whole, parts, covered=True)
    assert reckoning.sum == (206, None)
    assert reckoning.nominal == Nominal(whole=200, sum=205, difference=-5)
    vague = stated("c", None, "magnitude", lower=2, upper=9, approximate=True)
    assert reckon(whole, [*parts, vague], covered=True).nominal == Nominal(
        whole=200, sum=None, difference=None
    )


@given(ranges(), st.lists(ranges(), min_size=1, max_size=3))
def test_residual_contains_every_remainder(whole: Range, parts: list[Range]) -> None:
    """Every plausible whole less every plausible sum lies in it, and so do sums in the sum."""
    reckoning = reckon(leaves(whole), [leaves(part) for part in parts], covered=True)
    sums = {sum(chosen) for chosen in itertools.product(*(numbers(part)[:12] for part in parts))}
    assert all(holds(reckoning.sum, one) for one in sums)
    assert all(holds(reckoning.residual, w - one) for w in numbers(whole) for one in sums)


@given(ranges(), ranges())
def test_residual_is_no_wider_than_it_must_be(whole: Range, part: Range) -> None:
    """Both its ends, where it has them, are reached by some whole and some part."""
    found = {w - p for w in numbers(whole) for p in numbers(part)}
    residual = reckon(leaves(whole), [leaves(part)], covered=True).residual
    assert residual[0] is None or residual[0] == min(found)
    assert residual[1] is None or residual[1] == max(found)


@given(ranges(), st.lists(ranges(), max_size=3), ranges(), ranges(), st.booleans())
def test_splitting_a_part_changes_nothing(
    whole: Range, parts: list[Range], one: Range, other: Range, covered: bool
) -> None:
    """A part, and two whose ranges sum to its range, lead to one verdict and residual."""
    lower = (one[0] or 0) + (other[0] or 0)
    upper = None if one[1] is None or other[1] is None else one[1] + other[1]
    rest = [leaves(part) for part in parts]
    joined = reckon(leaves(whole), [*rest, leaves((lower, upper))], covered=covered)
    split = reckon(leaves(whole), [*rest, leaves(one), leaves(other)], covered=covered)
    assert (split.verdict, split.sum, split.residual) == (
        joined.verdict,
        joined.sum,
        joined.residual,
    )


@given(ranges(), ranges(), st.integers(1, 40))
def test_derived_flow_contains_every_assignment(earlier: Range, later: Range, days: int) -> None:
    """Whatever two totals were, if the later is not smaller, flow and daily rate contain it."""
    until = (date(2024, 1, 5) + timedelta(days=days)).isoformat()
    reckoning = between(leaves(earlier), leaves(later, day=until))
    flows = {b - a for a in numbers(earlier) for b in numbers(later) if a <= b}
    if reckoning.derived is None:
        assert not flows
        assert reckoning.verdict == "exceeds"
        return
    derived = reckoning.derived
    assert (derived.after, derived.until, derived.days) == ("2024-01-05", until, days)
    assert flows
    assert all(holds((derived.lower, derived.upper), one) for one in flows)
    assert derived.lower == min(flows)
    assert derived.upper is None or derived.upper == max(flows)
    rate = derived.per_day
    assert all(rate.lower <= one / days for one in flows)
    assert rate.upper is None or all(one / days <= rate.upper for one in flows)
    assert derived.lower / days - rate.lower < 0.1 + 1e-9


def test_derived_flow_of_open_totals() -> None:
    """Two open totals leave any flow; the printed numbers and their rate stand beside it."""
    derived = between(
        stated("a", 300_000, "more_than", day="2023-11-09"),
        stated("b", 400_000, "more_than", day="2023-11-20"),
    ).derived
    assert derived is not None
    assert (derived.lower, derived.upper, derived.nominal, derived.days) == (0, None, 100_000, 11)
    rate = derived.per_day
    assert (rate.lower, rate.upper, rate.nominal) == (0, None, 9090.9)


def days_of(first: int, last: int) -> tuple[date, date]:
    """Days of 2024, by number."""
    start = date(2024, 1, 1)
    return start + timedelta(days=first), start + timedelta(days=last)


@pytest.mark.parametrize(
    ("end", "stated_on", "parts", "covered"),
    [
        (10, None, [(0, 10)], True),
        (10, None, [(6, 10), (0, 5)], True),
        (10, None, [(0, 4), (6, 10)], False),
        (10, None, [(0, 5), (5, 10)], False),
        (10, None, [(1, 10)], False),
        (10, None, [(0, 9)], False),
        (10, None, [(0, 11)], False),
        (10, None, [], False),
        (None, 10, [(0, 10)], True),
        (None, 10 + REPORTING_LAG_DAYS, [(0, 10)], True),
        (None, 11 + REPORTING_LAG_DAYS, [(0, 10)], False),
        (None, 9, [(0, 10)], False),
        (None, None, [(0, 10)], False),
    ],
)
def test_covers(
    end: int | None, stated_on: int | None, parts: list[tuple[int, int]], covered: bool
) -> None:
    """Every day once, from the first to the last, or to shortly before the total was stated."""
    whole = (days_of(0, 0)[0], None if end is None else days_of(end, end)[0])
    told = None if stated_on is None else days_of(stated_on, stated_on)[0]
    assert covers(whole, told, [days_of(*part) for part in parts]) == covered


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=1, max_size=4),
    st.one_of(st.none(), st.integers(0, 9)),
    st.data(),
)
def test_splitting_a_period_covers_as_much(
    drawn: list[list[int]], end: int | None, data: st.DataObject
) -> None:
    """A period, and the two it is cut into, cover the same."""
    parts = [days_of(first, last) for first, last in drawn]
    cut = data.draw(st.sampled_from(drawn))
    assume(cut[0] < cut[1])
    at = data.draw(st.integers(cut[0], cut[1] - 1))
    split = list(parts)
    split.remove(days_of(*cut))
    split += [days_of(cut[0], at), days_of(at + 1, cut[1])]
    whole = (days_of(0, 0)[0], None if end is None else days_of(end, end)[0])
    told = days_of(12, 12)[0]
    assert covers(whole, told, split) == covers(whole, told, parts)
    assert disjoint(split) == disjoint(parts)


OUT = {"pier": "2024-03-07", "other": "2024-03-07"}


def found(
    *flows: dict[str, Any], stocks: tuple[dict[str, Any], ...] = ()
) -> list[tuple[str, str, list[str]]]:
    """Rule, whole and parts of every set that is found."""
    sets = find_reconcilable(flows, [], stocks, OUT)
    return [(one.rule, one.whole["id"], [part["id"] for part in one.parts]) for one in sets]


def month(id: str, number: int, **fields: Any) -> dict[str, Any]:
    """A flow in January, February or March 2024."""
    ends = {1: "2024-01-31", 2: "2024-02-29", 3: "2024-03-31"}
    return flow(id, **{"period_start": f"2024-0{number}-01", "period_end": ends[number], **fields})


def test_disjoint_periods() -> None:
    """Periods of the same people and voice inside a total, whatever the order; one is too few."""
    rows = [month("jan", 1), month("feb", 2), total("since")]
    expected = [("disjoint_periods", "since", ["jan", "feb"])]
    for order in itertools.permutations(rows):
        assert found(*order) == expected
    assert found(rows[0], rows[2]) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"claimant": None},
        {"claimant": "other-office"},
        {"origin": None},
        {"unit": "families"},
        {"inferred": '["unit"]'},
        {"movement": "arrival"},
        {"outlook": "expected"},
        {"coverage": "rate"},
        {"period_end": None},
        {"period_start": "2023-12-31"},
        {"period_start": "2024-03-01", "period_end": "2024-03-31"},
    ],
    ids=str,
)
def test_no_part_of_that_total(difference: dict[str, Any]) -> None:
    """Another voice, question, or a period that is open or not wholly inside."""
    assert found(month("jan", 1), month("feb", 2, **difference), total("since")) == []


def test_parts_end_with_the_total() -> None:
    """A total with a last day holds nothing later, though it was stated later."""
    rows = [month("jan", 1), month("feb", 2), total("since", period_end="2024-02-15")]
    assert found(*rows) == []


def test_overlapping_periods_are_not_added_twice() -> None:
    """As many as share no day; of one period told twice, the newest."""
    rows = [
        month("jan-old", 1, stated_on="2024-03-01"),
        month("jan", 1),
        month("feb", 2),
        flow("both", period_end="2024-02-29"),
        total("since"),
    ]
    assert found(*rows) == [("disjoint_periods", "since", ["jan", "feb"])]


def test_stated_parts() -> None:
    """What a text says is included, in one unit, and not again where a rule found the same."""
    assert found(
        total("since"),
        flow("pier", part_of="since", place="north-pier"),
        flow("families", part_of="since", unit="families"),
        flow("unit-implied", part_of="since", inferred='["unit"]'),
        flow("of-nothing-held", part_of="gone"),
    ) == [("stated_parts", "since", ["pier"])]
    both = [month("jan", 1, part_of="since"), month("feb", 2, part_of="since"), total("since")]
    assert found(*both) == [("disjoint_periods", "since", ["jan", "feb"])]


def test_legal_status_groups() -> None:
    """One figure for each status near the total; what they do not cover is a remainder.

    Of whom only the last day is known may be of any day before it, which is near nothing.
    """
    day = "2024-01-05"
    far = (date.fromisoformat(day) + timedelta(days=WINDOW_DAYS + 1)).isoformat()
    refugee = {"legal_status": "registered_refugee"}
    stocks = (
        stock("all", day),
        stock("refugees", day, **refugee),
        stock("refugees-of-another", day, **refugee, source="other"),
        stock("stateless", None, as_of_end="2024-01-31", legal_status="stateless"),
        stock("undocumented-far", far, legal_status="undocumented"),
        stock("undocumented-foreigners", day, population_scope="all_foreigners"),
        stock("implied", day, legal_status="asylum_seeker", inferred='["unit"]'),
    )
    expected = [("legal_status_groups", "all", ["refugees"])]
    for order in (stocks, stocks[::-1]):
        assert found(stocks=order) == expected
    open_whole = stock("all", None, as_of_end=day)
    assert found(stocks=(open_whole, stock("refugees", day, **refugee))) == []


def test_a_wider_status_does_not_count_twice() -> None:
    """Documented people hold those papers: beside them they are left out, alone they count."""
    day = "2024-01-05"
    whole, documented = stock("all", day), stock("documented", day, legal_status="documented")
    holders = stock("holders", day, legal_status="permit_holder")
    assert found(stocks=(whole, documented)) == [("legal_status_groups", "all", ["documented"])]
    assert found(stocks=(whole, documented, holders)) == [
        ("legal_status_groups", "all", ["holders"])
    ]


def worth(number: int, day: str | None) -> dict[str, Any]:
    """The fields of an exact number, stated on a day."""
    names = ("reported", "lower", "upper", "plausible_lower", "plausible_upper")
    return {**dict.fromkeys(names, number), "stated_on": day}


def test_running_totals() -> None:
    """Neighbours by the day each value was first stated; a repeat is no evidence."""
    totals = [
        total("a", **worth(5, "2024-02-01")),
        total("b", **worth(7, "2024-02-11")),
        total("b-again", **worth(7, "2024-02-21")),
        total("c", **worth(9, "2024-03-01")),
        total("other-start", **worth(8, "2024-02-15"), period_start="2024-01-02"),
        total("undated", **worth(8, None), source="undated"),
    ]
    for order in (totals, totals[::-1]):
        pairs = [pair for pair in found(*order) if pair[0] == "running_totals"]
        assert pairs == [("running_totals", "b", ["a"]), ("running_totals", "c", ["b"])]
    assert [(a["id"], b["id"]) for a, b in successive(totals[:3], OUT)] == [("a", "b")]


def test_running_totals_of_one_day() -> None:
    """Two totals of one day say nothing of any time between."""
    assert found(total("a", **worth(5, "2024-02-01")), total("b", **worth(7, "2024-02-01"))) == []


def test_work_out() -> None:
    """Covered periods add up; other parts leave it open; totals give a flow, never below 0."""
    since = total("since", **worth(10, "2024-03-05"))
    january, february = month("jan", 1), month("feb", 2)
    assert work_out("disjoint_periods", since, [january, february], OUT).verdict == "adds_up"
    place = flow("pier", place="north-pier", period_start=None)
    equal = [{**place, "id": "a"}, {**place, "id": "b"}]
    assert work_out("stated_parts", since, equal, OUT).verdict == "cannot_tell"
    at_the_pier = [{**part, "place": "north-pier"} for part in (january, february)]
    assert work_out("stated_parts", since, [january, february], OUT).verdict == "adds_up"
    assert work_out("stated_parts", since, at_the_pier, OUT).verdict == "cannot_tell"
    weekly = {**since, "coverage": "rate", "per": "week"}
    assert work_out("stated_parts", weekly, [january, february], OUT).verdict == "cannot_tell"
    whole, part = stock("all", "2024-01-05"), stock("few", "2024-01-05")
    assert work_out("legal_status_groups", whole, [part], OUT).verdict == "cannot_tell"
    earlier = total("earlier", **worth(4, "2024-03-02"))
    derived = work_out("running_totals", since, [earlier], OUT).derived
    assert derived is not None
    assert (derived.lower, derived.upper, derived.days) == (6, 6, 3)
    shrunk = work_out("running_totals", {**earlier, "stated_on": "2024-03-09"}, [since], OUT)
    assert (shrunk.verdict, shrunk.derived) == ("exceeds", None)
