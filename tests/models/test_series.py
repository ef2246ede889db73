"""A series says of every interval what was reported for it and what follows, and nothing else."""

import json
import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.flow import Flow, read_flows
from models.question import Row as Stored
from models.series import Interval, Row, count_rows, work_out
from models.value import plausible_range, stated_bounds
from models.vocabulary import Bound

FIRST = date(2024, 11, 1)
DAYS = 212  # to the end of May 2025: two years, three quarters, seven months
INTERVALS: tuple[Interval, ...] = ("month", "quarter", "year")
MONTHS = [date(2024, 11, 1), date(2024, 12, 1), *(date(2025, month, 1) for month in range(1, 7))]

Start = tuple[date, str, str | None, int]
"""A month or its first day, which of the two, the event, and the day that it truly was."""

EDGES = [(first - FIRST).days for first in MONTHS]
DATES = st.one_of(
    st.integers(0, DAYS - 1),
    st.builds(
        lambda edge, beside: min(max(edge + beside, 0), DAYS - 1),
        st.sampled_from(EDGES),
        st.integers(-9, 9),
    ),
)
"""Days of the world, most of them near the first of a month."""


def stored(id: str, bound: Bound = "point", reported: int | None = None, **given: Any) -> Stored:
    """A departure as it is stored, of which ``given`` says what is not as usual."""
    approximate, rounding = given.pop("approximate", False), given.pop("rounding", 0)
    lower, upper = stated_bounds(
        bound,
        reported,
        given.pop("lower", None),
        given.pop("upper", None),
        approximate=approximate,
    )
    plausible = plausible_range(bound, approximate, reported, lower, upper, rounding)
    start, end, precision = given.pop("period", (None, None, None))
    return {
        "id": id,
        "plausible_lower": plausible[0],
        "plausible_upper": plausible[1],
        "origin": "PAK",
        "destination": "AFG",
        "nationality": "AFG",
        "legal_status": "unspecified",
        "unit": "persons",
        "movement": "departure",
        "outlook": "observed",
        "coverage": "period",
        "period_start": start,
        "period_end": end,
        "period_precision": precision,
        "since_event": None,
        "place": None,
        "part_of": None,
        "stated_on": None,
        "source": "source",
        "inferred": json.dumps(given.pop("inferred", [])),
    } | given


def month(text: str) -> tuple[str, str, str]:
    """The period of a month."""
    first = date.fromisoformat(f"{text}-01")
    return first.isoformat(), _month_end(first).isoformat(), "month"


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def since(start: str, precision: str, id: str, *value: Any, **given: Any) -> Stored:
    """A running total that still runs."""
    return stored(
        id, *value, period=(start, None, precision), **({"coverage": "cumulative"} | given)
    )


def series(
    *rows: Stored,
    interval: Interval = "month",
    published: tuple[str | None, str | None] = (None, None),
) -> dict[str, Row]:
    """The rows of a series by their interval."""
    return {row.name: row for row in work_out(flows_of(rows, published), interval)}


def flows_of(
    rows: Iterable[Stored], published: tuple[str | None, str | None] = (None, None), **how: bool
) -> list[Flow]:
    """Flows that may be part of each other, all of one source."""
    rows = list(rows)
    return read_flows(rows, {"source": published}, {row["id"]: row for row in rows}, **how)


# --- what follows ------------------------------------------------------------------------------


def test_reported() -> None:
    """A figure of exactly the interval is what was reported, and bounds it."""
    row = series(stored("april", "more_than", 135000, period=month("2025-04")))["2025-04"]
    assert (row.known, row.figures, row.bounds) == ("reported", ["april"], (135001, None))
    assert (row.first, row.last) == (date(2025, 4, 1), date(2025, 4, 30))
    assert (row.conflicting, row.follows_from) == (False, ["april"])


def test_a_month_by_its_days() -> None:
    """A month may also be given by its first and its last day."""
    period = ("2025-04-01", "2025-04-30", "day")
    assert series(stored("april", "point", 7, period=period))["2025-04"].figures == ["april"]


