"""How a page for people is answered, whatever it shows: one flow for every route.

Read what is asked, ask the database once, and answer as HTML. What cannot be shown is answered by
the handler of errors, as a page too; a record that was withdrawn, with its history.
"""

import asyncio
from collections.abc import Callable
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
    embed: msgspec.Struct | None = None
    """The view of the embed it offers."""
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
            return _Found(
                snapshot=snapshot,
                kind=page.kind,
                view=page.find(asked),
                embed=_embedded(page.embed, asked) if page.embed else None,
            )
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
        frame = _frame(path, page, options, found, service)
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


def _frame(
    path: str, page: Page[Any, Any], options: msgspec.Struct, found: _Found, service: Service
) -> PageFrame:
    frame = PageFrame(
        base_url=service.settings.base_url,
        path=path,
        lang=getattr(options, "lang"),  # noqa: B009  # every page has it
        asks=tuple(_filters(options)),
        report_to=service.settings.report_errors_to,
        release=found.snapshot.release,
        recorded_at=found.snapshot.recorded_at,
    )
    if page.embed is None or found.embed is None:
        return frame
    embed = _offered(page.embed, found.embed, options, frame)
    return msgspec.structs.replace(frame, embed=embed)


def _filters(options: msgspec.Struct) -> list[tuple[str, str]]:
    """What is asked of a page beyond its language and how its embed is to be."""
    of_frame = {*PageOptions.__struct_fields__, *EmbedPageOptions.__struct_fields__}
    return [item for item in query_items(options) if item[0] not in of_frame]


def _embedded(embed: AnyEmbed, asked: Asked[Any]) -> msgspec.Struct:
    """The view of the embed of what a page shows."""
    options = _options_of(embed, asked.options, lang=asked.options.lang)
    view: msgspec.Struct = embed.find(msgspec.structs.replace(asked, options=options))
    return view


def _options_of(embed: AnyEmbed, chosen: msgspec.Struct, **options: Any) -> EmbedOptions:
    """The options of an embed: those that its page has by the same name, and what is given."""
    held = msgspec.structs.asdict(chosen)
    shared = {name: held[name] for name in embed.options.__struct_fields__ if name in held}
    made: EmbedOptions = embed.options(**shared | options)
    return made


def _offered(
    embed: AnyEmbed, view: msgspec.Struct, chosen: msgspec.Struct, page: PageFrame
) -> PageEmbed:
    """The embed of what a page shows, with the options that the page was asked for."""
    assert isinstance(chosen, EmbedPageOptions)
    assert page.release is not None
    lang, pinned = chosen.embed_lang or chosen.lang, chosen.embed_release == "pinned"
    release = page.release if pinned else None
    options = _options_of(embed, chosen, theme=chosen.embed_theme, lang=lang, release=release)
    frame = Frame(options=options, base_url=page.base_url, current=f"/embed{page.path}")
    card = msgspec.structs.replace(frame, options=_options_of(embed, chosen, lang=chosen.lang))
    return PageEmbed(
        snippet=snippet_of(embed.kind, view, frame),
        card=card.address("png", size="card"),
        theme=chosen.embed_theme,
        lang=lang,
        pinned=pinned,
        release=page.release,
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
