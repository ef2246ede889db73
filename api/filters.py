"""How a query string becomes one typed, frozen filter, strictly; and how that is documented.

A parameter is spelled once, as a field of a filter with its description and example. What is
not a field is refused with the nearest name, what is given twice is refused unless the field
holds many, and a number is a number only in its plain decimal form: a typo must never change a
headline number.
"""

import difflib
import re
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta

from api.errors import BadParameter, ProblemItem, bad_parameter

LARGEST = 10**15
"""No count of people comes near it, and every database holds it exactly."""

Id = Annotated[str, Meta(pattern="^[a-z0-9-]{3,80}$")]
Iso3 = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
CodeAsGiven = Annotated[str, Meta(pattern="^[A-Za-z0-9]{1,10}(, [A-Za-z0-9]{1,10})?$")]
CodesAsGiven = Annotated[
    tuple[CodeAsGiven, ...],
    Meta(
        max_length=50,
        description="The code that a source gives for a country that ISO 3166-1 has not.",
        examples=[["UNK"]],
    ),
]
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Search = Annotated[
    str,
    Meta(
        max_length=200,
        pattern="^[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*$",
    ),
]
Instant = Annotated[datetime, Meta(tz=True)]
ReleaseNumber = Annotated[int, Meta(ge=1, le=2**31 - 2)]

COMMA_SEPARATED = frozenset({"sort", "include"})
"""Fields whose many values stand in one parameter, in order; all others are repeated."""


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an address takes whose path says it all."""


class AtRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every address takes: the release to answer from."""

    as_of_release: Annotated[
        ReleaseNumber | Instant | None,
        Meta(
            description="Answer exactly as Tally held it in this release: its number, or an "
            "instant (RFC 3339). Without it, the newest release answers.",
            examples=[1],
        ),
    ] = None


class Paged(AtRelease, frozen=True, kw_only=True):
    """What every list takes."""

    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many a page holds at most.", examples=[10])
    ] = 100
    cursor: Annotated[
        Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,600}$")] | None,
        Meta(
            description="Where the page begins: taken from `links.next` of the page before, with "
            "the same filters and order. It keeps to the release of the first page. A cursor that "
            "Tally did not issue for this query is 404."
        ),
    ] = None
    include: Annotated[
        tuple[Literal["total"], ...],
        Meta(
            max_length=1,
            description="`total` counts everything that matches into `meta.total`.",
            examples=[["total"]],
        ),
    ] = ()
    bom: Annotated[
        bool,
        Meta(
            description="Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in "
            "a file that is opened by a double click. Programs take it for a part of the first "
            "column's name. Other formats have none.",
            examples=[False],
        ),
    ] = False


Filter = TypeVar("Filter", bound=msgspec.Struct)


def read_filter(shape: type[Filter], query_string: bytes, *, alone: bool = True) -> Filter:
    """The filter a query string stands for; ``BadParameter`` names everything wrong with it.

    Unless it stands ``alone``, what is no field of it is for somebody else, and is not looked at.
    """
    given = given_by(query_string)
    wrong = [item for name in given if alone and (item := _unknown(shape, name))]
    values: dict[str, Any] = {}
    for name, texts in given.items():
        field = _fields(shape).get(name)
        if field is None:
            continue
        if not field.many and len(texts) > 1:
            wrong.append(_item(name, "may be given once"))
        elif any(_CONTROL.search(text) for text in texts):
            wrong.append(_item(name, "must not hold control characters"))
        else:
            values[name] = field.value(name, texts)
            wrong += _invalid(shape, name, values[name])
            if field.many:
                # in any order and however often, the same values ask the same
                values[name] = sorted(set(values[name]))
    if wrong:
        raise BadParameter("; ".join(_line(item) for item in wrong), wrong)
    return msgspec.convert(values, shape)


