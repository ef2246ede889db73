"""Which flows match, with all that is needed to work out what follows from them?"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, select

from api.errors import QueryTooSlow
from api.queries.comparisons import members
from api.queries.figure_filter import FigureFilter
from api.queries.figures import find_all
from api.queries.listing import held_at
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES
from models.flow import Flow, read_flows

MOST_FLOWS = 10_000
"""More than these are not worked out at once: it would take longer than a query may."""


class Flows(msgspec.Struct, frozen=True, kw_only=True):
    """Flows, and the rows they were read from, by id."""

    flows: list[Flow]
    rows: dict[str, RowMapping]


def find_flows(
    connection: Connection,
    snapshot: Snapshot,
    filter: FigureFilter,
    conditions: list[ColumnElement[bool]],
    *,
    by_place: bool,
) -> Flows:
    """The flows that match; ``QueryTooSlow`` when there are more than ``MOST_FLOWS``."""
    found = find_all(connection, snapshot, "departures", filter, conditions, MOST_FLOWS)
    if found is None:
        raise QueryTooSlow(
            f"more than {MOST_FLOWS:,} figures match, which are not worked out at once: narrow "
            "them by origin, destination or nationality"
        )
    rows = {row["id"]: row for row in found}
    totals = members(connection, snapshot, _totals(found), ["departures"])
    dates = {id: snapshot.sources[id].published for id in {row["source"] for row in found}}
    published = {id: (date.earliest, date.latest) for id, date in dates.items()}
    flows = read_flows(
        rows.values(), published, {id: row for id, (_, row) in totals.items()}, by_place=by_place
    )
    return Flows(flows=flows, rows=rows)


def find_values(
    connection: Connection, snapshot: Snapshot, columns: Sequence[str]
) -> dict[str, set[str]]:
    """By column of flows: the values that there are, unknown ones left out."""
    table = FIGURE_TABLES["departures"]
    chosen = [table.c[name] for name in columns]
    rows = connection.execute(select(*chosen).distinct().where(held_at(table, snapshot))).all()
    return {
        name: {value for value in values if value is not None}
        for name, values in zip(columns, zip(*rows, strict=True), strict=False)
    }


def _totals(rows: Sequence[RowMapping]) -> set[str]:
    return {row["part_of"] for row in rows if row["part_of"] is not None}
