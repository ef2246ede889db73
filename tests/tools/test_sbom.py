"""What a release is made of is told whole."""

import json
import tomllib

from tests.conftest import ROOT
from tools.sbom import VENDORED, locked, vendored


def test_vendored() -> None:
    """Whatever is vendored is named with its version, its licence and where it is from."""
    told = {one["purl"]: one["licenses"][0]["license"]["id"] for one in vendored()}
    for record in VENDORED:
        read = tomllib.loads(record.read_text(encoding="utf-8"))
        for package in read.get("packages", [read]):
            name = package["package"].replace("@", "%40")
            assert told.pop(f"pkg:npm/{name}@{package['version']}") == read["licence"]
    assert told == {}
    assert json.dumps(vendored())


def test_locked() -> None:
    """The names of a lock are its packages, without hashes and markers."""
    names = locked(ROOT / "locks" / "runtime.txt")
    assert {"litestar", "uvicorn", "sqlalchemy"} <= set(names)
    assert all(name and " " not in name and ":" not in name for name in names)
