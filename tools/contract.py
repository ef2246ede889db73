"""What the tools for clients read of openapi/openapi.json."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "openapi/openapi.json"


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation, which every address of Tally has one of: GET."""

    id: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    answer: str | None
    """The schema of its answer in JSON, if that is all it answers."""
    record: str | None
    """That of a record, where the answer is a page of them."""

    @property
    def query(self) -> str:
        """The name of its query's shape; a list has one, in whatever format."""
        id = self.id.removesuffix("InFormat")
        return id[0].upper() + id[1:] + "Query"

    def parameters_in(self, where: str) -> list[dict[str, Any]]:
        """Those in the path, the query or the headers."""
        return [parameter for parameter in self.parameters if parameter["in"] == where]


def operations(contract: dict[str, Any]) -> Iterator[Operation]:
    """Every operation, in the order of the contract."""
    for path, item in contract["paths"].items():
        described = item["get"]
        content = described["responses"]["200"]["content"]
        in_format = any(parameter["name"] == "format" for parameter in described["parameters"])
        answer = None if in_format else _name(content.get("application/json", {}).get("schema"))
        yield Operation(
            id=described["operationId"],
            path=path,
            summary=described["summary"],
            parameters=described["parameters"],
            answer=answer,
            record=_record(contract, answer),
        )


def _record(contract: dict[str, Any], answer: str | None) -> str | None:
    if answer is None:
        return None
    schemas = contract["components"]["schemas"]
    return _name(schemas[answer]["properties"]["data"].get("items"))


def _name(schema: dict[str, Any] | None) -> str | None:
    """What a schema is called, if it is one of the named."""
    reference = (schema or {}).get("$ref")
    return None if reference is None else str(reference).rpartition("/")[2]
