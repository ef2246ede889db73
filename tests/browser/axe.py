"""axe-core in a page: what it finds against WCAG 2.2 and good practice."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page

_FILE = Path(__file__).parents[2] / "tools" / "npm" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    if not _FILE.is_file():
        missing = "install axe-core: npm ci --prefix tools/npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return _FILE.read_text()


def violations(page: Page | Frame) -> list[str]:
    """Every violation, as its rule and the elements it was found on; none in a good page."""
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        # an embed in a sandboxed frame cannot be looked into from here: it is tested by itself
        "async () => (await axe.run({ preload: false, iframes: false })).violations"
    )
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found]
