"""Charts of bars over time: what is drawn for what is known, and how little for what is not."""

import itertools
from collections.abc import Sequence
from datetime import date

import pytest

from api.embeds.series_chart import (
    MOST,
    PLOT,
    RUN,
    BarChart,
    Names,
    Shape,
    fold,
    lay_out,
    newest,
    own_shape,
    shape_of,
)
from api.schemas.parts import Plausible, Value
from models.flow import People
from models.series import Known, Row
from models.vocabulary import Bound

PEOPLE = People(
    origin="PAK",
    destination=None,
    place=None,
    nationality=None,
    country_as_given=None,
    legal_status="unspecified",
    unit="persons",
    movement_family="left",
    outlook="observed",
)


def row(month: int, known: Known = "unknown", conflicting: bool = False) -> Row:
    """A month counted from January of the year 2000."""
    at = date(2000 + month // 12, month % 12 + 1, 1)
    return Row(
        people=PEOPLE,
        name=at.isoformat()[:7],
        first=at,
        last=at,
        known=known,
        figures=[],
        bounds=None,
        conflicting=conflicting,
        follows_from=[],
    )


def rows(pattern: str) -> list[Row]:
    """A month for each sign: known ones, unknown ones (.) and unknown ones in conflict (!)."""
    return [
        row(month, "reported" if sign == "#" else "unknown", sign == "!")
        for month, sign in enumerate(pattern)
    ]


def value(bound: Bound, reported: int | None, plausible: tuple[int | None, int | None]) -> Value:
    """A value with its stated bounds left out, which only ranges have."""
    return Value(
        reported=reported,
        bound=bound,
        approximate=False,
        lower=None if reported else plausible[0],
        upper=None if reported else plausible[1],
        unit="persons",
        as_printed="",
        rounding=0,
        plausible=Plausible(lower=plausible[0], upper=plausible[1]),
    )


def chart(months: Sequence[Row], shapes: dict[str, list[tuple[Shape, str]]]) -> BarChart:
    """A chart labelled by months."""
    names = [one.name for one in months]
    labels = Names(
        caption="",
        unknown="not known",
        language="en",
        short={name: name[5:] for name in names},
        years={name: name[:4] for name in names},
    )
    return lay_out(fold(months), shapes, labels)


@pytest.mark.parametrize(
    ("pattern", "weights"),
    [
        ("#", [1]),
        (".", [1]),
        ("#..#", [1, 2, 1]),
        ("...", [RUN]),
        ("." * 400, [RUN]),
        ("#" + "." * 9 + "##", [1, RUN, 1, 1]),
        (".!.", [1, 1, 1]),
    ],
)
def test_runs(pattern: str, weights: list[int]) -> None:
    """Neighbours of which nothing is known are one span; a conflict is something known."""
    assert [slot.weight for slot in fold(rows(pattern))] == weights


def test_the_newest_are_kept() -> None:
    """So many as there is room for, counted from the end; a run is kept whole or not at all."""
    assert len(newest(rows("#" * 100))) == MOST
    assert newest(rows("#" * 100))[-1] == rows("#" * 100)[-1]
    assert len(newest(rows("#" * 10 + "." * 500 + "#" * 5))) == 515
    assert len(newest(rows("." * 500 + "#" * (MOST - 1)))) == MOST - 1


@pytest.mark.parametrize(
    ("bound", "reported", "plausible", "low", "high", "whisker"),
    [
        ("point", 67000, (66500, 67500), 67000, 67000, (66500, 67500)),
        ("point", 15675, (15675, 15675), 15675, 15675, None),
        ("point", 0, (0, 0), 0, 0, None),
        ("more_than", 135000, (135001, None), 135000, None, None),
        ("at_least", 50, (50, None), 50, None, None),
        ("less_than", 80, (None, 79), None, 80, None),
        ("at_most", 1000, (None, 1000), None, 1000, None),
        ("between", None, (4000, 5000), 4000, 5000, None),
        ("magnitude", None, (200000, 999999), 200000, 999999, None),
        ("magnitude", None, (2000000, None), 2000000, None, None),
    ],
)
def test_shapes(
    bound: Bound,
    reported: int | None,
    plausible: tuple[int | None, int | None],
    low: int | None,
    high: int | None,
    whisker: tuple[int, int] | None,
) -> None:
    """Solid to what is sure, on to what may be, a whisker for rounding; an open end stays open."""
    shape = shape_of(value(bound, reported, plausible))
    assert (shape.low, shape.high, shape.whisker) == (low, high, whisker)
    assert not shape.own


def test_unknown_is_no_bar() -> None:
    """A span for what is not known, and no bar; a stated zero is a bar."""
    months = rows("..#")
    drawn = chart(months, {months[2].name: [(shape_of(value("point", 0, (0, 0))), "0")]})
    assert len(drawn.gaps) == 1
    assert drawn.gaps[0].x == 0
    assert drawn.gaps[0].width == pytest.approx(66.67, abs=0.01)
    assert len(drawn.bars) == 1
    assert drawn.bars[0].top == drawn.base


def test_nothing_known_at_all() -> None:
    """A chart without a number has no axis of numbers."""
    drawn = chart(rows("." * 50), {})
    assert (drawn.bars, drawn.levels) == ([], [])
    assert drawn.gaps[0].broken
    assert [tick.anchor for tick in drawn.ticks] == ["start", "end"]


def test_everything_stays_within() -> None:
    """From zero to the highest number, whatever there is of labels and arrows above it."""
    months = rows("#" * 5)
    shapes = [
        own_shape((5_000_000_000, None)),
        own_shape((None, 3)),
        own_shape((7, 9)),
        shape_of(value("more_than", 999_999, (1_000_000, None))),
        shape_of(value("point", 1, (1, 1))),
    ]
    named = {one.name: [(shape, "some 10")] for one, shape in zip(months, shapes, strict=True)}
    drawn = chart(months, named)
    assert drawn.levels[0] == (drawn.base, "0")
    for bar in drawn.bars:
        for y in (bar.top, bar.reach):
            assert y is None or drawn.head <= y <= drawn.base == drawn.head + PLOT
        assert bar.label_y - 12 >= 0
        assert 0 <= bar.x < bar.x + bar.width <= 100
    assert [bar.open for bar in drawn.bars] == [True, False, False, True, False]
    assert [bar.top is None for bar in drawn.bars] == [False, True, False, False, False]


def test_rivals_stand_side_by_side() -> None:
    """Numbers that exclude each other are drawn both, and marked."""
    month = row(0, "reported", conflicting=True)
    both = [(shape_of(value("point", one, (one, one))), str(one)) for one in (10, 90)]
    drawn = chart([month], {month.name: both})
    first, second = drawn.bars
    assert first.x + first.width <= second.x
    assert drawn.conflicts == [50]
    assert first.label == second.label == []


def test_labels_give_way() -> None:
    """Where there is little room fewer months are named, and never two on one another."""
    months = rows("#" * MOST)
    shapes = {one.name: [(shape_of(value("point", 9, (9, 9))), "9")] for one in months}
    drawn = chart(months, shapes)
    kept = [tick.at for tick in drawn.ticks if not tick.minor]
    assert len(kept) < len(drawn.ticks) <= MOST
    assert min(b - a for a, b in itertools.pairwise(kept)) * 226 / 100 > 18
    assert [year.label for year in drawn.years] == ["2000", "2001"]
