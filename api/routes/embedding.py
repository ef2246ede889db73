"""How an embed is answered, whatever it shows and in whatever form: one flow for every route.

Read the options strictly, ask the database once, and answer as HTML, SVG or PNG. What cannot be
shown is said in the same form. When the data cannot be reached, the last good answer is given
again, marked with its day.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

import msgspec
from litestar import Response
from sqlalchemy import Connection

from api.caching import LIVE, UNKEPT, entity_tag, is_current
from api.embeds.document import write_page
from api.embeds.frame import Embeddable, Frame, Pin, Since
from api.embeds.kept import Kept
from api.embeds.notice import NOTICE, notice_of
from api.embeds.options import EmbedOptions, ImageOptions
from api.embeds.picture import draw_picture, png_of
from api.errors import NotFound, QueryTooSlow, TallyError, Unavailable, Withdrawn
from api.filters import canonical, read_filter
from api.queries.snapshot import Snapshot
from api.render.formats import negotiate
from api.routes.answering import Tally, path_id
from api.service import Service

View = TypeVar("View", bound=msgspec.Struct)
Form = Literal["html", "svg", "png"]

_TYPES: dict[Form, str] = {"html": "text/html", "svg": "image/svg+xml", "png": "image/png"}
_IMAGE_POLICY = "default-src 'none'; sandbox"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What finding a view is given: where to look, for which id, as it stood in which release."""

    connection: Connection
    snapshot: Snapshot
    id: str
    service: Service


class Found(msgspec.Struct, Generic[View], frozen=True, kw_only=True):
    """What was found: the view, in which release, and whether it is pinned to that."""

    snapshot: Snapshot
    view: View
    pin: Pin | None


async def answer_embed(
    request: Tally,
    service: Service,
    kind: Embeddable[View],
    name: str,
    find: Callable[[Asked], View],
    mark: Callable[[View], object],
    history: Callable[[str], str],
) -> Response[bytes]:
    """The embed of the id in ``name``, which may end in ``.svg`` or ``.png``.

    ``find`` gives the view, or raises ``NotFound`` or ``Withdrawn``; a pinned one has changed
    when ``mark`` of it differs now; ``history`` is the path that tells why one was withdrawn.
    """
    id, form = _form(name)
    negotiate(request.headers.get("accept"), [_TYPES[form]])
    shape = EmbedOptions if form == "html" else ImageOptions
    options = read_filter(shape, request.scope["query_string"])
    path = request.scope["path"].removesuffix(f".{form}")
    frame = Frame(options=options, base_url=service.settings.base_url, current=path)
    key = f"{form} {path} ".encode() + canonical(options)

    def ask(connection: Connection) -> Found[View]:
        snapshot = service.snapshots.at(connection, options.release)
        asked = Asked(connection=connection, snapshot=snapshot, id=path_id(id), service=service)
        view = find(asked)
        pin = None
        if options.release is not None:
            since = _since(asked, view, find, mark)
            pin = Pin(release=snapshot.release, recorded_at=snapshot.recorded_at, since=since)
        return Found(snapshot=snapshot, view=view, pin=pin)

    try:
        found = await service.database.read(ask)
    except (Unavailable, QueryTooSlow):
        if (kept := service.kept.find(key)) is not None:
            return await _last_known(kind, kept, frame, form)
        return await _notice(Unavailable("the data cannot be reached"), frame, form, "")
    except (NotFound, Withdrawn) as error:
        return await _notice(error, frame, form, history(id))
    frame = msgspec.structs.replace(frame, pin=found.pin)
    tag = _tag(found.snapshot, found.pin, key, frame.base_url)
    kept = service.kept.find(key)
    if kept is not None and kept.tag == tag:
        body, policy = kept.body, kept.policy
    else:
        body, policy = await _write(kind, found.view, frame, form)
    service.kept.keep(key, found.view, found.pin, tag, body, policy)
    headers = {"etag": tag, "cache-control": LIVE, "content-security-policy": policy}
    if is_current(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers, media_type=_TYPES[form])
    return Response(body, headers=headers, media_type=_TYPES[form])


def _form(name: str) -> tuple[str, Form]:
    stem, dot, suffix = name.rpartition(".")
    forms: dict[str, Form] = {"svg": "svg", "png": "png"}
    return (stem, forms[suffix]) if dot and suffix in forms else (name, "html")


def _since(
    asked: Asked, view: View, find: Callable[[Asked], View], mark: Callable[[View], object]
) -> Since | None:
    """What has become of a pinned view by the newest release."""
    newest = asked.service.snapshots.at(asked.connection, None)
    if newest.release == asked.snapshot.release:
        return None
    try:
        now = find(msgspec.structs.replace(asked, snapshot=newest))
    except (Withdrawn, NotFound):
        return "withdrawn"
    return "changed" if mark(now) != mark(view) else None


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
    assert isinstance(frame.options, ImageOptions)
    return await asyncio.to_thread(_draw, kind, view, frame, form, frame.options), _IMAGE_POLICY


def _draw(
    kind: Embeddable[Any], view: Any, frame: Frame, form: Form, options: ImageOptions
) -> bytes:
    svg = draw_picture(kind, view, frame, options.size)
    return png_of(svg, options.size) if form == "png" else svg.encode()


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