def test_two_reported() -> None:
    """Of figures that agree the range they share, of those that exclude each other the hull."""
    april = month("2025-04")
    agreeing = series(
        stored("a", "more_than", 135000, period=april),
        stored("b", "point", 144500, rounding=50, period=april),
    )["2025-04"]
    assert (agreeing.bounds, agreeing.conflicting) == ((144450, 144550), False)
    excluding = series(
        stored("a", "more_than", 135000, period=april),
        stored("b", "point", 67000, rounding=500, period=april),
    )["2025-04"]
    assert (excluding.bounds, excluding.conflicting) == ((66500, None), True)
    assert excluding.follows_from == ["a", "b"]


def test_unknown() -> None:
    """An interval between others of which nothing is said has no bounds, not even zero."""
    rows = series(
        stored("january", "point", 5, period=month("2025-01")),
        stored("march", "point", 6, period=month("2025-03")),
    )
    assert list(rows) == ["2025-01", "2025-02", "2025-03"]
    unknown = rows["2025-02"]
    assert (unknown.known, unknown.figures, unknown.bounds) == ("unknown", [], None)
    assert (unknown.conflicting, unknown.follows_from) == (False, [])


def test_disjoint_days_add_up() -> None:
    """Of figures inside an interval, the most that any which share no day add up to."""
    rows = series(
        stored("a", "at_least", 10, period=("2025-06-01", "2025-06-02", "day")),
        stored("b", "at_least", 25, period=("2025-06-02", "2025-06-05", "day")),
        stored("c", "at_least", 20, period=("2025-06-04", "2025-06-09", "day")),
        stored("d", "at_least", 90, period=("2025-06-28", "2025-07-01", "day")),
    )
    row = rows["2025-06"]
    assert (row.known, row.figures) == ("derived", [])
    assert (row.bounds, row.follows_from) == ((30, None), ["a", "c"])


def test_upper_bounds() -> None:
    """What contains an interval bounds it from above, and so do figures that cover it together."""
    year = stored("year", "at_most", 900, period=("2025-01-01", "2025-12-31", "year"))
    months = [stored(f"m{n}", "point", 10 * n, period=month(f"2025-0{n}")) for n in (1, 2, 3, 5, 6)]
    rows = series(year, *months)
    assert rows["2025-04"].bounds == (None, 900)
    assert rows["2025-04"].follows_from == ["year"]
    quarters = series(year, *months, interval="quarter")
    assert quarters["2025-Q1"].bounds == (60, 60)
    assert quarters["2025-Q1"].follows_from == ["m1", "m2", "m3"]
    assert quarters["2025-Q2"].bounds == (110, 900)


def test_running_totals() -> None:
    """Two totals from one start bound what lies between them from both sides."""
    rows = series(
        since("2025-01-01", "day", "t1", "point", 100, stated_on="2025-01-31"),
        since("2025-01-01", "day", "t2", "point", 150, stated_on="2025-02-10"),
        since("2025-01-01", "day", "t3", "point", 180, stated_on="2025-02-25"),
        since("2025-01-01", "day", "t4", "point", 260, stated_on="2025-03-12"),
    )
    # begun and stated within January; all of January is in t2 even if it is a week behind
    assert rows["2025-01"].bounds == (100, 150)
    # t1 may lack the last week of January, t2 and t3 do not
    assert rows["2025-02"].bounds == (30, 160)
    assert rows["2025-02"].follows_from == ["t1", "t2", "t3", "t4"]


def test_totals_that_tell_their_last_day() -> None:
    """A total up to a stated day is taken at its word."""
    rows = series(
        *(
            stored(f"t{day}", "point", n, coverage="cumulative", period=("2025-01-01", day, "day"))
            for day, n in (("2025-01-31", 100), ("2025-02-28", 160), ("2025-04-30", 200))
        )
    )
    assert rows["2025-01"].known == "reported"
    assert rows["2025-02"].bounds == (60, 60)
    assert rows["2025-03"].bounds == (None, 40)


