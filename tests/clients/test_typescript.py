"""The TypeScript client at a live server."""

import json
import re

from tests.clients.npm import TYPESCRIPT, npm_bin, run
from tools.contract import CONTRACT


def test_generated_types_are_fresh() -> None:
    """``make clients`` would change nothing."""
    script = json.loads((TYPESCRIPT / "package.json").read_text())["scripts"]["generate"]
    generator, *arguments = script.split()
    run(npm_bin(generator), *arguments, "--check", cwd=TYPESCRIPT)


def test_types_hold_and_its_own_tests_pass(live: str) -> None:
    """It compiles under every strict check, and does what its tests say (``node --test``)."""
    run(npm_bin("tsc"), cwd=TYPESCRIPT)
    tests = [str(path) for path in sorted((TYPESCRIPT / "dist/test").glob("*.test.js"))]
    command = ("node", "--test", "--test-reporter=tap", *tests)
    said = run(*command, cwd=TYPESCRIPT, environment={"TALLY_ADDRESS": live})
    assert re.search(r"^# pass [1-9]\d*$", said, re.MULTILINE)
    assert re.search(r"^# fail 0$", said, re.MULTILINE)
    assert re.search(r"^# skipped 0$", said, re.MULTILINE)


def test_joined_parameters() -> None:
    """Those that the contract joins by commas are those that the client does."""
    joined = {
        parameter["name"]
        for item in json.loads(CONTRACT.read_bytes())["paths"].values()
        for parameter in item["get"]["parameters"]
        if parameter.get("explode") is False
    }
    listed = ", ".join(f'"{name}"' for name in sorted(joined))
    assert f"new Set([{listed}])" in (TYPESCRIPT / "src/index.ts").read_text()
