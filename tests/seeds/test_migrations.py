"""Do the migrations make the tables that the models describe?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, insert, inspect, select, text
from sqlmodel import SQLModel

from models import SCHEMA, ReconciliationMember, Release, table_of
from seeds.database import alembic_config, newest_schema, schema_of, upgrade, writing
from seeds.errors import DatabaseError
from seeds.fixtures import Fixtures
from tests.api.made_up import with_made_up
from tests.conftest import client_of, seed

UNREAD = (
    "ignore:Skipped unsupported reflection of expression-based index",
    "ignore:autogenerate skipping metadata-specified expression-based index",
)
"""SQLAlchemy does not read such an index of SQLite: ``test_same_indexes`` does."""


@pytest.fixture(scope="module")
def migrated(empty_database: Callable[[], str]) -> Iterator[Connection]:
    """A database that the migrations made."""
    url = empty_database()
    with writing(url) as connection:
        assert upgrade(connection) == (None, newest_schema())
    engine = create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def described(empty_database: Callable[[], str]) -> Iterator[Connection]:
    """A database made from the models themselves."""
    engine = create_engine(empty_database())
    with engine.begin() as connection:
        SQLModel.metadata.create_all(connection)
        yield connection
    engine.dispose()


@pytest.mark.filterwarnings(*UNREAD)
def test_the_revision_is_named() -> None:
    """What serves knows the newest revision without looking through migrations."""
    assert newest_schema() == SCHEMA


def test_nothing_to_generate(migrated: Connection) -> None:
    """Alembic finds nothing in the models that the migrations leave out."""
    context = MigrationContext.configure(migrated, opts={"compare_type": True})
    assert compare_metadata(context, SQLModel.metadata) == []


def test_same_tables(migrated: Connection, described: Connection) -> None:
    """The migrations make the tables of the models, and their own one."""
    made = set(inspect(migrated).get_table_names())
    assert made - set(inspect(described).get_table_names()) == {"alembic_version"}
    assert made - {"alembic_version"} == set(SQLModel.metadata.tables)


def indexes(connection: Connection) -> dict[str, str]:
    """What the database itself says of its indexes, by name."""
    statement = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public'"
    )
    return {row.name: row.sql for row in connection.execute(text(statement))}


def test_same_indexes(migrated: Connection, described: Connection) -> None:
    """Every index of the models is there as it is meant, expressions and directions too."""
    made, wanted = indexes(migrated), indexes(described)
    assert len(wanted) > 40
    for own in ("alembic_version_pkc",):
        made.pop(own, None)
    assert made == wanted


def by_name(found: list[Any]) -> dict[str, str]:
    """What an inspection found, comparable, by name."""
    return {item["name"]: _plain(item) for item in found}


def _plain(part: Any) -> str:
    """A part of an inspection as text; an SQL expression by what it says."""
    if isinstance(part, dict):
        return str(sorted((str(name), _plain(value)) for name, value in part.items()))
    return str(part)


@pytest.mark.filterwarnings(*UNREAD)
@pytest.mark.parametrize("table", SQLModel.metadata.tables)
def test_same_table(migrated: Connection, described: Connection, table: str) -> None:
    """Columns, keys, CHECK constraints and indexes of a table are those of its model."""
    made, wanted = inspect(migrated), inspect(described)
    assert by_name(made.get_columns(table)) == by_name(wanted.get_columns(table))
    key = made.get_pk_constraint(table)["constrained_columns"]
    assert key == wanted.get_pk_constraint(table)["constrained_columns"]
    assert key
    checks = by_name(made.get_check_constraints(table))
    assert checks == by_name(wanted.get_check_constraints(table))
    assert by_name(made.get_indexes(table)) == by_name(wanted.get_indexes(table))


def test_again(empty_database: Callable[[], str]) -> None:
    """A second upgrade does nothing, and says that it found the newest schema."""
    url = empty_database()
    with writing(url) as connection:
        upgrade(connection)
    with writing(url) as connection:
        assert upgrade(connection) == (newest_schema(), newest_schema())
        assert schema_of(connection) == newest_schema()


def test_foreign(empty_database: Callable[[], str]) -> None:
    """A database with other tables is refused, and left as it was."""
    url = empty_database()
    with writing(url) as connection:
        connection.execute(text("CREATE TABLE other (number INTEGER)"))
    with (
        pytest.raises(DatabaseError, match="other tables and no Tally schema"),
        writing(url) as connection,
    ):
        upgrade(connection)
    with writing(url) as connection:
        assert inspect(connection).get_table_names() == ["other"]


@pytest.mark.parametrize("revision", ["9999", "0f0f0f0f0f0f"])
def test_unknown(empty_database: Callable[[], str], revision: str) -> None:
    """A database that a later version made, or another program, is not upgraded."""
    url = empty_database()
    with writing(url) as connection:
        upgrade(connection)
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    with (
        pytest.raises(DatabaseError, match=f"{revision}, which this version .* does not know"),
        writing(url) as connection,
    ):
        upgrade(connection)


def test_upgrade_of_a_database_with_data(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> None:
    """A database of the first schema, with data, becomes what this version would have made."""
    made, old = empty_database(), empty_database()
    for release in (fixtures, with_made_up(fixtures)):
        seed(made, release)
    added = (
        table_of(ReconciliationMember).name,
        table_of(Release).c.rules.name,
        "country_as_given",
    )
    with writing(made) as ours:
        content = {
            table.name: [dict(row) for row in ours.execute(select(table)).mappings()]
            for table in SQLModel.metadata.sorted_tables
        }
    with writing(old) as connection:
        command.upgrade(alembic_config(connection), "0001")
        for table in SQLModel.metadata.sorted_tables:
            rows = [
                {
                    name: value
                    for name, value in row.items()
                    if name not in added and (name != "published" or table.name == "source")
                }
                for row in content[table.name]
            ]
            if table.name not in added:
                connection.execute(insert(table), rows)
    with writing(old) as connection:
        assert upgrade(connection) == ("0001", newest_schema())
        for table in SQLModel.metadata.sorted_tables:
            upgraded = [dict(row) for row in connection.execute(select(table)).mappings()]
            wanted = [
                {**row, "rules": None} if "rules" in row else row for row in content[table.name]
            ]
            assert sorted(map(repr, upgraded)) == sorted(map(repr, wanted)), table.name
    assert content[added[0]]
    client = client_of(old)
    figure = content[added[0]][0]["figure"]
    assert client.data(f"/v1/reconciliations?figure={figure}")
    assert not seed(old, with_made_up(fixtures)).made_release
