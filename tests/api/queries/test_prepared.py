"""A prepared statement finds what SQLAlchemy's own way finds, on both databases."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Select, create_engine, select

from api.queries.prepared import AnyNumber, AnyText, Prepared, PreparedAmong
from models import RECORD_TABLES
from seeds.fixtures import Fixtures
from tests.conftest import seed

PLACES = RECORD_TABLES["places"]


def of_type(type: str) -> Select[Any]:
    """Places of a type, by a statement with a text of its own that has a percent sign."""
    columns = (PLACES.c.id, PLACES.c.version, PLACES.c.parent)
    return select(*columns).where(PLACES.c.type == type, PLACES.c.id != "100%-kabul")


BY_TYPE = of_type(AnyText("type"))


@pytest.fixture(scope="module")
def connection(empty_database: Callable[[], str], fixtures: Fixtures) -> Iterator[Connection]:
    """A connection to a seeded database."""
    url = empty_database()
    seed(url, fixtures)
    engine = create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_finds_the_same(connection: Connection) -> None:
    """With other values and with the same again; text of its own, with a percent sign, is kept."""
    prepared = Prepared(BY_TYPE.order_by(PLACES.c.id))
    for type in ("country", "city", "country", "nothing"):
        usual = connection.execute(of_type(type).order_by(PLACES.c.id)).mappings().all()
        assert prepared.rows(connection, {"type": type}) == [dict(row) for row in usual]
        assert prepared.first(connection, {"type": type}) == (dict(usual[0]) if usual else None)
    assert prepared.rows(connection, {"type": "country"})


def test_asks_for_as_many_as_told(connection: Connection) -> None:
    """One, a power of two, or any number: each text finds its own, and no other."""
    ids = list(connection.execute(select(PLACES.c.id).order_by(PLACES.c.id)).scalars())
    among = PreparedAmong(
        lambda texts: select(PLACES.c.id).where(
            PLACES.c.id.in_(texts), PLACES.c.release_from <= AnyNumber("release")
        )
    )
    for size in range(1, len(ids) + 1):
        wanted = [*ids[:size], "nothing-has-this-id"]
        found = among.tuples(connection, wanted, {"release": 1})
        assert sorted(found) == [(id,) for id in ids[:size]], size
    assert among.rows(connection, ids[:3], {"release": 0}) == []


def test_a_missing_value_is_a_fault(connection: Connection) -> None:
    """A statement is never asked with a value left out."""
    with pytest.raises(KeyError, match="type"):
        Prepared(BY_TYPE).rows(connection, {})
