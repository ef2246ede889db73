"""How a page for people is answered, whatever it shows: one flow for every route.

Read what is asked, ask the database once, and answer as HTML. What cannot be shown is answered by
the handler of errors, as a page too; a record that was withdrawn, with its history.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from api.caching import LIVE, UNKEPT, entity_tag, is_current
from api.embeds.frame import Frame
from api.embeds.options import EmbedOptions
from api.embeds.page import (
    CONTENT_SECURITY_POLICY,
    EmbedPageOptions,
    PageEmbed,
    PageFrame,
    PageKind,
    PageOptions,
    render_page,
)
from api.embeds.snippet import snippet_of
from api.errors import Withdrawn
from api.filters import canonical, query_items, read_form
from api.queries.snapshot import Snapshot
from api.render.formats import negotiate
from api.routes.answering import Serving, Tally, path_id
from api.routes.embedding import AnyEmbed, Asked
from api.routes.failing import prefers_page
from api.service import Service

View = TypeVar("View", bound=msgspec.Struct)
Options = TypeVar("Options", bound=msgspec.Struct)
Past = TypeVar("Past", bound=msgspec.Struct)


class Gone(msgspec.Struct, Generic[Past, Options], frozen=True, kw_only=True):
    """What is shown of a record that was withdrawn, with status 410."""

    kind: PageKind[Past]
    find: Callable[[Asked[Options], Withdrawn], Past]


class Page(msgspec.Struct, Generic[View, Options], frozen=True, kw_only=True):
    """A page for people: where, with which options, and how what it shows is found."""

    path: str
    """Where ``{id}`` stands for an id."""
    kind: PageKind[View]
    options: type[Options]
    """A ``PageOptions``, or an ``EmbedPageOptions`` where there is an ``embed``; or any filter with
    ``lang``."""
    find: Callable[[Asked[Options]], View]
    """The view, or ``NotFound``, ``Withdrawn`` or ``BadParameter``."""
    embed: AnyEmbed | None = None
    """What it offers to be embedded, at the same path. Options that both have by the same name are
    asked of both."""
    chooses: Callable[[View], dict[str, Any] | None] = lambda _: {}
    """What its embed is asked beyond what the page was; ``None`` where a view has no embed."""
    gone: Gone[Any, Options] | None = None
    """What is shown in its place when it was withdrawn; without it, the reason alone."""
    release: Callable[[Options], int | datetime | None] = lambda _: None
    """The release to answer from, or an instant in it; the newest unless told."""
    refused: frozenset[str] = frozenset()
    """Names that mean something elsewhere, and so are not taken for what sites hang on links."""
    aside: bool = False
    """Whether finding it must not hold up other requests."""

    def handler(self, name: str) -> HTTPRouteHandler:
        """Its route."""

        async def answer(request: Tally, service: Serving) -> Response[bytes]:
            return await answer_page(request, service, self)

        answer.__name__ = name
        return get(self.path.replace("{id}", "{id:str}"))(answer)


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    snapshot: Snapshot
    kind: PageKind[Any]
    view: Any
    offer: "_Offer | None" = None
    gone: bool = False


async def answer_page(
    request: Tally, service: Service, page: Page[Any, Options]
) -> Response[bytes]:
    """The page at the address asked for."""
    accept = request.headers.get("accept")
    negotiate(accept, ["text/html"])
    options = read_form(page.options, request.scope["query_string"], page.refused)
    has_id = "{id}" in page.path

    def ask(connection: Connection) -> _Found:
        snapshot = service.snapshots.at(connection, page.release(options))
        asked = Asked(
            connection=connection,
            snapshot=snapshot,
            id=path_id(request.path_params["id"]) if has_id else "",
            options=options,
            service=service,
        )
        try:
            view = page.find(asked)
            more = page.chooses(view)
            offer = _offer(page.embed, asked, more) if page.embed and more is not None else None
            return _Found(snapshot=snapshot, kind=page.kind, view=view, offer=offer)
        except Withdrawn as error:
            if page.gone is None or not prefers_page(accept):
                raise
            past = page.gone.find(asked, error)
            return _Found(snapshot=snapshot, kind=page.gone.kind, view=past, gone=True)

    read = service.database.read_aside if page.aside else service.database.read
    found = await read(ask)
    path = request.scope["path"]
    headers = {"vary": "Accept", "content-security-policy": CONTENT_SECURITY_POLICY}

    def write() -> bytes:
        frame = _frame(path, options, found, service)
        return render_page(found.kind.template, frame, found.kind.content(found.view, frame))

    if found.gone:
        headers["cache-control"] = UNKEPT
        body = await asyncio.to_thread(write)
        return Response(body, status_code=410, headers=headers, media_type="text/html")
    headers |= {"cache-control": LIVE, "etag": _tag(found.snapshot, path, options, service)}
    if is_current(request.headers.get("if-none-match"), headers["etag"]):
        return Response(b"", status_code=304, headers=headers, media_type="text/html")
    # it lays out the embed to know its height, and may list a hundred figures
    body = await asyncio.to_thread(write)
    return Response(body, headers=headers, media_type="text/html")


def _frame(path: str, options: msgspec.Struct, found: _Found, service: Service) -> PageFrame:
    base_url = service.settings.base_url
    return PageFrame(
        base_url=base_url,
        path=path,
        lang=getattr(options, "lang"),  # noqa: B009  # every page has it
        asks=tuple(_filters(options)),
        report_to=service.settings.report_errors_to,
        release=found.snapshot.release,
        recorded_at=found.snapshot.recorded_at,
        embed=_laid_out(found.offer, base_url) if found.offer else None,
    )


def _filters(options: msgspec.Struct) -> list[tuple[str, str]]:
    """What is asked of a page beyond its language and how its embed is to be."""
    of_frame = {*PageOptions.__struct_fields__, *EmbedPageOptions.__struct_fields__}
    return [item for item in query_items(options) if item[0] not in of_frame]


def offered(embed: AnyEmbed, asked: Asked[Any], more: Mapping[str, Any] | None = None) -> PageEmbed:
    """The embed of what a page shows, as the page was asked for it, and what more chooses it."""
    return _laid_out(_offer(embed, asked, more or {}), asked.service.settings.base_url)


class _Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed of an embed to write its code."""

    embed: AnyEmbed
    id: str
    view: msgspec.Struct
    options: EmbedOptions
    card: EmbedOptions
    release: int


