"""The application: every route, handler and dependency, listed once."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, ControllerRouterHandler

from api.bulk import Packages
from api.db import Database
from api.edge import Edge
from api.embeds.kept import Keeping
from api.errors import (
    BadParameter,
    InternalError,
    MethodNotAllowed,
    NotFound,
    TallyError,
)
from api.openapi import openapi_json
from api.queries.snapshot import Snapshots
from api.routes import (
    bulk,
    claimants,
    comparisons,
    coverage,
    departures,
    embed_script,
    embeds,
    figures,
    oembed,
    operations,
    pages,
    permit_categories,
    permit_holders,
    places,
    policy_events,
    population_estimates,
    releases,
    series,
    site,
    sources,
)
from api.routes.failing import failure_of
from api.service import Service
from api.settings import Settings
from api.store.keys import Questions
from api.store.layer import Store
from api.store.watch import Watch
from api.written import WrittenFigures

ROUTES: list[ControllerRouterHandler] = [
    figures.list_figures,
    figures.get_figure,
    figures.get_figure_history,
    figures.get_citation,
    departures.list_departures,
    departures.get_departure,
    series.list_series,
    permit_holders.list_permit_holders,
    permit_holders.get_permit_holders,
    population_estimates.list_population_estimates,
    population_estimates.get_population_estimate,
    permit_categories.list_permit_categories,
    permit_categories.get_permit_category,
    policy_events.list_policy_events,
    policy_events.get_policy_event,
    sources.list_sources,
    sources.get_source,
    claimants.list_claimants,
    claimants.get_claimant,
    places.list_places,
    places.get_place,
    comparisons.list_comparisons,
    comparisons.get_comparison,
    comparisons.list_reconciliations,
    coverage.get_coverage,
    releases.list_releases,
    releases.get_release,
    bulk.get_package,
    releases.list_changes,
    site.get_file,
    site.get_doc,
    site.get_openapi,
    *pages.HANDLERS,
    *embeds.HANDLERS,
    embed_script.get_embed_script,
    oembed.get_oembed,
    operations.get_live,
    operations.get_ready,
    operations.get_metrics,
]

_log = logging.getLogger("tally")


def create_app(settings: Settings, schema: str) -> ASGIApp:
    """The ASGI application; ``schema`` is the database revision it needs.

    ``SettingError`` when the database is missing, foreign or older.
    """
    database = Database(settings.read_url, settings.query_seconds, schema)
    memory = settings.store_megabytes * 1024 * 1024
    service = Service(
        settings=settings,
        database=database,
        snapshots=Snapshots(),
        kept=Keeping(),
        packages=Packages(),
        written=WrittenFigures(memory // 4),
    )

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        yield
        service.packages.close()
        database.close()

    def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        known = _known(error)
        if isinstance(known, InternalError):
            _log.error("fault while answering %s", request.scope["path"], exc_info=error)
        failure = failure_of(known, request.scope, settings)
        return Response(
            failure.body,
            status_code=failure.status,
            media_type=failure.media_type,
            headers=failure.headers,
        )

    app = Litestar(
        ROUTES,
        dependencies={"service": Provide(lambda: service, sync_to_thread=False)},
        exception_handlers={Exception: answer_error},
        lifespan=[lifespan],
        openapi_config=None,
    )
    edge = Edge(app, settings)
    watch = Watch(database, service.snapshots, settings.release_seconds)
    return Store(edge, Questions(ROUTES), watch, memory - memory // 4)


def reference(base_url: str) -> bytes:
    """The OpenAPI document of ``ROUTES``, without a database."""
    app = Litestar(
        ROUTES,
        dependencies={"service": Provide(_none_yet)},
        openapi_config=None,
        logging_config=None,
    )
    return openapi_json(tuple(app.routes), base_url)


async def _none_yet() -> None:
    """Stands where a serving application has its ``Service``; nothing is ever asked of it."""


def _known(error: Exception) -> TallyError:
    """The problem an error is answered as: Litestar's by their status, others as a fault."""
    if isinstance(error, TallyError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == 404:
            return NotFound("nothing has this address")
        if error.status_code == 405:
            return MethodNotAllowed("Tally is read-only: GET, HEAD and OPTIONS")
        if error.status_code < 500:
            return BadParameter("the request cannot be read")
    return InternalError("the fault was logged")
