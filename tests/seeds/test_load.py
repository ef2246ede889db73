"""What one run does to the database: which versions it makes, which it ends, and what stays."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, select

from models import RECORD_TABLES, RecordChange, Release, table_of
from models.base import BOOKKEEPING, OPEN_END
from seeds.database import require_schema, writing
from seeds.errors import SeedError
from seeds.fixtures import Fixtures
from seeds.load import Loaded, RemovedError, checksum, load
from seeds.records import Records, Row, records_of
from tests.seeds.invented import ARTICLE, read

KNOWN = [
    ("claimants", "the-courier", "name"),
    ("places", "norway", "name"),
    ("departures", "arriving-daily", "note"),
    ("permit_holders", "green-cards", "note"),
]
"""Records that tests take up and change, each with a field that may hold anything."""

Said = dict[str, str]
"""By id: what the record's field says, ``-`` when it is withdrawn; none for one not there."""


@pytest.fixture(scope="module")
def engine(empty_database: Callable[[], str]) -> Iterator[Engine]:
    """An engine of a database with empty tables."""
    url = empty_database()
    with writing(url) as connection:
        require_schema(connection)
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is undone at the end."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The records of the invented fixtures."""
    return records_of(read(tmp_path_factory.mktemp("invented")))


def records(invented: Records, said: Said) -> Records:
    """Some of the known records, saying something."""
    chosen: Records = {record_type: {} for record_type in RECORD_TABLES}
    for record_type, id, field in KNOWN:
        if id in said:
            row = {**invented[record_type][id][0], field: said[id]}
            chosen[record_type][id] = (row, "Misread." if said[id] == "-" else None)
    return chosen


def versions(connection: Connection) -> dict[tuple[str, str, int], Row]:
    """Every version of every record."""
    return {
        (record_type, row["id"], row["version"]): dict(row)
        for record_type, table in RECORD_TABLES.items()
        for row in connection.execute(select(table)).mappings()
    }


def held(connection: Connection, release: int) -> dict[tuple[str, str], Row]:
    """The content of every record that held in a release, which is one version of each."""
    rows: dict[tuple[str, str], Row] = {}
    for (record_type, id, _), row in versions(connection).items():
        if row["release_from"] <= release < row["release_to"]:
            assert (record_type, id) not in rows
            rows[record_type, id] = {k: v for k, v in row.items() if k not in BOOKKEEPING}
    return rows


def wanted(loaded: Records) -> dict[tuple[str, str], Row]:
    """The content that records ask to be served."""
    return {
        (record_type, id): row
        for record_type, rows in loaded.items()
        for id, (row, reason) in rows.items()
        if not reason
    }


def changes(connection: Connection, release: int) -> dict[str, tuple[str, int, str | None]]:
    """By id: what a release did, to which version, and why."""
    table = table_of(RecordChange)
    rows = connection.execute(select(table).where(table.c.release == release))
    return {row.id: (row.change, row.version, row.reason) for row in rows}


def releases(connection: Connection) -> list[Any]:
    """Every release, the first one first."""
    table = table_of(Release)
    return list(connection.execute(select(table).order_by(table.c.number)))


def test_first(connection: Connection, fixtures: Fixtures) -> None:
    """The first run adds every record as the first version, in the first release."""
    everything = records_of(fixtures)
    loaded = load(connection, everything)
    assert (loaded.release, loaded.made_release) == (1, True)
    assert loaded.counts == {
        record_type: {"added": len(rows), "unchanged": 0}
        for record_type, rows in everything.items()
    }
    assert held(connection, 1) == wanted(everything)
    assert {row["version"] for row in versions(connection).values()} == {1}


def test_second(connection: Connection, fixtures: Fixtures) -> None:
    """A second run of the same records changes nothing and makes no release."""
    everything = records_of(fixtures)
    load(connection, everything)
    before = versions(connection)
    again = load(connection, everything)
    assert (again.release, again.made_release) == (1, False)
    assert all(set(counts) == {"unchanged"} for counts in again.counts.values())
    assert versions(connection) == before
    assert len(releases(connection)) == 1


def test_nothing(connection: Connection, invented: Records) -> None:
    """No records in an empty database are no release."""
    assert load(connection, records(invented, {})).release == 0
    assert releases(connection) == []