def test_since_some_day_of_a_month() -> None:
    """A total since a month may count from its last day on: it bounds that month from below alone.

    Later months it bounds from above.
    """
    total = since("2025-01-01", "month", "t", "point", 90, stated_on="2025-03-09")
    rows = series(total, interval="quarter")
    assert rows["2025-Q1"].bounds == (90, None)
    rows = series(total)
    assert [row.bounds for row in rows.values()] == [None, (None, 90), None]


def test_totals_of_two_starts_are_not_subtracted() -> None:
    """Nothing follows from totals that count from different events."""
    rows = series(
        since("2025-01-01", "day", "a", "at_least", 500, stated_on="2025-02-20", since_event="e"),
        since("2025-01-01", "day", "b", "at_most", 100, stated_on="2025-02-09", since_event="f"),
    )
    assert rows["2025-02"].bounds is None


def test_without_a_day_the_publication_counts() -> None:
    """A total of no stated day reaches the last day its source can be of, surely the first."""
    total = since("2025-01-01", "day", "t", "point", 9)
    rows = series(total, published=("2025-02-07", "2025-03-02"))
    assert list(rows) == ["2025-01", "2025-02", "2025-03"]
    assert [row.bounds for row in rows.values()] == [(None, 9), None, None]


def test_one_crossing_is_a_part() -> None:
    """People at one crossing are at least a part of all, and never reported as all."""
    row = series(stored("at", "point", 30, place="torkham", period=month("2025-04")))["2025-04"]
    assert (row.known, row.figures, row.bounds) == ("derived", [], (30, None))


def test_some_weeks_of_a_year() -> None:
    """What is counted from an event on is not all of the period that it lies in."""
    year = ("2025-01-01", "2025-12-31", "year")
    rows = series(stored("weeks", "point", 30, since_event="e", period=year), interval="year")
    assert (rows["2025"].known, rows["2025"].bounds) == ("derived", (30, None))


def test_a_total_whose_end_is_implied() -> None:
    """Some since March, stated in June, are not surely all: April has no more than what is said."""
    stated = ("2025-03-01", "month", "since", "at_most", 900)
    said = series(since(*stated, stated_on="2025-06-20"))["2025-04"]
    assert said.bounds == (None, 900)
    implied = series(since(*stated, stated_on="2025-06-20", inferred=["coverage"]))["2025-04"]
    assert implied.bounds is None
    some = series(
        since(
            "2025-03-01",
            "month",
            "since",
            "at_least",
            5,
            stated_on="2025-06-20",
            inferred=["coverage"],
        ),
        interval="year",
    )
    assert some["2025"].bounds == (5, None)


def test_a_part_of_the_same_period() -> None:
    """Of people that are stated to be among those of the same period, no upper bound follows."""
    april = month("2025-04")
    row = series(
        stored("all", "point", 144500, rounding=50, period=april),
        stored("deported", "point", 29900, rounding=50, part_of="all", period=april),
    )["2025-04"]
    assert (row.figures, row.bounds, row.conflicting) == (["all"], (144450, 144550), False)


@pytest.mark.parametrize("field", ["unit", "movement"])
def test_doubt(field: str) -> None:
    """What may count families, or people who never left, is shown and bounds nothing."""
    row = series(stored("a", "point", 5, inferred=[field], period=month("2025-05")))["2025-05"]
    assert (row.known, row.figures, row.bounds) == ("reported", ["a"], None)


def test_rates_and_what_is_of_no_date() -> None:
    """A rate counts nobody, and what is of no known date stands in no interval."""
    assert series(stored("a", "point", 5)) == {}
    assert series(stored("a", "point", 5, coverage="rate", period=month("2025-05"))) == {}


