"""The reference: one OpenAPI 3.1 document of everything under ``/v1``, from the routes themselves.

Parameters are the fields of each route's filter and schemas those of its answers, both as
msgspec states them, so that the reference says exactly what is read and written. See
``docs/decisions/0002-the-reference-is-written-from-msgspec.md``.
"""

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute

from api.components import Components
from api.cursors import issue
from api.embeds.docs import DOCS
from api.errors import (
    AddressTooLong,
    BadParameter,
    FormatNotOffered,
    HeadersTooLarge,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    QueryTooSlow,
    RangeNotSatisfiable,
    TallyError,
    Unavailable,
    Withdrawn,
    WrongHost,
    bad_parameter,
    problem_of,
)
from api.filters import document_parameters, question_of
from api.openapi_files import FILE_HEADERS, RANGE_PARAMETERS, file_found, part_found
from api.operation import Operation
from api.render.formats import FORMATS, Format
from api.schemas.feed import FeedPage

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
* **Methods**: GET as below; HEAD answers the same without a body; OPTIONS names the methods.
  Any page on the web may ask (`Access-Control-Allow-Origin: *`).
* **Caching**: every 200 has a strong `ETag`; an address with `as_of_release` never changes.

## How it is worked out

{docs}

## Errors

{errors}
"""

_TAGS = {
    "Figures": "Departures, permit holders and population estimates: the three kinds of figure.",
    "Comparisons": "How figures stand to each other: rival claims, repeats, parts and wholes.",
    "Records": "What figures refer to, and what there is.",
    "Releases": "The published states of the data, and what each changed.",
}
_BY_STATUS: dict[str, tuple[type[TallyError], ...]] = {
    "400": (BadParameter, QueryTooSlow, WrongHost),
    "404": (NotFound,),
    "405": (MethodNotAllowed,),
    "406": (NotAcceptable,),
    "410": (Withdrawn,),
    "414": (AddressTooLong,),
    "416": (RangeNotSatisfiable,),
    "431": (HeadersTooLarge,),
    "500": (InternalError,),
    "503": (Unavailable,),
}
"""The errors of a status; every operation can answer all of them, but for 410, where it is
withdrawable, and 416, where it is a file."""
_BESIDE: dict[str, tuple[type[TallyError], ...]] = {"501": (FormatNotOffered,)}
"""Those of addresses that are no operation: explained too, since problems lead there."""


@cache
def openapi_json(routes: tuple[BaseRoute, ...], base_url: str) -> bytes:
    """The document with sorted keys, two spaces deep, ready to be committed or answered."""
    encoded = msgspec.json.encode(document(routes, base_url), order="sorted")
    return msgspec.json.format(encoded, indent=2) + b"\n"


def document(routes: Iterable[BaseRoute], base_url: str) -> dict[str, Any]:
    """The OpenAPI document of every route that declares an ``Operation``.

    ``base_url`` is the public address, which calls, links and examples begin with.
    """
    declared = list(_declared(routes))
    operations = {one.path: one.operation for one in declared}
    components = Components(
        {path: one for path, one in operations.items() if one.answers != "file"}, base_url
    )
    paths: dict[str, Any] = {}
    for one in declared:
        links = _links(one, operations)
        paths[one.path] = {"get": _operation(one, components, links, base_url, suffix=False)}
        if one.operation.answers == "list":
            paths[f"{one.path}.{{format}}"] = {
                "get": _operation(one, components, {}, base_url, suffix=True)
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tally",
            "version": version("tally"),
            "summary": "Migration figures as somebody stated them.",
            "description": _DESCRIPTION.replace("{errors}", _error_list())
            .replace("{docs}", _docs_list())
            .replace("{base}", base_url),
            "contact": {"name": "Tally"},
            "license": {"name": "CC BY 4.0 (data)", "identifier": "CC-BY-4.0"},
        },
        "servers": [
            {
                "url": urlsplit(base_url).path or "/",
                "description": "Where this document is served, in production as anywhere.",
                "x-internal": False,
            }
        ],
        "externalDocs": _explanation("method", base_url),
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": components.schemas,
            "examples": {
                f"{one.operation.id}.{format}": {
                    "summary": "An answer, its lists cut short",
                    "value": value,
                }
                for one in declared
                if one.operation.answers != "file"
                for format, value in components.examples(one.shown, one.operation).items()
            },
            "responses": {
                errors[0].__name__: _problem(errors, base_url) for errors in _BY_STATUS.values()
            },
            "headers": _HEADERS | FILE_HEADERS,
        },
    }


_OPEN = {"Access-Control-Allow-Origin": "AnyOrigin"}
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
    "LastModified": {
        "description": "When the newest change on the page was made; send it back in "
        "`If-Modified-Since` where there is no `ETag` to send.",
        "schema": {"type": "string"},
        "example": "Sat, 02 Aug 2025 12:00:00 GMT",
    },
    "Vary": {
        "description": "The request headers that decide in which format and content coding the "
        "answer is sent; absent where none does.",
        "schema": {"type": "string"},
        "example": "Accept, Accept-Encoding",
    },
    "Link": {
        "description": "The next page, if there is one (RFC 8288).",
        "schema": {"type": "string"},
        "example": '</v1/departures?limit=10&cursor=AAAA>; rel="next"',
    },
    "AnyOrigin": {
        "description": "A page of any origin may read the answer, errors too.",
        "schema": {"type": "string", "enum": ["*"]},
        "example": "*",
    },
    "NotKept": {
        "description": "Errors are not to be kept.",
        "schema": {"type": "string", "enum": ["no-store"]},
        "example": "no-store",
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


class _Declared(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    handler: HTTPRouteHandler
    operation: Operation

    @property
    def shown(self) -> str:
        """The path with the example in it."""
        return _IN_BRACES.sub(self.operation.example or "", self.path)


_IN_BRACES = re.compile(r"\{\w+\}")


def _declared(routes: Iterable[BaseRoute]) -> Iterator[_Declared]:
    """Each documented route once, at its path without a suffix, in the order it is listed."""
    seen: set[str] = set()
    for route in routes:
        for handler in getattr(route, "route_handlers", ()):
            operation = handler.opt.get("operation")
            if isinstance(operation, Operation) and operation.id not in seen:
                seen.add(operation.id)
                path = min(handler.paths, key=len).replace(":str}", "}")
                yield _Declared(path=path, handler=handler, operation=operation)


def _operation(
    one: _Declared, components: Components, links: dict[str, Any], base_url: str, *, suffix: bool
) -> dict[str, Any]:
    operation = one.operation
    text = inspect.getdoc(one.handler.fn) or ""
    explained = operation.explained
    return {
        **({"externalDocs": _explanation(explained, base_url)} if explained else {}),
        "operationId": operation.id + ("InFormat" if suffix else ""),
        "summary": operation.summary + (" in a format" if suffix else ""),
        "description": text
        + (f"\n\n{_where(explained, base_url)}" if explained else "")
        + ("\n\nThe same list in the format that the path ends in." if suffix else ""),
        "tags": [operation.tag],
        "parameters": [
            *(_path_parameter(name[1:-1], operation) for name in _IN_BRACES.findall(one.path)),
            *([_format_parameter(operation)] if suffix else []),
            *(RANGE_PARAMETERS if operation.in_parts else []),
            *_query_parameters(one),
        ],
        "responses": {
            "200": (
                file_found(operation)
                if operation.answers == "file"
                else _found(operation, components, links, suffix=suffix)
            ),
            **({"206": part_found(operation)} if operation.in_parts else {}),
            "304": _not_modified(operation),
            **{
                status: {"$ref": f"#/components/responses/{errors[0].__name__}"}
                for status, errors in _BY_STATUS.items()
                if (status != "410" or operation.withdrawable)
                and (status != "416" or operation.in_parts)
            },
        },
    }


def _query_parameters(one: _Declared) -> list[dict[str, Any]]:
    """Those of the filter, and for ``cursor`` one that the address without filters takes."""
    shape, after = one.operation.filter, one.operation.after
    parameters = document_parameters(shape)
    if after:
        cursor = next(parameter for parameter in parameters if parameter["name"] == "cursor")
        cursor["example"] = issue(1, after, question_of(one.path, shape()))
    return parameters


def _found(
    operation: Operation, components: Components, links: dict[str, Any], *, suffix: bool
) -> dict[str, Any]:
    formats = [FORMATS[name] for name in _formats(operation, suffix=suffix)]
    found = {
        "description": operation.summary + ".",
        "headers": _headers_of(operation),
        "content": {
            media_type: _content(
                operation, components, [one for one in formats if one.media_type == media_type]
            )
            for media_type in dict.fromkeys(format.media_type for format in formats)
        },
    }
    return found | {"links": links} if links else found


def _formats(operation: Operation, *, suffix: bool) -> list[str]:
    """What an address answers in: what can be negotiated, with a suffix in all there are."""
    if operation.answers == "detail":
        return ["json"]
    return [name for name in operation.formats if suffix or FORMATS[name].negotiated]


def _content(
    operation: Operation, components: Components, formats: Sequence[Format]
) -> dict[str, Any]:
    """What is answered as one media type: in one format, or in either of several."""
    schemas = [
        components.answer(operation)
        if format.name == "json"
        else {"type": format.schema_type, "description": format.description}
        for format in formats
    ]
    return {
        "schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas},
        "examples": {
            format.name: {"$ref": f"#/components/examples/{operation.id}.{format.name}"}
            for format in formats
        },
    }


def _not_modified(operation: Operation) -> dict[str, Any]:
    return {
        "description": "The answer is the one that `If-None-Match` names.",
        "headers": _headers_of(operation),
    }


def _headers_of(operation: Operation) -> dict[str, Any]:
    headers = {"ETag": "ETag", "Cache-Control": "CacheControl", "Vary": "Vary"} | _OPEN
    if operation.answers == "list":
        headers |= {"Link": "Link"}
    if operation.envelope is FeedPage:
        headers |= {"Last-Modified": "LastModified"}
    return {name: {"$ref": f"#/components/headers/{key}"} for name, key in headers.items()}


def _links(one: _Declared, operations: dict[str, Operation]) -> dict[str, Any]:
    """From a list to its first record, and from a record to what is below its address."""
    links: dict[str, Any] = {}
    for path, operation in operations.items():
        below = path.removeprefix(one.path + "/")
        if below == path or (not below.startswith("{") and one.operation.answers == "list"):
            continue
        if one.operation.answers == "list":
            name = below.partition("/")[0][1:-1]
            value = f"$response.body#/data/0/{name}"
        else:
            name = _IN_BRACES.findall(one.path)[0][1:-1]
            value = f"$request.path.{name}"
        links[operation.id] = {
            "operationId": operation.id,
            "parameters": {name: value},
            "description": operation.summary
            + (": the first of this page." if one.operation.answers == "list" else "."),
        }
    return links


def _format_parameter(operation: Operation) -> dict[str, Any]:
    formats = [FORMATS[name] for name in operation.formats]
    return {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "; ".join(f"`{f.name}`: {f.description}" for f in formats),
        "schema": {"type": "string", "enum": list(operation.formats)},
        "example": "csv",
    }


def _path_parameter(name: str, operation: Operation) -> dict[str, Any]:
    parameter: dict[str, Any] = {
        "name": name,
        "in": "path",
        "required": True,
        "description": "The record's id, as lists give it.",
        "schema": {"type": "string", "pattern": "^[a-z0-9-]{3,80}$"},
        "example": operation.example,
    }
    if name == "number":
        parameter |= {
            "description": "The release's number.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
            "example": int(operation.example or 1),
        }
    return parameter


def _problem(errors: tuple[type[TallyError], ...], base_url: str) -> dict[str, Any]:
    """The response of a status, with an example of each error it can be."""
    headers = {"Cache-Control": "NotKept"} | _OPEN
    for name, key in {"Allow": "Allow", "Retry-After": "RetryAfter"}.items():
        if name.lower() in errors[0].headers:
            headers[name] = key
    if errors[0] is RangeNotSatisfiable:
        headers["Content-Range"] = "ContentRange"
    return {
        "description": " ".join(error.meaning for error in errors),
        "headers": {name: {"$ref": f"#/components/headers/{key}"} for name, key in headers.items()},
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    error.slug: {
                        "summary": error.title,
                        "value": problem_of(
                            _example(error), base_url=base_url, instance="/v1/departures"
                        ),
                    }
                    for error in errors
                },
            }
        },
    }


def _example(error: type[TallyError]) -> TallyError:
    if error is BadParameter:
        return bad_parameter("limit", "must be a whole number from 1 to 1000")
    return error(error.meaning)


def _error_list() -> str:
    return "\n".join(
        f'* <a id="{error.slug}"></a>`{status}` **{error.slug}**: {error.meaning}'
        for status, errors in sorted({**_BY_STATUS, **_BESIDE}.items())
        for error in errors
    )


def _docs_list() -> str:
    return "\n".join(
        f"* [{doc.name.capitalize()}]({{base}}{doc.path}): {doc.about[0].lower()}{doc.about[1:]}."
        for doc in DOCS.values()
    )


def _where(explained: str, base_url: str) -> str:
    """The same as a sentence, since what shows the document may not show ``externalDocs``."""
    name = explained.partition("#")[0].capitalize()
    return f"The rules, with examples: [{name}]({_explanation(explained, base_url)['url']})."


def _explanation(where: str, base_url: str) -> dict[str, str]:
    """``externalDocs`` for a page of ``DOCS``, or a heading of one."""
    name, _, heading = where.partition("#")
    doc = DOCS[name]
    url = base_url + doc.path + (f"#{heading}" if heading else "")
    return {"description": doc.about, "url": url}
