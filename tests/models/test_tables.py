"""What the tables themselves refuse, whoever writes to them."""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_origin

import pytest
from sqlalchemy import CheckConstraint, Engine, create_engine, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from models import RECORD_TABLES, RecordChange, table_of, vocabulary
from models.base import OPEN_END
from models.vocabulary import words_of
from seeds.database import require_schema, writing
from seeds.records import Row, records_of
from tests.seeds.invented import read

FIGURE = {
    "bound": vocabulary.Bound,
    "unit": vocabulary.Unit,
    "voice": vocabulary.Voice,
    "legal_status": vocabulary.LegalStatus,
}
WORDED: dict[str, dict[str, Any]] = {
    "claimants": {"type": vocabulary.ClaimantType},
    "places": {"type": vocabulary.PlaceType},
    "permit_categories": {"kind": vocabulary.CategoryKind},
    "sources": {"kind": vocabulary.SourceKind, "published_basis": vocabulary.PublishedBasis},
    "policy_events": {
        "action": vocabulary.PolicyAction,
        "date_precision": vocabulary.Precision,
    },
    "departures": {
        **FIGURE,
        "period_precision": vocabulary.Precision,
        "coverage": vocabulary.Coverage,
        "per": vocabulary.Per,
        "movement": vocabulary.Movement,
        "outlook": vocabulary.Outlook,
    },
    "permit_holders": {
        **FIGURE,
        "as_of_precision": vocabulary.Precision,
        "state": vocabulary.PermitState,
    },
    "population_estimates": {
        **FIGURE,
        "as_of_precision": vocabulary.Precision,
        "population_scope": vocabulary.PopulationScope,
        "situation": vocabulary.Situation,
    },
    "record_change": {"change": vocabulary.Change},
}
"""By record type: the columns that hold a word of a closed vocabulary."""

TABLES = {**RECORD_TABLES, "record_change": table_of(RecordChange)}


@pytest.fixture(scope="module")
def engine(empty_database: Callable[[], str]) -> Iterator[Engine]:
    """An engine of a database with empty tables."""
    url = empty_database()
    with writing(url) as connection:
        require_schema(connection)
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """One row of every table that may be inserted."""
    held = {"version": 1, "release_from": 1, "release_to": OPEN_END, "withdrawn_reason": None}
    good = {
        record_type: {**next(iter(entries.values()))[0], **held}
        for record_type, entries in records_of(read(tmp_path_factory.mktemp("rows"))).items()
    }
    change = {"release": 1, "record_type": "places", "id": "norway", "change": "added"}
    return {**good, "record_change": {**change, "version": 1, "reason": None}}


def put(engine: Engine, record_type: str, *rows: Row) -> None:
    """Insert rows, and take them back."""
    with engine.connect() as connection:
        for row in rows:
            connection.execute(insert(TABLES[record_type]).values(row))
        connection.rollback()


_UNSTORED = {"Kind", "MovementFamily"}
"""Which table it is, and what follows from a movement: no column holds them."""


def test_every_vocabulary_is_checked() -> None:
    """Every vocabulary but that of the tables' own names is checked somewhere."""
    known = {name for name, value in vars(vocabulary).items() if get_origin(value) is not None}
    used = [words for columns in WORDED.values() for words in columns.values()]
    assert {name for name in known if getattr(vocabulary, name) not in used} == _UNSTORED


def test_every_worded_column_is_checked() -> None:
    """The columns checked for a word are those listed here, each for the words of its list."""
    checked: dict[str, dict[str, tuple[str, ...]]] = {}
    types = {table.name: record_type for record_type, table in TABLES.items()}
    for table in SQLModel.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint) and (
                found := re.fullmatch(r"(\w+) IN \((.+)\)", str(constraint.sqltext))
            ):
                words = tuple(word.strip("'") for word in found[2].split(", "))
                checked.setdefault(types[table.name], {})[found[1]] = words
    assert checked == {
        record_type: {column: words_of(words) for column, words in columns.items()}
        for record_type, columns in WORDED.items()
    }


@pytest.mark.parametrize("record_type", TABLES)
def test_good_row(engine: Engine, rows: dict[str, Row], record_type: str) -> None:
    """A row of the invented fixtures is taken, as one version and as the next."""
    row = rows[record_type]
    ended = {**row, "release_to": 2}
    put(engine, record_type, row)
    if record_type != "record_change":
        put(engine, record_type, ended, {**row, "version": 2, "release_from": 2})


@pytest.mark.parametrize(
    ("record_type", "column"),
    [(record_type, column) for record_type, columns in WORDED.items() for column in columns],
)
def test_foreign_word(engine: Engine, rows: dict[str, Row], record_type: str, column: str) -> None:
    """A word that is not of its column's vocabulary is refused, by the check of its name."""
    name = f"{TABLES[record_type].name}_{column}"
    for word in ("no such word", "", words_of(WORDED[record_type][column])[0].upper()):
        with pytest.raises(IntegrityError, match=name):
            put(engine, record_type, {**rows[record_type], column: word})


@pytest.mark.parametrize(
    ("record_type", "changed", "name"),
    [
        ("places", {"version": 0}, "place_version"),
        ("places", {"release_from": 0}, "place_held"),
        ("places", {"release_from": 3, "release_to": 2}, "place_held"),
        ("departures", {"reported": -1}, "departure_value"),
        ("departures", {"lower": -1}, "departure_value"),
        ("departures", {"lower": 5, "upper": 4}, "departure_value"),
        ("departures", {"rounding": -1}, "departure_value"),
        ("departures", {"claimant": None}, "departure_voice_claimant"),
        ("departures", {"voice": "outlet"}, "departure_voice_claimant"),
        ("departures", {"period_end": "2000-01-01"}, "departure_period"),
        ("permit_holders", {"as_of_end": "2000-01-01"}, "permit_holders_as_of"),
    ],
)
def test_bad_row(
    engine: Engine, rows: dict[str, Row], record_type: str, changed: Row, name: str
) -> None:
    """What cannot be is refused: a version that never held, a value out of order, no claimant."""
    with pytest.raises(IntegrityError, match=name):
        put(engine, record_type, {**rows[record_type], **changed})


@pytest.mark.parametrize("record_type", RECORD_TABLES)
def test_one_open_version(engine: Engine, rows: dict[str, Row], record_type: str) -> None:
    """No record has two versions that hold."""
    row = rows[record_type]
    with pytest.raises(IntegrityError):
        put(engine, record_type, row, {**row, "version": 2})


@pytest.mark.parametrize("record_type", TABLES)
def test_required(engine: Engine, rows: dict[str, Row], record_type: str) -> None:
    """A column that must be filled is refused empty."""
    table = TABLES[record_type]
    for column in table.columns:
        if not column.nullable:
            with pytest.raises(IntegrityError, match=column.name):
                put(engine, record_type, {**rows[record_type], column.name: None})


def test_largest_count(engine: Engine, rows: dict[str, Row]) -> None:
    """The largest count that a fixture may hold fits."""
    most = 10**12
    put(engine, "departures", {**rows["departures"], "reported": most, "lower": most})
