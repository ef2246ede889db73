"""Every list of comparisons and reconciliations finds its rows by an index, on both databases.

The plan is asked of the database itself, for the very statements that a request runs. PostgreSQL
is told not to read a table from end to end where there is another way: of tables as small as
these, it would.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from tests.conftest import Client

FIGURE = "left-pakistan-since-april-2025"
IN_ORDER = [
    "/v1/comparisons",
    "/v1/comparisons?figures_from=2",
    "/v1/comparisons?verdict=conflicting",
    "/v1/comparisons?origin=PAK",
    "/v1/comparisons?destination=AFG",
    "/v1/comparisons?country=PAK",
    "/v1/comparisons?nationality=AFG",
    "/v1/comparisons?sort=id",
    "/v1/comparisons?sort=-id",
    "/v1/comparisons?sort=size,-id",
    "/v1/reconciliations",
    "/v1/reconciliations?rule=stated_parts",
    "/v1/reconciliations?verdict=adds_up",
    "/v1/reconciliations?origin=PAK",
    "/v1/reconciliations?destination=AFG",
    "/v1/reconciliations?country=PAK",
    "/v1/reconciliations?sort=-id",
    "/v1/reconciliations?sort=rule,id",
]
"""Lists that are read in the order they are answered in, and no further than to the page's end."""

FOUND = [
    f"/v1/comparisons?figure={FIGURE}",
    f"/v1/reconciliations?figure={FIGURE}",
    f"/v1/reconciliations?whole={FIGURE}",
]
"""Lists of the few that hold a figure, which are found first and sorted then."""


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The statements on comparisons and reconciliations that run meanwhile."""
    seen: list[tuple[str, Any]] = []

    def see(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if re.search(r"FROM (comparison|reconciliation)\s", statement.partition("WHERE")[0]):
            seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", see)
    yield seen
    event.remove(Engine, "before_cursor_execute", see)


def plan(connection: Connection, statement: str, parameters: Any) -> str:
    """What the database says it does."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row.detail for row in rows)
    for other_way in ("seqscan", "sort", "bitmapscan", "hashagg"):
        connection.exec_driver_sql(f"SET LOCAL enable_{other_way} = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(row[0] for row in rows)


def plan_of(client: Client, address: str) -> str:
    """The plan of the one statement that finds what an address lists."""
    with asked() as seen:
        client.json(address)
    assert len(seen) == 1, seen
    engine = create_engine(client.database_url)
    with engine.connect() as connection:
        found = plan(connection, *seen[0])
    engine.dispose()
    return found


@pytest.mark.parametrize("address", IN_ORDER)
def test_read_in_order(rich: Client, address: str) -> None:
    """An index gives the rows in their order: nothing is sorted, and no table read whole."""
    found = plan_of(rich, address)
    assert "USING INDEX" in found or "Index Scan" in found, found
    for bad in ("TEMP B-TREE", "Seq Scan", "Sort"):
        assert bad not in found, found


@pytest.mark.parametrize("address", FOUND)
def test_found_by_figure(rich: Client, address: str) -> None:
    """A figure's own are looked up, and no table read from end to end."""
    found = plan_of(rich, address)
    assert "SEARCH" in found or "Index Cond" in found, found
    for bad in ("SCAN", "Seq Scan"):
        assert bad not in found, found
