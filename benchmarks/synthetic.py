"""Figures made up by the number, shaped like the real ones: what a database looks like when full.

A synthetic bulletin says what a real article says: a running total since an event, the months
inside it, how many are expected, who holds which paper, how many live in the country, and how
many wait at the border. Kinds, bounds, coverages, voices and gaps are about as frequent as in
``fixtures/``. Every name says that it is synthetic; only country codes are real.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, get_args

import msgspec

from models.countries import country_codes
from models.vocabulary import ClaimantType
from seeds import fixtures as fx

_PER_BULLETIN = 8  # the five articles have 40 figures
_PER_ROUTE = 200  # so that groups keep their size however many figures there are
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 11 * 365
_STATUSES = ("registered_refugee", "undocumented", "asylum_seeker", "permit_holder")
_MAGNITUDES = {
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, None),
}
_TYPES: tuple[str, ...] = get_args(ClaimantType)

Figure = fx.Departure | fx.PermitHolders | fx.PopulationEstimate


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Where people go from and to, and who speaks of it."""

    number: int
    origin: str
    destination: str
    claimants: list[str]
    yearly: int
    """How many leave in a year."""

    @property
    def crossing(self) -> str:
        """The place where they cross."""
        return f"synthetic-crossing-{self.number}"

    @property
    def category(self) -> str:
        """The paper that they hold."""
        return f"synthetic-permit-{self.number}"

    def event(self, year: int) -> str:
        """What a running total of a year counts from."""
        return f"synthetic-event-{self.number}-{year}"


def make_fixtures(count: int, seed: int = 1) -> fx.Fixtures:
    """Fixtures with exactly ``count`` figures, the same for the same arguments; they verify."""
    routes = list(_routes(count, seed))
    named = sorted({claimant for route in routes for claimant in route.claimants})
    outlets = [f"synthetic-outlet-{i}" for i in range(1, 21)]
    return fx.Fixtures(
        articles={f"{a.source.id}.toml": a for a in _articles(routes, outlets, count, seed)},
        claimants=[
            *(_claimant(id, _TYPES[i % len(_TYPES)]) for i, id in enumerate(named)),
            *(_claimant(id, "media") for id in outlets),
        ],
        speakers=[
            fx.Speaker(id=f"synthetic-speaker-{i}", name=f"Synthetic speaker {i}", role="spokesman")
            for i in range(1, 21)
        ],
        places=[
            fx.Place(
                id=route.crossing,
                name=f"Synthetic crossing {route.number}",
                type="border_crossing",
                country=route.origin,
            )
            for route in routes
        ],
        permit_categories=[
            fx.PermitCategory(
                id=route.category,
                name=f"Synthetic permit {route.number}",
                jurisdiction=route.origin,
                kind="residence",
            )
            for route in routes
        ],
    )


def _claimant(id: str, type: Any) -> fx.Claimant:
    return fx.Claimant(id=id, name=id.replace("-", " ").capitalize(), type=type)