def test_release(connection: Connection, invented: Records) -> None:
    """A release has its instant in UTC, what it did to how many, and its checksum."""
    first = {"norway": "a", "the-courier": "a", "arriving-daily": "-"}
    load(connection, records(invented, first), now=lambda: datetime(2024, 3, 4, tzinfo=UTC))
    zone = datetime(2024, 3, 5, 1, 30, tzinfo=UTC).astimezone()
    later = {"norway": "b", "the-courier": "-", "arriving-daily": "a", "green-cards": "a"}
    load(connection, records(invented, later), now=lambda: zone)
    second = releases(connection)[1]
    assert (second.number, second.recorded_at) == (2, "2024-03-05T01:30:00Z")
    assert (second.added, second.changed, second.withdrawn, second.reinstated) == (1, 1, 1, 1)
    assert second.checksum == checksum(connection, 2)


def test_a_clock_that_is_behind(connection: Connection, invented: Records) -> None:
    """A release is never dated before the one it follows."""
    ahead = datetime(2026, 3, 1, tzinfo=UTC)
    load(connection, records(invented, {"norway": "a"}), now=lambda: ahead)
    load(connection, records(invented, {"norway": "b"}), now=lambda: ahead - timedelta(days=2))
    assert [row.recorded_at for row in releases(connection)] == ["2026-03-01T00:00:00Z"] * 2


def test_changed(connection: Connection, invented: Records) -> None:
    """A changed record gets a new version, and the old one is kept as it was, with its end."""
    load(connection, records(invented, {"norway": "old", "the-courier": "a"}))
    loaded = load(connection, records(invented, {"norway": "new", "the-courier": "a"}))
    assert loaded.counts["places"] == {"changed": 1, "unchanged": 0}
    assert loaded.counts["claimants"] == {"unchanged": 1}
    rows = versions(connection)
    old, new = rows["places", "norway", 1], rows["places", "norway", 2]
    assert (old["name"], old["release_from"], old["release_to"]) == ("old", 1, 2)
    assert (new["name"], new["release_from"], new["release_to"]) == ("new", 2, OPEN_END)
    assert changes(connection, 2) == {"norway": ("changed", 2, None)}


def test_withdrawn(connection: Connection, invented: Records) -> None:
    """A withdrawn record keeps its version, which ends with the reason and holds no more."""
    load(connection, records(invented, {"norway": "a"}))
    loaded = load(connection, records(invented, {"norway": "-"}))
    assert loaded.counts["places"] == {"withdrawn": 1, "unchanged": 0}
    (row,) = versions(connection).values()
    assert (row["name"], row["release_to"], row["withdrawn_reason"]) == ("a", 2, "Misread.")
    assert held(connection, 2) == {}
    assert changes(connection, 2) == {"norway": ("withdrawn", 1, "Misread.")}


@pytest.mark.parametrize("later", [{"norway": "-"}, {}])
def test_stays_withdrawn(connection: Connection, invented: Records, later: Said) -> None:
    """A withdrawn record may keep its entry or lose it: nothing changes."""
    for said in ({"norway": "a"}, {"norway": "-"}):
        load(connection, records(invented, said))
    assert not load(connection, records(invented, later)).made_release


def test_removed(connection: Connection, invented: Records) -> None:
    """A served record that is missing without a reason is refused, and nothing is loaded."""
    load(connection, records(invented, {"norway": "a", "the-courier": "a"}))
    before = versions(connection)
    with pytest.raises(RemovedError, match=r"places: .* norway\. Keep .* withdrawn_reason"):
        load(connection, records(invented, {"the-courier": "b", "green-cards": "a"}))
    assert versions(connection) == before
    assert len(releases(connection)) == 1


def test_reinstated(connection: Connection, invented: Records) -> None:
    """A withdrawn record that comes back is a new version, the same or not."""
    load(connection, records(invented, {"norway": "a"}))
    load(connection, records(invented, {"norway": "-"}))
    loaded = load(connection, records(invented, {"norway": "a"}))
    assert loaded.counts["places"] == {"reinstated": 1, "unchanged": 0}
    rows = versions(connection)
    assert rows["places", "norway", 1]["withdrawn_reason"] == "Misread."
    assert rows["places", "norway", 2]["withdrawn_reason"] is None
    assert (held(connection, 2), len(held(connection, 3))) == ({}, 1)
    assert changes(connection, 3) == {"norway": ("reinstated", 2, None)}


def test_arrives_withdrawn(connection: Connection, invented: Records) -> None:
    """A record that arrives withdrawn is known with its reason, holds nowhere, may come later."""
    load(connection, records(invented, {"norway": "-"}))
    (row,) = versions(connection).values()
    assert (row["release_from"], row["release_to"]) == (1, 1)
    assert row["withdrawn_reason"] == "Misread."
    assert held(connection, 1) == {}
    assert not load(connection, records(invented, {"norway": "-"})).made_release
    load(connection, records(invented, {"norway": "a"}))
    assert changes(connection, 2) == {"norway": ("reinstated", 2, None)}
    assert len(held(connection, 2)) == 1


