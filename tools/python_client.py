"""Writes what the Python client has of the contract: the records, the queries, the operations.

Records and queries are by datamodel-code-generator. The operations are one line each, since all
of them are carried out alike: ``clients/python/src/tally_client/asking.py``.

    python -m tools.python_client [FOLDER]
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.contract import CONTRACT, ROOT, Operation, operations

PACKAGE = ROOT / "clients/python/src/tally_client"
WRITTEN = ("models.py", "queries.py", "operations.py")

_GENERATOR = Path(sys.executable).with_name("datamodel-codegen")
_ALIKE = (
    "--input-file-type=openapi",
    "--target-python-version=3.11",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-schema-description",
    "--use-field-description",
    "--use-attribute-docstrings",
    "--use-single-line-docstring",
    "--no-use-annotated",
    "--disable-future-imports",
    "--disable-timestamp",
    "--enable-version-header",
    "--formatters=builtin",
)
_BY = "# Written by `make clients` from openapi/openapi.json: change that, not this.\n"
_RECORDS = (
    "--output-model-type=msgspec.Struct",
    "--base-class=tally_client.record.Record",
    "--keyword-only",
    "--use-msgspec-tagged-unions",
    "--ignore-enum-constraints",  # a word that comes later must not stop a client of today
)
_QUERIES = (
    "--output-model-type=typing.TypedDict",
    "--use-total-false-for-typed-dict",
    "--enum-field-as-literal=all",
)


def write(folder: Path) -> None:
    """Write all of it into a folder."""
    contract = json.loads(CONTRACT.read_bytes())
    found = list(operations(contract))
    texts = (_records(contract), _queries(found), "\n".join(_operations(found)))
    for name, text in zip(WRITTEN, texts, strict=True):
        (folder / name).write_text(_formatted(PACKAGE / name, text), encoding="utf-8")


def _formatted(path: Path, text: str) -> str:
    """The text as this project formats a file of that path."""
    ruff = Path(sys.executable).with_name("ruff")
    for command in (["check", "--fix", "--select=I"], ["format"]):
        text = subprocess.run(
            [ruff, *command, "--quiet", f"--stdin-filename={path}", "-"],
            input=text,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
    return text


def _generated(document: dict[str, Any], header: str, options: tuple[str, ...]) -> str:
    """What the generator makes of a document; a warning is an error."""
    done = subprocess.run(
        [_GENERATOR, *_ALIKE, f"--custom-file-header={header}", *options],
        input=json.dumps(document),
        capture_output=True,
        text=True,
    )
    if done.returncode or done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


def _records(contract: dict[str, Any]) -> str:
    """A struct for each schema; frozen, which the generator has no word for."""
    text = _generated(contract, f'"""What is answered."""\n\n{_BY}', _RECORDS)
    return text.replace("(Record, kw_only=True", "(Record, frozen=True, kw_only=True")


def _queries(found: list[Operation]) -> str:
    """A shape for each query, whose fields are the parameters."""
    shapes = {one.query: _query(one) for one in reversed(found)}  # a list's own path has the word
    info = {"title": "Queries", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": shapes}}
    return _generated(document, f'"""What can be asked for."""\n\n{_BY}', _QUERIES)


def _query(one: Operation) -> dict[str, Any]:
    fields = {}
    for parameter in one.parameters_in("query"):
        schema = {key: part for key, part in parameter["schema"].items() if key != "default"}
        if "items" in schema:  # one value need not be a list
            schema = {"anyOf": [schema["items"], {"type": "array", "items": schema["items"]}]}
        fields[parameter["name"]] = schema | {"description": parameter["description"]}
    return {
        "type": "object",
        "title": one.query,
        "description": f"Parameters of `{one.path}`.",
        "properties": fields,
    }


def _operations(found: list[Operation]) -> Iterator[str]:
    yield '"""Every operation, for both clients."""\n'
    yield _BY
    yield "from typing import Literal, Unpack\n"
    yield "from tally_client import models, queries"
    yield "from tally_client.asking import Asking, AsyncAsking"
    yield "from tally_client.listing import AsyncListing, Listing"
    yield "from tally_client.query import part\n\n"
    for name, base in {"Operations": "Asking", "AsyncOperations": "AsyncAsking"}.items():
        yield f'class {name}({base}):\n    """What can be asked for."""\n'
        for one in found:
            yield from _method(one, awaits=base == "AsyncAsking")


def _method(one: Operation, *, awaits: bool) -> Iterator[str]:
    answer = one.answer
    taken = "".join(f", {p['name']}: {_type(p['schema'])}" for p in one.parameters_in("path"))
    path = re.sub(r"\{(\w+)\}", r"{part(\1)}", one.path)
    path = f'f"{path}"' if taken else f'"{path}"'
    if one.record:
        gives, call = f"Listing[models.{one.record}]", f"_list({path}, query, models.{answer})"
        if awaits:
            gives = f"Async{gives}"
    elif answer:
        gives, call = f"models.{answer}", f"_get({path}, query, models.{answer})"
    else:
        gives, call = "bytes", f"_file({path}, query)"
    waits = awaits and not one.record
    yield f"    {'async ' if waits else ''}def {_snake(one.id)}("
    yield f"        self{taken}, **query: Unpack[queries.{one.query}]"
    yield f"    ) -> {gives}:"
    yield f'        """{one.summary}."""'
    yield f"        return {'await ' if waits else ''}self.{call}\n"


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"Literal{json.dumps(schema['enum'])}"
    return {"string": "str", "integer": "int"}[schema["type"]]


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE)
