"""What an import costs is measured on the rows that it loads."""

from pathlib import Path

from benchmarks.importing import measure_bare, measure_import
from tests.seeds.imports.made import POPULATION, population


def test_same_rows(tmp_path: Path) -> None:
    """The bare insert has the figures of the import, and both take time and memory."""
    done = measure_import("unhcr", population(tmp_path, *POPULATION), tmp_path / "imported.db")
    bare = measure_bare(tmp_path / "imported.db", tmp_path / "bare.db")
    assert done.figures == bare.figures == len(POPULATION) + 6
    assert 0 < done.written <= done.all
    assert 0 < bare.written <= bare.all
    assert done.mb > 0
