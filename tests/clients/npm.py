"""The packages of npm that clients/typescript has for its tests."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

TYPESCRIPT = ROOT / "clients/typescript"


def npm_bin(name: str) -> Path:
    """A command of clients/typescript; without it the test is skipped, but in CI it fails."""
    command = TYPESCRIPT / "node_modules/.bin" / name
    if not command.is_file():
        missing = "install what it needs: npm ci --prefix clients/typescript"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return command


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """What a command says on both of its outputs; the test fails if it does."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
