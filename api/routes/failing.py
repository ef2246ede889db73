"""How is an error answered: as a page for a reader, or as a problem for a program?

A page is what an ``Accept`` header prefers that names HTML, as browsers send it; a program gets
the problem, and so does whoever asks an address that never answers with a page.
"""

import re
from urllib.parse import parse_qs

import msgspec
from litestar.types import HTTPScope

from api.caching import UNKEPT
from api.embeds.error_page import render_error
from api.embeds.page import CONTENT_SECURITY_POLICY, LANGUAGES, PageFrame
from api.errors import NotAcceptable, TallyError, instance_of, problem_of
from api.render.formats import negotiate
from api.settings import Settings

_PROBLEM = "application/problem+json"
_WITHOUT_PAGES = ("v1", "embed", "oembed", "health", "metrics", "static", "openapi")
"""First parts of addresses that answer no page, up to a dot."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An error as it is answered."""

    status: int
    media_type: str
    headers: dict[str, str]
    body: bytes


def failure_of(error: TallyError, scope: HTTPScope, settings: Settings) -> Failure:
    """The answer to an error, of its status."""
    path = scope["path"]
    headers = {"cache-control": UNKEPT, **error.headers}
    if has_pages(path):
        headers["vary"] = "Accept"
        if prefers_page(_accept(scope)):
            headers["content-security-policy"] = CONTENT_SECURITY_POLICY
            return Failure(
                status=error.status,
                media_type="text/html",
                headers=headers,
                body=render_error(error, error_frame(path, scope["query_string"], settings)),
            )
    problem = problem_of(error, base_url=settings.base_url, instance=instance_of(path))
    return Failure(
        status=error.status,
        media_type=_PROBLEM,
        headers=headers,
        body=msgspec.json.encode(problem),
    )


def has_pages(path: str) -> bool:
    """Whether pages are to be found below the first part of a path."""
    return path.lstrip("/").partition("/")[0].partition(".")[0] not in _WITHOUT_PAGES


def prefers_page(accept: str | None) -> bool:
    """Whether HTML is wanted rather than a problem document; who wants anything gets that."""
    try:
        return negotiate(accept, [_PROBLEM, "text/html"]) == "text/html"
    except NotAcceptable:
        return False


def error_frame(path: str, query_string: bytes, settings: Settings) -> PageFrame:
    """The frame of an error's page: in the language asked for, if that can be read."""
    asked = parse_qs(query_string.decode("latin-1")).get("lang", ["en"])[-1]
    return PageFrame(
        base_url=settings.base_url,
        # as deep as what was asked for, so that the files of the page are found; but not echoed
        path=re.sub("[^/]+", "-", path),
        lang=next((code for code in LANGUAGES if code == asked), "en"),
        report_to=settings.report_errors_to,
        languages=False,
    )


def _accept(scope: HTTPScope) -> str | None:
    given = [value for name, value in scope["headers"] if name.lower() == b"accept"]
    return b",".join(given).decode("latin-1") or None
