"""Each kind of change that would break a client of a released contract is found, and no other."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tools.contract import CONTRACT
from tools.openapi_diff import broken, compare, released, versions

Json = Any
NOW = json.loads(CONTRACT.read_bytes())
RELEASED = json.loads(released(NOW))

LIST = "/v1/departures"
DETAIL = "/v1/figures/{id}"


def operation(contract: Json, path: str = LIST) -> Json:
    """An operation."""
    return contract["paths"][path]["get"]


def parameter(contract: Json, name: str, path: str = LIST) -> Json:
    """A parameter of it."""
    return next(one for one in operation(contract, path)["parameters"] if one["name"] == name)


def field(contract: Json, schema: str, name: str) -> Json:
    """A field of a schema."""
    return contract["components"]["schemas"][schema]["properties"][name]


def without(items: list[Json], name: str) -> list[Json]:
    """Parameters less one."""
    return [one for one in items if one["name"] != name]


def gone(contract: Json) -> None:
    """An operation."""
    del contract["paths"][DETAIL]


def parameter_gone(contract: Json) -> None:
    """A parameter."""
    operation(contract)["parameters"] = without(operation(contract)["parameters"], "origin")


def required(contract: Json) -> None:
    """A parameter that could be left out."""
    parameter(contract, "limit")["required"] = True


def new_required(contract: Json) -> None:
    """A parameter that was not there."""
    new = {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}
    operation(contract)["parameters"].append(new)


def word_taken_no_more(contract: Json) -> None:
    """A word of a parameter."""
    parameter(contract, "movement")["schema"]["items"]["enum"].remove("return")


def words_only(contract: Json) -> None:
    """Words, where any text was taken."""
    parameter(contract, "q")["schema"]["enum"] = ["kabul"]


def closer(contract: Json) -> None:
    """A bound."""
    parameter(contract, "limit")["schema"]["maximum"] = 100


def patterned(contract: Json) -> None:
    """A pattern, where another was."""
    parameter(contract, "origin")["schema"]["items"]["pattern"] = "^[A-Z]{2}$"


def narrower(contract: Json) -> None:
    """One type, where either of two was taken."""
    schema = parameter(contract, "as_of_release")["schema"]
    schema["anyOf"] = [one for one in schema["anyOf"] if one["type"] == "integer"]


def another_type(contract: Json) -> None:
    """Another type."""
    parameter(contract, "approximate")["schema"]["type"] = "integer"


def another_default(contract: Json) -> None:
    """What is meant when it is left out."""
    parameter(contract, "limit")["schema"]["default"] = 50


def another_style(contract: Json) -> None:
    """How several values are written."""
    parameter(contract, "origin")["explode"] = False


def status_gone(contract: Json) -> None:
    """A status."""
    del operation(contract, DETAIL)["responses"]["410"]


def media_type_gone(contract: Json) -> None:
    """A media type."""
    del operation(contract)["responses"]["200"]["content"]["text/csv"]


def header_gone(contract: Json) -> None:
    """A header."""
    del operation(contract)["responses"]["200"]["headers"]["Link"]


def field_gone(contract: Json) -> None:
    """A field."""
    del contract["components"]["schemas"]["Value"]["properties"]["as_printed"]


def field_at_times(contract: Json) -> None:
    """A field that was always there."""
    contract["components"]["schemas"]["Value"]["required"].remove("unit")


def null_now(contract: Json) -> None:
    """A field that was never null."""
    schema = field(contract, "Value", "as_printed")
    schema["anyOf"] = [{"type": schema.pop("type")}, {"type": "null"}]


def answered_type(contract: Json) -> None:
    """A field of another type."""
    field(contract, "Value", "rounding")["type"] = "string"


def never_null(contract: Json) -> None:
    """A field that is of fewer types."""
    field(contract, "Value", "reported").pop("anyOf")
    field(contract, "Value", "reported")["type"] = "integer"


def word_given_no_more(contract: Json) -> None:
    """A word of a field."""
    field(contract, "Value", "unit")["enum"].remove("families")


def any_word(contract: Json) -> None:
    """A vocabulary."""
    del field(contract, "Value", "unit")["enum"]


def no_longer_always(contract: Json) -> None:
    """A constant."""
    del field(contract, "SeriesBounds", "derived")["const"]


def another_format(contract: Json) -> None:
    """A field that is written another way."""
    dates = field(contract, "Attribution", "stated_on")["anyOf"]
    next(one for one in dates if one["type"] == "string")["format"] = "date-time"


def another_kind(contract: Json) -> None:
    """A record that may be of a kind there was not."""
    contract["components"]["schemas"]["AnyFigure"]["anyOf"].append(
        {"$ref": "#/components/schemas/Place"}
    )


BREAKS: dict[Callable[[Json], None], str] = {
    gone: "GET /v1/figures/{id}: is gone",
    parameter_gone: "GET /v1/departures: parameter origin: is gone",
    required: "GET /v1/departures: parameter limit: is required now",
    new_required: "GET /v1/departures: parameter key: is required now",
    word_taken_no_more: "GET /v1/departures: parameter movement[]: return is gone",
    words_only: "GET /v1/departures: parameter q: takes only some words now",
    closer: "GET /v1/departures: parameter limit: maximum is another",
    patterned: "GET /v1/departures: parameter origin[]: pattern is another",
    narrower: "GET /v1/departures: parameter as_of_release: can no longer be string",
    another_type: "GET /v1/departures: parameter approximate: can no longer be boolean",
    another_default: "GET /v1/departures: parameter limit: means another thing when it is left out",
    another_style: "GET /v1/departures: parameter origin: is written another way (explode)",
    status_gone: "GET /v1/figures/{id}: 410: is gone",
    media_type_gone: "GET /v1/departures: 200 text/csv: is gone",
    header_gone: "GET /v1/departures: 200: header Link: is gone",
    field_gone: "GET /v1/departures: 200 application/json .data[].value.as_printed: is gone",
    field_at_times: (
        "GET /v1/departures: 200 application/json .data[].value.unit: is not always there"
    ),
    null_now: (
        "GET /v1/departures: 200 application/json .data[].value.as_printed: can be null now"
    ),
    answered_type: (
        "GET /v1/departures: 200 application/json .data[].value.rounding: can be string now"
    ),
    never_null: (
        "GET /v1/departures: 200 application/json .data[].value.reported: can no longer be null"
    ),
    word_given_no_more: (
        "GET /v1/departures: 200 application/json .data[].value.unit: families is gone"
    ),
    any_word: "GET /v1/departures: 200 application/json .data[].value.unit: can be anything now",
    no_longer_always: (
        "GET /v1/departures/series: 200 application/json .data[].bounds.derived: "
        "can be anything now"
    ),
    another_format: (
        "GET /v1/departures: 200 application/json .data[].attribution.stated_on: format is another"
    ),
    another_kind: "GET /v1/figures: 200 application/json .data[]: can be Place now",
}


@pytest.mark.parametrize("mutation", BREAKS, ids=lambda mutation: mutation.__name__)
def test_breaks(mutation: Callable[[Json], None]) -> None:
    """A change that breaks is found, said where it is, and what it is."""
    changed = copy.deepcopy(NOW)
    mutation(changed)
    assert BREAKS[mutation] in compare(RELEASED, changed)


def more(contract: Json) -> None:
    """Everything that may be added, and prose that may be changed."""
    contract["paths"]["/v1/new"] = copy.deepcopy(contract["paths"][DETAIL])
    new = {"name": "new", "in": "query", "required": False, "schema": {"type": "string"}}
    operation(contract)["parameters"].append(new)
    operation(contract)["responses"]["429"] = {"description": "Too many."}
    operation(contract)["responses"]["200"]["content"]["text/new"] = {"schema": {"type": "string"}}
    parameter(contract, "movement")["schema"]["items"]["enum"].append("new")
    parameter(contract, "limit")["schema"]["maximum"] = 2000
    parameter(contract, "limit")["description"] = "Otherwise said."
    contract["components"]["schemas"]["Value"]["properties"]["new"] = {"type": "string"}
    contract["components"]["schemas"]["Value"]["title"] = "Otherwise"
    field(contract, "Value", "unit")["enum"].append("new")
    in_format = operation(contract, "/v1/figures.{format}")["responses"]["200"]["content"]
    json_schema = in_format["application/json"]["schema"]
    in_format["application/json"]["schema"] = {"anyOf": [json_schema, {"type": "object"}]}


def test_additions_break_nothing() -> None:
    """Neither does the contract itself, nor one with more in it."""
    assert compare(RELEASED, NOW) == []
    changed = copy.deepcopy(NOW)
    more(changed)
    assert compare(RELEASED, changed) == []


@pytest.mark.parametrize("path", versions(), ids=lambda path: path.stem)
def test_what_was_released_is_kept(path: Any) -> None:
    """A client of any released contract can use this one."""
    assert broken(path, NOW) == []


def test_something_was_released() -> None:
    """There is a contract to keep, and its prose is not among it."""
    assert versions()
    fields = json.loads(versions()[0].read_bytes())["components"]["schemas"]["Source"]["properties"]
    assert "title" in fields
    assert "description" not in fields["title"]
