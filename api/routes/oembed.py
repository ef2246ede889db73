"""What a program is told of an address of Tally that somebody pasted (oEmbed): nothing is fetched.

The address is taken apart and looked up among ``EMBEDS``; whatever is no address of this service,
or leads to nothing, is 404 and never asked for.
"""

import asyncio
import re
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec
from litestar import Response, get
from sqlalchemy import Connection

from api.caching import LIVE, entity_tag, is_current
from api.embeds.frame import Frame
from api.embeds.oembed import OembedQuery, describe, write_json, write_xml
from api.errors import BadParameter, FormatNotOffered, NotFound, Withdrawn, bad_parameter
from api.filters import canonical, read_filter
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally
from api.routes.embedding import AnyEmbed, Found, find_embed
from api.routes.embeds import EMBEDS

_WRITERS = {"json": ("application/json", write_json), "xml": ("text/xml", write_xml)}
_PORTS = {"http": 80, "https": 443}
_FOREIGN = "url: this service has no such page and no such embed"


@get("/oembed")
async def get_oembed(request: Tally, service: Serving) -> Response[bytes]:
    """The embed of a page or embed of this service, as oEmbed describes it, as JSON or XML."""
    query = read_filter(OembedQuery, request.scope["query_string"], alone=False)
    if query.url is None:
        raise bad_parameter("url", "must be given: the address of a page or an embed")
    if query.format not in _WRITERS:
        raise FormatNotOffered("format: must be one of json, xml")
    media_type, write = _WRITERS[query.format]
    negotiate(request.headers.get("accept"), [media_type])
    base_url = service.settings.base_url
    path, asked = _below(query.url, base_url)
    embed, id = _embed_at(path)
    try:
        options = read_filter(embed.options, asked.encode())

        def ask(connection: Connection) -> Found[msgspec.Struct]:
            return find_embed(connection, service, embed, id, options)

        read = service.database.read_aside if embed.aside else service.database.read
        found = await read(ask)
    except BadParameter as error:
        raise bad_parameter("url", f"its query is wrong: {error.detail}") from error
    except Withdrawn as error:
        raise NotFound(error.detail) from error  # oEmbed knows no 410
    current = "/embed" + embed.path.replace("{id}", id)
    frame = Frame(
        options=options,
        base_url=base_url,
        current=current,
        pin=found.pin,
        speaks=embed.kind.speaks,
    )
    tag = entity_tag(
        str(found.snapshot.release),
        found.snapshot.recorded_at,
        found.snapshot.checksum,
        msgspec.json.encode(found.pin),
        canonical(query),
        base_url,
    )
    headers = {"etag": tag, "cache-control": LIVE}
    if is_current(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    described = await asyncio.to_thread(describe, embed.kind, found.view, frame, query)
    return Response(write(described), headers=headers, media_type=media_type)


def _below(url: str, base_url: str) -> tuple[str, str]:
    """The path of an address below the public one, and its query.

    ``BadParameter`` when it is no address of the web, ``NotFound`` when it is of another service.
    """
    try:
        parts, base = urlsplit(url), urlsplit(base_url)
        origin = _origin(parts)
    except ValueError as error:
        raise bad_parameter("url", "must be an address of the web") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise bad_parameter("url", "must be an address of the web, with http:// or https://")
    if origin != _origin(base) or "@" in parts.netloc:
        raise NotFound(_FOREIGN)
    if not parts.path.startswith(f"{base.path}/"):
        raise NotFound(_FOREIGN)
    return unquote(parts.path.removeprefix(base.path)), parts.query


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _embed_at(path: str) -> tuple[AnyEmbed, str]:
    """What can be embedded at the path of a page or of an embed, and the id in it."""
    bare = path.removeprefix("/embed") if path.startswith("/embed/") else path
    for embed in EMBEDS.values():
        pattern = re.escape(embed.path).replace(r"\{id\}", r"(?P<id>[a-z0-9-]{3,80})")
        if found := re.fullmatch(pattern, bare):
            return embed, found.groupdict().get("id", "")
    raise NotFound(_FOREIGN)
