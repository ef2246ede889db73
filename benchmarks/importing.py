"""What does an import cost beside a bare ``executemany`` of the same rows?

``python -m benchmarks.importing unhcr PATH.csv`` imports the file into an empty SQLite database,
then puts the rows of the figures alone into another by one ``executemany`` a table of Python's
``sqlite3``, with the same indexes, in a process of its own each. It prints processor time, the peak
of memory and the ratio, without what a release costs on top (checksum, comparisons) and with it.
"""

import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from models import FIGURE_TABLES
from seeds.database import require_schema, writing
from seeds.imports.datasets import DATASETS
from seeds.imports.load import Import

_ROUNDS = 3


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of processor time: of reading and writing, and of all; megabytes at most."""

    written: float
    all: float
    mb: float
    figures: int


def measure_import(name: str, path: Path, database: Path) -> Cost:
    """Import a file into an empty database."""
    run = Import(DATASETS[name], path)
    written: list[float] = []

    def progress(doing: str) -> None:
        if doing == "comparing":
            written.append(time.process_time())

    begun = time.process_time()
    with writing(f"sqlite:///{database}") as connection:
        require_schema(connection)
        begun = time.process_time()
        done = run.load(connection, progress=progress)
    return _cost(begun, written[0], done.figures)


def measure_bare(imported: Path, database: Path) -> Cost:
    """Insert the rows of every figure, which are in memory by then."""
    with writing(f"sqlite:///{database}") as connection:
        require_schema(connection)
    rows = {}
    with sqlite3.connect(imported) as held:
        for table in FIGURE_TABLES.values():
            names = ", ".join(column.name for column in table.columns)
            rows[table.name, names] = held.execute(f"SELECT {names} FROM {table.name}").fetchall()
    begun = time.process_time()
    with sqlite3.connect(database) as bare:
        for (table_name, names), all_of in rows.items():
            marks = ", ".join("?" * len(names.split(", ")))
            bare.executemany(f"INSERT INTO {table_name} ({names}) VALUES ({marks})", all_of)
    return _cost(begun, time.process_time(), sum(map(len, rows.values())))


def _cost(begun: float, written: float, figures: int) -> Cost:
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(written=written - begun, all=time.process_time() - begun, mb=mb, figures=figures)


def _in_a_process(*arguments: str | Path) -> Cost:
    command = [sys.executable, "-m", "benchmarks.importing", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Cost)


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """Figures, and how many in a second of processor time: without the rest, in all, bare."""

    figures: int
    written: float
    rate: float
    bare: float
    mb: float


def measure_importing(name: str, path: Path) -> Imported:
    """Both in turn, each in processes of their own: the medians."""
    imports, bares = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_ROUNDS):
            database = Path(folder) / f"{number}.db"
            imports.append(_in_a_process("import", name, path, database))
            bares.append(_in_a_process("bare", database, database.with_suffix(".bare.db")))
    figures = imports[0].figures
    return Imported(
        figures=figures,
        written=figures / statistics.median(cost.written for cost in imports),
        rate=figures / statistics.median(cost.all for cost in imports),
        bare=figures / statistics.median(cost.written for cost in bares),
        mb=max(cost.mb for cost in imports),
    )


def main(name: str, path: Path) -> None:
    """Measure, and print what came of it."""
    done = measure_importing(name, path)
    print(f"{done.figures:,} figures, medians of {_ROUNDS} rounds")
    print(f"bare executemany: {done.bare:,.0f} figures a second")
    print(f"read and written: {done.written:,.0f}, {done.written / done.bare:.2f} of that")
    print(f"with checksum and comparisons: {done.rate:,.0f}, {done.rate / done.bare:.2f} of that")
    print(f"memory at most: {done.mb:.0f} MB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["import", name, path, database]:
            cost = measure_import(name, Path(path), Path(database))
            sys.stdout.buffer.write(msgspec.json.encode(cost))
        case ["bare", imported, database]:
            cost = measure_bare(Path(imported), Path(database))
            sys.stdout.buffer.write(msgspec.json.encode(cost))
        case [name, path]:
            main(name, Path(path))
