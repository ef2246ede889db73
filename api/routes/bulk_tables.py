"""Which tables does a release have in bulk, and how are the rows of each read?"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection

from api.cursors import Key
from api.errors import Unavailable
from api.queries.figures import figures_after
from api.queries.records import find_records, held_ids
from api.queries.releases import find_changes, find_releases
from api.queries.snapshot import Snapshot
from api.render.package.parts import Edition, Records, Table
from api.routes.claimants import Claimant, claimant_of
from api.routes.figure_rows import figure_of, figures_of
from api.routes.permit_categories import PermitCategory, category_of
from api.routes.places import Place, place_of
from api.routes.policy_events import PolicyEvent, event_of
from api.routes.releases import RecordChanged, Release, change_of, release_of
from api.routes.sources import Source, source_of
from api.schemas.figures import AnyFigure, Departure, PermitHolders, PopulationEstimate
from api.service import Service
from models import FIGURE_TABLES, RECORD_TABLES
from models.question import Row
from models.vocabulary import Kind

_AT_ONCE = 500
"""Rows of one question: so many are read, written and forgotten at a time."""

Found = tuple[Sequence[Row], list[Key] | None]


class BulkTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table: what it is, which rows come after a position, and the record of a row."""

    table: Table
    find: Callable[[Connection, Snapshot, Sequence[Key] | None], Found]
    out: Callable[[Row, Snapshot, Service], Any]


def _records(
    name: str,
    description: str,
    shape: Any,
    out: Callable[[Row, Snapshot], Any],
    references: dict[str, str] | None = None,
) -> BulkTable:
    def plain(row: Row, snapshot: Snapshot, service: Service) -> Any:
        return out(row, snapshot)

    table = Table(name=name, description=description, shape=shape, references=references or {})
    return BulkTable(table=table, find=_held(name), out=plain)


def _figures(kind: Kind, description: str, shape: Any, references: dict[str, str]) -> BulkTable:
    def out(row: Row, snapshot: Snapshot, service: Service) -> Any:
        return figure_of(kind, row, snapshot, service, None)

    stated = {"attribution_claimant_id": "claimants", "source_id": "sources"}
    table = Table(name=kind, description=description, shape=shape, references=stated | references)
    return BulkTable(table=table, find=_held(kind), out=out)


def _held(name: str) -> Callable[[Connection, Snapshot, Sequence[Key] | None], Found]:
    table = RECORD_TABLES[name]

    def find(connection: Connection, snapshot: Snapshot, after: Sequence[Key] | None) -> Found:
        by_id = {"id": table.c.id}
        return find_records(connection, snapshot, table, [], ["id"], by_id, after, _AT_ONCE)

    return find


BULK_TABLES: tuple[BulkTable, ...] = (
    _figures(
        "departures",
        "A flow, as it was stated: people who moved from one place to another in a period.",
        Departure,
        {"place_id": "places", "since_event": "policy_events"},
    ),
    _figures(
        "permit_holders",
        "A count of the holders of a permit, or of permits, as it was stated.",
        PermitHolders,
        {"category_id": "permit_categories"},
    ),
    _figures(
        "population_estimates",
        "A stock, as it was stated: people in a place on a date.",
        PopulationEstimate,
        {"place_id": "places"},
    ),
    _records(
        "permit_categories",
        "A legal status or paper that people hold, or lack.",
        PermitCategory,
        category_of,
        {"issuer_id": "claimants"},
    ),
    _records(
        "policy_events",
        "Something an authority did or announced that changes the figures.",
        PolicyEvent,
        event_of,
        {"claimant_id": "claimants"},
    ),
    _records(
        "claimants",
        "An authority that states figures, or an agency or outlet that carries them.",
        Claimant,
        claimant_of,
    ),
    _records(
        "places",
        "A country, province, city or border crossing.",
        Place,
        place_of,
        {"parent": "places", "opposite": "places"},
    ),
    _records(
        "sources", "An article, report or dataset that figures were read from.", Source, source_of
    ),
    BulkTable(
        table=Table(
            name="releases",
            description="A published state of the data, up to this one.",
            shape=Release,
            key=("number",),
        ),
        find=lambda connection, snapshot, after: find_releases(
            connection, snapshot, ["id"], after, _AT_ONCE
        ),
        out=lambda row, snapshot, service: release_of(row),
    ),
    BulkTable(
        table=Table(
            name="changes",
            description="What a release did to a record, with the reason of a withdrawal.",
            shape=RecordChanged,
            key=("release", "record_type", "id"),
            references={"release": "releases"},
        ),
        find=lambda connection, snapshot, after: find_changes(
            connection, snapshot, [], after, _AT_ONCE
        ),
        out=lambda row, snapshot, service: change_of(row, snapshot),
    ),
)
"""Every table, figures first."""


def edition_of(connection: Connection, snapshot: Snapshot) -> Edition:
    """The release as a package names it."""
    sources = held_ids(connection, snapshot, RECORD_TABLES["sources"])
    return Edition(
        number=snapshot.release,
        recorded_at=snapshot.recorded_at,
        checksum=snapshot.checksum,
        sources=tuple(snapshot.sources[id] for id in sources),
    )


def tables_of(service: Service, edition: Edition) -> Iterator[tuple[Table, Records]]:
    """Every table with its records, to be taken in turn; each question waits for the database.

    ``Unavailable`` when another database was put in its place meanwhile.
    """
    for bulk in BULK_TABLES:
        yield bulk.table, _records_of(bulk, service, edition)


def lines_of(service: Service, edition: Edition) -> Iterator[bytes]:
    """Every figure as a line of JSON, some at a time; each question waits for the database.

    ``Unavailable`` when another database was put in its place meanwhile.
    """
    encoder = msgspec.json.Encoder()
    for kind in FIGURE_TABLES:
        after: str | None = ""
        while after is not None:
            figures = service.database.ask(partial(_figures_after, service, edition, kind, after))
            if figures:
                yield encoder.encode_lines(figures)
            after = figures[-1].id if len(figures) == _AT_ONCE else None


def _figures_after(
    service: Service, edition: Edition, kind: Kind, after: str, connection: Connection
) -> list[AnyFigure]:
    snapshot = _snapshot(connection, service, edition)
    rows = figures_after(connection, snapshot, kind, after, _AT_ONCE)
    return figures_of(connection, [(kind, row) for row in rows], snapshot, service)


def _snapshot(connection: Connection, service: Service, edition: Edition) -> Snapshot:
    """That of the edition, as long as that is what the database has."""
    snapshot = service.snapshots.at(connection, edition.number)
    if (snapshot.recorded_at, snapshot.checksum) != (edition.recorded_at, edition.checksum):
        raise Unavailable("the database was replaced while the package was made")
    return snapshot


def _records_of(bulk: BulkTable, service: Service, edition: Edition) -> Records:
    after: list[Key] | None = None

    def ask(connection: Connection) -> tuple[Snapshot, Found]:
        snapshot = _snapshot(connection, service, edition)
        return snapshot, bulk.find(connection, snapshot, after)

    while True:
        snapshot, (rows, next) = service.database.ask(ask)
        yield [bulk.out(row, snapshot, service) for row in rows]
        if next is None:
            return
        after = next
