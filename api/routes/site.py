"""What a person reads beside the data: the reference, what is written down, the files they load."""

import asyncio
import gzip
import re
from functools import lru_cache

from litestar import Response, get

from api.caching import LIVE, PINNED, entity_tag, is_current
from api.embeds.docs import DOCS, render_doc
from api.embeds.files import file_at
from api.embeds.page import CONTENT_SECURITY_POLICY
from api.openapi import openapi_json
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally


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


def answer_text(request: Tally, body: bytes, media_type: str, **headers: str) -> Response[bytes]:
    """A short text that is the same until it is another; 304 where it is known."""
    kind = media_type.partition(";")[0]
    negotiate(request.headers.get("accept"), [kind])
    headers |= {"etag": entity_tag(body), "cache-control": LIVE}
    current = is_current(request.headers.get("if-none-match"), headers["etag"])
    return Response(
        b"" if current else body,
        status_code=304 if current else 200,
        headers=headers,
        media_type=media_type,
    )


def _takes_gzip(accept_encoding: str | None) -> bool:
    """Whether ``Accept-Encoding`` names gzip, and not to refuse it (RFC 9110 section 12.5.3)."""
    for one in (accept_encoding or "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";")
        if coding == "gzip":
            return not re.fullmatch(r"q=0(\.0{0,3})?", weight)
    return False
