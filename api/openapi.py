"""The reference: one OpenAPI 3.1 document of everything under ``/v1``, from the routes themselves.

Parameters are the fields of each route's filter and schemas those of its answers, both as
msgspec states them, so that the reference says exactly what is read and written. See
``docs/decisions/0002-the-reference-is-written-from-msgspec.md``.
"""

import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute

from api.errors import (
    AddressTooLong,
    BadParameter,
    HeadersTooLarge,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    Problem,
    TallyError,
    Unavailable,
    Withdrawn,
)
from api.filters import document_parameters
from api.operation import Operation
from api.render.formats import FORMATS
from api.schemas.envelope import Detail, Page

_DESCRIPTION = """\
Migration statistics **as somebody stated them**: each figure with its value and qualifier
("more than"), its period or date, its place, who claimed it, who carried it, and where in the
text it stands. Tally never averages, corrects or merges what was said.

Read-only and keyless. What a source does not say is `null`; nothing served is overwritten.

## Quick start

Departures from Pakistan that reach into April 2025 or later, newest period first:

```sh
curl '{base}/v1/departures?origin=PAK&period_from=2025-04-01'
```

Figures that are certainly 100,000 or more, as a table for a spreadsheet:

```sh
curl '{base}/v1/figures.csv?certainly_at_least=100000'
```

What had been published by 20 November 2023 (the world's clock), from Tally's first release
(Tally's own clock):

```sh
curl '{base}/v1/figures?published_before=2023-11-20&as_of_release=1'
```

"Test request" beside every operation below sends it from this page.

## Conventions

* **Lists** answer `{"data", "links", "meta"}`. Follow `links.next` (or the `Link` header) until
  it is `null`; a listing keeps to the release it began with. `include=total` counts.
* **Filters**: a field's own name; given twice it means either. A parameter that is unknown,
  repeated or malformed is 400 and names the nearest known one.
* **Formats**: `.csv`, `.ndjson` or `.json` at the end of a list's path, or the `Accept` header.
* **Values**: `lower` and `upper` hold what the words state; `plausible` is the whole-number range
  they leave open, which the `certainly_` and `possibly_` filters go by.
* **Errors** are `application/problem+json` (RFC 9457).
* **Caching**: every 200 has a strong `ETag`; an address with `as_of_release` never changes.

## Errors

{errors}
"""

_TAGS = {
    "Figures": "Departures, permit holders and population estimates: the three kinds of figure.",
    "Records": "What figures refer to, and what there is.",
    "Releases": "The published states of the data, and what each changed.",
}
_DETAIL_ERRORS: tuple[type[TallyError], ...] = (BadParameter, NotFound, NotAcceptable)
_EVERYWHERE: tuple[type[TallyError], ...] = (
    MethodNotAllowed,
    AddressTooLong,
    HeadersTooLarge,
    InternalError,
    Unavailable,
)
_ERRORS: tuple[type[TallyError], ...] = (*_DETAIL_ERRORS, Withdrawn, *_EVERYWHERE)
_REF = "#/components/schemas/{name}"


@cache
def openapi_json(routes: tuple[BaseRoute, ...], base_url: str) -> bytes:
    """The document with sorted keys, two spaces deep, ready to be committed or answered."""
    encoded = msgspec.json.encode(document(routes, base_url), order="sorted")
    return msgspec.json.format(encoded, indent=2) + b"\n"


def document(routes: Iterable[BaseRoute], base_url: str) -> dict[str, Any]:
    """The OpenAPI document of every route that declares an ``Operation``.

    ``base_url`` is the public address, which the quick start's calls begin with.
    """
    operations = [(path, handler, op) for path, handler, op in _operations(routes)]
    answers = [_answer(op) for _, _, op in operations]
    schemas, components = msgspec.json.schema_components([*answers, Problem], ref_template=_REF)
    by_answer = dict(zip(map(str, answers), schemas, strict=False))
    paths: dict[str, Any] = {}
    for path, handler, operation in operations:
        summary = by_answer[str(_answer(operation))]
        paths[path] = {"get": _operation(path, handler, operation, summary, suffix=False)}
        if operation.answers == "list":
            paths[f"{path}.{{format}}"] = {
                "get": _operation(path, handler, operation, summary, suffix=True)
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tally",
            "version": version("tally"),
            "summary": "Migration figures as somebody stated them.",
            "description": _DESCRIPTION.replace("{errors}", _error_list()).replace(
                "{base}", base_url
            ),
            "contact": {"name": "Tally"},
            "license": {"name": "CC BY 4.0 (data)", "identifier": "CC-BY-4.0"},
        },
        "servers": [
            {"url": urlsplit(base_url).path or "/", "description": "Where this document is served."}
        ],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {_response_name(error): _problem(error) for error in _ERRORS},
            "headers": _HEADERS,
        },
    }


