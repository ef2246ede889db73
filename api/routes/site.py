"""What a person sees: the root page, the reference, what is written down, the files they load."""

import asyncio
import gzip
import re
from functools import lru_cache

import msgspec
from litestar import Response, get
from sqlalchemy import Connection

from api.caching import LIVE, PINNED, entity_tag, is_current
from api.embeds.docs import DOCS, render_doc
from api.embeds.files import file_at
from api.embeds.home import Home, HomeFigure, render_home
from api.embeds.page import CONTENT_SECURITY_POLICY, PageFrame
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
    """What this is, with live numbers; a query, which some sites hang on links, changes nothing."""
    negotiate(request.headers.get("accept"), ["text/html"])

    def ask(connection: Connection) -> Home:
        snapshot = service.snapshots.at(connection, None)
        largest = FigureFilter(
            limit=_SHOWN, voice=("claimant",), bound=("point", "more_than", "at_least")
        )
        rows, _ = find_figures(
            connection,
            snapshot,
            largest,
            {kind: [] for kind in FIGURE_TABLES},
            ("-reported", "id"),
            None,
        )
        figures = [figure_of(row["kind"], row, snapshot, service, None) for row in rows]
        counts = count_held(connection, snapshot)
        return Home(
            base_url=service.settings.base_url,
            release=snapshot.release,
            recorded_at=snapshot.recorded_at,
            total=sum(counts[kind] for kind in FIGURE_TABLES),
            counts=[(name.replace("_", " "), path, counts[name]) for name, path in _LISTS.items()],
            figures=[
                HomeFigure(
                    as_printed=figure.value.as_printed,
                    citation=figure.citation,
                    address=figure.links.self,
                    value=msgspec.json.encode(figure.value),
                )
                for figure in figures
            ],
        )

    home = await service.database.read_aside(ask)
    tag = entity_tag(
        str(home.release), home.recorded_at, home.base_url, service.settings.report_errors_to
    )
    headers = {
        "etag": tag,
        "cache-control": LIVE,
        "content-security-policy": CONTENT_SECURITY_POLICY,
    }
    current = is_current(request.headers.get("if-none-match"), tag)
    frame = PageFrame(
        base_url=home.base_url,
        path="/",
        report_to=service.settings.report_errors_to,
        languages=False,
    )
    body = b"" if current else render_home(home, frame)
    return Response(
        body,
        status_code=304 if current else 200,
        headers=headers,
        media_type="text/html",
    )


@get(["/docs", "/docs/scalar.js", "/docs/start.js", "/static/site.css", "/static/site.js"])
async def get_file(request: Tally) -> Response[bytes]:
    """A file that a page loads, or the page of the reference."""
    file = await asyncio.to_thread(file_at, request.scope["path"])  # the first time, 200 ms
    pinned = request.scope["query_string"] == f"v={file.digest}".encode()
    headers = {"cache-control": PINNED if pinned else LIVE}
    if file.policy:
        headers["content-security-policy"] = file.policy
    return answer_held(request, file.plain, file.gzipped, file.digest, file.content_type, headers)


@get([doc.path for doc in DOCS.values()])
async def get_doc(request: Tally, service: Serving) -> Response[bytes]:
    """A page of ``docs/``."""
    negotiate(request.headers.get("accept"), ["text/html"])
    name = request.scope["path"].rpartition("/")[2]
    base_url = service.settings.base_url
    report_to = service.settings.report_errors_to
    page = await asyncio.to_thread(render_doc, name, base_url, report_to)
    digest = entity_tag(request.scope["path"], base_url, report_to).strip('"')
    headers = {"cache-control": LIVE, "content-security-policy": CONTENT_SECURITY_POLICY}
    return answer_held(request, page, _squeezed(page), digest, "text/html", headers)


@get("/openapi.json")
async def get_openapi(request: Tally, service: Serving) -> Response[bytes]:
    """The reference as OpenAPI 3.1."""
    base_url = service.settings.base_url
    body = await asyncio.to_thread(openapi_json, tuple(request.app.routes), base_url)
    digest = entity_tag("openapi", base_url).strip('"')
    headers = {"cache-control": LIVE}
    return answer_held(request, body, _squeezed(body), digest, "application/json", headers)


_squeezed = lru_cache(maxsize=1 + len(DOCS))(gzip.compress)


def answer_held(
    request: Tally,
    plain: bytes,
    gzipped: bytes,
    digest: str,
    media_type: str,
    headers: dict[str, str],
) -> Response[bytes]:
    """A body that is held both ways, in the encoding that was asked for; 304 where it is known."""
    squeezed = _takes_gzip(request.headers.get("accept-encoding"))
    tag = f'"{digest}-gzip"' if squeezed else f'"{digest}"'
    current = is_current(request.headers.get("if-none-match"), tag)
    encoding = {"content-encoding": "gzip"} if squeezed and not current else {}
    return Response(
        b"" if current else gzipped if squeezed else plain,
        status_code=304 if current else 200,
        headers={"etag": tag, "vary": "Accept-Encoding", **encoding, **headers},
        media_type=media_type,
    )


def _takes_gzip(accept_encoding: str | None) -> bool:
    """Whether ``Accept-Encoding`` names gzip, and not to refuse it (RFC 9110 section 12.5.3)."""
    for one in (accept_encoding or "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";")
        if coding == "gzip":
            return not re.fullmatch(r"q=0(\.0{0,3})?", weight)
    return False