def read_form(shape: type[Filter], query_string: bytes, refused: Collection[str] = ()) -> Filter:
    """The filter that the address of a page stands for, read as ``read_filter`` does.

    Fields that a form left empty ask for nothing, and what other sites hang on links
    ("utm_source") is passed over: but for names near to one of the filter's, or ``refused``.
    """
    asked = [
        (name, text)
        for name, texts in given_by(query_string).items()
        if name in _fields(shape) or name in refused or _is_slip(shape, name)
        for text in texts
        if text or name not in _fields(shape)
    ]
    return read_filter(shape, urlencode(asked).encode())


def canonical(filter: msgspec.Struct, *without: str) -> bytes:
    """The filter as bytes that are equal exactly when two filters ask the same."""
    values = msgspec.to_builtins(filter)
    return msgspec.json.encode(
        {k: v for k, v in values.items() if k not in without}, order="sorted"
    )


def question_of(path: str, filter: msgspec.Struct) -> bytes:
    """What a list is asked, whatever the page: a cursor belongs to one question."""
    return path.encode() + canonical(filter, "cursor", "limit")


def query_items(filter: msgspec.Struct) -> list[tuple[str, str]]:
    """The parameters that would ask for this filter again, without those left at their default."""
    items: list[tuple[str, str]] = []
    blank = type(filter)()
    for name in filter.__struct_fields__:
        value = getattr(filter, name)
        if value == getattr(blank, name):
            continue
        plain = msgspec.to_builtins(value)
        if name in COMMA_SEPARATED:
            items.append((name, ",".join(plain)))
        else:
            many = plain if isinstance(plain, (list, tuple)) else [plain]
            items += [(name, _as_text(one)) for one in many]
    return items


