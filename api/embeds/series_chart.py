"""Where do the intervals of a series stand in a chart of bars, and how is each drawn?

Time runs from left to right in every language (``docs/decisions/0015``). What nobody knows of is a
hatched span and never a bar of height 0; a long run of it is drawn short, with a break.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from api.embeds.scale import Scale, scale_over
from api.embeds.type import Style, width_of, wrap
from api.schemas.parts import Value
from models.series import Row
from models.value import Range

MOST = 24
"""So many intervals are drawn, the newest of them: more are too thin for a narrow page."""
RUN = 3
"""A longer run of unknown intervals is drawn as wide as so many."""

PLOT = 150
"""How high the numbers stand, in units of an image."""
GUTTER = 58
"""Where the numbers of the axis stand, left of the bars."""
_NARROW, _WIDE = 226, 478
"""How wide the bars are together on a page of 320 pixels, and in an image."""
_ARROW = 30
_LABEL = Style(face="sans", size=12.5, leading=15)


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One interval, or a run of intervals of which nothing is known."""

    rows: list[Row]

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it, and nothing is in conflict."""
        return _is_unknown(self.rows[0])

    @property
    def weight(self) -> int:
        """As wide as so many intervals it is drawn."""
        return min(len(self.rows), RUN)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What one number, or Tally's own bounds, says: from ``low`` surely to ``high`` possibly."""

    low: int | None
    """The bar is solid up to here; ``None`` where no lower end is stated."""
    high: int | None
    """It may reach up to here; ``None`` is open."""
    whisker: Range | None
    """What rounding adds, to either side."""
    own: bool
    """Whether it is worked out by Tally and stated by nobody."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar: across in percent, down in units."""

    x: float
    width: float
    top: float | None
    """Where what is certain ends."""
    reach: float | None
    """Where what is possible ends, above ``top``; for one without a lower end, its upper one."""
    open: bool
    whisker: tuple[float, float] | None
    own: bool
    label: list[str]
    label_y: float

    @property
    def centre(self) -> float:
        """Its middle."""
        return round(self.x + self.width / 2, 2)

    @property
    def end(self) -> float:
        """Its right side."""
        return round(self.x + self.width, 2)


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A span of which nothing is known, in percent."""

    x: float
    width: float
    broken: bool
    upright: bool
    """Whether its label is turned, since it is too narrow."""

    @property
    def centre(self) -> float:
        """Its middle."""
        return round(self.x + self.width / 2, 2)


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A label below the bars."""

    at: float
    label: str
    anchor: Literal["start", "middle", "end"]
    minor: bool
    """Whether it is left out where there is little room."""


