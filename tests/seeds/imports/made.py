"""Invented rows of the two datasets' files, in their real shape."""

from collections.abc import Iterable
from pathlib import Path

from seeds.database import require_schema, writing
from seeds.imports.dataset import Dataset
from seeds.imports.iom_americas import IOM_AMERICAS
from seeds.imports.load import Import, Imported
from seeds.imports.unhcr import UNHCR

NORWEGIANS = "2020,Norway,NOR,NOR,Iceland,ICE,ISL,11,12,13,0,0,0,17,18,0"
AT_HOME = "2020,Norway,NOR,NOR,Norway,NOR,NOR,0,0,0,14,15,0,0,,19"
STATELESS = "2020,Stateless,STA,XXA,Iceland,ICE,ISL,0,0,0,0,0,16,0,,0"
UNKNOWN = "2020,Unknown,UKN,UNK,Unknown,UKN,UNK,0,0,21,0,0,0,0,,0"
POPULATION = [NORWEGIANS, AT_HOME, STATELESS, UNKNOWN]
"""Ten counts that are not zero, in rows 2 to 5."""

FLOWS = [
    "2023-02,regular_entries,MEX,CUB,31",
    "2023-02,regular_exits,CUB,COL,32",
    "2023-02,irregular_entries,MEX,CUB,33",
    "2023-02,regular_entries,MEX,XKX,34",
    "2023-02,regular_exits,,COL,35",
    "2023-02,irregular_entries,PAN,GUF,",
    "2023-02,regular_entries,MEX,ISL,0",
]
"""Five counts that are not zero, in rows 2 to 6."""


def written(folder: Path, dataset: Dataset, rows: Iterable[str], end: str = "\n") -> Path:
    """A file of a dataset, with these rows."""
    path = folder / f"{dataset.name}.csv"
    path.write_text("\n".join([",".join(dataset.header), *rows]) + end, encoding="utf-8")
    return path


def imported(url: str, path: Path, dataset: Dataset = UNHCR, *, zeros: bool = False) -> Imported:
    """Import a file into a database, making its tables if it has none."""
    with writing(url) as connection:
        require_schema(connection)
        return Import(dataset, path, zeros=zeros).load(connection)


def population(folder: Path, *rows: str) -> Path:
    """UNHCR's table with these rows."""
    return written(folder, UNHCR, rows)


def flows(folder: Path, *rows: str) -> Path:
    """IOM's table with these rows."""
    return written(folder, IOM_AMERICAS, rows)
