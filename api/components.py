"""How the shapes of answers read in the reference: named, described, each with an example.

msgspec states a shape; here its components get the names a client would want for classes, a
union of records becomes a component of its own, and an example answer is put together from the
examples of its fields and written by the very writers that answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from api.errors import Problem
from api.filters import with_types
from api.operation import Operation
from api.render.formats import FORMATS, Format
from api.schemas.base import Out
from api.schemas.envelope import Detail, Page
from api.schemas.figures import AnyFigure
from api.settings import Settings

_REF = "#/components/schemas/"
_UNIONS: dict[str, Any] = {"AnyFigure": AnyFigure}
"""Unions of records that get a component, by its name."""
_WRITTEN_FOR = Settings().base_url
"""The address that examples of links are written with, where they are declared."""


class Components:
    """The schemas of some operations' answers, at a public address."""

    def __init__(self, operations: Mapping[str, Operation], base_url: str) -> None:
        """``operations`` are by their path."""
        self._base_url = base_url
        answers = {path: _answer(operation) for path, operation in operations.items()}
        shapes = [*answers.values(), *_UNIONS.values(), Problem]
        found, components = msgspec.json.schema_components(shapes, ref_template=_REF + "{name}")
        unions = found[len(answers) : len(answers) + len(_UNIONS)]
        self._unions = {
            _members(union): (name, union) for name, union in zip(_UNIONS, unions, strict=True)
        }
        self._names = {
            schema["$ref"].removeprefix(_REF): _name(operation)
            for operation, schema in zip(operations.values(), found, strict=False)
        }
        self.schemas: dict[str, Any] = {
            self._names.get(name, name): self._read(schema) for name, schema in components.items()
        }
        for name, union in self._unions.values():
            parts = {key: self._read(part) for key, part in union.items()}
            self.schemas[name] = parts | {
                "description": "A record of one kind: `kind` tells which."
            }
        for name, schema in self.schemas.items():
            _describe_tag(schema)
            schema["title"] = name  # msgspec's is of the type in Python: no name for a class
        self._declared = {shape.__name__: shape.example for shape in _shapes(Out)}
        self._give_examples(operations)

    def answer(self, operation: Operation) -> dict[str, Any]:
        """The schema of an operation's answer."""
        return {"$ref": _REF + _name(operation)}

    def examples(self, path: str, operation: Operation) -> dict[str, Any]:
        """An example answer of an operation, by format."""
        example = self._example(self.answer(operation))
        example["links"] |= {"self": self._base_url + path}
        if operation.answers == "detail":
            return {"json": example}
        page = msgspec.convert(example, _answer(operation))
        return {
            name: example if name == "json" else self._written(FORMATS[name], page, operation)
            for name in operation.formats
        }

    def _written(self, format: Format, page: Page[Any], operation: Operation) -> Any:
        """A page as a format writes it: as JSON if it is some, else as text."""
        body = format.write(page, operation.record)
        return msgspec.json.decode(body) if format.is_json else body.decode()

    def _example_of(self, name: str) -> Any:
        """The example of a component: of its fields, with what the shape itself declares."""
        example = self._example(self.schemas[name])
        return self._overlaid(example, self._declared.get(name, {}))

    def _overlaid(self, example: Any, declared: Any) -> Any:
        if isinstance(declared, dict) and isinstance(example, dict):
            return example | {
                key: self._overlaid(example[key], value) for key, value in declared.items()
            }
        if isinstance(declared, list):
            return [
                self._example_of(one.__name__) if isinstance(one, type) else self._read(one)
                for one in declared
            ]
        return self._read(declared)

    def _read(self, node: Any) -> Any:
        """A schema with every reference, union and vocabulary in it as the reference has them."""
        if isinstance(node, str):
            if node.startswith(_REF):
                name = node.removeprefix(_REF)
                return _REF + self._names.get(name, name)
            return node.replace(_WRITTEN_FOR, self._base_url)
        if isinstance(node, list):
            return [self._read(one) for one in node]
        if not isinstance(node, dict):
            return node
        if (known := self._unions.get(_members(node))) and "discriminator" in node:
            rest = {k: v for k, v in node.items() if k not in ("anyOf", "discriminator")}
            return {"$ref": _REF + known[0]} | self._read(rest)
        return with_types({key: self._read(value) for key, value in node.items()})

    def _give_examples(self, operations: Mapping[str, Operation]) -> None:
        """Fields get the examples that their shape declares, an ``id`` the one its path has."""
        for name, schema in self.schemas.items():
            fields = schema.get("properties", {})
            for field, example in self._declared.get(name, {}).items():
                if "examples" in fields[field]:
                    fields[field]["examples"] = [self._overlaid(None, example)]
        for path, operation in operations.items():
            parent, _, last = path.rpartition("/")
            if last != "{id}" or operation.example is None:
                continue
            for of_record in (operation, operations.get(parent)):
                schema = self.schemas.get(_record_name(of_record)) if of_record else None
                if schema and "id" in schema.get("properties", {}):
                    schema["properties"]["id"]["examples"] = [operation.example]

    def _example(self, schema: dict[str, Any]) -> Any:
        if "examples" in schema:
            return schema["examples"][0]
        if "$ref" in schema:
            return self._example_of(schema["$ref"].removeprefix(_REF))
        if "anyOf" in schema:
            return self._example(schema["anyOf"][0])
        if schema.get("type") == "array":
            return [self._example(schema["items"])]
        return {name: self._example(field) for name, field in schema["properties"].items()}


def _shapes(base: type[Out]) -> Iterator[type[Out]]:
    for shape in base.__subclasses__():
        yield shape
        yield from _shapes(shape)


def _answer(operation: Operation) -> Any:
    envelope: Any = operation.envelope if operation.answers == "list" else Detail
    return envelope[operation.record]


def _name(operation: Operation) -> str:
    return _record_name(operation) + ("Page" if operation.answers == "list" else "Answer")


def _record_name(operation: Operation) -> str:
    for name, union in _UNIONS.items():
        if operation.record == union:
            return name
    fallback = operation.id[0].upper() + operation.id[1:]
    return str(getattr(operation.record, "__name__", fallback))


def _members(schema: Mapping[str, Any]) -> frozenset[str]:
    options: Sequence[Any] = schema.get("anyOf") or ()
    return frozenset(option.get("$ref", "") for option in options if isinstance(option, dict))


def _describe_tag(schema: dict[str, Any]) -> None:
    """The field that tells kinds of record apart, which msgspec leaves without a description."""
    for name, field in schema.get("properties", {}).items():
        if "description" not in field and len(field.get("enum", ())) == 1:
            only = field["enum"][0]
            schema["properties"][name] = field | {
                "description": f"The kind of record: always `{only}` here.",
                "examples": [only],
            }
