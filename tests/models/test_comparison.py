"""How figures of one question stand to each other, and which are gathered under one question."""

import itertools
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.comparison import (
    MOVEMENT_FAMILIES,
    WINDOW_DAYS,
    Gap,
    Judgement,
    Question,
    Spread,
    Stated,
    Verdict,
    judge,
    origin_key,
    stocks_near,
)
from models.question import gather, question_of, stated_of
from models.value import Value, plausible_range, stated_bounds
from models.vocabulary import Bound, Kind, Movement

DAYS = ["2024-01-05", "2024-01-09", "2024-02-01", None]


def stated(
    id: str,
    number: int | None,
    bound: Bound = "point",
    *,
    lower: int | None = None,
    upper: int | None = None,
    approximate: bool = False,
    rounding: int = 0,
    origin: str | None = None,
    inferred: bool = False,
    day: str | None = "2024-01-05",
    published: str | None = None,
) -> Stated:
    """A figure of an origin of its own, unless another is named, published on its day."""
    lower, upper = stated_bounds(bound, number, lower, upper, approximate=approximate)
    value = Value(
        reported=number,
        bound=bound,
        approximate=approximate,
        lower=lower,
        upper=upper,
        rounding=rounding,
    )
    return Stated(
        id=id,
        reported=number,
        bound=bound,
        approximate=approximate,
        lower=lower,
        upper=upper,
        plausible=value.plausible,
        origin_key=origin or id,
        origin_inferred=inferred,
        day=day,
        day_inferred=inferred,
        earliest=day,
        published=published or day,
    )


@st.composite
def figures(draw: st.DrawFn) -> Stated:
    """Any figure with small numbers, so that values meet often; its id is set by ``sets``."""
    bound: Bound = draw(
        st.sampled_from(["point", "more_than", "at_least", "less_than", "at_most", "between"])
    )
    low, high = sorted(draw(st.tuples(st.integers(1, 9), st.integers(1, 9))))
    ends = {"lower": low, "upper": high} if bound == "between" else {}
    return stated(
        "any",
        None if bound == "between" else low,
        bound,
        **ends,
        approximate=draw(st.booleans()),
        rounding=draw(st.integers(0, 2)),
        origin=draw(st.sampled_from("ABC")),
        inferred=draw(st.booleans()),
        day=draw(st.sampled_from(DAYS)),
        published=draw(st.sampled_from(DAYS)),
    )


@st.composite
def sets(draw: st.DrawFn) -> list[Stated]:
    """The figures of one question."""
    drawn = draw(st.lists(figures(), min_size=1, max_size=6))
    return [msgspec.structs.replace(one, id=f"figure-{i}") for i, one in enumerate(drawn)]


