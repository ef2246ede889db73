"""What an editor writes: the shape of every fixture file, and how one is read.

A fixture asks only for what cannot be worked out: the end of a mention, the stated bounds of a
"more than", the rounding, the plausible range and the voice are derived (``seeds/records.py``).
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from models.period import Period, parse_period
from models.vocabulary import (
    Bound,
    CategoryKind,
    ClaimantType,
    Coverage,
    LegalStatus,
    Movement,
    Outlook,
    Per,
    PermitState,
    PlaceType,
    PolicyAction,
    PopulationScope,
    Precision,
    PublishedBasis,
    Situation,
    SourceKind,
    Unit,
)
from seeds.errors import FixtureError

Slug = Annotated[str, Meta(pattern=r"\A[a-z0-9-]{3,80}\Z")]
Iso3 = Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
Text = Annotated[str, Meta(pattern=r"\A[^\s\0]([^\0]*[^\s\0])?\Z")]
"""Some text, with no blank at either end, and no NUL, which PostgreSQL cannot hold."""
Count = Annotated[int, Meta(ge=0, le=10**12)]


NotFigureReason = Literal[
    "age",
    "date",
    "deaths",
    "duration",
    "idiom",
    "name",
    "not_migration",
    "ratio",
]
"""Why a number in a text is no figure. ``idiom`` is "one of the first", ``name`` is "HTML5"."""


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a fixture: an unknown field is an error."""


class Dates(_Entry, frozen=True, kw_only=True):
    """A date or period in parts, for what no form of ``models/period.py`` can say."""

    start: date | None = None
    end: date | None = None
    precision: Precision | None = None


When = str | Dates
"""A date or period: a string in the forms of ``models/period.py``, or its three parts."""


def when(value: When | None) -> Period:
    """The period of a hand-written date; all of it ``None`` where nothing is stated."""
    if value is None:
        return Period()
    if isinstance(value, str):
        return parse_period(value)
    if value.start and value.end and value.start > value.end:
        raise ValueError(f"ends on {value.end}, before it starts on {value.start}")
    return Period(
        start=value.start.isoformat() if value.start else None,
        end=value.end.isoformat() if value.end else None,
        precision=value.precision,
    )


def _check_dates(field: str, value: When | None) -> None:
    """A date that cannot be read is an error of the file, which names the field."""
    try:
        when(value)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from error


class Mention(_Entry, frozen=True, kw_only=True):
    """One place in the text that states the figure; its end follows from ``printed``."""

    paragraph: Annotated[int, Meta(ge=1)]
    start: Annotated[int, Meta(ge=0)]
    printed: Annotated[str, Meta(min_length=1)]


class Record(_Entry, frozen=True, kw_only=True):
    """Anything with an id; one that was taken out stays, with the reason."""

    id: Slug
    withdrawn_reason: Text | None = None


class Published(_Entry, frozen=True, kw_only=True):
    """When a source came out: the earliest and latest day it can have been."""

    earliest: date | None = None
    latest: date | None = None
    basis: PublishedBasis


class Source(Record, frozen=True, kw_only=True):
    """One published text, and the hash it is known by."""

    kind: SourceKind
    title: Text | None = None
    publisher: Text | None = None
    via: list[Slug] = []
    published: Published
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2,3}\Z")]
    url: Text | None = None
    licence: Text | None = None
    text_sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    text_length: Annotated[int, Meta(ge=0)]
    note: Text | None = None


class _Figure(Record, frozen=True, kw_only=True):
    mentions: Annotated[list[Mention], Meta(min_length=1)]
    bound: Bound
    approximate: bool = False
    reported: Count | None = None
    lower: Count | None = None
    upper: Count | None = None
    unit: Unit = "persons"
    claimant: Slug | None = None
    speaker: Slug | None = None
    stated_on: date | None = None
    via: list[Slug] = []
    confirmed_by: list[Slug] = []
    part_of: Slug | None = None
    legal_status: LegalStatus = "unspecified"
    nationality: Iso3 | None = None
    note: Text | None = None
    inferred: list[str] = []


class Departure(_Figure, frozen=True, kw_only=True):
    """A flow; ``period`` as in ``models/period.py``."""

    origin: Iso3 | None = None
    destination: Iso3 | None = None
    place: Slug | None = None
    period: When | None = None
    coverage: Coverage = "period"
    per: Per | None = None
    since_event: Slug | None = None
    movement: Movement = "departure"
    outlook: Outlook = "observed"

    def __post_init__(self) -> None:
        _check_dates("period", self.period)


class PermitHolders(_Figure, frozen=True, kw_only=True):
    """A count of holders, or of permits, of a named category."""

    category: Slug
    jurisdiction: Iso3
    as_of: When | None = None
    state: PermitState = "unspecified"

    def __post_init__(self) -> None:
        _check_dates("as_of", self.as_of)