def document_parameters(shape: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """The OpenAPI parameter objects of a filter, in the order of its fields."""
    documented = []
    properties = msgspec.json.schema(shape)["$defs"][shape.__name__]["properties"]
    for name, schema in properties.items():
        schema = dict(schema)
        examples = schema.pop("examples", None)
        parameter = {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.pop("description"),
            "schema": _of_given(schema),
        }
        if schema.get("type") == "array":
            parameter |= {"style": "form", "explode": name not in COMMA_SEPARATED}
        if examples:
            parameter["example"] = examples[0]
        documented.append(parameter)
    return documented


def with_types(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose vocabularies say that they are of text, in one list where they were two.

    What is always true says so as a constant: an ``enum`` of it stops generators of clients.
    """
    options = schema.get("anyOf")
    if isinstance(options, list) and options and all("enum" in option for option in options):
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        schema = rest | {"enum": sorted({word for option in options for word in option["enum"]})}
    words = schema.get("enum")
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return {"type": "string"} | schema
    if words == [True]:
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return {"type": "boolean", "const": True} | rest
    return schema


_CONTROL = re.compile("[\x00-\x1f\x7f]")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,19}", re.ASCII)


class _Field(msgspec.Struct, frozen=True):
    many: bool
    comma: bool
    types: tuple[type[Any], ...]

    def value(self, name: str, texts: list[str]) -> Any:
        if self.comma:
            return texts[0].split(",")
        if self.many:
            return [self._scalar(text) for text in texts]
        return self._scalar(texts[0])

    def _scalar(self, text: str) -> Any:
        if msgspec.inspect.BoolType in self.types and text in ("true", "false"):
            return text == "true"
        if msgspec.inspect.IntType in self.types and _INTEGER.fullmatch(text):
            return int(text)
        return text


@cache
def _fields(shape: type[msgspec.Struct]) -> dict[str, _Field]:
    info = msgspec.inspect.type_info(shape)
    assert isinstance(info, msgspec.inspect.StructType)
    return {field.name: _field(field.name, field.type) for field in info.fields}


def _field(name: str, info: msgspec.inspect.Type) -> _Field:
    inner = _bare(info)
    if isinstance(inner, msgspec.inspect.VarTupleType):
        comma = name in COMMA_SEPARATED
        return _Field(not comma, comma, (type(_bare(inner.item_type)),))
    if isinstance(inner, msgspec.inspect.UnionType):
        return _Field(False, False, tuple(type(_bare(one)) for one in inner.types))
    return _Field(False, False, (type(inner),))


def _bare(info: msgspec.inspect.Type) -> msgspec.inspect.Type:
    return _bare(info.type) if isinstance(info, msgspec.inspect.Metadata) else info


def given_by(query_string: bytes) -> dict[str, list[str]]:
    """What a query string gives, by name, as it is; ``BadParameter`` where it cannot be read."""
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=200,
        )
    except UnicodeDecodeError as error:
        raise bad_parameter(None, "the query is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise bad_parameter(None, "the query has more than 200 parameters") from error
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    return given


def _near(shape: type[msgspec.Struct], name: str) -> list[str]:
    return difflib.get_close_matches(name[:80], _fields(shape), n=1, cutoff=0.5)


def _is_slip(shape: type[msgspec.Struct], name: str) -> bool:
    return not _HUNG_ON_LINKS.fullmatch(name) and bool(_near(shape, name))


_HUNG_ON_LINKS = re.compile(r"utm_.*|[a-z_]*clid|mc_[ce]id|mtm_.*|pk_.*|ref|referrer|share")
"""Names of parameters by which sites follow their readers."""


def _unknown(shape: type[msgspec.Struct], name: str) -> ProblemItem | None:
    if name in _fields(shape):
        return None
    near = _near(shape, name)
    known = ", ".join(_fields(shape)) or "none"
    hint = f"did you mean {near[0]}?" if near else f"this address takes {known}"
    # a name that is none of ours is input, and is not sent back unless it is a plain word
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}", name)
    return ProblemItem(
        location="query", name=name if plain else None, message=f"unknown parameter: {hint}"
    )


def _invalid(shape: type[msgspec.Struct], name: str, value: Any) -> list[ProblemItem]:
    try:
        msgspec.convert({name: value}, shape)
    except msgspec.ValidationError:
        return [_item(name, f"must be {_wanted(*_documented(shape)[name], value)}")]
    return []


def _wanted(schema: dict[str, Any], example: Any, value: Any) -> str:
    """What a parameter must be, in words that follow "must be"; never what was given."""
    match schema:
        case {"type": "array", "items": items}:
            if len(value) > schema["maxItems"]:
                return f"at most {schema['maxItems']} values"
            return _wanted(items, example and example[0], value)
        case {"anyOf": options}:
            return " or ".join(_wanted(option, example, value) for option in options)
        case {"enum": [only]}:
            return str(only)
        case {"enum": words}:
            return f"one of {', '.join(words)}"
        case {"type": "integer"}:
            return f"a whole number from {schema['minimum']} to {schema['maximum']}"
        case {"type": "boolean"}:
            return "true or false"
        case {"format": "date"}:
            return "a date like 2026-01-31"
        case {"format": "date-time"}:
            return "an instant like 2026-01-31T00:00:00Z"
        case {"maxLength": longest}:
            return f"text of at most {longest} characters, not all of them spaces"
        case {"pattern": pattern}:
            return f"text that matches {pattern}" + (f", like {example}" if example else "")
    raise NotImplementedError(schema)


@cache
def _documented(shape: type[msgspec.Struct]) -> dict[str, tuple[dict[str, Any], Any]]:
    """Each parameter's schema and example."""
    return {one["name"]: (one["schema"], one.get("example")) for one in document_parameters(shape)}


def _item(name: str, message: str) -> ProblemItem:
    return ProblemItem(location="query", name=name, message=message)


def _line(item: ProblemItem) -> str:
    return f"{item.name}: {item.message}" if item.name else item.message


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_given(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that is given: no ``null``, no empty list, no default of either."""
    if schema.get("default", 0) in (None, [], ()):
        schema.pop("default")
    options = [option for option in schema.pop("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        schema = {**options[0], **schema}
    elif options:
        schema["anyOf"] = options
    if schema.get("type") == "array":
        schema |= {"items": with_types(schema["items"]), "minItems": 1}
    return with_types(schema)
