"""Structs as a table: which columns a record has, and its cells.

A nested struct becomes columns named ``parent_child``, a list of words one cell joined by ``; ``,
a list of records one cell of JSON. The columns of a record follow the order of its fields, then
comes the licence, then the fields marked ``ADDED``: a column is only ever added at the end.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from api.licence import LICENCE
from api.schemas.base import ADDED

Path = tuple[str, ...]

LICENCE_COLUMN = "data_licence"
"""The licence of the row, so that one row taken out of a table still says how it may be used."""


@cache
def columns_of(shape: Any) -> dict[str, Path]:
    """The columns of a struct, or of several kinds of struct together, and where each is found."""
    columns: dict[str, Path] = {}
    added: dict[str, Path] = {}
    for struct in structs_of(inspect.type_info(shape)):
        for path, late in _paths(struct):
            (added if late else columns).setdefault("_".join(path), path)
    return columns | {LICENCE_COLUMN: (LICENCE_COLUMN,)} | added


def cells_of(record: msgspec.Struct, columns: Mapping[str, Path]) -> list[Any]:
    """The cells of one record: text, numbers, truth values, and ``None`` for absent."""
    return [_cell(value) for value in values_of(record, columns)]


def values_of(record: msgspec.Struct, columns: Mapping[str, Path]) -> list[Any]:
    """What the cells are made of: lists and records are as in JSON."""
    plain = {LICENCE_COLUMN: LICENCE.spdx} | msgspec.to_builtins(record)
    return [_at(plain, path) for path in columns.values()]


def structs_of(info: inspect.Type) -> list[inspect.StructType]:
    """The structs that a type is, or is one of."""
    while isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(info, inspect.StructType):
        return [info]
    if isinstance(info, inspect.UnionType):
        return [struct for option in info.types for struct in structs_of(option)]
    return []


def _paths(struct: inspect.StructType) -> Iterator[tuple[Path, bool]]:
    """The path of each column, and whether it came later and stands behind the others."""
    if struct.tag_field:
        yield (struct.tag_field,), False
    for field in struct.fields:
        nested = structs_of(field.type)
        if not nested:
            extra = field.type.extra if isinstance(field.type, inspect.Metadata) else None
            yield (field.encode_name,), extra == ADDED
        for inner in nested:
            for path, late in _paths(inner):
                yield (field.encode_name, *path), late


def _at(plain: Any, path: Path) -> Any:
    for name in path:
        if plain is None:
            return None
        plain = plain.get(name)
    return plain


def _cell(value: Any) -> Any:
    if not isinstance(value, list | dict):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return msgspec.json.encode(value).decode()
