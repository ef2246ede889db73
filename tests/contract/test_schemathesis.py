"""Whatever the document allows or forbids, the application answers as the document says."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, GenerationMode

from api.app import reference
from api.settings import Settings
from tests.conftest import ROOT, Client

CONFIG = ROOT / "schemathesis.toml"
PATHS = sorted(msgspec.json.decode(reference(Settings().base_url))["paths"])


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """A whole number is spelled without a point in an address: for JSON Schema 60.0 is one too."""

    def spelled(value: Any) -> Any:
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return query and {name: spelled(value) for name, value in query.items()}


@pytest.fixture(scope="session")
def contract(client: Client) -> BaseSchema:
    """The contract of an application in this process, on each database in turn."""
    config = schemathesis.Config.from_path(CONFIG)
    schema: BaseSchema = schemathesis.openapi.from_asgi("/openapi.json", client.app, config=config)
    return schema


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_in_process(contract: BaseSchema, path: str, mode: GenerationMode) -> None:
    """Every operation keeps its contract, with data that fits it and data that does not."""

    @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
    @given(case=contract[path]["GET"].as_strategy(generation_mode=mode))
    def keeps(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate()

    keeps()


def test_live(live: str, tmp_path: Path) -> None:
    """Every check in every phase, against a real server, finds nothing."""
    command = [
        str(Path(sys.executable).with_name("st")),
        f"--config-file={CONFIG}",
        "run",
        f"{live}/openapi.json",
        "--checks=all",
        "--max-examples=8",
        "--seed=1",
        "--no-color",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
