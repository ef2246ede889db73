"""How figures of one kind or of several are listed, and one is found by its id."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import Connection

from api.filters import AtRelease
from api.queries.figures import Specific, count_figures, count_undated, find_figures
from api.queries.listing import find_one
from api.queries.shapes import Filter
from api.queries.snapshot import Snapshot
from api.routes.answering import Asked, Found, Tally, answer_detail, answer_list, path_id
from api.routes.figure_rows import figures_at, write_figures, written_of
from api.service import Service
from models import FIGURE_TABLES
from models.vocabulary import Kind


async def answer_figures(
    request: Tally,
    service: Service,
    shape: type[Filter],
    specific: Specific[Filter],
    record: Any,
) -> Response[bytes]:
    """A page of the kinds that ``specific`` gives, each with its conditions beyond the common."""

    def find(asked: Asked[Filter]) -> Found:
        filter = asked.filter
        question = (asked.connection, asked.snapshot, filter)
        sort: tuple[str, ...] = filter.sort  # type: ignore[attr-defined]
        places, next = find_figures(*question, specific, sort, asked.after)
        page = (asked.connection, places, asked.snapshot)
        return Found(
            data=written_of(*page, service)
            if asked.format.holds_json
            else figures_at(*page, service),
            next=next,
            total=count_figures(*question, specific(filter)) if asked.wants_total else None,
            undated=count_undated(*question, specific(filter)) if filter.published_before else None,
        )

    return await answer_list(request, service, shape, find, record)


async def answer_figure(
    request: Tally, service: Service, kinds: Sequence[Kind], id: str
) -> Response[bytes]:
    """One figure by its id, among ``kinds``."""
    wanted = path_id(id)
    tables = {kind: FIGURE_TABLES[kind] for kind in kinds}

    def find(connection: Connection, snapshot: Snapshot, filter: AtRelease) -> msgspec.Raw:
        written = service.written.find(snapshot.identity, [wanted])
        if wanted not in written or written[wanted].kind not in kinds:
            found = find_one(connection, snapshot, tables, wanted)
            written = write_figures(connection, [found], snapshot, service)
        return written[wanted].json

    return await answer_detail(request, service, AtRelease, find)
