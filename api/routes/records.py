"""How the records that figures refer to are listed, and one is found by its id."""

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Response
from sqlalchemy import ColumnElement, Connection

from api.filters import AtRelease, Paged
from api.queries.listing import Sortable, find_one
from api.queries.records import count_records, find_records
from api.queries.snapshot import Snapshot
from api.routes.answering import Asked, Found, Tally, answer_detail, answer_list, path_id
from api.service import Service
from models import RECORD_TABLES
from models.question import Row

Filter = TypeVar("Filter", bound=Paged)


async def answer_records(
    request: Tally,
    service: Service,
    shape: type[Filter],
    record_type: str,
    conditions: Callable[[Filter, Snapshot], list[ColumnElement[bool]]],
    sortable: Sortable,
    out: Callable[[Row, Snapshot], Any],
    record: Any,
) -> Response[bytes]:
    """A page of one record type that is not a figure."""
    table = RECORD_TABLES[record_type]

    def find(asked: Asked[Filter]) -> Found:
        wanted = conditions(asked.filter, asked.snapshot)
        sort: tuple[str, ...] = asked.filter.sort  # type: ignore[attr-defined]
        rows, next = find_records(
            asked.connection,
            asked.snapshot,
            table,
            wanted,
            sort,
            {"id": table.c.id, **sortable},
            asked.after,
            asked.filter.limit,
        )
        total = (
            count_records(asked.connection, asked.snapshot, table, wanted)
            if asked.wants_total
            else None
        )
        return Found(data=[out(row, asked.snapshot) for row in rows], next=next, total=total)

    return await answer_list(request, service, shape, find, record)


async def answer_record(
    request: Tally,
    service: Service,
    record_type: str,
    id: str,
    out: Callable[[Connection, Row, Snapshot], Any],
) -> Response[bytes]:
    """One record by its id."""
    wanted = path_id(id)

    def find(connection: Connection, snapshot: Snapshot, filter: AtRelease) -> Any:
        table = RECORD_TABLES[record_type]
        _, row = find_one(connection, snapshot, {record_type: table}, wanted)
        return out(connection, row, snapshot)

    return await answer_detail(request, service, AtRelease, find)