class PopulationEstimate(_Figure, frozen=True, kw_only=True):
    """A stock."""

    country: Iso3
    place: Slug | None = None
    origin: Iso3 | None = None
    population_scope: PopulationScope = "nationality"
    situation: Situation = "resident"
    as_of: When | None = None

    def __post_init__(self) -> None:
        _check_dates("as_of", self.as_of)


class PolicyEvent(Record, frozen=True, kw_only=True):
    """Something an authority did or announced, told here and in the sources of ``also_in``."""

    date: When | None = None
    jurisdiction: Iso3
    action: PolicyAction
    summary: Text
    categories: list[Slug] = []
    claimant: Slug | None = None
    speaker: Slug | None = None
    also_in: list[Slug] = []
    note: Text | None = None
    inferred: list[str] = []

    def __post_init__(self) -> None:
        _check_dates("date", self.date)


class NotFigure(_Entry, frozen=True, kw_only=True):
    """A number in the text that is no migration figure, and why."""

    start: Annotated[int, Meta(ge=0)]
    printed: Annotated[str, Meta(min_length=1)]
    reason: NotFigureReason
    note: Text | None = None


class Article(_Entry, frozen=True, kw_only=True):
    """One file of ``fixtures/articles``."""

    source: Source
    departures: list[Departure] = []
    permit_holders: list[PermitHolders] = []
    population_estimates: list[PopulationEstimate] = []
    policy_events: list[PolicyEvent] = []
    not_figures: list[NotFigure] = []

    @property
    def figures(self) -> list[Departure | PermitHolders | PopulationEstimate]:
        """Every figure of the three kinds, in file order of each."""
        return [*self.departures, *self.permit_holders, *self.population_estimates]


class Claimant(Record, frozen=True, kw_only=True):
    """Who states or carries figures; ``names`` by language, ``en`` as in a sentence."""

    name: Text
    names: dict[str, Text] = {}
    type: ClaimantType
    country: Iso3 | None = None


class Speaker(Record, frozen=True, kw_only=True):
    """A public official quoted in office; other spellings of the name are the same person."""

    name: Text
    other_names: list[Text] = []
    role: Text | None = None


class Place(Record, frozen=True, kw_only=True):
    """A country, province, city or crossing."""

    name: Text
    type: PlaceType
    country: Iso3
    parent: Slug | None = None
    other_names: list[Text] = []
    opposite: Slug | None = None


class PermitCategory(Record, frozen=True, kw_only=True):
    """A legal status or paper, defined in our own words."""

    name: Text
    jurisdiction: Iso3
    kind: CategoryKind
    issuer: Slug | None = None
    definition: Text | None = None
    other_names: list[Text] = []


class _Claimants(_Entry, frozen=True, kw_only=True):
    claimants: list[Claimant]


class _Speakers(_Entry, frozen=True, kw_only=True):
    speakers: list[Speaker]


class _Places(_Entry, frozen=True, kw_only=True):
    places: list[Place]


class _PermitCategories(_Entry, frozen=True, kw_only=True):
    permit_categories: list[PermitCategory]


class Fixtures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything under a fixtures folder, read and typed; ``articles`` by file name."""

    articles: dict[str, Article]
    claimants: list[Claimant]
    speakers: list[Speaker]
    places: list[Place]
    permit_categories: list[PermitCategory]


def read_fixtures(folder: Path) -> Fixtures:
    """Read every file of a fixtures folder; ``FixtureError`` names file, table and field."""
    reference = folder / "reference"
    articles = sorted((folder / "articles").glob("*.toml"))
    if not articles:
        raise FixtureError(f"{folder}: no articles/*.toml here")
    return Fixtures(
        articles={path.name: _read(path, Article) for path in articles},
        claimants=_read(reference / "claimants.toml", _Claimants).claimants,
        speakers=_read(reference / "speakers.toml", _Speakers).speakers,
        places=_read(reference / "places.toml", _Places).places,
        permit_categories=_read(
            reference / "permit_categories.toml", _PermitCategories
        ).permit_categories,
    )


_File = TypeVar("_File")


def _read(path: Path, shape: type[_File]) -> _File:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except FileNotFoundError as error:
        raise FixtureError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FixtureError(f"{path}: cannot be read: {error}") from error
    except msgspec.ValidationError as error:
        # msgspec ends its message with the path of the field: "... - at `$.departures[3].unit`"
        what, at, where = str(error).rpartition(" - at `$.")
        if not at:
            what, where = where, "top level"
        place = where.rstrip("`")
        raise FixtureError(f"{path}: {place}: {what}") from error