_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "A strong tag of this answer; send it back in `If-None-Match`.",
        "schema": {"type": "string"},
        "example": '"0123456789abcdef01234567"',
    },
    "CacheControl": {
        "description": "How long the answer may be kept.",
        "schema": {"type": "string"},
        "example": "public, max-age=60, stale-while-revalidate=86400",
    },
    "Link": {
        "description": "The next page, if there is one (RFC 8288).",
        "schema": {"type": "string"},
        "example": '</v1/departures?limit=10&cursor=AAAA>; rel="next"',
    },
    "Allow": {
        "description": "The methods there are.",
        "schema": {"type": "string"},
        "example": "GET, HEAD, OPTIONS",
    },
    "RetryAfter": {
        "description": "Seconds to wait before another try.",
        "schema": {"type": "integer"},
        "example": 2,
    },
}


def _operations(
    routes: Iterable[BaseRoute],
) -> Iterator[tuple[str, HTTPRouteHandler, Operation]]:
    """Each documented route once, at its path without a suffix, in the order of its tag."""
    seen: set[str] = set()
    for route in routes:
        for handler in getattr(route, "route_handlers", ()):
            operation = handler.opt.get("operation")
            if isinstance(operation, Operation) and operation.id not in seen:
                seen.add(operation.id)
                path = min(handler.paths, key=len)
                yield path.replace(":str}", "}"), handler, operation


def _answer(operation: Operation) -> Any:
    envelope: Any = Page if operation.answers == "list" else Detail
    return envelope[operation.record]


def _operation(
    path: str, handler: HTTPRouteHandler, operation: Operation, schema: Any, *, suffix: bool
) -> dict[str, Any]:
    parameters = document_parameters(operation.filter)
    if suffix:
        parameters.insert(0, _format_parameter())
    parameters[:0] = [_path_parameter(name) for name in ("id", "number") if f"{{{name}}}" in path]
    errors: tuple[type[TallyError], ...] = (
        *_DETAIL_ERRORS,
        *([Withdrawn] if operation.withdrawable and "{id}" in path else []),
    )
    text = inspect.getdoc(handler.fn) or ""
    return {
        "operationId": operation.id + ("InFormat" if suffix else ""),
        "summary": operation.summary + (" in a format" if suffix else ""),
        "description": text
        + ("\n\nThe same list in the format that the path ends in." if suffix else ""),
        "tags": [operation.tag],
        "parameters": parameters,
        "responses": {
            "200": _found(operation, schema),
            "304": {
                "description": "The answer is the one that `If-None-Match` names.",
                "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            },
            **{
                str(error.status): {"$ref": f"#/components/responses/{_response_name(error)}"}
                for error in (*errors, *_EVERYWHERE)
            },
        },
    }


def _found(operation: Operation, schema: Any) -> dict[str, Any]:
    headers = {
        "ETag": {"$ref": "#/components/headers/ETag"},
        "Cache-Control": {"$ref": "#/components/headers/CacheControl"},
    }
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if operation.answers == "list":
        headers["Link"] = {"$ref": "#/components/headers/Link"}
        for format in FORMATS.values():
            if format.name != "json":
                text = {"type": "string", "description": format.description}
                content[format.media_type] = {"schema": text}
    return {"description": operation.summary + ".", "headers": headers, "content": content}


def _format_parameter() -> dict[str, Any]:
    return {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "; ".join(f"`{f.name}`: {f.description}" for f in FORMATS.values()),
        "schema": {"type": "string", "enum": list(FORMATS)},
        "example": "csv",
    }


def _path_parameter(name: str) -> dict[str, Any]:
    if name == "number":
        return {
            "name": name,
            "in": "path",
            "required": True,
            "description": "The release's number.",
            "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
            "example": "1",
        }
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": "The record's id.",
        "schema": {"type": "string", "pattern": "^[a-z0-9-]{3,80}$"},
    }


def _response_name(error: type[TallyError]) -> str:
    return error.__name__


def _problem(error: type[TallyError]) -> dict[str, Any]:
    example = {
        "type": f"/docs#{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.meaning,
        "instance": "/v1/departures",
        "errors": [],
    }
    response: dict[str, Any] = {
        "description": error.meaning,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }
    named = {"allow": ("Allow", "Allow"), "retry-after": ("Retry-After", "RetryAfter")}
    headers = {
        named[name][0]: {"$ref": f"#/components/headers/{named[name][1]}"} for name in error.headers
    }
    return {**response, "headers": headers} if headers else response


def _error_list() -> str:
    return "\n".join(
        f'* <a id="{e.slug}"></a>`{e.status}` **{e.slug}**: {e.meaning}'
        for e in sorted(_ERRORS, key=lambda e: e.status)
    )
