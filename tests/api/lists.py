"""Every list the application serves, read from its own routes, and how one is walked."""

from collections.abc import Iterator
from typing import Any

from litestar.handlers import HTTPRouteHandler

from api.app import ROUTES
from api.filters import document_parameters
from api.operation import Operation
from tests.conftest import Client

Record = dict[str, Any]


def _operations() -> Iterator[tuple[str, Operation]]:
    for route in ROUTES:
        assert isinstance(route, HTTPRouteHandler)
        if (operation := route.opt.get("operation")) is not None:
            yield min(route.paths, key=len), operation


LISTS = {path: operation for path, operation in _operations() if operation.answers == "list"}
"""The operation of every list, by its path without a suffix."""

DETAILS = {path: operation for path, operation in _operations() if operation.answers == "detail"}
"""The operation of every other answer, by its path as it is declared."""

PUBLIC_URL = "http://127.0.0.1:8000"

PAGING = {"as_of_release", "limit", "cursor", "include", "sort", "bom"}
"""Parameters of a list that do not narrow it."""


def parameter(path: str, name: str) -> dict[str, Any]:
    """The documented schema of a list's parameter."""
    (found,) = (p for p in document_parameters(LISTS[path].filter) if p["name"] == name)
    schema: dict[str, Any] = found["schema"]
    return schema


def sorts(path: str) -> list[str]:
    """Every column a list can be sorted by, each also descending; none for a fixed order."""
    if "sort" not in LISTS[path].filter.__struct_fields__:
        return []
    words: list[str] = parameter(path, "sort")["items"]["enum"]
    return words


def key_of(record: Record) -> Any:
    """What tells a record of a list from all others."""
    if "record_type" in record:
        return record["release"], record["record_type"], record["id"]
    if "interval" in record:
        return tuple(record[name] for name in SERIES_KEY)
    return record["id"] if "id" in record else record["number"]


SERIES_KEY = (
    "interval",
    "origin",
    "destination",
    "place",
    "nationality",
    "country_as_given",
    "legal_status",
    "unit",
    "movement_family",
    "outlook",
)
"""The fields that tell the rows of a series apart."""


def keys(records: list[Record]) -> list[Any]:
    """The keys of records, in order."""
    return [key_of(record) for record in records]


def local(address: str) -> str:
    """The path and query of an address that an answer links to."""
    assert address.startswith(PUBLIC_URL)
    return address.removeprefix(PUBLIC_URL)


def records_at(client: Client, path: str) -> list[Record]:
    """Every record of a list; it has to fit one page."""
    page = client.json(f"{path}?limit=1000")
    assert page["links"]["next"] is None
    data: list[Record] = page["data"]
    return data


def walk(client: Client, address: str | None) -> Iterator[dict[str, Any]]:
    """The pages of a listing from an address on, by ``links.next``."""
    while address is not None:
        page = client.json(address)
        yield page
        address = page["links"]["next"] and local(page["links"]["next"])