def _offer(embed: AnyEmbed, asked: Asked[Any], more: Mapping[str, Any]) -> _Offer:
    chosen, release = asked.options, asked.snapshot.release
    assert isinstance(chosen, EmbedPageOptions)
    held = msgspec.structs.asdict(chosen) | dict(more)
    asks = {name: held[name] for name in embed.options.__struct_fields__ if name in held}
    how = {
        "theme": chosen.embed_theme,
        "lang": chosen.embed_lang or chosen.lang,
        "release": release if chosen.embed_release == "pinned" else None,
    }
    options = embed.options(**asks | how)
    return _Offer(
        embed=embed,
        id=asked.id,
        # of the page's release, which is the newest: nothing has become of it since
        view=embed.find(msgspec.structs.replace(asked, options=options)),
        options=options,
        card=embed.options(**asks | {"lang": chosen.lang}),
        release=release,
    )


def _laid_out(offer: _Offer, base_url: str) -> PageEmbed:
    """The code of an embed, whose image is laid out to know how high it is."""
    current = "/embed" + offer.embed.path.replace("{id}", offer.id)
    frame = Frame(options=offer.options, base_url=base_url, current=current)
    card = msgspec.structs.replace(frame, options=offer.card)
    return PageEmbed(
        snippet=snippet_of(offer.embed.kind, offer.view, frame),
        card=card.address("png", size="card"),
        theme=offer.options.theme,
        lang=offer.options.lang,
        pinned=offer.options.release is not None,
        release=offer.release,
    )


def _tag(snapshot: Snapshot, path: str, options: msgspec.Struct, service: Service) -> str:
    return entity_tag(
        str(snapshot.release),
        snapshot.recorded_at,
        snapshot.checksum,
        path,
        canonical(options),
        service.settings.base_url,
        service.settings.report_errors_to,
    )