def test_what_follows_may_conflict() -> None:
    """Bounds that cannot both be true are none, and the figures behind them are named."""
    rows = series(
        stored("all", "at_most", 50, period=("2025-01-01", "2025-12-31", "year")),
        stored("some", "at_least", 80, period=("2025-03-02", "2025-03-05", "day")),
        stored("april", "point", 70, period=month("2025-04")),
    )
    march, april = rows["2025-03"], rows["2025-04"]
    assert (march.known, march.bounds, march.conflicting) == ("unknown", None, True)
    assert march.follows_from == ["all", "some"]
    assert (april.known, april.bounds, april.conflicting) == ("reported", (None, 70), True)
    assert april.follows_from == ["all", "april"]


def test_totals_that_fall_conflict() -> None:
    """A total that is lower than an earlier one bounds nothing and is said to conflict."""
    rows = series(
        since("2025-01-01", "day", "a", "point", 500, stated_on="2025-01-31"),
        since("2025-01-01", "day", "b", "point", 300, stated_on="2025-03-20"),
    )
    assert (rows["2025-02"].bounds, rows["2025-02"].conflicting) == (None, True)
    assert rows["2025-02"].follows_from == ["a", "b"]


def test_nationalities_stand_apart() -> None:
    """People of two nationalities, or of one and of none stated, are never put together."""
    april = month("2025-04")
    rows = work_out(
        flows_of(
            [
                stored("a", "point", 5, period=april),
                stored("n", "point", 8, nationality=None, period=month("2025-05")),
                stored("p", "at_most", 3, nationality="PAK", period=april),
            ]
        ),
        "month",
    )
    assert [(row.people.nationality, row.name, row.bounds) for row in rows] == [
        ("AFG", "2025-04", (5, 5)),
        ("PAK", "2025-04", (None, 3)),
        (None, "2025-05", (8, 8)),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", "IRN"),
        ("destination", None),
        ("nationality", None),
        ("legal_status", "undocumented"),
        ("unit", "families"),
        ("movement", "arrival"),
        ("outlook", "expected"),
    ],
)
def test_people_stand_apart(field: str, value: str | None) -> None:
    """Only flows of the same people over the same border bound each other."""
    year = ("2025-01-01", "2025-12-31", "year")
    flows = flows_of(
        [
            stored("a", "point", 5, period=month("2025-04")),
            stored("b", "at_most", 3, period=year, **{field: value}),
        ]
    )
    rows = work_out(flows, "month")
    assert count_rows(flows, "month") == len(rows) == 1 + 12
    assert [row.follows_from for row in rows if row.figures] == [["a"]]
    assert not any(row.conflicting for row in rows)


def test_places_of_their_own() -> None:
    """With places as people of their own, those at a crossing are all of its people."""
    april = month("2025-04")
    rows = [
        stored("at", "at_most", 30, place="torkham", period=april),
        stored("a", "point", 70, period=april),
    ]
    apart = work_out(flows_of(rows, by_place=True), "month")
    assert [(row.people.place, row.figures) for row in apart] == [
        ("torkham", ["at"]),
        (None, ["a"]),
    ]
    assert apart[0].bounds == (None, 30)


def test_a_part_whose_total_is_left_out() -> None:
    """A part stays a part where the total it is of is known, but is not among the flows."""
    april = month("2025-04")
    part = stored("deported", "point", 29900, part_of="all", period=april)
    total = stored("all", "point", 144500, period=april)
    (row,) = work_out(read_flows([part], {}, {"all": total}), "month")
    assert (row.known, row.bounds) == ("derived", (29900, None))


def test_names() -> None:
    """Intervals are named as ISO 8601 has months and years, quarters as statistics offices do."""
    row = stored("a", "point", 5, period=("2024-11-05", "2025-02-03", "day"))
    assert list(series(row)) == ["2024-11", "2024-12", "2025-01", "2025-02"]
    quarters = series(row, interval="quarter")
    assert list(quarters) == ["2024-Q4", "2025-Q1"]
    assert (quarters["2024-Q4"].first, quarters["2024-Q4"].last) == (
        date(2024, 10, 1),
        date(2024, 12, 31),
    )
    assert list(series(row, interval="year")) == ["2024", "2025"]


