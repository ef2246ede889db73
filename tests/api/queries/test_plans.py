"""Lists find their rows by an index, in order, on both databases.

Every list of comparisons and reconciliations does, and of figures the twelve combinations that
newsroom widgets ask for.

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

from api.queries.prepared import Prepared, Values
from benchmarks.widgets import WIDGETS
from models import FIGURE_TABLES
from tests.api.lists import local
from tests.conftest import ROOT, Client, client_of

SET_TO = {
    "claimant": "pakistan-interior-ministry",
    "source": "pakistan-2025-06-04",
    "nationality": "AFG",
    "origin": "PAK",
    "destination": "AFG",
}
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
def asked(tables: str) -> Iterator[list[tuple[str, Any]]]:
    """The statements on some tables that run meanwhile."""
    seen: list[tuple[str, Any]] = []

    def see(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if re.search(rf"FROM ({tables})\s", statement.partition("WHERE")[0]):
            seen.append((statement, parameters))

    usual = Prepared.tuples

    def prepared(self: Prepared, connection: Connection, values: Values) -> list[Any]:
        see(None, None, *self.written(connection.dialect, values))
        return usual(self, connection, values)

    event.listen(Engine, "before_cursor_execute", see)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "tuples", prepared)
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


@pytest.fixture(scope="module")
def anew(rich: Client) -> Client:
    """A client of an application that works out every answer anew."""
    return client_of(rich.database_url, store_megabytes=0)


def plans_of(client: Client, address: str, tables: str) -> list[str]:
    """The plans of the statements that find what an address lists."""
    with asked(tables) as seen:
        client.json(address)
    engine = create_engine(client.database_url)
    with engine.connect() as connection:
        found = [plan(connection, *one) for one in seen]
    engine.dispose()
    return found


def plan_of(client: Client, address: str) -> str:
    """The plan of the one statement that finds which derived records an address lists."""
    (found,) = plans_of(client, address, "comparison|reconciliation")
    return found


@pytest.mark.parametrize("address", IN_ORDER)
def test_read_in_order(anew: Client, address: str) -> None:
    """An index gives the rows in their order: nothing is sorted, and no table read whole."""
    assert_in_order(plan_of(anew, address))


def test_there_are_twelve() -> None:
    """So many combinations are promised, and ``docs/scaling.md`` names them."""
    assert len(set(WIDGETS.values())) == 12
    written = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    for name, address in WIDGETS.items():
        assert f"| {name} | `{re.sub('{[a-z]*}', '', address)}` |" in written


@pytest.mark.parametrize("widget", WIDGETS)
def test_widgets_read_in_order(anew: Client, widget: str) -> None:
    """The first page and the next one of each kind are read off an index of their own."""
    address = WIDGETS[widget].format(**SET_TO)
    page = anew.json(f"{address}{'&' if '?' in address else '?'}limit=1")
    for asked_for in (address, page["links"]["next"] and local(page["links"]["next"])):
        if asked_for is None:
            continue
        found = plans_of(anew, asked_for, "|".join(t.name for t in FIGURE_TABLES.values()))
        assert found
        for one in found:
            assert_in_order(one)


def assert_in_order(found: str) -> None:
    """A plan sorts nothing and reads no table from end to end."""
    assert "USING INDEX" in found or "Index Scan" in found, found
    for bad in ("TEMP B-TREE", "Seq Scan", "Sort"):
        assert bad not in found, found


@pytest.mark.parametrize("address", FOUND)
def test_found_by_figure(anew: Client, address: str) -> None:
    """A figure's own are looked up, and no table read from end to end."""
    found = plan_of(anew, address)
    assert "SEARCH" in found or "Index Cond" in found, found
    for bad in ("SCAN", "Seq Scan"):
        assert bad not in found, found
