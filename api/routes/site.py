"""What a person sees: the root page, the reference, and the files they load."""

from litestar import Response, get
from sqlalchemy import Connection

from api.caching import LIVE, entity_tag, is_current
from api.embeds.files import file_at
from api.embeds.home import CONTENT_SECURITY_POLICY, Home, HomeFigure, render_home
from api.filters import AtRelease, read_filter
from api.openapi import openapi_json
from api.queries.figures import FigureFilter, find_figures
from api.queries.records import count_held
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally
from api.routes.figure_rows import PATHS, figure_of
from models import FIGURE_TABLES

_SHOWN = 6
_LISTS: dict[str, str] = {
    **{str(kind): path for kind, path in PATHS.items()},
    "policy_events": "/v1/policy-events",
    "permit_categories": "/v1/permit-categories",
    "claimants": "/v1/claimants",
    "places": "/v1/places",
    "sources": "/v1/sources",
}


@get("/")
async def get_home(request: Tally, service: Serving) -> Response[bytes]:
    """What this is, with live numbers."""
    negotiate(request.headers.get("accept"), ["text/html"])
    read_filter(AtRelease, request.scope["query_string"])

    def ask(connection: Connection) -> Home:
        snapshot = service.snapshots.at(connection, None)
        newest = FigureFilter(limit=_SHOWN, bound=("more_than", "point", "between"))
        rows, _ = find_figures(
            connection,
            snapshot,
            newest,
            {kind: [] for kind in FIGURE_TABLES},
            ("-published", "id"),
            None,
        )
        figures = [figure_of(row["kind"], row, snapshot, service) for row in rows]
        counts = count_held(connection, snapshot)
        return Home(
            base_url=service.settings.base_url,
            release=snapshot.release,
            recorded_at=snapshot.recorded_at,
            counts=[(name.replace("_", " "), path, counts[name]) for name, path in _LISTS.items()],
            figures=[
                HomeFigure(
                    number=figure.value.as_printed,
                    sentence=figure.citation,
                    address=figure.links.self,
                )
                for figure in figures
            ],
        )

    home = await service.database.read_aside(ask)
    tag = entity_tag(str(home.release), home.recorded_at, home.base_url)
    headers = {
        "etag": tag,
        "cache-control": LIVE,
        "content-security-policy": CONTENT_SECURITY_POLICY,
    }
    current = is_current(request.headers.get("if-none-match"), tag)
    body = b"" if current else render_home(home)
    return Response(
        body,
        status_code=304 if current else 200,
        headers=headers,
        media_type="text/html",
    )


@get(["/docs", "/docs/scalar.js", "/docs/start.js", "/static/site.css"], sync_to_thread=False)
def get_file(request: Tally) -> Response[bytes]:
    """A file that a page loads, or the page of the reference."""
    file = file_at(request.scope["path"])
    squeezed = "gzip" in (request.headers.get("accept-encoding") or "")
    tag = f'"{file.digest}{"-gzip" if squeezed else ""}"'
    headers = {"etag": tag, "cache-control": LIVE, "vary": "Accept-Encoding"}
    if file.policy:
        headers["content-security-policy"] = file.policy
    if squeezed:
        headers["content-encoding"] = "gzip"
    current = is_current(request.headers.get("if-none-match"), tag)
    body = b"" if current else file.gzipped if squeezed else file.plain
    return Response(
        body,
        status_code=304 if current else 200,
        headers=headers,
        media_type=file.content_type,
    )


@get("/openapi.json", sync_to_thread=False)
def get_openapi(request: Tally, service: Serving) -> Response[bytes]:
    """The reference as OpenAPI 3.1."""
    body = openapi_json(tuple(request.app.routes), service.settings.base_url)
    tag = entity_tag("openapi", service.settings.base_url)
    current = is_current(request.headers.get("if-none-match"), tag)
    return Response(
        b"" if current else body,
        status_code=304 if current else 200,
        headers={"etag": tag, "cache-control": LIVE},
        media_type="application/json",
    )
