"""A whole release, in one archive or line by line: the same whoever asks, and whenever."""

import platform
from collections.abc import Iterator
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy import Connection

from api.caching import PINNED, entity_tag, is_current
from api.filters import Nothing, read_filter
from api.operation import file_of
from api.ranges import part_asked_for
from api.render.formats import FORMATS, negotiate
from api.render.package.archive import MEDIA_TYPE, WRITTEN_BY, archive
from api.render.package.files import package_files
from api.render.package.parts import Edition
from api.routes.answering import Serving, Tally
from api.routes.bulk_tables import edition_of, lines_of, tables_of
from api.routes.releases import release_number
from api.service import Service

LINES = FORMATS["ndjson"].media_type


def archive_of(service: Service, edition: Edition) -> Iterator[bytes]:
    """The archive of a release, piece by piece; each piece may wait for the database."""
    return archive(package_files(edition, tables_of(service, edition)), edition.recorded_at)


@get(
    **file_of(
        "/v1/releases/{number:str}/tally.zip",
        Nothing,
        MEDIA_TYPE,
        "Get a release in bulk",
        "getReleasePackage",
        "Releases",
        example="1",
        explained="using#a-whole-release",
    )
)
async def get_package(
    request: Tally, service: Serving, number: FromPath[str]
) -> Response[bytes] | Stream:
    """Everything that a release holds, as a Data Package (Frictionless, version 2) in a zip.

    A CSV file for each record type, with schemas, keys, licence, sources, row counts and checksums
    in `datapackage.json`, the same as CSV on the Web, and a README. The same release has the same
    bytes wherever it is served from. A download that broke off goes on by `Range`.
    """
    negotiate(request.headers.get("accept"), [MEDIA_TYPE])
    read_filter(Nothing, request.scope["query_string"])
    edition = await _edition(service, number)
    tag = _tag(edition)
    headers = {"etag": tag, "cache-control": PINNED, "accept-ranges": "bytes"}
    if is_current(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    known = await service.packages.measure(tag, lambda: archive_of(service, edition))
    bodyless = _wants_no_body(request)
    # of HEAD there are no parts (RFC 9110 section 14.2)
    wanted = None if bodyless else request.headers.get("range")
    part = part_asked_for(wanted, request.headers.get("if-range"), tag, known.size)
    first, last = part or (0, known.size - 1)
    headers |= {
        "content-length": str(last + 1 - first),
        "content-disposition": f'attachment; filename="{edition.name}.zip"',
        "repr-digest": known.digest,
    }
    if part:
        headers["content-range"] = f"bytes {first}-{last}/{known.size}"
    if bodyless:
        return Response(b"", headers=headers, media_type=MEDIA_TYPE)
    if not part:
        headers["content-digest"] = known.digest  # of a part it would have to be found anew
    body = service.packages.pieces(archive_of(service, edition), first, last)
    return Stream(body, status_code=206 if part else 200, headers=headers, media_type=MEDIA_TYPE)


@get(
    **file_of(
        "/v1/releases/{number:str}/figures.ndjson",
        Nothing,
        LINES,
        "Get every figure of a release",
        "getReleaseFigures",
        "Releases",
        example="1",
        explained="using#a-whole-release",
        in_parts=False,
    )
)
async def get_lines(
    request: Tally, service: Serving, number: FromPath[str]
) -> Response[bytes] | Stream:
    """Every figure that held, as in `/v1/figures`, one a line: kind by kind, each by id.

    It is sent while it is read, so that it begins at once and a reader needs no memory for all of
    it. A line that is cut off, or an answer without its end, was interrupted.
    """
    negotiate(request.headers.get("accept"), [LINES])
    read_filter(Nothing, request.scope["query_string"])
    edition = await _edition(service, number)
    tag = _tag(edition, service.settings.base_url)
    headers = {"etag": tag, "cache-control": PINNED}
    if is_current(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers, media_type=LINES)
    # without a body it has no length all the same: that is not known before it is made
    made = iter(()) if _wants_no_body(request) else lines_of(service, edition)
    return Stream(service.packages.stream(made), headers=headers, media_type=LINES)


async def _edition(service: Service, number: str) -> Edition:
    """The release of a number in the path; ``NotFound`` if there is none."""

    def ask(connection: Connection) -> Edition:
        return edition_of(connection, service.snapshots.at(connection, release_number(number)))

    return await service.database.read(ask)


def _tag(edition: Edition, *more: str) -> str:
    """Of what decides the bytes, so that who has them is told so before they are made."""
    return entity_tag(
        str(edition.number),
        edition.recorded_at,
        edition.checksum,
        WRITTEN_BY,
        platform.python_version(),
        *more,
    )


def _wants_no_body(request: Tally) -> bool:
    state: dict[str, Any] = request.scope.get("state") or {}
    return bool(state.get("bodyless"))
