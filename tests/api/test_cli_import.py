"""`tally import` as it is run: what it prints where, and the code it ends with."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from seeds.database import require_schema, writing
from tests.api.test_cli import complaint, everything_from, tally
from tests.seeds.imports.made import (
    FLOWS,
    NORWEGIANS,
    POPULATION,
    STATELESS,
    flows,
    imported,
    population,
)
from tests.serving import TALLY, environment


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path}/data/tally.db"


def test_import(tmp_path: Path, url: str) -> None:
    """What changed by type, the release, and how many figures of how many rows."""
    done = tally("import", "unhcr", population(tmp_path, *POPULATION), url=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "claimants: 1 added, 0 changed, 0 withdrawn, 0 reinstated, 0 unchanged",
        "sources: 1 added, 0 changed, 0 withdrawn, 0 reinstated, 0 unchanged",
        "departures: 2 added, 0 changed, 0 withdrawn, 0 reinstated, 0 unchanged",
        "population estimates: 8 added, 0 changed, 0 withdrawn, 0 reinstated, 0 unchanged",
        "release 1",
        "10 figures in 4 rows",
    ]
    fewer = tally("import", "unhcr", population(tmp_path, NORWEGIANS), url=url)
    assert fewer.stdout.endswith(
        "release 2\n5 figures in 1 rows\n"
        "5 figures of earlier imports are not in this file, and stay\n"
    )
    other = tally("import", "iom-americas", flows(tmp_path, *FLOWS), "--zeros", url=url)
    assert other.stdout.endswith("release 3\n6 figures in 7 rows\n")


def test_rejects(tmp_path: Path, url: str) -> None:
    """Bad rows are listed by number, the others loaded, and the command fails."""
    path = population(tmp_path, NORWEGIANS, NORWEGIANS, "2020")
    done = tally("import", "unhcr", path, url=url)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{path}:row 3: a second row of 2020,NOR,ICE",
        f"{path}:row 4: 1 cells, expected 16",
        "tally: 2 rows left out; all others are loaded",
    ]
    assert "release 1\n5 figures in 3 rows\n" in done.stdout


def test_refused(tmp_path: Path, url: str) -> None:
    """A file that is none, one that is cut off and a database that is none are one line each."""
    path = population(tmp_path, *POPULATION)
    wrong = tally("import", "iom-americas", path, url=url)
    assert complaint(wrong).startswith(f"{path}:row 1: expected the columns month,measure,geo,nat")
    assert complaint(tally("import", "unhcr", path, url="mysql://x")).startswith(
        "TALLY_DATABASE_URL must be sqlite:///PATH or postgresql+psycopg://"
    )
    path.write_bytes(path.read_bytes()[:-3])
    said = complaint(tally("import", "unhcr", path, url=url))
    assert said.startswith(f"{path}:row 5: the file ends within it")
    assert said.endswith(": nothing was loaded")
    assert complaint(tally("import", "unhcr", tmp_path, url=url)).startswith(f"{tmp_path}: cannot")


def test_emptied(tmp_path: Path, url: str) -> None:
    """Figures that a newer file has an empty cell for are listed by row and column, and stay."""
    imported(url, population(tmp_path, NORWEGIANS, STATELESS))
    path = population(tmp_path, STATELESS, NORWEGIANS.replace(",11,", ",,"))
    done = tally("import", "unhcr", path, url=url)
    assert done.returncode == 0
    assert done.stderr == f"{path}:row 3: refugees: empty, and unhcr-2020-nor-isl-refugees stays\n"
    assert done.stdout.endswith(
        "5 figures in 2 rows\n"
        "1 figures of earlier imports have an empty cell in this file, and stay\n"
    )


def test_published_on_no_such_day(tmp_path: Path, url: str) -> None:
    """A day of publication that cannot be is refused in one line, and nothing is loaded."""
    path = population(tmp_path, *POPULATION)
    early = complaint(tally("import", "unhcr", path, "--published", "1990-01-01", url=url))
    assert early == (
        f"published 1990-01-01: {path}:row 2 counts up to 2020-12-31: nothing was loaded"
    )
    late = complaint(tally("import", "unhcr", path, "--published", "2999-01-01", url=url))
    assert late.startswith("published 2999-01-01: the day has not come, it is ")
    assert late.endswith(" in UTC: nothing was loaded")


def test_full_disk(tmp_path: Path, url: str) -> None:
    """Where no more can be written, one line says at which row, and what was there stays."""
    imported(url, population(tmp_path, NORWEGIANS))
    database = tmp_path / "data" / "tally.db"
    before = database.read_bytes()
    years = [row.replace("2020", str(year), 1) for year in range(1951, 2020) for row in POPULATION]
    blocks = len(before) // 512 + 40  # of what a file may have
    limited = ["bash", "-c", f'ulimit -f {blocks // 2}; exec "$0" "$@"', TALLY]
    done = subprocess.run(
        [*limited, "import", "unhcr", population(tmp_path, *years)],
        env=environment(url),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = complaint(done)
    assert said.startswith(f"{tmp_path}/unhcr.csv:row ")
    assert said.endswith(": nothing was loaded")
    assert database.read_bytes() == before
    assert sorted(path.name for path in database.parent.iterdir()) == ["tally.db", "tally.db.lock"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_stopped(tmp_path: Path, url: str, ending: signal.Signals) -> None:
    """Stopped in the middle, it says where, and leaves nothing behind."""
    pipe = tmp_path / "unhcr.csv"
    text = population(tmp_path, *POPULATION).read_bytes()
    pipe.unlink()
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [TALLY, "import", "unhcr", pipe],
            env=environment(url),
            stderr=subprocess.PIPE,
            text=True,
            # a run in the background would have it ignored
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process,
        pipe.open("wb", buffering=0) as feeding,
    ):  # opens once the command reads
        feeding.write(text)
        process.send_signal(ending)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith(f"tally: {pipe}:row ")
    assert said.endswith(": stopped: nothing was loaded\n")
    assert not (tmp_path / "data" / "tally.db").exists()
    assert not (tmp_path / "data" / "tally.db.draft").exists()


def test_on_a_terminal(tmp_path: Path, url: str) -> None:
    """On a terminal a bar shows how far it is, and the summary is a table."""
    path = population(tmp_path, *POPULATION)
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [TALLY, "import", "unhcr", path],
            env={**environment(url), "TERM": "xterm", "COLUMNS": "100"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            shown = everything_from(ours)
        assert process.returncode == 0
    finally:
        os.close(ours)
    assert "reading" in shown
    assert "100 %" in shown
    assert "release 1" in shown


def test_role_that_cannot_write(tmp_path: Path, new_on_postgresql: object) -> None:
    """A role that may only read is told so in one line."""
    url = new_on_postgresql()  # type: ignore[operator]
    with writing(url) as connection:
        require_schema(connection)
    named = make_url(url)
    role = f"reader_{named.database}"
    plain = named.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'reads'".encode())
        admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}".encode())
    reader = named.set(username=role, password="reads").render_as_string(hide_password=False)
    said = complaint(tally("import", "unhcr", population(tmp_path, *POPULATION), url=reader))
    assert "permission denied for table" in said
    assert said.endswith(": nothing was loaded")
    assert "reads" not in said
