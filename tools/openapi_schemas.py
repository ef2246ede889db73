"""Does a schema take all that another takes, or give only what another gives?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_UPPER = ("maximum", "maxLength", "maxItems")
_LOWER = ("minimum", "minLength", "minItems")
_EXACT = ("format", "pattern")

Schema = Mapping[str, Any]


class Document:
    """A contract, and what its references lead to."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        self._contract = contract

    def resolved(self, node: Schema) -> Schema:
        """The node, or what it refers to."""
        while "$ref" in node:
            target: Any = self._contract
            for key in node["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            node = target
        return node

    def variants(self, schema: Schema) -> dict[str, Schema]:
        """What a value may be, each by its type; an object by its name, where it has one."""
        whole = self.resolved(schema)
        options = whole.get("anyOf") or whole.get("oneOf")
        if options is not None:
            parts = [self.variants(option) for option in options]
            return {type: variant for part in parts for type, variant in part.items()}
        types = whole.get("type", "anything")
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if types == "object" and name:
            return {name: whole}
        return dict.fromkeys([types] if isinstance(types, str) else types, whole)


def _objects(variants: Mapping[str, Schema]) -> list[str]:
    return [name for name, variant in variants.items() if variant.get("type") == "object"]


def _paired(
    before: dict[str, Schema], after: dict[str, Schema]
) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The same variants; an object that is the only one on both sides may change its name."""
    one, other = _objects(before), _objects(after)
    if len(one) == len(other) == 1:
        after = {one[0] if name == other[0] else name: item for name, item in after.items()}
    return before, after


class Schemas:
    """Compares schemas of a contract with those of a later one; each break is a line's end."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self.old = Document(old)
        self.new = Document(new)

    def taken(self, was: Schema, now: Schema) -> Iterator[str]:
        """Where what could be sent no longer can."""
        yield from self._compared(was, now, "", answers=False, above=())

    def given(self, was: Schema, now: Schema) -> Iterator[str]:
        """Where an answer can be what it could not be, or lacks what it had."""
        yield from self._compared(was, now, "", answers=True, above=())

    def given_in_format(self, was: Schema, now: Schema) -> Iterator[str]:
        """The same, where who asks for another format may have something else."""
        breaks = self._compared(was, now, "", answers=True, above=())
        yield from (one for one in breaks if not re.fullmatch(r": can be \w+ now", one))

    def _compared(
        self, was: Schema, now: Schema, at: str, *, answers: bool, above: tuple[object, ...]
    ) -> Iterator[str]:
        pair = (was.get("$ref"), now.get("$ref"))
        if pair in above:
            return
        above = (*above, pair) if all(pair) else above
        before, after = _paired(self.old.variants(was), self.new.variants(now))
        for type in sorted(before.keys() - after.keys()):
            yield f"{at}: can no longer be {type}"
        for type in sorted(after.keys() - before.keys()) if answers else ():
            yield f"{at}: can be {type} now"
        for type in sorted(before.keys() & after.keys()):
            yield from self._variant(before[type], after[type], at, answers=answers, above=above)

    def _variant(
        self, was: Schema, now: Schema, at: str, *, answers: bool, above: tuple[object, ...]
    ) -> Iterator[str]:
        """Two of one type."""
        yield from _words(was, now, at, answers=answers)
        yield from _bounds(was, now, at, answers=answers)
        if "items" in was:
            items = (was["items"], now.get("items", {}))
            yield from self._compared(*items, f"{at}[]", answers=answers, above=above)
        yield from self._fields(was, now, at, answers=answers, above=above)

    def _fields(
        self, was: Schema, now: Schema, at: str, *, answers: bool, above: tuple[object, ...]
    ) -> Iterator[str]:
        fields, later = was.get("properties", {}), now.get("properties", {})
        for name, field in fields.items():
            where = f"{at} .{name}" if not at else f"{at}.{name}"
            if name not in later:
                yield f"{where}: is gone"
                continue
            if name in was.get("required", ()) and name not in now.get("required", ()):
                yield f"{where}: is not always there"
            yield from self._compared(field, later[name], where, answers=answers, above=above)
        values = was.get("additionalProperties")
        if isinstance(values, dict):
            others = now.get("additionalProperties")
            if not isinstance(others, dict):
                yield f"{at}: has no such values"
            else:
                yield from self._compared(values, others, f"{at}{{}}", answers=answers, above=above)


def _vocabulary(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _words(was: Schema, now: Schema, at: str, *, answers: bool) -> Iterator[str]:
    before, after = _vocabulary(was), _vocabulary(now)
    if before is not None and after is not None:
        for word in before:
            if word not in after:
                yield f"{at}: {word} is gone"
    elif before is not None and answers:
        yield f"{at}: can be anything now"
    elif after is not None and not answers:
        yield f"{at}: takes only some words now"


def _bounds(was: Schema, now: Schema, at: str, *, answers: bool) -> Iterator[str]:
    """What is taken may not be bound closer, what is answered not wider."""
    closer, wider = (was, now) if answers else (now, was)
    for key in _UPPER:
        if key in closer and (key not in wider or wider[key] > closer[key]):
            yield f"{at}: {key} is another"
    for key in _LOWER:
        if key in closer and (key not in wider or wider[key] < closer[key]):
            yield f"{at}: {key} is another"
    for key in _EXACT:
        if key in closer and wider.get(key) != closer[key]:
            yield f"{at}: {key} is another"