@pytest.mark.parametrize("end", [{"arriving-daily": "-"}, {"arriving-daily": "-", "norway": "a"}])
def test_id_of_another_kind(connection: Connection, invented: Records, end: Said) -> None:
    """The id of a figure, once withdrawn, is refused for a figure of another kind."""
    load(connection, records(invented, {"arriving-daily": "a"}))
    load(connection, records(invented, end))
    before = versions(connection)
    other = records(invented, {"norway": "a"})
    row = {**invented["permit_holders"]["green-cards"][0], "id": "arriving-daily"}
    other["permit_holders"]["arriving-daily"] = (row, None)
    with pytest.raises(SeedError, match="never reused: arriving-daily named departures before"):
        load(connection, other)
    assert versions(connection) == before


def test_id_of_another_type(connection: Connection, invented: Records) -> None:
    """A place may have the id of a figure: only figures share one list."""
    both = records(invented, {"arriving-daily": "a"})
    place = {**invented["places"]["norway"][0], "id": "arriving-daily"}
    both["places"]["arriving-daily"] = (place, None)
    assert load(connection, both).made_release


def test_checksum(connection: Connection, invented: Records) -> None:
    """A checksum is that of the content: another content has another, for good."""
    sums = []
    for number, text in enumerate("aba", start=1):
        load(connection, records(invented, {"norway": text}))
        sums.append(checksum(connection, number))
    assert len(set(sums)) == 3  # the third says what the first said, as another version
    assert [release.checksum for release in releases(connection)] == sums


def test_checksum_everywhere(connection: Connection, fixtures: Fixtures, tmp_path: Path) -> None:
    """The same records have the same checksum, whatever the database and their order."""
    load(connection, records_of(fixtures))
    backwards = {
        record_type: dict(reversed(rows.items()))
        for record_type, rows in reversed(records_of(fixtures).items())
    }
    with writing(f"sqlite:///{tmp_path}/other.db") as other:
        require_schema(other)
        load(other, backwards)
        assert checksum(other, 1) == checksum(connection, 1)


def test_progress(connection: Connection, invented: Records) -> None:
    """Progress is told once for every record type."""
    seen: list[str] = []
    load(connection, invented, progress=seen.append)
    assert seen == list(RECORD_TABLES)


def test_order_in_a_file(connection: Connection, tmp_path: Path) -> None:
    """The order of names and of inferred fields changes nothing."""
    a = read(tmp_path, (ARTICLE, '["destination"]', '["destination", "origin"]'))
    b = read(tmp_path, (ARTICLE, '["destination"]', '["origin", "destination"]'))
    load(connection, records_of(a))
    assert not load(connection, records_of(b)).made_release


STATES = st.fixed_dictionaries(
    {}, optional={id: st.sampled_from(["a", "b", "-"]) for _, id, _ in KNOWN}
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STATES, min_size=2, max_size=7))
def test_any_history(engine: Engine, invented: Records, history: list[Said]) -> None:
    """Whatever is loaded in turn, each release stays what was loaded then, of every record one."""
    loaded: list[Records] = []
    with engine.connect() as connection:
        for number, said in enumerate(history):
            before = versions(connection)
            try:
                done = load(
                    connection,
                    records(invented, said),
                    now=partial(at_hour, number),
                )
            except RemovedError:
                missing = set(held(connection, len(loaded))) - set(wanted(records(invented, said)))
                assert missing
                assert versions(connection) == before
                continue
            if done.made_release:
                loaded.append(records(invented, said))
            assert done.release == len(loaded)
            only_ended(before, versions(connection))
            counted(connection, done)
        assert [release.number for release in releases(connection)] == [*range(1, len(loaded) + 1)]
        for release, then in enumerate(loaded, start=1):
            assert held(connection, release) == wanted(then)
            assert releases(connection)[release - 1].checksum == checksum(connection, release)
        connection.rollback()


def at_hour(hours: int) -> datetime:
    """So many hours after a noon."""
    return datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(hours=hours)


def only_ended(before: dict[Any, Row], after: dict[Any, Row]) -> None:
    """Of an old version nothing but its end changes, once."""
    for key, old in before.items():
        new = after[key]
        differing = {name for name in old if old[name] != new[name]}
        assert differing <= {"release_to", "withdrawn_reason"}
        assert not differing or old["release_to"] == OPEN_END


def counted(connection: Connection, done: Loaded) -> None:
    """What a run says it did is what its release says it did."""
    if done.made_release:
        said: list[str] = []
        for counts in done.counts.values():
            for change, number in counts.items():
                said += [change] * number if change != "unchanged" else []
        assert sorted(said) == sorted(c for c, _, _ in changes(connection, done.release).values())
