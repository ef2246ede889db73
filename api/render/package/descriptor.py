"""``datapackage.json``: a release as a Data Package (datapackage.org, version 2).

``rows`` of a resource is not of the standard; Frictionless checks it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from api.licence import LICENCE
from api.render.fields import Field
from api.render.package.parts import Edition, Table, Written
from api.schemas.parts import SourceRef

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {"words": "list"}
DESCRIPTION = (
    "Migration figures as somebody stated them, in news articles: each with the words it was "
    "printed in, its period or date, its place, who claimed it and who carried it. Nothing is "
    "averaged, corrected or merged; an empty cell is what a source does not say."
)


def describe(edition: Edition, written: Sequence[Written]) -> bytes:
    """The descriptor, two spaces deep."""
    descriptor = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": edition.name,
        "title": f"Tally, release {edition.number}",
        "description": DESCRIPTION,
        "version": str(edition.number),
        "created": edition.recorded_at,
        "keywords": ["migration", "displacement", "refugees", "deportation", "statistics"],
        "licenses": [{"name": LICENCE.spdx, "title": LICENCE.name, "path": LICENCE.url}],
        "contributors": [{"title": "The Tally authors", "roles": ["creator"]}],
        "sources": [_source(source) for source in edition.sources],
        "resources": [_resource(one) for one in written],
    }
    return msgspec.json.format(msgspec.json.encode(descriptor), indent=2) + b"\n"


def _source(source: SourceRef) -> dict[str, str]:
    """A source by its title, or by its id where it has none."""
    return {"title": source.title or source.id} | ({"path": source.url} if source.url else {})


def _resource(one: Written) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": one.table.name.replace("_", "-"),
        "type": "table",
        "title": one.table.title,
        "description": one.table.description,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.bytes,
        "hash": f"sha256:{one.sha256}",
        "rows": one.rows,
        "schema": _schema(one.table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [column], "reference": _reference(table, other)}
            for column, other in table.references.items()
        ],
    }


def _reference(table: Table, other: str) -> dict[str, Any]:
    """What a key refers to; a table that refers to itself is not named (as of version 2)."""
    named = {} if other == table.name else {"resource": other.replace("_", "-")}
    return named | {"fields": ["number" if other == "releases" else "id"]}


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES.get(field.type, field.type),
        "description": field.description,
    }
    if field.type == "words":
        described |= {"itemType": "string", "delimiter": "; "}
    if field.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.vocabulary:
        constraints["enum"] = list(field.vocabulary)
    return described | ({"constraints": constraints} if constraints else {})
