"""How figures that answer one question stand to each other: origins, shared range, verdict.

The rules and their examples are in ``docs/method.md``. Nothing here reads a database: figures
come in as ``Stated``, and what is said of them does not depend on their order.
"""

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from models.value import Range, can_both_be_true
from models.vocabulary import Bound, Kind, Movement, MovementFamily

WINDOW_DAYS = 31
"""Two stocks of one question are compared when their dates are at most this far apart."""

Verdict = Literal["single", "repeated", "conflicting", "progressing", "consistent"]
"""How the figures of one question stand to each other: the first that fits, in this order but
for ``single``; see ``docs/method.md``."""

MOVEMENT_FAMILIES: dict[Movement, MovementFamily] = {
    "departure": "left",
    "return": "left",
    "deportation": "left",
    "arrival": "arrived",
}
"""Who left, returned or was sent back over one border moved alike; an arrival is counted on the
other side, by others, and is a question of its own."""


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a figure answers. Two figures are compared only when every field is equal.

    ``None`` is "not stated" and equals only itself. ``since``, ``start`` and ``end`` say which
    period a flow is of; ``near`` is the first day of the dates that stocks are gathered around.
    """

    kind: Kind
    unit: str
    unit_inferred: bool
    nationality: str | None
    legal_status: str
    place: str | None
    origin: str | None
    destination: str | None
    coverage: str | None
    per: str | None
    movement_family: str | None
    outlook: str | None
    since_event: str | None
    start: str | None
    end: str | None
    precision: str | None
    country: str | None
    population_scope: str | None
    situation: str | None
    category: str | None
    state: str | None
    near: str | None
    country_as_given: str | None = None
    """Left out of the id where it is ``None``, so that it keeps those made before it came."""

    @property
    def id(self) -> str:
        """The comparison's id: the same as long as the question is."""
        digest = hashlib.sha256(msgspec.json.encode(self)).hexdigest()
        return f"{self.kind.replace('_', '-')}-{digest[:16]}"

    @property
    def is_running_total(self) -> bool:
        """Whether the figures are totals since one start, which may only grow."""
        return self.coverage == "cumulative"


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison needs to know of a figure.

    ``origin_key`` is who stated it and when (see ``origin_key``); ``day`` the day a running total
    is dated by: that of the statement, else the last of publication. ``day_inferred`` says that
    no text states that day, and ``earliest`` is the first day it can be, where that is known.
    """

    id: str
    reported: int | None
    bound: Bound
    approximate: bool
    lower: int | None
    upper: int | None
    plausible: Range
    origin_key: str
    origin_inferred: bool
    day: str | None
    day_inferred: bool
    earliest: str | None
    published: str | None

    @property
    def value(self) -> tuple[str, bool, int | None, int | None, int | None]:
        """What was stated, apart from who and when."""
        return self.bound, self.approximate, self.reported, self.lower, self.upper

    @property
    def number(self) -> int | None:
        """The number it is ordered by: the one printed, else the lowest the words state."""
        return self.reported if self.reported is not None else self.lower


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, however many outlets carried it."""

    figures: list[str]
    first_published: str | None
    inferred: bool


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """What lies between the nearest two that exclude each other."""

    below: str
    above: str
    lower: int
    upper: int


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """The lowest and the highest printed number."""

    lowest: int
    highest: int


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said of the figures of one question."""

    verdict: Verdict
    informative: bool
    order: list[str]
    origins: list[Origin]
    shared: Range | None
    gap: Gap | None
    spread: Spread | None
    latest: str
    """The last of ``order``: of figures that are equally late, the id decides, and nothing else."""
    unchanged_since: dict[str, str]


def origin_key(
    claimant: str | None,
    speaker: str | None,
    stated_on: str | None,
    via: Sequence[str],
    source: str,
) -> str:
    """Who stated it, and when, as far as is known.

    A claimant's statement is known by claimant, speaker and day. In an outlet's own voice it is
    the outlet's: the first it was taken from, else the source itself.
    """
    who = ("claimant", claimant) if claimant else ("outlet", via[0] if via else source)
    return msgspec.json.encode([*who, speaker, stated_on]).decode()


def judge(figures: Iterable[Stated], *, running_total: bool) -> Judgement:
    """How the figures of one question stand to each other; at least one figure is needed."""
    ordered = sorted(figures, key=lambda f: (f.published or "", f.day or "", f.id))
    origins = _origins(ordered)
    values = _distinct(ordered)
    excluding = _excluding(values, running_total)
    shared = _shared([figure.plausible for figure in ordered])
    verdict = _verdict(ordered, origins, values, excluding, running_total)
    numbers = [figure.reported for figure in ordered if figure.reported is not None]
    return Judgement(
        verdict=verdict,
        informative=shared is not None and None not in shared,
        order=[figure.id for figure in ordered],
        origins=origins,
        shared=shared,
        gap=_nearest(excluding),
        spread=Spread(lowest=min(numbers), highest=max(numbers)) if len(numbers) > 1 else None,
        latest=ordered[-1].id,
        unchanged_since=_unchanged(ordered) if running_total else {},
    )


def stocks_near(days: Sequence[date]) -> list[int]:
    """For each stock's day, in ascending order: the number of the group it is gathered in.

    A group begins with the earliest day left and takes in what is within ``WINDOW_DAYS`` of it,
    so that a monthly series does not run together into one group.
    """
    groups: list[int] = []
    anchor: date | None = None
    for day in days:
        if anchor is None or (day - anchor).days > WINDOW_DAYS:
            anchor = day
            groups.append(groups[-1] + 1 if groups else 0)
        else:
            groups.append(groups[-1])
    return groups


def _origins(ordered: list[Stated]) -> list[Origin]:
    grouped: dict[tuple[object, ...], list[Stated]] = {}
    for figure in ordered:
        grouped.setdefault((figure.origin_key, *figure.value), []).append(figure)
    return [
        Origin(
            figures=[figure.id for figure in group],
            first_published=group[0].published,
            inferred=any(figure.origin_inferred for figure in group),
        )
        for group in grouped.values()
    ]


def _distinct(ordered: list[Stated]) -> list[Stated]:
    """The first statement of each value by day: whoever repeats it adds no evidence.

    Its range is the widest of all that state the value, so that a repeat which was rounded more
    finely makes no conflict.
    """
    by_day = sorted(ordered, key=lambda f: (f.day is None, f.day or "", f.id))
    first: dict[object, Stated] = {}
    for figure in by_day:
        known = first.setdefault(figure.value, figure)
        widest = _widest(known.plausible, figure.plausible)
        first[figure.value] = msgspec.structs.replace(known, plausible=widest)
    return list(first.values())


def _widest(a: Range, b: Range) -> Range:
    lower = None if a[0] is None or b[0] is None else min(a[0], b[0])
    upper = None if a[1] is None or b[1] is None else max(a[1], b[1])
    return lower, upper


def _excluding(values: list[Stated], running_total: bool) -> list[tuple[Stated, Stated]]:
    """The pairs that cannot both be true, the lower one first."""
    pairs = []
    for i, one in enumerate(values):
        for other in values[i + 1 :]:
            if can_both_be_true(one.plausible, other.plausible):
                continue
            is_below = _is_below(one.plausible, other.plausible)
            below, above = (one, other) if is_below else (other, one)
            if not running_total or _may_not_grow(above, below):
                pairs.append((below, above))
    return pairs


def _may_not_grow(above: Stated, below: Stated) -> bool:
    """Of running totals: the higher is not the later; without its day, a total may be of any."""
    return above.day is not None and below.day is not None and above.day <= below.day


def _is_below(a: Range, b: Range) -> bool:
    return a[1] is not None and b[0] is not None and a[1] < b[0]


def _shared(ranges: list[Range]) -> Range | None:
    lowers = [lower for lower, _ in ranges if lower is not None]
    uppers = [upper for _, upper in ranges if upper is not None]
    lower, upper = max(lowers, default=None), min(uppers, default=None)
    if lower is not None and upper is not None and lower > upper:
        return None
    return lower, upper


def _nearest(excluding: list[tuple[Stated, Stated]]) -> Gap | None:
    gaps = [
        Gap(below=below.id, above=above.id, lower=below.plausible[1], upper=above.plausible[0])
        for below, above in excluding
        if below.plausible[1] is not None and above.plausible[0] is not None
    ]
    return min(gaps, key=lambda gap: (gap.upper - gap.lower, gap.below, gap.above), default=None)


def _verdict(
    ordered: list[Stated],
    origins: list[Origin],
    values: list[Stated],
    excluding: list[tuple[Stated, Stated]],
    running_total: bool,
) -> Verdict:
    if len(ordered) == 1:
        return "single"
    if len(origins) == 1 or len(values) == 1:
        return "repeated"
    if excluding:
        return "conflicting"
    if running_total and _rises(values):
        return "progressing"
    return "consistent"


def _rises(values: list[Stated]) -> bool:
    """Whether the numbers, by the day each was first stated, never fall and do rise."""
    dated = [(v.day, v.number) for v in values if v.day is not None and v.number is not None]
    if len(dated) < len(values) or len({day for day, _ in dated}) < 2:
        return False
    numbers = [number for _, number in sorted(dated)]
    return all(a <= b for a, b in itertools.pairwise(numbers)) and (numbers[0] < numbers[-1])


def _unchanged(ordered: list[Stated]) -> dict[str, str]:
    """By figure that repeats a number and bound stated before: the day that was first stated.

    A figure that may be of that very day repeats nothing.
    """
    first: dict[object, Stated] = {}
    stale = {}
    by_day = sorted(ordered, key=lambda f: (f.day is None, f.day or "", f.published or "", f.id))
    for figure in by_day:
        number = (figure.bound, figure.reported, figure.lower, figure.upper)
        earlier = first.setdefault(number, figure)
        if earlier.day is not None and (figure.earliest or "") > earlier.day:
            stale[figure.id] = earlier.day
    return stale