EARLY, LATE = "2024-01-05", "2024-02-01"
CASES: dict[str, tuple[bool, list[Stated], Verdict]] = {
    "one figure": (False, [stated("a", 5)], "single"),
    "one statement by two outlets": (
        False,
        [stated("a", 5, origin="X"), stated("b", 5, origin="X")],
        "repeated",
    ),
    "one value of two origins": (False, [stated("a", 5), stated("b", 5)], "repeated"),
    "two values of one claimant": (
        False,
        [stated("a", 5, origin="X"), stated("b", 9, origin="X")],
        "conflicting",
    ),
    "disjoint": (False, [stated("a", 5), stated("b", 9)], "conflicting"),
    "disjoint, whatever the day of a stock": (
        False,
        [stated("a", 5, day=EARLY), stated("b", 9, day=LATE)],
        "conflicting",
    ),
    "more than and less than": (
        False,
        [stated("a", 9, "more_than"), stated("b", 5, "less_than")],
        "conflicting",
    ),
    "overlapping by rounding": (
        False,
        [stated("a", 50, rounding=5), stated("b", 60, rounding=5)],
        "consistent",
    ),
    "two open ends": (
        False,
        [stated("a", 5, "more_than"), stated("b", 9, "more_than")],
        "consistent",
    ),
    "totals of one day, disjoint": (True, [stated("a", 5), stated("b", 9)], "conflicting"),
    "a total that shrank": (
        True,
        [stated("a", 9, day=EARLY), stated("b", 5, day=LATE)],
        "conflicting",
    ),
    "a total that rose": (
        True,
        [stated("a", 5, day=EARLY), stated("b", 9, day=LATE)],
        "progressing",
    ),
    "a total whose open number rose": (
        True,
        [stated("a", 5, "more_than", day=EARLY), stated("b", 9, "more_than", day=LATE)],
        "progressing",
    ),
    "a total whose open number fell": (
        True,
        [stated("a", 9, "more_than", day=EARLY), stated("b", 5, "more_than", day=LATE)],
        "consistent",
    ),
    "a total that rose and was repeated": (
        True,
        [
            stated("a", 5, day=EARLY),
            stated("b", 9, day="2024-01-09"),
            stated("c", 5, day=LATE),
        ],
        "progressing",
    ),
    "a total with the same number only": (
        True,
        [stated("a", 5, "more_than", day=EARLY), stated("b", 5, "more_than", day=LATE)],
        "repeated",
    ),
    "totals of no known day": (
        True,
        [stated("a", 5, day=None), stated("b", 9, day=None)],
        "consistent",
    ),
    "a shrunk total that is repeated without a day": (
        True,
        [stated("a", 9, day=EARLY), stated("b", 5, day=LATE), stated("c", 5, day=None)],
        "conflicting",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_verdict(case: str) -> None:
    """The first verdict that fits."""
    running_total, given_figures, verdict = CASES[case]
    assert judge(given_figures, running_total=running_total).verdict == verdict


def test_everything_that_is_said() -> None:
    """Order, origins, gap, spread and latest of three rivals, two of them one statement."""
    low = stated("low", 37, rounding=1, origin="UN", published="2024-01-20", inferred=True)
    copy = stated("copy", 37, rounding=1, origin="UN", published="2024-01-10")
    high = stated("high", 44, rounding=1, origin="state", published="2024-01-15")
    open_ended = stated("open", 10, "more_than", origin="paper", published="2024-01-01")
    said = judge([low, copy, high, open_ended], running_total=False)
    assert said.verdict == "conflicting"
    assert said.order == ["open", "copy", "high", "low"]
    assert [(one.figures, one.first_published, one.inferred) for one in said.origins] == [
        (["open"], "2024-01-01", False),
        (["copy", "low"], "2024-01-10", True),
        (["high"], "2024-01-15", False),
    ]
    assert (said.shared, said.informative) == (None, False)
    assert said.gap == Gap(below="copy", above="high", lower=38, upper=43)
    assert said.spread == Spread(lowest=10, highest=44)
    assert said.latest == "low"
    assert said.unchanged_since == {}


def test_equally_late() -> None:
    """Publication comes before the day, the day before the id; the number decides nothing."""
    later, other = stated("z", 9, published=LATE), stated("a", 1, day=LATE, published=LATE)
    assert judge([later, other], running_total=False).latest == "a"
    for low, high in (("a", "b"), ("b", "a")):
        tied = [stated(low, 37, origin="X"), stated(high, 44, origin="Y")]
        assert judge(tied, running_total=False).latest == "b"
        assert judge(tied[::-1], running_total=False).latest == "b"


def test_the_gap_is_the_nearest() -> None:
    """Of several pairs that exclude each other, the two that are least apart."""
    said = judge([stated("a", 5), stated("b", 9), stated("c", 20)], running_total=False)
    assert said.gap == Gap(below="a", above="b", lower=5, upper=9)


@pytest.mark.parametrize(
    ("ranges", "shared", "informative"),
    [
        ([("point", 50), ("point", 55)], (50, 55), True),
        ([("more_than", 20), ("more_than", 30)], (31, None), False),
        ([("less_than", 20), ("less_than", 30)], (None, 19), False),
        ([("more_than", 20), ("less_than", 30)], (21, 29), True),
        ([("point", 50), ("point", 80)], None, False),
    ],
)
def test_shared(ranges: list[tuple[Bound, int]], shared: Any, informative: bool) -> None:
    """What all leave plausible; it informs only with both ends."""
    given_figures = [
        stated(f"figure-{i}", number, bound, rounding=5) for i, (bound, number) in enumerate(ranges)
    ]
    said = judge(given_figures, running_total=False)
    assert (said.shared, said.informative) == (shared, informative)


def test_a_finer_repeat_makes_no_conflict() -> None:
    """One number, printed more finely by another: the wider reading stands."""
    rough = stated("b-rough", 1_700_000, rounding=50_000)
    other = stated("c-other", 1_740_000, rounding=5_000)
    fine = stated("a-fine", 1_700_000)
    assert judge([rough, other], running_total=False).verdict == "consistent"
    assert judge([rough, other, fine], running_total=False).verdict == "consistent"


def test_unchanged_since() -> None:
    """A later repeat is stale, the same statement carried later is not, nor another number."""
    said = judge(
        [
            stated("first", 5, "more_than", day=EARLY),
            stated("carried", 5, "more_than", day=EARLY, published=LATE),
            stated("other", 9, "more_than", day="2024-01-09"),
            stated("point", 5, day=LATE),
            stated("stale", 5, "more_than", day=LATE),
            stated("undated", 5, "more_than", day=None),
            msgspec.structs.replace(stated("of-either", 5, "more_than", day=LATE), earliest=EARLY),
        ],
        running_total=True,
    )
    assert said.unchanged_since == {"stale": EARLY}


@given(sets(), st.booleans(), st.randoms(use_true_random=False))
def test_order_does_not_matter(given_figures: list[Stated], total: bool, random: Any) -> None:
    """Verdict and everything else are the same however the figures come."""
    shuffled = list(given_figures)
    random.shuffle(shuffled)
    assert judge(shuffled, running_total=total) == judge(given_figures, running_total=total)


@given(sets(), st.booleans(), st.data())
def test_a_repeat_is_no_evidence(
    given_figures: list[Stated], total: bool, data: st.DataObject
) -> None:
    """The same value again, on the day or later, by anyone, makes or ends no conflict."""
    one = data.draw(st.sampled_from(given_figures))
    later: list[str | None] = [day for day in DAYS if day and one.day and day >= one.day]
    repeat = msgspec.structs.replace(
        one,
        id=data.draw(st.sampled_from(["a-first", "z-last"])),
        origin_key=data.draw(st.sampled_from("ABD")),
        day=data.draw(st.sampled_from(later or [one.day])),
        published=data.draw(st.sampled_from(DAYS)),
    )
    # a repeat may also be printed more finely
    if data.draw(st.booleans()):
        finer = plausible_range(
            one.bound, one.approximate, one.reported, one.lower, one.upper, rounding=0
        )
        repeat = msgspec.structs.replace(repeat, plausible=finer)
    before = judge(given_figures, running_total=total).verdict
    after = judge([*given_figures, repeat], running_total=total).verdict
    assert (before == "conflicting") == (after == "conflicting")


@given(sets(), st.booleans(), st.data())
def test_widening_makes_no_conflict(
    given_figures: list[Stated], total: bool, data: st.DataObject
) -> None:
    """Whatever more is plausible of a figure, no two exclude each other that did not before."""
    i = data.draw(st.integers(0, len(given_figures) - 1))
    lower, upper = given_figures[i].plausible
    by = st.one_of(st.none(), st.integers(0, 5))
    down, up = data.draw(by), data.draw(by)
    wider = (
        None if lower is None or down is None else max(0, lower - down),
        None if upper is None or up is None else upper + up,
    )
    widened = list(given_figures)
    widened[i] = msgspec.structs.replace(given_figures[i], plausible=wider)
    if judge(given_figures, running_total=total).verdict != "conflicting":
        assert judge(widened, running_total=total).verdict != "conflicting"


@given(sets(), st.booleans())
def test_what_is_said_fits_together(given_figures: list[Stated], total: bool) -> None:
    """A gap goes with a conflict, every figure has one origin, only totals can be unchanged."""
    said: Judgement = judge(given_figures, running_total=total)
    assert (said.gap is not None) == (said.verdict == "conflicting")
    assert sorted(id for origin in said.origins for id in origin.figures) == sorted(said.order)
    assert said.latest == said.order[-1]
    assert total or not said.unchanged_since
    assert total or said.verdict != "progressing"
    if said.gap:
        assert said.gap.lower < said.gap.upper


def test_origin_key() -> None:
    """A claimant's words by claimant, speaker and day; an outlet's by whom it took them from."""
    told = origin_key("state", "A. Berg", "2024-01-05", ["afp"], "paper")
    assert told == origin_key("state", "A. Berg", "2024-01-05", [], "other-paper")
    assert told != origin_key("state", None, "2024-01-05", ["afp"], "paper")
    assert told != origin_key("state", "A. Berg", "2024-01-06", ["afp"], "paper")
    taken = origin_key(None, None, None, ["afp"], "paper")
    assert taken == origin_key(None, None, None, ["afp", "dawn"], "other-paper")
    assert taken != origin_key("afp", None, None, [], "paper")
    assert origin_key(None, None, None, [], "paper") != origin_key(None, None, None, [], "other")


def flow(id: str, **fields: Any) -> dict[str, Any]:
    """The row of a departure: an exact 5 in January 2024, from Norway to Iceland."""
    value = {"reported": 5, "bound": "point", "approximate": False, "lower": 5, "upper": 5}
    return {
        "id": id,
        **value,
        "plausible_lower": 5,
        "plausible_upper": 5,
        "unit": "persons",
        "nationality": "NOR",
        "legal_status": "unspecified",
        "inferred": "[]",
        "part_of": None,
        "claimant": "harbour-office",
        "speaker_name": None,
        "stated_on": "2024-03-05",
        "via": "[]",
        "source": "pier",
        "origin": "NOR",
        "destination": "ISL",
        "place": None,
        "period_start": "2024-01-01",
        "period_end": "2024-01-31",
        "period_precision": "month",
        "coverage": "period",
        "per": None,
        "since_event": None,
        "movement": "departure",
        "outlook": "observed",
        **fields,
    }


def total(id: str, **fields: Any) -> dict[str, Any]:
    """The row of a running total since the start of 2024."""
    return flow(id, **{"coverage": "cumulative", "period_end": None, **fields})


def stock(id: str, day: str | None, **fields: Any) -> dict[str, Any]:
    """The row of a population estimate on a day."""
    shared = ("part_of", "speaker_name", "unit", "nationality", "legal_status", "inferred")
    row = {name: value for name, value in flow(id).items() if not name.startswith("period_")}
    for name in ("destination", "coverage", "per", "since_event", "movement", "outlook"):
        del row[name]
    assert set(shared) <= set(row)
    return {
        **row,
        "country": "ISL",
        "origin": None,
        "population_scope": "nationality",
        "situation": "resident",
        "as_of_start": day,
        "as_of_end": day,
        "as_of_precision": "day" if day else None,
        **fields,
    }


def together(kind: Kind, *rows: dict[str, Any]) -> set[frozenset[str]]:
    """The ids that are gathered under one question."""
    return {frozenset(row["id"] for row in group) for group in gather(kind, rows).values()}


DIFFERENCES: list[dict[str, Any]] = [
    {"unit": "families"},
    {"inferred": '["unit"]'},
    {"nationality": None},
    {"legal_status": "undocumented"},
    {"place": "north-pier"},
    {"origin": None},
    {"destination": None},
    {"coverage": "rate", "per": "day"},
    {"movement": "arrival"},
    {"outlook": "expected"},
    {"period_start": None},
    {"period_end": "2024-01-30"},
    {"period_precision": "day"},
]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda d: next(iter(d)))
def test_same_number_other_question(difference: dict[str, Any]) -> None:
    """One number under another question stands apart; what is unknown compares with unknown."""
    one, other = flow("a"), flow("b", **difference)
    also = flow("c", **difference)
    assert together("departures", one, other, also) == {frozenset("a"), frozenset("bc")}


@pytest.mark.parametrize(
    "difference",
    [{"population_scope": "all_foreigners"}, {"situation": "waiting_at_border"}, {"country": None}],
    ids=lambda d: next(iter(d)),
)
def test_same_stock_other_question(difference: dict[str, Any]) -> None:
    """Foreigners of one nationality are not all foreigners, nor residents those who wait."""
    rows = stock("a", "2024-01-05"), stock("b", "2024-01-05", **difference)
    assert together("population_estimates", *rows) == {frozenset("a"), frozenset("b")}


@pytest.mark.parametrize("movement", ["departure", "return", "deportation"])
def test_movement_family(movement: Movement) -> None:
    """Who left, returned or was sent back over one border is one question."""
    assert MOVEMENT_FAMILIES[movement] == "left"
    rows = flow("a"), flow("b", movement=movement)
    assert together("departures", *rows) == {frozenset("ab")}


def test_who_and_where_from_make_no_question() -> None:
    """Claimant, day, source and value are answers."""
    other = flow("b", claimant=None, stated_on=None, source="other", reported=7, lower=7, upper=7)
    assert together("departures", flow("a"), other) == {frozenset("ab")}


def test_running_totals_go_by_their_start() -> None:
    """By the event where one is stated, else by the start; never by the end."""
    event = {"since_event": "pier-opened"}
    assert together(
        "departures",
        total("a"),
        total("b", period_end="2024-02-10"),
        total("c", period_precision="year"),
        total("d", period_start="2024-01-02"),
        total("e", **event),
        total("f", **event, period_start=None, period_precision=None),
        flow("g", period_end=None),
    ) == {frozenset(ids) for ids in ("ab", "c", "d", "ef", "g")}


def test_stocks_near() -> None:
    """Within the window of the first; the last day of it still counts."""
    first = date(2024, 1, 1)
    after = [0, 0, 1, WINDOW_DAYS, WINDOW_DAYS + 1, 2 * WINDOW_DAYS]
    days = [first + timedelta(days=n) for n in after]
    assert stocks_near(days) == [0, 0, 0, 0, 1, 1]
    assert stocks_near([]) == []


@given(st.lists(st.integers(0, 400), max_size=20))
def test_stocks_are_gathered_within_the_window(days: list[int]) -> None:
    """No two of a group are further apart, and a group starts beyond the one before it."""
    first = date(2024, 1, 1)
    rows = [stock(f"s{i:02}", (first + timedelta(days=n)).isoformat()) for i, n in enumerate(days)]
    starts = []
    for question, group in gather("population_estimates", rows).items():
        of_group = sorted(row["as_of_start"] for row in group)
        spread = date.fromisoformat(of_group[-1]) - date.fromisoformat(of_group[0])
        assert spread.days <= WINDOW_DAYS
        assert question.near == of_group[0]
        starts.append(date.fromisoformat(of_group[0]))
    assert all((b - a).days > WINDOW_DAYS for a, b in itertools.pairwise(starts))


def test_undated_stocks_stand_together() -> None:
    """Unknown compares with unknown; a stock with an end only goes by that."""
    rows = [
        stock("a", None),
        stock("b", None),
        stock("c", "2024-01-05"),
        stock("d", None, as_of_end="2024-01-31"),
    ]
    assert together("population_estimates", *rows) == {frozenset("ab"), frozenset("cd")}


def test_ids_are_stable() -> None:
    """Ids go by the question alone; these are cited, and may never change."""
    question = question_of("departures", flow("a"))
    assert question.id == question_of("departures", flow("b", reported=7, source="x")).id
    assert question.id == "departures-65b221e68fdf87e6"
    assert msgspec.json.decode(msgspec.json.encode(question), type=Question).id == question.id


@given(st.sampled_from(DIFFERENCES), st.sampled_from(DIFFERENCES))
def test_ids_differ_as_questions_do(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Two questions have one id exactly when they are equal."""
    a, b = (question_of("departures", flow("a", **fields)) for fields in (one, other))
    assert (a.id == b.id) == (a == b)


def test_stated_of() -> None:
    """A total is dated by the day it was stated, else of publication; doubts are kept."""
    row = flow("a", inferred='["claimant", "destination"]')
    told = stated_of(row, "2024-03-07")
    assert (told.day, told.published, told.origin_inferred) == ("2024-03-05", "2024-03-07", True)
    assert (told.earliest, told.day_inferred) == ("2024-03-05", False)
    plain = stated_of(flow("a", stated_on=None), "2024-03-07")
    assert (plain.day, plain.origin_inferred) == ("2024-03-07", False)
    assert (plain.earliest, plain.day_inferred) == (None, True)
    between = stated_of(flow("a", stated_on=None), "2024-03-07", "2024-03-01")
    assert between.earliest == "2024-03-01"
    assert stated_of(flow("a", stated_on=None), None).day is None
