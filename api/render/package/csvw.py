"""CSV on the Web (W3C): what describes a CSV file beside it, and all of them as one group.

A foreign key leads from table to table of one group, so that the group alone has them. Every row
has to have its value, so that columns which may be empty are no foreign keys here; the Data Package
has those too.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from api.licence import LICENCE
from api.render.fields import Field
from api.render.package.parts import Edition, Table, Written

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_TYPES = {"datetime": "dateTime", "words": "string", "array": "json", "object": "json"}


def describe(edition: Edition, one: Written) -> bytes:
    """The metadata of one table: ``<name>.csv-metadata.json``."""
    return _document({"@context": _CONTEXT} | _about(edition, one.table.title) | _table(one))


def describe_all(edition: Edition, written: Sequence[Written]) -> bytes:
    """The metadata of the group: ``csv-metadata.json``."""
    tables = [_table(one) for one in written]
    for one, table in zip(written, tables, strict=True):
        required = {field.name for field in one.table.fields if field.required}
        keys = {
            column: other for column, other in one.table.references.items() if column in required
        }
        if keys:
            table["tableSchema"]["foreignKeys"] = [
                _foreign_key(column, other) for column, other in keys.items()
            ]
    about = _about(edition, f"Tally, release {edition.number}")
    return _document({"@context": _CONTEXT} | about | {"tables": tables})


def _foreign_key(column: str, other: str) -> dict[str, Any]:
    to = "number" if other == "releases" else "id"
    return {
        "columnReference": column,
        "reference": {"resource": f"{other}.csv", "columnReference": to},
    }


def _document(content: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _about(edition: Edition, title: str) -> dict[str, Any]:
    return {
        "dc:title": title,
        "dc:creator": "Tally",
        "dc:issued": edition.recorded_at,
        "dc:identifier": edition.name,
        "dc:license": {"@id": LICENCE.url},
    }


def _table(one: Written) -> dict[str, Any]:
    return {
        "url": one.path,
        "dc:description": one.table.description,
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": _schema(one.table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "columns": [_column(field) for field in table.fields],
        "primaryKey": list(table.key),
    }


def _column(field: Field) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": field.name,
        "titles": field.name,
        "dc:description": field.description,
        "datatype": _datatype(field),
        "required": field.required,
    }
    return column | ({"separator": "; "} if field.type == "words" else {})


def _datatype(field: Field) -> Any:
    if field.vocabulary:
        return {"base": "string", "format": "|".join(field.vocabulary)}
    if field.type == "boolean":
        return {"base": "boolean", "format": "true|false"}
    return _TYPES.get(field.type, field.type)
