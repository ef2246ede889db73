"""A release as files: each form is read back by a program that others wrote."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet
import pytest

from api.errors import SettingError
from api.export import FORMS, export
from api.settings import Settings
from models import FIGURE_TABLES, RECORD_TABLES
from seeds.database import newest_schema
from tests.conftest import ROOT, Client
from tests.tools.test_locks import PROJECT

TABLES = {*RECORD_TABLES, "releases", "changes"}
TALLY = str(Path(sys.executable).with_name("tally"))


def exported(rich: Client, form: str, folder: Path, release: int | None = None) -> Path:
    """The folder, with a release in it."""
    settings = Settings(database_url=rich.database_url, query_seconds=30.0)
    edition, files = export(settings, newest_schema(), form, release, folder)
    assert edition.number == (release or 2)
    assert sorted(files) == sorted(folder.iterdir())
    return folder


def listed(rich: Client, name: str) -> dict[str, dict[str, Any]]:
    """The records of a list by their id, without links."""
    found = rich.data(f"/v1/{name.replace('_', '-')}?limit=1000")
    for record in found:
        record.pop("links", None)
    return {record["id"]: record for record in found}


@pytest.mark.parametrize("release", [None, 1])
def test_datapackage(rich: Client, tmp_path: Path, release: int | None) -> None:
    """The archive is that which the API answers, byte for byte."""
    folder = exported(rich, "datapackage", tmp_path, release)
    number = release or 2
    served = rich.get(f"/v1/releases/{number}/tally.zip").content
    assert (folder / f"tally-release-{number}.zip").read_bytes() == served


def test_csv(rich: Client, tmp_path: Path) -> None:
    """The files of it, which Frictionless accepts as they lie there."""
    folder = exported(rich, "csv", tmp_path)
    assert {path.stem for path in folder.glob("*.csv")} == TABLES
    assert frictionless.validate(str(folder / "datapackage.json")).valid


def test_ndjson(rich: Client, tmp_path: Path) -> None:
    """Every record as the API answers it, but for links, with its licence."""
    folder = exported(rich, "ndjson", tmp_path)
    assert {path.stem for path in folder.iterdir()} == TABLES
    for name in RECORD_TABLES:
        lines = (folder / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
        found = {record["id"]: record for record in map(json.loads, lines)}
        assert {record.pop("data_licence") for record in found.values()} == {"CC-BY-4.0"}
        assert found == listed(rich, name)


def test_parquet(rich: Client, tmp_path: Path) -> None:
    """Columns have types: a date is a date, nothing is null, and none of something is a list."""
    folder = exported(rich, "parquet", tmp_path)
    assert {path.stem for path in folder.iterdir()} == TABLES
    table = pyarrow.parquet.read_table(folder / "departures.parquet")
    rows = {row["id"]: row for row in table.to_pylist()}
    expected = listed(rich, "departures")
    assert rows.keys() == expected.keys()
    for id, row in rows.items():
        record = expected[id]
        assert row["value_reported"] == record["value"]["reported"]
        assert row["value_approximate"] is record["value"]["approximate"]
        assert row["inferred"] == record["inferred"]
        assert json.loads(row["mentions"]) == record["mentions"]
        assert row["note"] == record["note"]
    row = rows["left-pakistan-april-2025"]
    assert row["period_start"] == date(2025, 4, 1)
    assert row["recorded_at"] == datetime(2025, 9, 1, 12, tzinfo=UTC)
    assert row["value_upper"] is None
    assert rows["made-up-none-at-all"]["value_reported"] == 0
    assert table.schema.metadata[b"licence"] == b"CC-BY-4.0"
    assert table.schema.metadata[b"release"] == b"2"
    assert table.schema.field("citation").metadata[b"description"].startswith(b"One sentence")
    names = pyarrow.parquet.read_table(folder / "claimants.parquet").to_pylist()
    assert {row["id"]: json.loads(row["names"]) for row in names} == {
        id: record["names"] for id, record in listed(rich, "claimants").items()
    }


def test_sqlite(rich: Client, tmp_path: Path) -> None:
    """Tables whose keys lead somewhere, and all figures in one view, with plain text in them."""
    folder = exported(rich, "sqlite", tmp_path)
    with closing(sqlite3.connect(folder / "tally-release-2.sqlite")) as database:
        database.row_factory = sqlite3.Row
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in RECORD_TABLES:
            ids = {row["id"] for row in database.execute(f"SELECT id FROM {name}")}
            assert ids == listed(rich, name).keys()
        figures = {row["id"]: row for row in database.execute("SELECT * FROM figures")}
        expected = {id: row for kind in FIGURE_TABLES for id, row in listed(rich, kind).items()}
        assert figures.keys() == expected.keys()
        for id, row in figures.items():
            record = expected[id]
            assert row["citation"] == record["citation"]
            assert row["note"] == record["note"]
            assert row["when_end"] == (record.get("period") or record["as_of"])["end"]
        joined = database.execute(
            "SELECT c.name FROM departures d JOIN claimants c ON c.id = d.attribution_claimant_id "
            "WHERE d.id = 'left-pakistan-april-2025'"
        )
        assert joined.fetchone()["name"] == "Pakistan's Interior Ministry"
        about = dict(database.execute("SELECT what, is_so FROM about").fetchall())
        assert (about["release"], about["licence"]) == ("2", "CC-BY-4.0")
        described = database.execute('SELECT count(*) FROM columns WHERE says = ""').fetchone()
        assert described[0] == 0


def test_parquet_without_pyarrow(
    rich: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SettingError, match=r"pip install 'tally\[parquet\]'"):
        exported(rich, "parquet", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_extra_is_the_version_that_is_tested() -> None:
    """What users install is what these tests ran with."""
    [pin] = PROJECT["project"]["optional-dependencies"]["parquet"]
    assert pin in PROJECT["dependency-groups"]["dev"]


@pytest.mark.parametrize("form", FORMS)
def test_again(rich: Client, tmp_path: Path, form: str) -> None:
    """A second export replaces the files of the first, and leaves no draft."""
    exported(rich, form, tmp_path)
    exported(rich, form, tmp_path)


def tally(*arguments: str, url: str) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        [TALLY, "export", *arguments],
        cwd=ROOT,
        env={"TALLY_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_command(rich: Client, tmp_path: Path) -> None:
    """It says what it wrote; what cannot be is one line on standard error and code 1."""
    done = tally(str(tmp_path), "--format", "datapackage", "--release", "1", url=rich.database_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"wrote {tmp_path}/tally-release-1.zip\nrelease 1 as datapackage\n"
    (tmp_path / "file").write_text("in the way")
    for arguments, said in {
        (str(tmp_path), "--release", "9"): "tally: there is no such release",
        (str(tmp_path / "file" / "below"),): "cannot be written",
    }.items():
        failed = tally(*arguments, url=rich.database_url)
        assert (failed.returncode, failed.stdout) == (1, "")
        [line] = failed.stderr.splitlines()
        assert said in line


def test_columns_are_those_of_lists(rich: Client, tmp_path: Path) -> None:
    """CSV, Parquet and SQLite have the same columns in the same order."""
    [header] = csv.reader(io.StringIO(rich.get("/v1/departures.csv?source=nothing-at-all").text))
    expected = [name for name in header if not name.startswith("links_")]
    parquet = exported(rich, "parquet", tmp_path / "parquet") / "departures.parquet"
    assert pyarrow.parquet.read_schema(parquet).names == expected
    file = exported(rich, "sqlite", tmp_path / "sqlite") / "tally-release-2.sqlite"
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT * FROM departures LIMIT 0")
        assert [column[0] for column in found.description] == expected
