"""What is seeded and imported, round after round, so that each round has a release to make?"""

import re
import shutil
from pathlib import Path

from tests.conftest import FIXTURES
from tests.seeds.imports.made import population

_DEPARTURE = re.compile(r"\[\[departures\]\]\n(?:.+\n)+")
_PAIRS = (
    ("Norway,NOR,NOR", "Iceland,ICE,ISL"),
    ("Iceland,ICE,ISL", "Norway,NOR,NOR"),
    ("Afghanistan,AFG,AFG", "Pakistan,PAK,PAK"),
    ("Afghanistan,AFG,AFG", "Norway,NOR,NOR"),
)
FIGURES = 40
"""In the fixtures."""


def fixtures_of_round(folder: Path, number: int) -> Path:
    """The project's fixtures, where every departure without a note has one of this round."""
    shutil.copytree(FIXTURES, folder, dirs_exist_ok=True)
    for path in (folder / "articles").glob("*.toml"):
        path.write_text(_DEPARTURE.sub(lambda block: _noted(block[0], number), path.read_text()))
    return folder


def _noted(block: str, number: int) -> str:
    return block if "\nnote = " in block else f'{block}note = "Round {number}."\n'


def statistics_of_round(folder: Path, number: int, years: int) -> Path:
    """UNHCR's table for some years, with other counts in each round."""
    folder.mkdir(exist_ok=True)
    rows = [
        f"{2024 - year},{origin},{asylum},"
        + ",".join(str(1000 * c + number) for c in range(1, 7))
        + ",0,0,0"
        for year in range(years)
        for origin, asylum in _PAIRS
    ]
    return population(folder, *rows)
