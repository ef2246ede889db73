"""What type has each column of a table, what may stand in it, and what does it say?"""

from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import inspect

from api.render.table import LICENCE_COLUMN, Path, columns_of, structs_of

Type = Literal["string", "integer", "boolean", "date", "datetime", "words", "array", "object"]
"""``words`` are texts joined by ``; ``, an ``array`` or ``object`` is JSON."""

_FORMATS: dict[Any, Type] = {"date": "date", "date-time": "datetime"}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its name, where a record has its value, and what that is."""

    name: str
    path: Path
    type: Type
    required: bool
    """Whether every row has a value."""
    vocabulary: tuple[str, ...]
    """All the words it may be; empty where it may be any."""
    description: str


@cache
def fields_of(shape: Any) -> tuple[Field, ...]:
    """The columns of a struct, in order, with what the struct says of them.

    Columns that lead to addresses are left out: they depend on where the data is served.
    """
    [struct] = structs_of(inspect.type_info(shape))
    return tuple(
        _licence() if name == LICENCE_COLUMN else _field(name, path, struct)
        for name, path in columns_of(shape).items()
        if path[0] != "links"
    )


def _licence() -> Field:
    return Field(
        name=LICENCE_COLUMN,
        path=(LICENCE_COLUMN,),
        type="string",
        required=True,
        vocabulary=(),
        description="The licence of this row (SPDX). Credit Tally, and the source it names.",
    )


def _field(name: str, path: Path, struct: inspect.StructType) -> Field:
    info: inspect.Type = struct
    required, described = True, {"description": "Which kind of record it is."}
    for step in path:
        [parent] = structs_of(info)
        if step == parent.tag_field:
            info = inspect.LiteralType((parent.tag,))
            continue
        info = next(field.type for field in parent.fields if field.encode_name == step)
        bare, described = _bare(info)
        required &= not _is_nullable(bare)
    bare, _ = _bare(info)
    options = bare.types if isinstance(bare, inspect.UnionType) else (bare,)
    [(value, extra)] = [_bare(one) for one in options if not isinstance(one, inspect.NoneType)]
    type = _type(value, described | extra)
    return Field(
        name=name,
        path=path,
        type=type,
        required=required and type not in ("words", "array"),  # none of them is an empty cell
        vocabulary=_words(value),
        description=described["description"],
    )


def _bare(info: inspect.Type) -> tuple[inspect.Type, dict[str, Any]]:
    """A type without what is said of it, and that."""
    said: dict[str, Any] = {}
    while isinstance(info, inspect.Metadata):
        said = (info.extra_json_schema or {}) | said
        info = info.type
    return info, said


def _is_nullable(info: inspect.Type) -> bool:
    return isinstance(info, inspect.UnionType) and any(
        isinstance(one, inspect.NoneType) for one in info.types
    )


def _words(info: inspect.Type) -> tuple[str, ...]:
    return tuple(str(word) for word in info.values) if isinstance(info, inspect.LiteralType) else ()


def _type(info: inspect.Type, said: dict[str, Any]) -> Type:
    match info:
        case inspect.IntType():
            return "integer"
        case inspect.BoolType():
            return "boolean"
        case inspect.StrType() | inspect.LiteralType():
            return _FORMATS.get(said.get("format"), "string")
        case inspect.ListType() if isinstance(_bare(info.item_type)[0], inspect.StrType):
            return "words"
        case inspect.ListType():
            return "array"
        case inspect.DictType():
            return "object"
    raise NotImplementedError(info)
