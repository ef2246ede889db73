"""How a route is declared: its addresses, and what the reference says of it."""

from typing import Any, Literal

import msgspec

from api.cursors import Key
from api.filters import AtRelease
from api.render.formats import EVERYWHERE
from api.schemas.envelope import Page


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What the reference needs to know of a route beyond its docstring."""

    id: str
    summary: str
    tag: str
    answers: Literal["list", "detail", "file"]
    filter: type[msgspec.Struct]
    record: Any
    withdrawable: bool = False
    example: str | None = None
    """What stands in the path in examples: an id that is served."""
    formats: tuple[str, ...] = EVERYWHERE
    """What a list can be had in, by suffix."""
    envelope: Any = Page
    """What a page of a list is: that, or something with more to it."""
    after: tuple[Key, ...] = ()
    """Sort keys of a row, in the order of the filter's default: the example of a cursor."""
    media_type: str = "application/json"
    """What a file is."""
    in_parts: bool = False
    """Whether a file is answered in ranges too."""
    explained: str | None = None
    """Where the rules behind the answer are explained: a page of ``DOCS``, and a heading of it."""


def list_of(
    path: str,
    filter: type[AtRelease],
    record: Any,
    summary: str,
    id: str,
    tag: str = "Figures",
    *,
    after: tuple[Key, ...] = (),
    formats: tuple[str, ...] = EVERYWHERE,
    explained: str | None = None,
    envelope: Any = Page,
) -> dict[str, Any]:
    """Arguments of ``get`` for a list: its path with no suffix, and with each format's."""
    operation = Operation(
        id=id,
        summary=summary,
        tag=tag,
        answers="list",
        filter=filter,
        record=record,
        formats=formats,
        after=after,
        explained=explained,
        envelope=envelope,
    )
    paths = [path, *(f"{path}.{format}" for format in formats)]
    return {"path": paths, "opt": {"operation": operation}, "operation_id": id}


def detail_of(
    path: str,
    record: Any,
    summary: str,
    id: str,
    tag: str = "Figures",
    *,
    example: str | None = None,
    withdrawable: bool = True,
    filter: type[AtRelease] = AtRelease,
    explained: str | None = None,
) -> dict[str, Any]:
    """Arguments of ``get`` for one record at ``path``."""
    operation = Operation(
        id=id,
        summary=summary,
        tag=tag,
        answers="detail",
        filter=filter,
        record=record,
        withdrawable=withdrawable,
        example=example,
        explained=explained,
    )
    return {"path": path, "opt": {"operation": operation}, "operation_id": id}


def file_of(
    path: str,
    filter: type[msgspec.Struct],
    media_type: str,
    summary: str,
    id: str,
    tag: str,
    *,
    example: str,
    explained: str | None = None,
    in_parts: bool = True,
) -> dict[str, Any]:
    """Arguments of ``get`` for a file, which is answered in ranges too, or for a stream."""
    operation = Operation(
        id=id,
        summary=summary,
        tag=tag,
        answers="file",
        filter=filter,
        record=None,
        example=example,
        media_type=media_type,
        in_parts=in_parts,
        explained=explained,
    )
    return {"path": path, "opt": {"operation": operation}, "operation_id": id}
