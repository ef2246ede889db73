"""Which question does a request ask? Requests with the same key have the same answer.

A key is made of the release, the path, the declared parameters in their canonical form, and the
representation, each with its length before it. What is not a question that an address declares
(an unknown or malformed parameter, an id that cannot be one, a type it does not have) has no key:
the application answers it, and nothing of it is kept.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ControllerRouterHandler, HTTPScope

from api.edge import refusal_of
from api.errors import TallyError
from api.filters import AtRelease, canonical, given_by, read_filter
from api.operation import Operation
from api.queries.snapshot import Identity
from api.render.formats import negotiate
from api.routes.answering import format_of

EMBEDS = "/embed/"
PREFIXES = ("/v1/", EMBEDS)
"""Where questions are asked; all other paths are none of the store's business."""

_IMAGES = {"svg": "image/svg+xml", "png": "image/png"}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a request asks."""

    key: bytes
    is_embed: bool = False
    settles: bool = False
    """Whether its answer may yet change without a new release: it is pinned to an instant."""


class Questions:
    """The questions that the routes of an application declare."""

    def __init__(self, routes: Iterable[ControllerRouterHandler]) -> None:
        self._plain: dict[str, Operation] = {}
        self._with_id: dict[tuple[str, str], Operation] = {}
        for route in routes:
            assert isinstance(route, HTTPRouteHandler)
            operation = route.opt.get("operation")
            # a file is sent part by part, and is none of what is kept
            if not isinstance(operation, Operation) or operation.answers == "file":
                continue
            for path in route.paths:
                before, brace, rest = path.partition("{")
                if brace:
                    self._with_id[before, rest.partition("}")[2]] = operation
                else:
                    self._plain[path] = operation

    def asked_by(self, scope: HTTPScope, accept: bytes | None, release: Identity) -> Asked | None:
        """The question of a request under the newest release; ``None`` where it has none."""
        if b"%" in (scope.get("raw_path") or b"") or refusal_of(scope) is not None:
            return None
        path, query = scope["path"], scope["query_string"]
        wanted = accept.decode("latin-1") if accept is not None else None
        try:
            if path.startswith(EMBEDS):
                return _embed(path, query, wanted, release)
            operation = self._operation(path)
            if operation is None:
                return None
            filter = read_filter(operation.filter, query)
            if operation.answers == "list":
                form = format_of(path, wanted).name
            else:
                form = negotiate(wanted, ["application/json"])
        except TallyError:
            return None
        instant = isinstance(filter, AtRelease) and isinstance(filter.as_of_release, datetime)
        key = _joined(*_parts(release), path, canonical(filter), form)
        return Asked(key=key, settles=instant)

    def _operation(self, path: str) -> Operation | None:
        if (plain := self._plain.get(path)) is not None:
            return plain
        stem, _, last = path.rpartition("/")
        if (found := self._with_id.get((f"{stem}/", ""))) is not None:
            return found
        return self._with_id.get((f"{stem.rpartition('/')[0]}/", f"/{last}"))


def _embed(path: str, query: bytes, accept: str | None, release: Identity) -> Asked:
    """An embed's; its options are read by its own route, which refuses what is not declared."""
    type = _IMAGES.get(path.rpartition(".")[2], "text/html")
    given = sorted((name, *texts) for name, texts in given_by(query).items())
    form = negotiate(accept, [type])
    key = _joined(*_parts(release), path, msgspec.json.encode(given), form)
    return Asked(key=key, is_embed=True)


def _parts(release: Identity) -> tuple[str, str, str]:
    number, recorded_at, checksum = release
    return str(number), recorded_at, checksum


def _joined(*parts: str | bytes) -> bytes:
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)