def test_ends_of_time() -> None:
    """The first and the last year that a date can have are as good as any."""
    rows = [
        stored("first", "point", 1, period=("0001-01-01", "0001-12-31", "year")),
        since("9999-12-01", "month", "last", "point", 2, stated_on="9999-12-31"),
        stored("early", "point", 1, coverage="cumulative", stated_on="0001-01-03", since_event="e"),
    ]
    flows = flows_of(rows)
    assert count_rows(flows, "month") == 9999 * 12
    years = work_out(flows, "year")
    assert (years[0].bounds, years[-1].bounds) == ((1, 1), (2, None))


# --- whatever was stated, if it is true, so is what follows -----------------------------------


@st.composite
def values(draw: st.DrawFn, truth: int) -> dict[str, Any]:
    """Any true statement of a number."""
    near = draw(st.sampled_from([0, 1, 30]))
    bound: Bound = draw(
        st.sampled_from(
            (
                "point",
                "point",
                "point",
                "more_than",
                "at_least",
                "less_than",
                "at_most",
                "between",
                "magnitude",
            )
        )
    )
    match bound:
        case "point":
            rounding = draw(st.sampled_from([0, 0, 5, 50]))
            step = 2 * rounding
            reported = round(truth / step) * step if step else truth
            if not reported and truth:
                return {"bound": "point", "reported": truth}
            return {"bound": bound, "reported": reported, "rounding": rounding}
        case "more_than" if truth > near:
            return {"bound": bound, "reported": truth - 1 - near}
        case "less_than":
            return {"bound": bound, "reported": truth + 1 + near}
        case "at_most":
            return {"bound": bound, "reported": truth + near}
        case "between" | "magnitude":
            upper = None if bound == "magnitude" and near % 2 else truth + near
            return {"bound": bound, "lower": max(0, truth - near), "upper": upper}
    return {"bound": "at_least", "reported": max(0, truth - near)}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[int], list[Stored], tuple[str, str]]:
    """How many moved on each day, and true statements about it in every form there is."""
    moved = [draw(st.integers(0, 2))] * DAYS
    for day in draw(st.lists(st.integers(0, DAYS - 1), max_size=25)):
        moved[day] += draw(st.integers(1, 90))
    published = draw(st.integers(0, DAYS - 1)), draw(st.integers(0, 40))
    window = _iso(published[0]), _iso(published[0] + published[1])
    starts, share = draw(_starts()), draw(st.sampled_from([0, 2, 3]))
    rows = []
    for number in range(draw(st.integers(1, 7))):
        runs = draw(st.integers(1, 3)) > share or share == 0
        given, counted = draw(_running(moved, starts, published) if runs else _periods(moved))
        truth = sum(counted)
        if draw(st.integers(0, 5)) == 0:
            given["place"] = "crossing"
            truth = sum(n // 2 for n in counted)
        rows.append(stored(f"f{number}", **draw(values(truth)), **given))
    return moved, rows, window


@st.composite
def _periods(draw: st.DrawFn, moved: list[int]) -> tuple[dict[str, Any], list[int]]:
    if draw(st.booleans()):
        months = sorted(draw(st.lists(st.sampled_from(MONTHS[:-1]), min_size=1, max_size=2)))
        first, last = months[0], _month_end(months[-1])
    else:
        days = sorted([draw(DATES), draw(DATES)])
        first, last = (FIRST + timedelta(days=day) for day in days)
    given = {"period": (first.isoformat(), last.isoformat(), "day")}
    return given, moved[(first - FIRST).days : (last - FIRST).days + 1]


@st.composite
def _running(
    draw: st.DrawFn, moved: list[int], starts: list[Start], published: tuple[int, int]
) -> tuple[dict[str, Any], list[int]]:
    named, precision, event, begun = draw(st.sampled_from(starts))
    given: dict[str, Any] = {"coverage": "cumulative", "since_event": event}
    given["period"] = (named.isoformat(), None, precision)
    lag = draw(st.sampled_from([0, 0, 2, 7]))
    end = max(begun, draw(DATES))
    match draw(st.sampled_from(["stated", "stated", "implied", "published", "ended"])):
        case "published":
            end = published[0] + draw(st.sampled_from([0, published[1]])) - lag
            end = min(max(end, begun, published[0] - 7), DAYS - 1)
            if end > published[0] + published[1]:
                given["stated_on"] = _iso(end)
        case "ended":
            last = FIRST + timedelta(days=end)
            last = _month_end(last.replace(day=1)) if precision == "month" else last
            given["period"] = (named.isoformat(), last.isoformat(), precision)
        case "implied":
            given |= {"stated_on": _iso(end + lag), "inferred": ["stated_on"]}
        case _:
            given["stated_on"] = _iso(end + lag)
    return given, moved[begun : end + 1]


@st.composite
def _starts(draw: st.DrawFn) -> list[Start]:
    """One or two starts; all that count from one began on one day, however it is called."""
    starts: list[Start] = []
    for number in range(draw(st.sampled_from([1, 1, 2]))):
        named = MONTHS[draw(st.integers(0, 1))]
        precision = draw(st.sampled_from(["day", "month"]))
        later = (_month_end(named) - named).days if precision == "month" else 0
        event = draw(st.sampled_from([None, f"event-{number}"]))
        begun = (named - FIRST).days + draw(st.integers(0, later))
        if (named, precision, event) not in [start[:3] for start in starts]:
            starts.append((named, precision, event, begun))
    return starts


def _iso(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_bounds_hold(world: tuple[list[int], list[Stored], tuple[str, str]]) -> None:
    """If every figure is true, so are the bounds of every interval, and none conflicts."""
    moved, rows, published = world
    flows = flows_of(rows, published)
    for interval in INTERVALS:
        for row in work_out(flows, interval):
            days = range((row.first - FIRST).days, (row.last - FIRST).days + 1)
            truth = sum(moved[day] for day in days if 0 <= day < DAYS)
            assert not row.conflicting, row
            if row.bounds is not None:
                lower, upper = row.bounds
                assert lower is None or lower <= truth, (row, truth)
                assert upper is None or truth <= upper, (row, truth)
            assert (row.known == "unknown") == (not row.figures and row.bounds is None)


@settings(max_examples=200, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_order(
    world: tuple[list[int], list[Stored], tuple[str, str]], shuffle: random.Random
) -> None:
    """The order of the figures changes nothing."""
    _, rows, published = world
    shuffled = list(rows)
    shuffle.shuffle(shuffled)
    for interval in INTERVALS:
        flows: list[Flow] = flows_of(shuffled, published)
        shuffle.shuffle(flows)
        in_order = flows_of(rows, published)
        assert work_out(flows, interval) == work_out(in_order, interval)


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_more_figures_know_more(
    world: tuple[list[int], list[Stored], tuple[str, str]],
) -> None:
    """A further true figure never loosens a bound and never makes what was known unknown."""
    _, rows, published = world
    fewer = series(*rows[:-1], published=published)
    more = series(*rows, published=published)
    for name, row in fewer.items():
        if row.bounds is None:
            continue
        bounds = more[name].bounds
        assert bounds is not None
        for side, tighter in ((0, int.__ge__), (1, int.__le__)):
            known, now = row.bounds[side], bounds[side]
            assert known is None or (now is not None and tighter(now, known))


def test_unsaid_stays_unknown() -> None:
    """Intervals that no figure overlaps are unknown, however many others are known."""
    rows = series(*(stored(f"m{n}", "point", n, period=month(f"20{n:02d}-07")) for n in range(9)))
    assert len(rows) == 8 * 12 + 1
    for name, row in rows.items():
        assert (row.known == "unknown") == (not name.endswith("-07"))
        assert (row.bounds is None) == (row.known == "unknown")
