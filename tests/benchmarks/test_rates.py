"""What Tally is measured against serves the same rows; what was measured is written down."""

import csv
import re
import sqlite3
from pathlib import Path

import pytest

from benchmarks.__main__ import MARK, RESULTS
from benchmarks.reach import REACH, WHY
from benchmarks.rivals.limits import cursor
from benchmarks.rivals.rows import flatten, resize
from seeds.fixtures import Fixtures
from tests.api.store.asking import ask
from tests.conftest import ROOT, client_of, seed


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, fixtures: Fixtures) -> Path:
    """The five articles in a SQLite file."""
    path = tmp_path_factory.mktemp("rates") / "tally.db"
    seed(f"sqlite:///{path}", fixtures)
    return path


def ids(path: Path, table: str) -> list[str]:
    """The ids of a table."""
    with sqlite3.connect(path) as connection:
        found = [id for (id,) in connection.execute(f"SELECT id FROM {table} ORDER BY id")]
    connection.close()
    return found


@pytest.mark.parametrize("rows", [100, 101, 250, 10])
def test_so_many_rows(database: Path, tmp_path: Path, rows: int) -> None:
    """There are exactly so many departures, each under an id of its own, and Tally serves them."""
    path = tmp_path / "tally.db"
    path.write_bytes(database.read_bytes())
    resize(path, 60)
    resize(path, rows)
    assert len(set(ids(path, "departure"))) == rows
    client = client_of(f"sqlite:///{path}")
    assert client.json("/v1/departures?include=total&limit=1")["meta"]["total"] == rows


def test_the_same_rows_everywhere(database: Path, tmp_path: Path) -> None:
    """The flat table, the CSV and the bare cursor have what Tally answers."""
    flat, table = tmp_path / "flat.db", tmp_path / "flat.csv"
    flatten(database, flat, table)
    with table.open(newline="", encoding="utf-8") as rows:
        assert [row["id"] for row in csv.DictReader(rows)] == ids(database, "departure")
    assert ids(flat, "figure") == ids(database, "departure")
    client = client_of(f"sqlite:///{database}")
    bare = ask(cursor(str(database)), "/?origin=PAK&outlook=observed")
    served = client.data("/v1/departures?origin=PAK&outlook=observed")
    assert served
    assert re.findall(r'\{"id":"([a-z0-9-]+)","version"', bare.body.decode()) == [
        figure["id"] for figure in served
    ]


def test_the_rival_declares_every_column(database: Path, tmp_path: Path) -> None:
    """What FastAPI answers are all the columns of the flat table."""
    flat = tmp_path / "flat.db"
    flatten(database, flat, tmp_path / "flat.csv")
    with sqlite3.connect(flat) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(figure)")]
    connection.close()
    written = (ROOT / "benchmarks/rivals/fastapi_app.py").read_text(encoding="utf-8")
    assert re.findall(r"^    (\w+): (?:str|int|bool)", written, re.MULTILINE) == columns


def test_everything_that_was_to_be_reached_is_written_down() -> None:
    """The committed results have a line for each, and explain what was missed."""
    _, mark, section = RESULTS.read_text(encoding="utf-8").partition(MARK)
    assert mark
    for one in REACH:
        assert f"| {one.work} | {one.against} | {one.at_least:g} | " in section
    measured, _, why = section.partition(WHY)
    assert ("(missed)" in measured) <= (len(why.strip()) > 200)
