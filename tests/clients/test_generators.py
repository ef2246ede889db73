"""Generators nobody here wrote take the contract without an error, a warning or an edit."""

import json
import os
import sys
from pathlib import Path

from tests.clients.npm import TYPESCRIPT, npm_bin, run
from tools.contract import CONTRACT

SCRIPTS = Path(sys.executable).parent
WORDS = ("warn", "error", "unable", "skipp", "fail", "unsupported")


def said_nothing_bad(said: str) -> bool:
    """Whether none of its words is of something that went wrong."""
    return not any(word in said.lower() for word in WORDS)


def files() -> list[str]:
    """Media types of answers that are a file to save: a program has no fields of them."""
    found = {
        media_type
        for item in json.loads(CONTRACT.read_bytes())["paths"].values()
        for media_type in item["get"]["responses"]["200"]["content"]
    }
    return sorted(one for one in found if not one.endswith("json") or "x-ndjson" in one)


def test_openapi_python_client(tmp_path: Path, live: str) -> None:
    """Its client asks a live server for a figure and has a typed record of it.

    It knows JSON and text, and is told by a setting of its own that other types are bytes.
    """
    overrides = dict.fromkeys(files(), "application/octet-stream")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"content_type_overrides": overrides}))
    said = run(
        SCRIPTS / "openapi-python-client",
        "generate",
        f"--path={CONTRACT}",
        f"--config={settings}",
        "--output-path=made",
        "--fail-on-warning",
        cwd=tmp_path,
        environment={"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"},
    )
    assert said_nothing_bad(said), said
    asking = f"""
from tally_client.api.figures import get_figure
from tally_client.client import Client
answer = get_figure.sync(client=Client(base_url="{live}"), id="left-pakistan-april-2025")
print(type(answer.data).__name__, answer.data.value.as_printed)
"""
    made = {"PYTHONPATH": str(tmp_path / "made")}
    assert run(sys.executable, "-c", asking, cwd=tmp_path, environment=made) == (
        "Departure more than 135,000\n"
    )


def test_openapi_typescript(tmp_path: Path) -> None:
    """It says nothing bad; that its types compile is tested with the client that has them."""
    command = npm_bin("openapi-typescript")
    said = run(command, str(CONTRACT), f"--output={tmp_path}/schema.ts", cwd=TYPESCRIPT)
    assert said_nothing_bad(said), said


def test_hey_api(tmp_path: Path) -> None:
    """Its client compiles under ``strict``."""
    command = npm_bin("openapi-ts")
    output = tmp_path / "made"
    said = run(command, f"--input={CONTRACT}", f"--output={output}", cwd=tmp_path)
    assert said_nothing_bad(said), said
    options = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022")
    resolving = ("--module", "esnext", "--moduleResolution", "bundler")
    library = ("--lib", "es2022,dom,dom.iterable")
    index = str(output / "index.ts")
    assert run(npm_bin("tsc"), *options, *resolving, *library, index, cwd=TYPESCRIPT) == ""
