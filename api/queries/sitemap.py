"""Which records have a page, so many at a time, in the newest release?"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, func, literal_column, select

from api.queries.comparisons import COMPARISON
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES, RECORD_TABLES
from models.base import OPEN_END

PAGED: dict[str, tuple[Table, str]] = {
    **{str(kind): (table, "/figures/") for kind, table in FIGURE_TABLES.items()},
    "comparisons": (COMPARISON, "/comparisons/"),
    "sources": (RECORD_TABLES["sources"], "/sources/"),
}
"""By the name of a file of addresses: whose pages they are, and what these begin with."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Some records of a table that follow each other by id."""

    name: str
    number: int
    """Counts the stretches of a table from 1."""
    after: str
    """The id before its first."""
    last: str | None
    """Its last id; ``None`` where it is the last stretch."""
    size: int


def stretches(connection: Connection, name: str, most: int) -> Iterator[Stretch]:
    """A table in stretches of so many records, and what is left; each walks an index."""
    table, _ = PAGED[name]
    ids = select(table.c.id).where(_holds(table)).order_by(table.c.id)
    number, after = 1, ""
    while True:
        rest = ids.where(table.c.id > after)
        last = connection.execute(rest.limit(1).offset(most - 1)).scalar()
        size = most
        if last is None:
            left = select(func.count()).select_from(rest.limit(most).subquery())
            size = int(connection.execute(left).scalar_one())
        if size:
            yield Stretch(name=name, number=number, after=after, last=last, size=size)
        if last is None:
            return
        number, after = number + 1, last


def addresses_of(
    connection: Connection, snapshot: Snapshot, stretch: Stretch
) -> Iterator[tuple[str, str | None]]:
    """The path of each page of a stretch, and when what it shows was recorded."""
    table, path = PAGED[stretch.name]
    statement = select(table.c.id, table.c.release_from).where(
        _holds(table), table.c.id > stretch.after
    )
    if stretch.last is not None:
        statement = statement.where(table.c.id <= stretch.last)
    for id, release in connection.execute(statement.order_by(table.c.id)):
        # of a release that was made just now, nothing more is known yet
        yield path + id, snapshot.instants.get(release)


def _holds(table: Table) -> ColumnElement[bool]:
    """That a version holds still, written as in the index of ids: a parameter would not find it."""
    return table.c.release_to == literal_column(str(OPEN_END))