def _routes(count: int, seed: int) -> Iterator[Route]:
    chosen = random.Random(f"routes {seed}")
    codes = sorted(country_codes())
    seen = set()
    for number in range(1, max(2, count // _PER_ROUTE) + 1):
        while (pair := tuple(chosen.sample(codes, 2))) in seen:
            pass
        seen.add(pair)
        yield Route(
            number=number,
            origin=pair[0],
            destination=pair[1],
            claimants=[f"synthetic-claimant-{3 * number + i}" for i in range(3)],
            yearly=int(10 ** chosen.uniform(3.5, 6)),
        )


def _articles(
    routes: list[Route], outlets: list[str], count: int, seed: int
) -> Iterator[fx.Article]:
    chosen = random.Random(f"articles {seed}")
    # some routes are written about more than others, the most by some ten times the average
    weights = [(rank + 1) ** -0.4 for rank in range(len(routes))]
    events: set[str] = set()
    left, number = count, 0
    while left > 0:
        number += 1
        route = chosen.choices(routes, weights)[0]
        day = _FIRST_DAY + timedelta(days=chosen.randrange(_DAYS))
        written = _Bulletin(chosen, route, number, day, outlets)
        figures = list(islice(written.figures(), min(left, _PER_BULLETIN)))
        left -= len(figures)
        event = route.event(day.year)
        yield fx.Article(
            source=written.source(),
            departures=[f for f in figures if isinstance(f, fx.Departure)],
            permit_holders=[f for f in figures if isinstance(f, fx.PermitHolders)],
            population_estimates=[f for f in figures if isinstance(f, fx.PopulationEstimate)],
            policy_events=[] if event in events else [written.event(event)],
        )
        events.add(event)


class _Bulletin:
    """One synthetic article on one route."""

    def __init__(
        self, chosen: random.Random, route: Route, number: int, day: date, outlets: list[str]
    ) -> None:
        self._chosen = chosen
        self._route = route
        self._number = number
        self._day = day
        self._outlet = chosen.choice(outlets)
        # a statement is carried by other outlets on the days after it, as it was
        self._stated = day - timedelta(days=chosen.choice((0, 0, 0, 1, 2)))
        self._told = 0
        self._at = 0

    def source(self) -> fx.Source:
        """Where it was published; every thirtieth has no known date."""
        id = f"synthetic-bulletin-{self._number}"
        known = self._number % 30 != 0
        return fx.Source(
            id=id,
            kind="article",
            title=f"Synthetic bulletin {self._number}" if self._number % 3 else None,
            published=fx.Published(earliest=self._day, latest=self._day, basis="printed")
            if known
            else fx.Published(basis="unknown"),
            language="en",
            text_sha256=hashlib.sha256(id.encode()).hexdigest(),
            text_length=4000,
        )

    def event(self, id: str) -> fx.PolicyEvent:
        """What the running totals of the year count from."""
        return fx.PolicyEvent(
            id=id,
            date=f"{self._day.year}",
            jurisdiction=self._route.origin,
            action="launched",
            summary="A synthetic campaign begins.",
            categories=[self._route.category],
        )

    def figures(self) -> Iterator[Figure]:
        """What it says: five or six flows, a count of holders, one or two stocks."""
        total = self._since_event()
        yield total
        yield from self._months(total.id)
        yield self._departure(
            **self._magnitude(), movement="arrival", period=str(self._day.year - 1), voice=False
        )
        yield self._more()
        yield self._holders()
        yield self._stock("unspecified", self._route.yearly * 3)
        yield self._stock(self._chosen.choice(_STATUSES), self._route.yearly)

    def _since_event(self) -> fx.Departure:
        share = self._stated.timetuple().tm_yday / 365
        # to two digits, so that it stands still for a while and is repeated
        return self._departure(
            **self._number_of(int(self._route.yearly * share), ("more_than",) * 4 + ("point",)),
            coverage="cumulative",
            since_event=self._route.event(self._day.year),
            period=f"{self._day.year}-01/..",
        )

    def _months(self, total: str) -> Iterator[fx.Departure]:
        stated = min(self._stated.month - 1, 2)
        for month in range(1, stated + 1):
            yield self._departure(
                **self._number_of(self._route.yearly // 12, ("more_than",) * 3 + ("point",)),
                period=f"{self._day.year}-{month:02d}",
                part_of=total,
            )

    def _more(self) -> fx.Departure:
        match self._chosen.randrange(4):
            case 0:
                return self._departure(
                    **self._range(self._route.yearly // 400),
                    coverage="rate",
                    per="day",
                    unit="families",
                    place=self._route.crossing,
                )
            case 1:
                return self._departure(
                    **self._number_of(self._route.yearly, ("point",)),
                    outlook="expected",
                    period=str(self._day.year + 1),
                    movement="return",
                )
            case 2:
                return self._departure(**self._magnitude(), movement="deportation", voice=False)
            case _:
                return self._departure(
                    **self._number_of(self._route.yearly // 12, ("more_than", "at_least")),
                    movement="deportation",
                    period=f"{self._stated:%Y-%m}-01/{self._stated}",
                )

    def _holders(self) -> fx.PermitHolders:
        route, chosen = self._route, self._chosen
        return fx.PermitHolders(
            **self._told_by(voice=False),
            **self._number_of(route.yearly * 2, ("more_than",) * 2 + ("point",)),
            unit=chosen.choice(("persons", "persons", "permits")),
            nationality=route.destination,
            category=route.category,
            jurisdiction=route.origin,
            as_of=f"{self._stated:%Y-%m}",
            state=chosen.choice(("cancelled", "targeted", "in_force")),
            inferred=["as_of"],
        )

    def _stock(self, status: Any, people: int) -> fx.PopulationEstimate:
        route = self._route
        waiting = self._chosen.random() < 0.15
        value = (
            self._range(people // 100)
            if waiting
            else self._number_of(people, ("point", "more_than"))
        )
        return fx.PopulationEstimate(
            **self._told_by(voice=True),
            **value,
            country=route.origin,
            nationality=route.destination,
            place=route.crossing if waiting else None,
            situation="waiting_at_border" if waiting else "resident",
            legal_status=status,
            as_of=self._stated.isoformat() if waiting else f"{self._stated:%Y-%m}",
            inferred=["as_of"],
        )

    def _departure(self, *, voice: bool = True, **fields: Any) -> fx.Departure:
        route = self._route
        return fx.Departure(
            **self._told_by(voice=voice),
            origin=route.origin,
            destination=route.destination,
            nationality=route.destination,
            inferred=["destination"] if self._chosen.random() < 0.3 else [],
            **fields,
        )

    def _told_by(self, *, voice: bool) -> dict[str, Any]:
        """Who says it: three in five by a claimant where one speaks at all."""
        self._told += 1
        chosen = self._chosen
        claimed = voice and chosen.random() < 0.6
        return {
            "id": f"synthetic-figure-{self._number}-{self._told}",
            "claimant": chosen.choice(self._route.claimants) if claimed else None,
            "speaker": f"synthetic-speaker-{chosen.randint(1, 20)}"
            if claimed and chosen.random() < 0.1
            else None,
            "stated_on": self._stated if claimed and self._number % 30 else None,
            "via": [self._outlet] if chosen.random() < 0.15 else [],
            "note": "A synthetic figure." if chosen.random() < 0.7 else None,
        }

    def _number_of(self, about: int, bounds: tuple[str, ...]) -> dict[str, Any]:
        place = 10 ** max(0, len(str(about)) - 2)
        number = max(1, round(about * self._chosen.uniform(0.95, 1.05)) // place) * place
        bound = self._chosen.choice(bounds)
        words = {"more_than": "more than ", "at_least": "at least "}.get(bound, "")
        hedged = bound == "point" and self._chosen.random() < 0.4
        return {
            "bound": bound,
            "approximate": hedged,
            "reported": number,
            "mentions": [self._mention(f"{'about ' if hedged else words}{number:,}")],
        }

    def _range(self, about: int) -> dict[str, Any]:
        lower = max(1, about // 100) * 100
        upper = lower + self._chosen.randint(1, 4) * 100
        printed = f"around {lower:,} to {upper:,}"
        return {
            "bound": "between",
            "approximate": True,
            "lower": lower,
            "upper": upper,
            "mentions": [self._mention(printed)],
        }

    def _magnitude(self) -> dict[str, Any]:
        printed = self._chosen.choice(list(_MAGNITUDES))
        lower, upper = _MAGNITUDES[printed]
        return {
            "bound": "magnitude",
            "approximate": True,
            "lower": lower,
            "upper": upper,
            "mentions": [self._mention(printed)],
        }

    def _mention(self, printed: str) -> fx.Mention:
        self._at += 200
        return fx.Mention(paragraph=self._at // 200, start=self._at, printed=printed)
