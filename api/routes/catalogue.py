"""What harvesters, crawlers and programs look for beside the API: catalogue, sitemaps, texts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain

from litestar import Response, get
from litestar.params import FromPath
from sqlalchemy import Connection

from api.caching import LIVE, entity_tag, http_date, is_current, is_unmodified
from api.embeds.docs import DOCS
from api.errors import NotFound
from api.queries.coverage import extent
from api.queries.sitemap import PAGED, Stretch, addresses_of, stretches
from api.queries.snapshot import Snapshot
from api.render.catalogue.dcat import as_json_ld, as_turtle
from api.render.catalogue.holding import Holding
from api.render.catalogue.sitemap import MOST, Address, index, urlset
from api.render.catalogue.texts import (
    LINKSET,
    api_catalog,
    llms_txt,
    robots_txt,
    security_txt,
)
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally
from api.routes.site import answer_text
from api.service import Service

_PAGES = ("/", "/series/departures", "/timeline", "/docs")
_CATALOGUES: dict[str, tuple[str, Callable[[Holding], bytes]]] = {
    "/catalog.jsonld": ("application/ld+json", as_json_ld),
    "/catalog.ttl": ("text/turtle", as_turtle),
}


@get(list(_CATALOGUES))
async def get_catalogue(request: Tally, service: Serving) -> Response[bytes]:
    """All that is here as DCAT 3, in JSON-LD or Turtle."""
    media_type, write = _CATALOGUES[request.scope["path"]]

    def find(connection: Connection, snapshot: Snapshot) -> Holding:
        countries, months = extent(connection, snapshot)
        return Holding(
            base_url=service.settings.base_url,
            release=snapshot.release,
            issued=snapshot.instants[min(snapshot.instants)],
            modified=snapshot.recorded_at,
            countries=countries,
            months=months,
        )

    return await _answer(request, service, media_type, lambda *asked: write(find(*asked)))


@get("/sitemap.xml")
async def get_sitemap(request: Tally, service: Serving) -> Response[bytes]:
    """Every page there is; where they are too many for one file, where the files are."""

    def find(connection: Connection, snapshot: Snapshot) -> bytes:
        base = service.settings.base_url
        found = [one for name in PAGED for one in stretches(connection, name, MOST)]
        if sum(one.size for one in found) + len(_fixed(base)) <= MOST:
            pages = chain.from_iterable(_pages(connection, snapshot, one, base) for one in found)
            return urlset([*_fixed(base), *pages])
        files = [f"{base}/sitemaps/{one.name}-{one.number}.xml" for one in found]
        return index([(f"{base}/sitemaps/pages-1.xml", None), *((file, None) for file in files)])

    return await _answer(request, service, "application/xml", find)


@get("/sitemaps/{file:str}")
async def get_sitemap_file(
    request: Tally, service: Serving, file: FromPath[str]
) -> Response[bytes]:
    """One file of addresses of pages."""
    known = re.fullmatch(r"([a-z_]+)-([1-9][0-9]{0,4})\.xml", file, re.ASCII)
    name, number = (known[1], int(known[2])) if known else ("", 0)
    if name not in PAGED and (name, number) != ("pages", 1):
        raise NotFound("nothing has this address: /sitemap.xml says which files there are")

    def find(connection: Connection, snapshot: Snapshot) -> bytes:
        base = service.settings.base_url
        if name == "pages":
            return urlset(_fixed(base))
        for one in stretches(connection, name, MOST):
            if one.number == number:
                return urlset(_pages(connection, snapshot, one, base))
        raise NotFound("there are not so many pages: /sitemap.xml says which files there are")

    return await _answer(request, service, "application/xml", find)


@get("/robots.txt")
async def get_robots(request: Tally, service: Serving) -> Response[bytes]:
    """What crawlers may read."""
    base = service.settings.base_url
    return answer_text(request, robots_txt(base), "text/plain")


@get("/llms.txt")
async def get_llms(request: Tally, service: Serving) -> Response[bytes]:
    """What a language model has to know to quote a figure right."""
    docs = [(doc.name.capitalize(), doc.path, doc.about) for doc in DOCS.values()]
    return answer_text(request, llms_txt(service.settings.base_url, docs), "text/markdown")


@get("/.well-known/api-catalog")
async def get_api_catalog(request: Tally, service: Serving) -> Response[bytes]:
    """Which API is here (RFC 9727)."""
    base = service.settings.base_url
    link = f'<{base}/.well-known/api-catalog>; rel="api-catalog"'
    return answer_text(request, api_catalog(base), LINKSET, link=link)


@get("/.well-known/security.txt")
async def get_security(request: Tally, service: Serving) -> Response[bytes]:
    """Whom to tell of a weakness (RFC 9116), where a setting says so."""
    contact, base = service.settings.security_contact, service.settings.base_url
    if not contact:
        raise NotFound("nothing has this address: TALLY_SECURITY_CONTACT is not set")
    return answer_text(request, security_txt(contact, base, datetime.now(UTC)), "text/plain")


HANDLERS = [
    get_catalogue,
    get_sitemap,
    get_sitemap_file,
    get_robots,
    get_llms,
    get_api_catalog,
    get_security,
]


def _fixed(base_url: str) -> list[Address]:
    """The pages that are there whatever is held."""
    paths = [*_PAGES, *(doc.path for doc in DOCS.values())]
    return [(base_url + path, None) for path in paths]


def _pages(
    connection: Connection, snapshot: Snapshot, stretch: Stretch, base_url: str
) -> Iterator[Address]:
    for path, modified in addresses_of(connection, snapshot, stretch):
        yield base_url + path, modified


async def _answer(
    request: Tally,
    service: Service,
    media_type: str,
    write: Callable[[Connection, Snapshot], bytes],
) -> Response[bytes]:
    """What the newest release makes of a file, unless the caller has that already."""
    negotiate(request.headers.get("accept"), [media_type])
    tag, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")

    def ask(connection: Connection) -> tuple[dict[str, str], bytes | None]:
        snapshot = service.snapshots.at(connection, None)
        headers = {
            "etag": entity_tag(
                str(snapshot.release),
                snapshot.recorded_at,
                snapshot.checksum,
                request.scope["path"],
                service.settings.base_url,
            ),
            "last-modified": http_date(snapshot.recorded_at),
            "cache-control": LIVE,
        }
        known = is_current(tag, headers["etag"]) or (
            tag is None and is_unmodified(since, headers["last-modified"])
        )
        return headers, None if known else write(connection, snapshot)

    headers, body = await service.database.read_aside(ask)
    if body is None:
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)