class BarChart(msgspec.Struct, frozen=True, kw_only=True):
    """The whole chart, ready to be drawn."""

    caption: str
    unknown: str
    bars: list[Bar]
    gaps: list[Gap]
    conflicts: list[float]
    """The middles of intervals whose numbers exclude each other."""
    levels: list[tuple[float, str]]
    """Round numbers: how far down, and as it is written."""
    ticks: list[Tick]
    years: list[Tick]
    head: float
    small: bool
    """Whether the labels of its bars fit a narrow page too."""

    @property
    def base(self) -> float:
        """How far down zero is."""
        return self.head + PLOT

    @property
    def height(self) -> float:
        """How high it is."""
        return self.base + (42 if self.years else 24)


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What a chart is labelled with, in one language."""

    caption: str
    unknown: str
    language: str
    short: Mapping[str, str]
    """By name of the interval: its label, without the year."""
    years: Mapping[str, str]
    """By name of the interval: its year; empty where the label is the year."""


def fold(rows: Sequence[Row]) -> list[Slot]:
    """Neighbouring intervals of which nothing is known as one; each other one by itself."""
    slots: list[Slot] = []
    for row in rows:
        if slots and _is_unknown(row) and slots[-1].is_unknown:
            slots[-1] = Slot(rows=[*slots[-1].rows, row])
        else:
            slots.append(Slot(rows=[row]))
    return slots


def newest(rows: Sequence[Row]) -> list[Row]:
    """As many of the last intervals as are drawn."""
    kept: list[Row] = []
    width = 0
    for slot in reversed(fold(rows)):
        width += slot.weight
        if width > MOST:
            break
        kept = [*slot.rows, *kept]
    return kept


def shape_of(value: Value) -> Shape:
    """What a stated value says."""
    plausible = (value.plausible.lower, value.plausible.upper)
    low = value.lower if value.reported is None else value.reported
    if value.bound in ("less_than", "at_most"):
        low = None
    high = value.reported
    if value.bound in ("between", "magnitude"):
        high = value.upper
    elif value.bound in ("more_than", "at_least"):
        high = None
    drawn = _drawn(low, high)
    whisker = None
    # an open or excluded end is drawn as such; a whisker is what rounding adds
    floor = plausible[0] if plausible[0] is not None else drawn[0]
    ceiling = plausible[1] if plausible[1] is not None and high is not None else drawn[1]
    if value.approximate or value.bound == "point":
        whisker = (floor, ceiling) if (floor, ceiling) != drawn else None
    return Shape(low=low, high=high, whisker=whisker, own=False)


def own_shape(bounds: Range) -> Shape:
    """What bounds that Tally worked out say."""
    return Shape(low=bounds[0], high=bounds[1], whisker=None, own=True)


def lay_out(
    slots: Sequence[Slot],
    shapes: Mapping[str, Sequence[tuple[Shape, str]]],
    names: Names,
) -> BarChart:
    """The chart of slots; ``shapes`` has by name of an interval its bars, with their labels."""
    total = sum(slot.weight for slot in slots)
    shapes = {name: several for name, several in shapes.items() if several}
    scale = _scale([shape for several in shapes.values() for shape, _ in several])
    widest = max(
        (
            width_of(word, _LABEL)
            for several in shapes.values()
            for _, label in several
            for word in label.split()
        ),
        default=0,
    )
    single = all(len(several) < 2 for several in shapes.values())
    labelled = single and widest <= _WIDE / total - 2
    lines = {
        name: [line for line, _ in wrap(several[0][1], _LABEL, _WIDE / total - 2, "ltr")]
        if labelled
        else []
        for name, several in shapes.items()
    }
    head = _head(shapes, lines, scale)
    bars, gaps, conflicts = [], [], []
    at = 0.0
    for slot in slots:
        x, width = 100 * at / total, 100 * slot.weight / total
        at += slot.weight
        if slot.is_unknown:
            gaps.append(_gap(x, width, len(slot.rows) > RUN, names.unknown))
            continue
        (row,) = slot.rows
        if row.conflicting:
            conflicts.append(round(x + width / 2, 2))
        several = shapes.get(row.name, [])
        for number, (shape, _) in enumerate(several):
            share = width * 0.76 / len(several)
            left = x + width * 0.12 + number * share
            bars.append(_bar(shape, scale, head, left, share * 0.94, lines[row.name]))
    return BarChart(
        caption=names.caption,
        unknown=names.unknown,
        bars=bars,
        gaps=gaps,
        conflicts=conflicts,
        levels=[
            (_y(scale, head, tick), mark.label)
            for tick, mark in zip(scale.ticks, scale.marks(names.language), strict=True)
        ]
        if bars
        else [],
        ticks=_ticks(slots, total, names),
        years=_years(slots, total, names),
        head=head,
        small=widest <= _NARROW / total - 2,
    )


def _is_unknown(row: Row) -> bool:
    return row.known == "unknown" and not row.conflicting


def _drawn(low: int | None, high: int | None) -> Range:
    return (low if low is not None else high, high if high is not None else low)


def _head(
    shapes: Mapping[str, Sequence[tuple[Shape, str]]],
    lines: Mapping[str, list[str]],
    scale: Scale,
) -> float:
    """How much room the arrows and labels of the bars need above the highest round number."""
    tops = [
        _bar(shape, scale, 0, 0, 0, lines[name]).label_y
        for name, several in shapes.items()
        for shape, _ in several
    ]
    return round(max(12.0, 14 - min(tops, default=0)), 1)


def _scale(shapes: Sequence[Shape]) -> Scale:
    """From zero, since the length of a bar is read as its number."""
    ends = [
        end
        for shape in shapes
        for end in (shape.low, shape.high, *(shape.whisker or ()))
        if end is not None
    ]
    return scale_over(0, max(ends, default=1), 4)


def _y(scale: Scale, head: float, value: int) -> float:
    return round(head + PLOT * (1 - scale.at(value) / 100), 1)


def _bar(shape: Shape, scale: Scale, head: float, x: float, width: float, label: list[str]) -> Bar:
    top = None if shape.low is None else _y(scale, head, shape.low)
    reach = None if shape.high is None else _y(scale, head, shape.high)
    whisker = None
    if shape.whisker is not None:
        low, high = shape.whisker
        whisker = (_y(scale, head, low or 0), _y(scale, head, high or 0))
    highest = min(y for y in (top, reach, *(whisker or ())) if y is not None)
    above = highest - (_ARROW if shape.high is None else 0)
    return Bar(
        x=round(x, 2),
        width=round(width, 2),
        top=top,
        reach=None if reach == top else reach,
        open=shape.high is None,
        whisker=whisker,
        own=shape.own,
        label=label,
        label_y=round(above - 6 - 15 * (len(label) - 1), 1),
    )


def _gap(x: float, width: float, broken: bool, label: str) -> Gap:
    return Gap(
        x=round(x, 2),
        width=round(width, 2),
        broken=broken,
        upright=width_of(label, _LABEL) + 10 > _NARROW * width / 100,
    )


def _ticks(slots: Sequence[Slot], total: int, names: Names) -> list[Tick]:
    """A label for each interval, as many as there is room for; a run has those of its ends."""
    widest = max(
        (width_of(names.short[row.name], _LABEL) + 6 for slot in slots for row in slot.rows),
    )
    every, everywhere = _step(widest, _WIDE / total), _step(widest, _NARROW / total)
    # a step of the narrow page is one of the wide one as well
    everywhere = -(-everywhere // every) * every
    ticks = []
    at = 0
    for slot in slots:
        if len(slot.rows) > RUN:
            first, last = slot.rows[0].name, slot.rows[-1].name
            side = 100 / total
            ticks.append(_tick(100 * at / total + side * 0.06, names.short[first], "start"))
            ticks.append(_tick(100 * (at + RUN) / total - side * 0.06, names.short[last], "end"))
        else:
            for number, row in enumerate(slot.rows):
                place = total - at - number - 1
                if place % every == 0:
                    centre = 100 * (at + number + 0.5) / total
                    minor = place % everywhere != 0
                    ticks.append(_tick(centre, names.short[row.name], "middle", minor))
        at += slot.weight
    return ticks


def _years(slots: Sequence[Slot], total: int, names: Names) -> list[Tick]:
    """The year below the first interval of it that is drawn."""
    if not any(names.years.values()):
        return []
    years: list[Tick] = []
    width = max(width_of(year, _LABEL) for year in names.years.values()) + 8
    free = -1.0
    at = 0
    last = None
    for slot in slots:
        run = len(slot.rows) > RUN
        side = 100 * 0.06 / total
        shown = (
            [(slot.rows[0], 100 * at / total + side)]
            if run
            else [(row, 100 * (at + number) / total + side) for number, row in enumerate(slot.rows)]
        )
        for row, x in shown:
            year = names.years[row.name]
            if year != last and x >= free:
                years.append(_tick(x, year, "start"))
                free, last = x + 100 * width / _NARROW, year
        end = names.years[slot.rows[-1].name]
        if run and end != last:
            x = 100 * (at + RUN) / total - side
            if x - 100 * width / _NARROW >= free - 100 * 8 / _NARROW:
                years.append(_tick(x, end, "end"))
                free, last = x, end
        at += slot.weight
    return years


def _step(width: float, room: float) -> int:
    return max(1, -int(-width // room))


def _tick(
    at: float, label: str, anchor: Literal["start", "middle", "end"], minor: bool = False
) -> Tick:
    return Tick(at=round(at, 2), label=label, anchor=anchor, minor=minor)
