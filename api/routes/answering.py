"""How a list or a record is answered, whatever it is of: one flow for every route.

Read the query strictly, agree on a format, ask the database once for the release and the rows,
and write the answer with its links, tag and lifetime.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from sqlalchemy import Connection

from api.caching import LIVE, PINNED, entity_tag, http_date, is_current, is_unmodified
from api.cursors import Key, Position, issue, open_cursor
from api.errors import NotFound
from api.filters import AtRelease, Paged, canonical, query_items, question_of, read_filter
from api.queries.snapshot import Snapshot
from api.render.csv import BYTE_ORDER_MARK
from api.render.formats import FORMATS, Format, negotiate
from api.schemas.envelope import Detail, DetailLinks, DetailMeta, Page, PageLinks, PageMeta
from api.schemas.feed import FeedInfo, FeedPage
from api.service import Service

Filter = TypeVar("Filter", bound=Paged)
_SETTLING = timedelta(minutes=10)
"""How far back an instant has to be to name its release for ever: one that is being made is
recorded some time before it can be read, and clocks differ."""

At = TypeVar("At", bound=AtRelease)
Tally = Request[Any, Any, State]
Serving = NamedDependency[Service]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a list query found: records as they go out, where the next page begins, counts."""

    data: list[Any]
    next: Sequence[Key] | None
    total: int | None = None
    undated: int | None = None
    feed: FeedInfo | None = None


class Asked(msgspec.Struct, Generic[Filter], frozen=True, kw_only=True):
    """What a list query is asked."""

    connection: Connection
    snapshot: Snapshot
    filter: Filter
    after: Sequence[Key] | None
    format: Format
    service: Service

    @property
    def wants_total(self) -> bool:
        """Whether everything that matches is to be counted."""
        return "total" in self.filter.include


async def answer_list(
    request: Tally,
    service: Service,
    shape: type[Filter],
    find: Callable[[Asked[Filter]], Found],
    record: Any,
    *,
    aside: bool = False,
) -> Response[bytes]:
    """A page of ``record`` structs, in the format asked for.

    ``aside`` when finding it must not hold up other requests.
    """
    path, suffix = _split(request.scope["path"])
    format = format_of(request.scope["path"], request.headers.get("accept"))
    filter = read_filter(shape, request.scope["query_string"])
    query = question_of(path, filter)
    position = open_cursor(filter.cursor, query) if filter.cursor else None

    def ask(connection: Connection) -> tuple[Snapshot, Found]:
        wanted = position.release if position else filter.as_of_release
        snapshot = service.snapshots.at(connection, wanted)
        asked = Asked(
            connection=connection,
            snapshot=snapshot,
            filter=filter,
            after=position.keys if position else None,
            format=format,
            service=service,
        )
        return snapshot, find(asked)

    aside |= "total" in filter.include or getattr(filter, "published_before", None) is not None
    read = service.database.read_aside if aside else service.database.read
    snapshot, found = await read(ask)
    links = _page_links(service, request.scope["path"], filter, snapshot, found, query)
    meta = PageMeta(
        release=snapshot.release, limit=filter.limit, total=found.total, undated=found.undated
    )
    page = (
        FeedPage(data=found.data, links=links, meta=meta, feed=found.feed)
        if found.feed
        else Page(data=found.data, links=links, meta=meta)
    )
    headers = _headers(request, service, snapshot, filter, format.name, position)
    if links.next:
        headers["link"] = f'<{links.next}>; rel="next"'
    if suffix is None:
        headers["vary"] = "Accept"
    if found.feed:
        headers["last-modified"] = http_date(found.feed.updated)
    mark = BYTE_ORDER_MARK if filter.bom and format.name == "csv" else b""
    return _respond(
        request, headers, lambda: mark + format.write(page, record), format.content_type
    )


async def answer_detail(
    request: Tally,
    service: Service,
    shape: type[At],
    find: Callable[[Connection, Snapshot, At], Any],
    *,
    aside: bool = False,
) -> Response[bytes]:
    """One record; ``aside`` when finding it must not hold up other requests."""
    negotiate(request.headers.get("accept"), ["application/json"])
    filter = read_filter(shape, request.scope["query_string"])

    def ask(connection: Connection) -> tuple[Snapshot, Any]:
        snapshot = service.snapshots.at(connection, filter.as_of_release)
        return snapshot, find(connection, snapshot, filter)

    read = service.database.read_aside if aside else service.database.read
    snapshot, data = await read(ask)
    self = _address(service, request.scope["path"], query_items(filter))
    detail = Detail(
        data=data, links=DetailLinks(self=self), meta=DetailMeta(release=snapshot.release)
    )
    headers = _headers(request, service, snapshot, filter, "json", None)
    return _respond(request, headers, lambda: msgspec.json.encode(detail), "application/json")


def path_id(given: str) -> str:
    """An id from the path; anything that cannot be one is ``NotFound``."""
    if 3 <= len(given) <= 80 and not set(given) - _ID_LETTERS:
        return given
    raise NotFound("nothing has this address: an id is 3 to 80 of a-z, 0-9 and -")


_ID_LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def _split(path: str) -> tuple[str, str | None]:
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot else (path, None)


def format_of(path: str, accept: str | None) -> Format:
    """The format a list is asked for in: by the suffix of its path, which is one of the route's
    own, or else by ``Accept``; ``NotAcceptable`` when that allows none.
    """
    _, suffix = _split(path)
    if suffix is not None:
        negotiate(accept, [FORMATS[suffix].media_type])
        return FORMATS[suffix]
    offered = {format.media_type: format for format in FORMATS.values() if format.negotiated}
    return offered[negotiate(accept, list(offered))]


def _page_links(
    service: Service,
    path: str,
    filter: Paged,
    snapshot: Snapshot,
    found: Found,
    query: bytes,
) -> PageLinks:
    items = query_items(filter)
    next = None
    if found.next is not None:
        cursor = issue(snapshot.release, found.next, query)
        others = [item for item in items if item[0] != "cursor"]
        next = _address(service, path, [*others, ("cursor", cursor)])
    return PageLinks(self=_address(service, path, items), next=next)


def _address(service: Service, path: str, items: list[tuple[str, str]]) -> str:
    return service.url(path) + (f"?{urlencode(items, safe=',')}" if items else "")


def _headers(
    request: Tally,
    service: Service,
    snapshot: Snapshot,
    filter: AtRelease,
    format: str,
    position: Position | None,
) -> dict[str, str]:
    pin = filter.as_of_release
    settled = isinstance(pin, int) or (pin is not None and pin <= datetime.now(UTC) - _SETTLING)
    return {
        "etag": entity_tag(
            str(snapshot.release),
            snapshot.recorded_at,
            snapshot.checksum,
            request.scope["path"],
            canonical(filter),
            format,
            service.settings.base_url,
        ),
        "cache-control": PINNED if settled or position else LIVE,
    }


def _respond(
    request: Tally, headers: dict[str, str], body: Callable[[], bytes], content_type: str
) -> Response[bytes]:
    tag, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    modified = headers.get("last-modified")
    if is_current(tag, headers["etag"]) or (tag is None and is_unmodified(since, modified)):
        return Response(b"", status_code=304, headers=headers, media_type=content_type)
    return Response(body(), headers=headers, media_type=content_type)
