"""What is worked out from what a release touched is what would be worked out from everything."""

from collections.abc import Callable, Iterator
from itertools import product
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select
from sqlmodel import SQLModel

from models import (
    RECORD_TABLES,
    Comparison,
    ComparisonMember,
    Reconciliation,
    ReconciliationMember,
    table_of,
)
from models.comparison import Verdict
from models.reconciliation import Rule
from models.vocabulary import Kind, words_of
from seeds import derive, touched
from seeds.load import load
from seeds.records import Records, Row
from seeds.touched import find_touched

DERIVED: list[type[SQLModel]] = [Comparison, ComparisonMember, Reconciliation, ReconciliationMember]
IDS: dict[Kind, list[str]] = {
    "departures": [f"flow-{i}" for i in range(7)],
    "permit_holders": [f"holders-{i}" for i in range(2)],
    "population_estimates": [f"stock-{i}" for i in range(6)],
}
SOURCES = ["source-a", "source-b"]
NEVER = 10**9

Change = tuple[str, str, Row, str | None]
"""Record type, id, content, and why it is withdrawn."""


VALUES: list[Row] = [
    {"bound": "point", "reported": 100, "plausible_lower": 95, "plausible_upper": 105},
    {"bound": "point", "reported": 200, "plausible_lower": 195, "plausible_upper": 205},
    {"bound": "point", "reported": 300, "plausible_lower": 295, "plausible_upper": 305},
    {"bound": "more_than", "reported": 300, "plausible_lower": 301, "plausible_upper": None},
]
MONTHS = [("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-01-01", None)]
STATUSES = ["unspecified", "unspecified", "registered_refugee", "documented", "undocumented"]
AS_OF = ["2024-01-01", "2024-01-20", "2024-01-31", "2024-02-03", "2024-03-05", None]
OUT = ["2024-03-02", "2024-03-11", "2024-04-21", None]


def mostly(chance: Random, usual: Any, *others: Any) -> Any:
    """One value nearly always, so that figures meet in a question, and others now and then."""
    return chance.choice([usual] * 6 + [*others])


def drawn_by(chance: Random) -> dict[str, Any]:
    """What the three kinds are made of: few values, near each other, that meet in questions."""
    return {
        "value": chance.choice(VALUES),
        "claimant": chance.choice([None, "claimant-a"]),
        "stated_on": chance.choice([None, None, "2024-03-01", "2024-03-10", "2024-04-20"]),
        "source": chance.choice(SOURCES),
        "unit": mostly(chance, "persons", "families"),
        "inferred": mostly(chance, "[]", '["unit"]'),
        "nationality": mostly(chance, "AFG", None),
        "part_of": chance.choice(
            [None, None, *IDS["departures"][:2], IDS["population_estimates"][0]]
        ),
        "period": chance.choice([*MONTHS, MONTHS[-1]]),
        "origin": mostly(chance, "PAK", None),
        "since_event": mostly(chance, "event", None),
        "movement": mostly(chance, "departure", "return", "arrival"),
        "country": mostly(chance, "PAK", "IRN"),
        "as_of": chance.choice(AS_OF),
        "legal_status": chance.choice(STATUSES),
    }


def flow(drawn: dict[str, Any]) -> Row:
    """A departure."""
    start, end = drawn["period"]
    cumulative = end is None
    return {
        **figure(drawn | {"legal_status": "unspecified"}),
        "origin": drawn["origin"],
        "destination": None,
        "place": None,
        "period_start": start,
        "period_end": end,
        "period_precision": "day",
        "coverage": "cumulative" if cumulative else "period",
        "per": None,
        "since_event": drawn["since_event"] if cumulative else None,
        "movement": drawn["movement"],
        "outlook": "observed",
        "country_as_given": outside_iso(drawn),
    }


def holders(drawn: dict[str, Any]) -> Row:
    """A count of holders."""
    return {
        **figure(drawn),
        "category": "card",
        "jurisdiction": drawn["country"],
        **dated(drawn["as_of"]),
        "state": "in_force",
    }


def stock(drawn: dict[str, Any]) -> Row:
    """A population estimate."""
    return {
        **figure(drawn),
        "country": drawn["country"],
        "place": None,
        "origin": None,
        "population_scope": "nationality",
        "situation": "resident",
        **dated(drawn["as_of"]),
        "country_as_given": outside_iso(drawn),
    }


def outside_iso(drawn: dict[str, Any]) -> str | None:
    """What stands for a place outside ISO 3166-1: for some of those without one."""
    return "UNK" if drawn["origin"] is None and drawn["claimant"] else None


def dated(day: str | None) -> Row:
    """The date of a stock."""
    return {"as_of_start": day, "as_of_end": day, "as_of_precision": "day" if day else None}


def figure(drawn: dict[str, Any]) -> Row:
    """The columns that all figures have."""
    value = drawn["value"]
    exact = value["bound"] == "point"
    return {
        **value,
        "approximate": False,
        "lower": value["reported"],
        "upper": value["reported"] if exact else None,
        "unit": drawn["unit"],
        "as_printed": "some",
        "rounding": 5,
        "nationality": drawn["nationality"],
        "legal_status": drawn["legal_status"],
        "inferred": drawn["inferred"],
        "part_of": drawn["part_of"],
        "voice": "claimant" if drawn["claimant"] else "outlet",
        "claimant": drawn["claimant"],
        "speaker_name": None,
        "speaker_role": None,
        "stated_on": drawn["stated_on"],
        "via": "[]",
        "confirmed_by": "[]",
        "source": drawn["source"],
        "mentions": "[]",
        "note": None,
    }


