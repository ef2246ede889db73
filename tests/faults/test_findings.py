"""What is found is told whole, and kept where the page has a place for it."""

import pytest

from tests.conftest import ROOT
from tests.faults import FAULTS
from tests.faults.findings import Finding, renewed, table, unmet

GOOD = Finding(fault="a fault", demanded="nothing lost", found="nothing lost", met=True)
LOST = Finding(fault="a fault", demanded="nothing lost", found="one lost", met=False)
SLOW = Finding(fault="a fault", demanded="in 2 s", found="3 s", met=False, timed=True)
PAGE = "# A page\n\n<!-- fault: one -->\nold\n<!-- end of one -->\n\nand the rest\n"


def test_unmet() -> None:
    """A test rests on what was lost, not on what was slow."""
    assert unmet([GOOD, LOST, SLOW]) == [LOST]


def test_table() -> None:
    """A missed demand is told as one, a slow one too."""
    rows = table([GOOD, LOST, SLOW]).splitlines()[2:]
    assert [row.endswith("| **missed** |") for row in rows] == [False, True, True]


def test_renewed() -> None:
    """The rows of one fault are written anew, and nothing else."""
    once = renewed(PAGE, "one", [LOST], "today")
    assert "old" not in once
    assert "| a fault | nothing lost | one lost | **missed** |" in once
    assert once.startswith("# A page\n")
    assert once.endswith("\nand the rest\n")
    assert renewed(once, "one", [LOST], "today") == once
    with pytest.raises(ValueError, match="no marks for two"):
        renewed(PAGE, "two", [], "today")


def test_page_has_a_place_for_every_fault() -> None:
    """Each fault has its rows in docs/reliability.md."""
    page = (ROOT / "docs" / "reliability.md").read_text()
    for name in FAULTS:
        assert renewed(page, name, [], "today") != page
