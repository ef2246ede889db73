"""What suites of others found is kept where the page has a place for it."""

import pytest

from tests.conftest import ROOT
from tools.audit.recording import BEGINS, ENDS, recorded, row

PAGE = f"# A page\n\n{BEGINS}{ENDS}\nand the rest\n"


def test_rows() -> None:
    """A suite that could not be run is no suite that found nothing, and a row stays one."""
    assert row("one", "today", None, "no network") == "| one | today | not run | no network |\n"
    assert row("one", "today", 0, "a | b") == "| one | today | 0 | a / b |\n"


def test_recorded() -> None:
    """The row of a suite is written anew, others and the rest of the page stay."""
    both = {name: row(name, "today", 0, "clean") for name in ("one", "two")}
    first = recorded(PAGE, both)
    found = row("two", "tomorrow", 3, "three findings")
    second = recorded(first, {"two": found})
    assert second == first.replace(both["two"], found)
    assert second.startswith("# A page\n")
    assert second.endswith("\nand the rest\n")
    with pytest.raises(ValueError, match="no marks"):
        recorded("# A page\n", both)


def test_page_has_a_place() -> None:
    """docs/reliability.md has a table for them."""
    page = (ROOT / "docs" / "reliability.md").read_text()
    assert recorded(page, {"a suite": row("a suite", "today", 0, "clean")}) != page
    assert recorded(page, {}) == page