def source(published: str | None) -> Row:
    """A source, out on a day."""
    return {
        "kind": "article",
        "title": None,
        "publisher": None,
        "via": "[]",
        "published_earliest": published,
        "published_latest": published,
        "published_basis": "printed" if published else "unknown",
        "language": "en",
        "url": None,
        "licence": None,
        "text_sha256": "0" * 64,
        "text_length": 1,
        "note": None,
    }


MADE: dict[str, Callable[[dict[str, Any]], Row]] = {
    "departures": flow,
    "permit_holders": holders,
    "population_estimates": stock,
}
THEMES: dict[str, list[tuple[str, list[str]]]] = {
    "all": [*IDS.items(), ("sources", SOURCES)],
    "flows": [("departures", IDS["departures"]), ("sources", SOURCES)],
    "stocks": [("population_estimates", IDS["population_estimates"])],
}
"""By name: which records change."""


def changed_by(chance: Random, theme: str) -> Change:
    """An addition, a correction, or, one in six, a withdrawal."""
    record_type, ids = chance.choice(THEMES[theme])
    made = MADE.get(record_type)
    row = made(drawn_by(chance)) if made else source(chance.choice(OUT))
    return record_type, chance.choice(ids), row, mostly(chance, None, "taken out")


def sequence(chance: Random, theme: str) -> list[list[Change]]:
    """A first release and some later ones that change one or two records each."""
    sizes = [20, *(chance.randint(1, 2) for _ in range(chance.randint(1, 6)))]
    return [[changed_by(chance, theme) for _ in range(size)] for size in sizes]


def states(releases: list[list[Change]]) -> Iterator[Records]:
    """The records that each release is to hold, those of the ones before among them."""
    records: Records = {record_type: {} for record_type in RECORD_TABLES}
    for changed in releases:
        for record_type, id, row, reason in changed:
            records[record_type] = records[record_type] | {id: ({"id": id, **row}, reason)}
        yield dict(records)


def derived(connection: Connection) -> dict[str, list[Any]]:
    """Every row of every derived table, every version."""
    tables = [table_of(model) for model in DERIVED]
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in tables
    }


def seeded(connection: Connection, releases: list[list[Change]], few: int) -> list[Any]:
    """What is derived after each release, where so many changes are few.

    Everything is worked out group by group.
    """
    found = []
    with patch.object(touched, "FEW", few), patch.object(derive, "_AT_ONCE", 1):
        for records in states(releases):
            load(connection, records)
            found.append(derived(connection))
    return found


@pytest.fixture(scope="module")
def connection(empty_database: Callable[[], str]) -> Iterator[Connection]:
    """A connection to empty tables; what is done on it has to be undone."""
    engine = create_engine(empty_database())
    with engine.begin() as made:
        SQLModel.metadata.create_all(made)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def compare(connection: Connection, releases: list[list[Change]]) -> None:
    """Seed the releases twice, from what is touched and from everything, and compare."""
    found = []
    for few in (NEVER, -1):
        found.append(seeded(connection, releases, few))
        connection.rollback()
    assert found[0] == found[1]


GENEROUS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.fixture(scope="module")
def memory() -> Iterator[Connection]:
    """The same of SQLite, and in memory."""
    engine = create_engine("sqlite://")
    with engine.connect() as opened:
        SQLModel.metadata.create_all(opened)
        opened.commit()
        yield opened
    engine.dispose()


@pytest.mark.parametrize("theme", THEMES)
@settings(deadline=None, max_examples=60, suppress_health_check=GENEROUS)
@given(chance=st.randoms(use_true_random=True))
def test_as_if_from_everything(memory: Connection, theme: str, chance: Random) -> None:
    """Additions, corrections and withdrawals leave the same rows, version by version."""
    compare(memory, sequence(chance, theme))


@settings(deadline=None, max_examples=10, suppress_health_check=GENEROUS)
@given(chance=st.randoms(use_true_random=True))
def test_on_each_database(connection: Connection, chance: Random) -> None:
    """The same on both databases, with fewer examples."""
    compare(connection, sequence(chance, "all"))


def test_the_examples_reach_every_rule(memory: Connection) -> None:
    """What is compared above holds comparisons of each verdict, and sets of each rule."""
    found: set[str] = set()
    try:
        for seed, theme in product(range(12), THEMES):
            seeded(memory, sequence(Random(seed), theme), NEVER)
            for column in (table_of(Comparison).c.verdict, table_of(Reconciliation).c.rule):
                found.update(memory.execute(select(column).distinct()).scalars())
            memory.rollback()
    finally:
        memory.rollback()
    assert found >= {*words_of(Verdict), *words_of(Rule)}


def test_the_few_are_not_everything(memory: Connection) -> None:
    """A change of one figure touches its group alone; the first release, and other rules, all."""
    row = flow(drawn_by(Random(1)) | {"origin": "PAK", "part_of": None})
    other = row | {"origin": "IRN"}
    first: list[Change] = [
        ("departures", "flow-1", row, None),
        ("departures", "flow-2", other, None),
    ]
    second: list[Change] = [("departures", "flow-2", other | {"note": "changed"}, None)]
    try:
        for records in states([first, second]):
            load(memory, records)
        assert find_touched(memory, 1) is None
        found = find_touched(memory, 2)
        assert found is not None
        assert found.figures == {"flow-2"}
        assert {group[0] for group in found.groups["departures"]} == {"IRN"}
        with patch.object(touched, "rules", lambda: "others"):
            assert find_touched(memory, 2) is None
    finally:
        memory.rollback()
