"""The application: every route, handler and dependency, listed once."""

import logging
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, ControllerRouterHandler

from api.edge import Edge
from api.errors import (
    BadParameter,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    TallyError,
    no_such_form,
)
from api.front.hosts import Hosts
from api.front.telling import Telling
from api.openapi import openapi_json
from api.routes import (
    bulk,
    catalogue,
    claimants,
    comparisons,
    coverage,
    departures,
    embed_script,
    embeds,
    feed,
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
from api.store.keys import Questions
from api.store.layer import Store
from api.store.watch import Watch

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
    bulk.get_lines,
    releases.list_changes,
    feed.list_feed,
    site.get_file,
    site.get_doc,
    site.get_openapi,
    *catalogue.HANDLERS,
    *pages.HANDLERS,
    *embeds.HANDLERS,
    embed_script.get_embed_script,
    oembed.get_oembed,
    operations.get_live,
    operations.get_ready,
    operations.get_metrics,
]

_log = logging.getLogger("tally")


def create_app(service: Service) -> ASGIApp:
    """The ASGI application; it closes the service when it ends."""
    settings = service.settings

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        yield
        service.close()

    forms = _forms(ROUTES)

    def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        known = _known(error)
        if isinstance(known, NotFound):
            known = _of_no_form(request.scope["path"], forms) or known
        if isinstance(known, InternalError):
            _log.error("fault while answering %s", request.scope["path"], exc_info=error)
        failure = failure_of(known, request.scope, settings)
        return Response(
            failure.body,
            status_code=failure.status,
            media_type=failure.media_type,
            headers=failure.headers,
        )

    routed = Litestar(
        ROUTES,
        dependencies={"service": Provide(lambda: service, sync_to_thread=False)},
        exception_handlers={Exception: answer_error},
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,  # it would take over the loggers of the whole process
    )
    edge = Edge(routed, settings)
    watch = Watch(service.database, service.snapshots, settings.release_seconds)
    app: ASGIApp = Store(edge, Questions(ROUTES), watch, settings.answer_bytes)
    # what no setting asks for is not there, and costs nothing
    if settings.hosts:
        app = Hosts(app, settings)
    if settings.log or settings.metrics:
        app = Telling(app, ROUTES, settings)
    return app


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


def _forms(routes: Iterable[ControllerRouterHandler]) -> dict[str, list[str]]:
    """What addresses can be had in, by the address without a suffix."""
    forms: dict[str, list[str]] = {}
    for route in routes:
        assert isinstance(route, HTTPRouteHandler)
        for path in route.paths:
            stem, dot, suffix = path.rpartition(".")
            if dot and stem in route.paths:
                forms.setdefault(stem, []).append(suffix)
    return forms


def _of_no_form(path: str, forms: Mapping[str, list[str]]) -> NotAcceptable | None:
    """That an address is one of ours, with a suffix that is no format of it."""
    stem, _, suffix = path.rpartition(".")
    known = forms.get(stem, ())
    if not known or suffix in known or not re.fullmatch(r"[A-Za-z0-9]{1,16}", suffix):
        return None
    return no_such_form(sorted(known))


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
