"""How an embed is answered, whatever it shows and in whatever form: one flow for every route.

Read the options strictly, ask the database once, and answer as HTML, SVG or PNG. What cannot be
shown is said in the same form. When the data cannot be reached, the last good answer is given
again, marked with its day.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from api.caching import LIVE, UNKEPT, entity_tag, is_current
from api.embeds.document import write_page
from api.embeds.frame import Embeddable, Frame, Pin, Since
from api.embeds.kept import Kept
from api.embeds.notice import NOTICE, notice_of
from api.embeds.options import EmbedOptions, Size, image_options
from api.embeds.picture import DENSITY, draw_picture, png_of
from api.errors import (
    BadParameter,
    NotFound,
    QueryTooSlow,
    TallyError,
    Unavailable,
    Withdrawn,
    no_such_form,
)
from api.filters import canonical, read_filter
from api.queries.snapshot import Snapshot
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally, path_id
from api.service import Service

View = TypeVar("View", bound=msgspec.Struct)
Options = TypeVar("Options", bound=EmbedOptions)
Chosen = TypeVar("Chosen", bound=msgspec.Struct)
Form = Literal["html", "svg", "png"]

_TYPES: dict[Form, str] = {"html": "text/html", "svg": "image/svg+xml", "png": "image/png"}
_IMAGES: dict[str, Form] = {"svg": "svg", "png": "png"}
_IMAGE_POLICY = "default-src 'none'; sandbox"


class Asked(msgspec.Struct, Generic[Chosen], frozen=True, kw_only=True):
    """What finding a view is given: where to look, for what, as it stood in which release.

    The view of an embed, or of a page, which has other options."""

    connection: Connection
    snapshot: Snapshot
    id: str
    """The id in the address; empty for what has none."""
    options: Chosen
    service: Service


class Found(msgspec.Struct, Generic[View], frozen=True, kw_only=True):
    """What was found: the view, in which release, and whether it is pinned to that."""

    snapshot: Snapshot
    view: View
    pin: Pin | None


class Embed(msgspec.Struct, Generic[View, Options], frozen=True, kw_only=True):
    """Something that can be embedded: where, with which options, and how it is found."""

    path: str
    """Below ``/embed``, where ``{id}`` stands for an id; a page has the same without ``/embed``."""
    kind: Embeddable[View]
    options: type[Options]
    find: Callable[[Asked[Options]], View]
    """The view, or ``NotFound``, ``Withdrawn`` or ``BadParameter``."""
    mark: Callable[[View], object]
    """By what it is known: a pinned one has changed when this differs now."""
    history: Callable[[str], str]
    """The path that tells why one was withdrawn, by its id."""
    aside: bool = False
    """Whether finding it must not hold up other requests."""

    def handler(self, name: str) -> HTTPRouteHandler:
        """Its route: HTML, and the same address with ``.svg`` and ``.png``."""

        async def answer(request: Tally, service: Serving) -> Response[bytes]:
            return await answer_embed(request, service, self)

        address = "/embed" + self.path.replace("{id}", "{id:str}")
        # a suffix of the last part is a part of the id for the router
        forms = [""] if self.path.endswith("{id}") else ["", *(f".{form}" for form in _IMAGES)]
        answer.__name__ = name
        return get([address + form for form in forms])(answer)


AnyEmbed = Embed[Any, Any]


async def answer_embed(
    request: Tally, service: Service, embed: Embed[View, Any]
) -> Response[bytes]:
    """The embed of the id in the address, or the image of it where that ends in a suffix."""
    path, form = _form(request.scope["path"])
    id = _form(request.path_params["id"])[0] if "{id}" in embed.path else ""
    negotiate(request.headers.get("accept"), [_TYPES[form]])
    shape: type[EmbedOptions] = embed.options
    if form != "html":
        shape = image_options(shape)
    options = read_filter(shape, request.scope["query_string"])
    frame = Frame(
        options=options,
        base_url=service.settings.base_url,
        current=path,
        speaks=embed.kind.speaks,
    )
    key = f"{form} {path} ".encode() + canonical(options)

    def ask(connection: Connection) -> Found[View]:
        return find_embed(connection, service, embed, id, options)

    read = service.database.read_aside if embed.aside else service.database.read
    try:
        found = await read(ask)
    except (Unavailable, QueryTooSlow):
        if (kept := service.kept.find(key)) is not None:
            return await _last_known(embed.kind, kept, frame, form)
        return await _notice(Unavailable("the data cannot be reached"), frame, form, "")
    except (NotFound, Withdrawn) as error:
        return await _notice(error, frame, form, embed.history(id))
    frame = msgspec.structs.replace(frame, pin=found.pin)
    tag = _tag(found.snapshot, found.pin, key, frame.base_url)
    kept = service.kept.find(key)
    if kept is not None and kept.tag == tag:
        body, policy = kept.body, kept.policy
    else:
        body, policy = await _write(embed.kind, found.view, frame, form)
    service.kept.keep(key, found.view, found.pin, tag, body, policy)
    headers = {"etag": tag, "cache-control": LIVE, "content-security-policy": policy}
    if is_current(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers, media_type=_TYPES[form])
    return Response(body, headers=headers, media_type=_TYPES[form])


def find_embed(
    connection: Connection,
    service: Service,
    embed: Embed[View, Any],
    id: str,
    options: EmbedOptions,
) -> Found[View]:
    """What an embed shows, as it stood in the release that its options name.

    What its ``find`` raises, and ``NotFound`` when there is no such release.
    """
    snapshot = service.snapshots.at(connection, options.release)
    asked = Asked(
        connection=connection,
        snapshot=snapshot,
        id=path_id(id) if "{id}" in embed.path else "",
        options=options,
        service=service,
    )
    view = embed.find(asked)
    pin = None
    if options.release is not None:
        since = _since(asked, view, embed)
        pin = Pin(release=snapshot.release, recorded_at=snapshot.recorded_at, since=since)
    return Found(snapshot=snapshot, view=view, pin=pin)


def _form(name: str) -> tuple[str, Form]:
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return name, "html"
    if suffix not in _IMAGES:
        raise no_such_form(sorted(_IMAGES))
    return stem, _IMAGES[suffix]


def _since(asked: Asked[Options], view: View, embed: Embed[View, Options]) -> Since | None:
    """What has become of a pinned view by the newest release."""
    newest = asked.service.snapshots.at(asked.connection, None)
    if newest.release == asked.snapshot.release:
        return None
    try:
        now = embed.find(msgspec.structs.replace(asked, snapshot=newest))
    except (Withdrawn, NotFound):
        return "withdrawn"
    except BadParameter:
        # what its options chose was one thing then, and is several now
        return "changed"
    return "changed" if embed.mark(now) != embed.mark(view) else None


def _tag(snapshot: Snapshot, pin: Pin | None, key: bytes, base_url: str) -> str:
    return entity_tag(
        str(snapshot.release),
        snapshot.recorded_at,
        snapshot.checksum,
        msgspec.json.encode(pin),
        key,
        base_url,
    )


async def _write(kind: Embeddable[Any], view: Any, frame: Frame, form: Form) -> tuple[bytes, str]:
    """The body and its policy; an image, which takes a tenth of a second, in a thread."""
    if form == "html":
        page = write_page(kind, view, frame)
        return page.body, page.policy
    return await asyncio.to_thread(_draw, kind, view, frame, form), _IMAGE_POLICY


def _draw(kind: Embeddable[Any], view: Any, frame: Frame, form: Form) -> bytes:
    # of ``image_options``
    size: Size = getattr(frame.options, "size")  # noqa: B009
    width: int | None = getattr(frame.options, "width")  # noqa: B009
    svg = draw_picture(kind, view, frame, size, width)
    if form == "svg":
        return svg.encode()
    return png_of(svg, DENSITY if size == "natural" and width is None else 1)


async def _last_known(
    kind: Embeddable[Any], kept: Kept, frame: Frame, form: Form
) -> Response[bytes]:
    frame = msgspec.structs.replace(frame, pin=kept.pin, last_known=kept.day)
    body, policy = await _write(kind, kept.view, frame, form)
    headers = {"cache-control": UNKEPT, "content-security-policy": policy}
    return Response(body, headers=headers, media_type=_TYPES[form])


async def _notice(error: TallyError, frame: Frame, form: Form, history: str) -> Response[bytes]:
    """An error in the form that was asked for, to be read where the embed would stand."""
    view = notice_of(error, history=frame.base_url + history, front=f"{frame.base_url}/")
    body, policy = await _write(NOTICE, view, frame, form)
    headers = {"cache-control": UNKEPT, "content-security-policy": policy, **error.headers}
    return Response(body, status_code=error.status, headers=headers, media_type=_TYPES[form])
