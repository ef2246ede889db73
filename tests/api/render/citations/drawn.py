"""Any figure that could be stated, and any name that could stand in one, for property tests."""

from typing import Any

from hypothesis import strategies as st

from api.render.citations.names import clean
from api.schemas.figures import AnyFigure, Departure, FigureLinks, PermitHolders, PopulationEstimate
from api.schemas.parts import (
    Attribution,
    CategoryRef,
    ClaimantRef,
    Period,
    PlaceRef,
    Plausible,
    Published,
    SourceRef,
    Speaker,
    Value,
)
from models.value import plausible_range, stated_bounds
from models.vocabulary import (
    Bound,
    Coverage,
    Kind,
    LegalStatus,
    Movement,
    Outlook,
    Per,
    PermitState,
    PopulationScope,
    Precision,
    PublishedBasis,
    Situation,
    SourceKind,
    Unit,
    words_of,
)

LANGUAGES = ("en", "ur", "ps", "fa")
NUMBERS = st.integers(0, 10**12)
COUNTRIES = st.sampled_from(["PAK", "AFG", "IRN", "TJK", "UZB", "TUR", "IND"])
GIVEN = st.none() | st.sampled_from(["UNK", "XXA"])
DAYS = st.dates().map(lambda day: day.isoformat())

HOSTILE = [
    "Dawn",
    "ڈان",
    "خبرگزاری فرانسه",
    "ANI نیوز",
    "می\u200cآید",
    "עיתון 12",
    "A\u202eB\u2066C",
    "a\nb\u2028c",
    "\ufdd0quantity\uffff",
    "<b>bold</b> & \"quoted\" 'name'",
    "*a* _b_ `c` [d](http://e) ![f](g) <h@i.jk>",
    "1. first\\",
    "# heading",
    "{braces} {0}",
    "https://example.org/a_b_c?d=e&f",
    "x)[y](z",
    "~~s~~ | t | $u$ &amp;",
]
"""Names with markup, controls of direction, marks of our own, and both directions."""

NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1).filter(clean))
INFERRED = (
    *("unit", "legal_status", "movement", "origin", "destination", "place", "period", "coverage"),
    *("outlook", "jurisdiction", "as_of", "state", "category", "country", "nationality"),
    *("population_scope", "situation", "claimant", "speaker", "via"),
)


def one_of(words: Any) -> st.SearchStrategy[Any]:
    """A word of a closed vocabulary."""
    return st.sampled_from(words_of(words))


@st.composite
def values(draw: st.DrawFn, bound: Bound | None = None) -> Value:
    """Any value that can be stated, of any bound unless told."""
    promise: Bound = draw(one_of(Bound)) if bound is None else bound
    approximate = draw(st.booleans())
    reported = lower = upper = None
    if promise in ("between", "magnitude"):
        lower, upper = sorted((draw(NUMBERS), draw(NUMBERS)))
        if promise == "magnitude" and draw(st.booleans()):
            upper = None
    else:
        reported = max(draw(NUMBERS), 1 if promise == "less_than" else 0)
    return value(promise, approximate, reported, lower, upper, draw(one_of(Unit)))


def value(
    bound: Bound,
    approximate: bool,
    reported: int | None,
    lower: int | None = None,
    upper: int | None = None,
    unit: Unit = "persons",
) -> Value:
    """A value with what follows from its parts."""
    stated = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    plausible = plausible_range(bound, approximate, reported, *stated, 0)
    return Value(
        reported=reported,
        bound=bound,
        approximate=approximate,
        lower=stated[0],
        upper=stated[1],
        unit=unit,
        as_printed="as printed",
        rounding=0,
        plausible=Plausible(lower=plausible[0], upper=plausible[1]),
    )


@st.composite
def spans(draw: st.DrawFn) -> tuple[str | None, str | None]:
    """Two days in order, either of which can be unknown."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return draw(st.sampled_from([(first, last), (first, first), (first, None), (None, last)]))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any period."""
    precision = draw(st.one_of(st.none(), one_of(Precision)))
    start, end = (None, None) if draw(st.booleans()) else draw(spans())
    return Period(start=start, end=end, precision=precision)


@st.composite
def sources(draw: st.DrawFn) -> SourceRef:
    """Any source."""
    earliest, latest = draw(st.one_of(st.just((None, None)), spans()))
    basis: PublishedBasis = draw(one_of(PublishedBasis))
    kind: SourceKind = draw(one_of(SourceKind))
    return SourceRef(
        id="a-source",
        kind=kind,
        title=draw(st.none() | NAMES),
        publisher=draw(st.none() | NAMES),
        published=Published(earliest=earliest, latest=latest, basis=basis),
        url=draw(st.none() | st.just("https://example.org/article")),
    )


CLAIMANTS = st.builds(ClaimantRef, id=st.just("a-claimant"), name=NAMES, type=st.just("government"))


@st.composite
def attributions(draw: st.DrawFn) -> Attribution:
    """Any attribution."""
    claimant = draw(st.none() | CLAIMANTS)
    speaker = st.builds(Speaker, name=NAMES, role=st.none() | NAMES)
    return Attribution(
        voice="claimant" if claimant else "outlet",
        claimant=claimant,
        speaker=draw(st.none() | speaker) if claimant else None,
        stated_on=None,
        via=draw(st.lists(CLAIMANTS, max_size=3)),
        confirmed_by=[],
    )


@st.composite
def figures(draw: st.DrawFn, kind: Kind | None = None, bound: Bound | None = None) -> AnyFigure:
    """Any figure, of any kind and bound unless told."""
    common: dict[str, Any] = {
        "id": "a-figure",
        "version": 1,
        "recorded_at": "2025-08-02T12:00:00Z",
        "superseded_at": None,
        "withdrawn_reason": None,
        "value": draw(values(bound)),
        "nationality": draw(st.none() | COUNTRIES),
        "legal_status": draw(one_of(LegalStatus)),
        "inferred": sorted(draw(st.sets(st.sampled_from(INFERRED), max_size=6))),
        "part_of": None,
        "attribution": draw(attributions()),
        "source": draw(sources()),
        "mentions": [],
        "note": None,
        "citation": "",
        "links": FigureLinks(
            self="http://127.0.0.1:8000/v1/departures/a-figure",
            source="http://127.0.0.1:8000/v1/sources/a-source",
            comparison=None,
            page=None,
            embed=None,
        ),
    }
    place = draw(st.none() | st.builds(PlaceRef, id=st.just("a-place"), name=NAMES))
    match kind or draw(one_of(Kind)):
        case "departures":
            coverage: Coverage = draw(one_of(Coverage))
            return Departure(
                **common,
                origin=draw(st.none() | COUNTRIES),
                destination=draw(st.none() | COUNTRIES),
                place=place,
                period=draw(periods()),
                coverage=coverage,
                per=draw(one_of(Per)) if coverage == "rate" else None,
                since_event=None,
                movement=draw(one_of(Movement)),
                outlook=draw(one_of(Outlook)),
                country_as_given=draw(GIVEN),
            )
        case "permit_holders":
            return PermitHolders(
                **common,
                category=CategoryRef(id="a-card", name=draw(NAMES)),
                jurisdiction=draw(COUNTRIES),
                as_of=draw(periods()),
                state=draw(one_of(PermitState)),
            )
        case _:
            return PopulationEstimate(
                **common,
                country=draw(st.none() | COUNTRIES),
                place=place,
                origin=draw(st.none() | COUNTRIES),
                population_scope=draw(one_of(PopulationScope)),
                situation=draw(one_of(Situation)),
                as_of=draw(periods()),
                country_as_given=draw(GIVEN),
            )
