"""The OpenAPI document is fresh, whole, and says of everything what it is."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from api.app import reference
from api.settings import Settings
from tests.conftest import ROOT

COMMITTED = ROOT / "openapi" / "openapi.json"


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation with its path."""
    for path, item in document["paths"].items():
        for operation in item.values():
            yield path, operation


def test_fresh() -> None:
    """The committed document is the one the routes make, byte for byte."""
    assert COMMITTED.read_bytes() == reference(Settings().base_url)


def test_answers_itself(live: str, document: dict[str, Any]) -> None:
    """A server answers the same document, with its own address in the quick start."""
    with urllib.request.urlopen(f"{live}/openapi.json") as response:
        answered = json.load(response)
    assert answered["paths"].keys() == document["paths"].keys()
    assert live in answered["info"]["description"]


def test_operations(document: dict[str, Any]) -> None:
    """Every operation has an id of its own, a summary, a description and a known tag."""
    tags = {tag["name"] for tag in document["tags"]}
    seen = [operation["operationId"] for _, operation in operations(document)]
    assert len(seen) == len(set(seen))
    for path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert set(operation["tags"]) <= tags, path
        assert {"200", "400", "405", "406", "500", "503"} <= operation["responses"].keys(), path


def test_parameters(document: dict[str, Any]) -> None:
    """Every parameter says what it is and shows an example that its schema allows."""
    for path, operation in operations(document):
        for parameter in operation["parameters"]:
            where = f"{path} {parameter['name']}"
            assert parameter["description"], where
            assert "example" in parameter, where
            assert jsonschema_rs.is_valid(parameter["schema"], parameter["example"]), where


def test_fields(document: dict[str, Any]) -> None:
    """Every field of every answer says what it is."""
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"


def test_rules_are_linked(live: str, document: dict[str, Any]) -> None:
    """What is worked out leads to its rules: a page of this server, and a heading that it has."""
    explained = {
        path: operation["externalDocs"]["url"]
        for path, operation in operations(document)
        if "externalDocs" in operation
    }
    for path, _ in operations(document):
        if path.startswith(("/v1/comparisons", "/v1/reconciliations", "/v1/releases")):
            assert path in explained
    for url in {document["externalDocs"]["url"], *explained.values()}:
        page, _, heading = url.removeprefix(Settings().base_url).partition("#")
        with urllib.request.urlopen(live + page) as response:
            text = response.read().decode()
        assert not heading or f'id="{heading}"' in text


def test_errors(document: dict[str, Any]) -> None:
    """Every error is a problem document."""
    for name, response in document["components"]["responses"].items():
        assert list(response["content"]) == ["application/problem+json"], name


@pytest.mark.parametrize("key", ["license", "contact", "summary", "description", "version"])
def test_information(document: dict[str, Any], key: str) -> None:
    """The document says whose it is and how it may be used."""
    assert document["info"][key]
    assert document["info"]["contact"] == {"name": "Tally"}
    assert document["servers"][0]["url"] == "/"


def test_no_path_of_a_machine() -> None:
    """Nothing in the document leads into a file system."""
    assert str(Path.home()) not in COMMITTED.read_text(encoding="utf-8")
