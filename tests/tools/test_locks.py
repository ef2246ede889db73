"""The locks hold names, versions and hashes, and what ``pyproject.toml`` asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LINE = re.compile(r"[a-z0-9-]+==[\w.]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(requirements: list[str]) -> set[str]:
    """``name==version`` of each, without extras and markers."""
    return {re.sub(r"\[.*?\]|\s*;.*", "", line) for line in requirements}


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "bench.txt", "audit.txt"])
def test_lock_has_only_names_versions_markers_and_hashes(name: str) -> None:
    """No address, index or path is in a lock."""
    for line in (ROOT / "locks" / name).read_text().splitlines():
        assert LINE.fullmatch(line)
        assert "/" not in line


def test_locks_hold_what_the_project_asks_for() -> None:
    """Every pin of the project is in its lock, and ``dev.txt`` contains ``runtime.txt``."""
    runtime, dev = (
        pins(re.findall(r"^\S+==\S+", (ROOT / "locks" / name).read_text(), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    )
    groups = PROJECT["dependency-groups"]
    for name in ("bench", "audit"):
        lock = (ROOT / f"locks/{name}.txt").read_text()
        assert pins(groups[name]) <= pins(re.findall(r"^\S+==\S+", lock, re.MULTILINE))
    assert pins(PROJECT["project"]["dependencies"]) | pins(groups["build"]) <= runtime
    assert pins([pin for pin in groups["dev"] if isinstance(pin, str)]) | runtime <= dev
    assert pins(groups["clients"]) <= dev


def test_build_backend_is_the_locked_one() -> None:
    """An isolated build uses the version that the lock has."""
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


@pytest.mark.parametrize("folder", ["tools/npm", "clients/typescript"])
def test_npm_lock_records_no_download_address(folder: str) -> None:
    """Every package has its integrity hash and no ``resolved`` address."""
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert name == "" or "integrity" in package
