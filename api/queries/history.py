"""What versions has a record had, up to a release?"""

from sqlalchemy import Connection, RowMapping, select

from api.errors import NotFound
from api.queries.snapshot import Snapshot
from models import FIGURE_TABLES
from models.vocabulary import Kind


def versions_of(
    connection: Connection, snapshot: Snapshot, id: str
) -> tuple[Kind, list[RowMapping]]:
    """The kind and the versions of a figure, newest first; ``NotFound`` if it had none by then."""
    for kind, table in FIGURE_TABLES.items():
        statement = (
            select(table)
            .where(table.c.id == id, table.c.release_from <= snapshot.release)
            .order_by(table.c.version.desc())
        )
        if rows := list(connection.execute(statement).mappings()):
            return kind, rows
    raise NotFound("nothing has this id in this release")
