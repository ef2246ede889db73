"""The command as it is run: what it prints where, and the code it ends with."""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from api.cli import own_address
from seeds.database import newest_schema, require_schema, writing
from seeds.fixtures import Fixtures, read_fixtures
from seeds.verify import verify
from tests.conftest import ROOT, SHARED_ARTICLES, seed
from tests.seeds.invented import ARTICLE, Edit, read, write

TALLY = str(Path(sys.executable).with_name("tally"))


def environment(url: str, **more: str) -> dict[str, str]:
    """What a command sees: a database, and nothing set by whoever runs the tests."""
    return {"PATH": os.environ["PATH"], "TALLY_DATABASE_URL": url, **more}


def tally(
    *arguments: str | Path, url: str = "", cwd: Path = ROOT, **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        [TALLY, *arguments],
        cwd=cwd,
        env=environment(url, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def complaint(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line on standard error of a command that failed, having printed nothing else."""
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("tally: ")
    return line.removeprefix("tally: ")


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    """A database of the invented fixtures."""
    path = tmp_path / "tally.db"
    seed(f"sqlite:///{path}", read(tmp_path / "seeded"))
    return path


def test_verify(fixtures: Fixtures) -> None:
    """The fixtures of this project are right, and every number of the texts is accounted for."""
    articles = SHARED_ARTICLES if SHARED_ARTICLES.is_dir() else None
    texts = ["--articles", str(articles)] if articles else []
    done = tally("verify", *texts)
    assert (done.returncode, done.stderr) == (0, "")
    report = verify(fixtures, articles)
    counts = f"{report.articles} articles, {report.figures} figures with {report.mentions} mentions"
    numbers = (
        f"{report.numbers} of {report.numbers} numbers accounted for"
        if articles
        else "texts not checked (--articles DIR)"
    )
    assert done.stdout == f"verified: {counts}; {numbers}\n"


WRONG_VALUE: Edit = (ARTICLE, "reported = 2400", "reported = 2401")
WRONG_OFFSET: Edit = (ARTICLE, "start = 84", "start = 85")


def test_verify_names_each_problem(tmp_path: Path) -> None:
    """A line for everything that is wrong, in the fixtures and in the texts, then their number."""
    fixtures = write(tmp_path, WRONG_VALUE, WRONG_OFFSET)
    done = tally("verify", fixtures, "--articles", fixtures / "texts")
    assert (done.returncode, done.stdout) == (1, "")
    problems = verify(read_fixtures(fixtures), fixtures / "texts").problems
    *lines, last = done.stderr.splitlines()
    assert lines == [str(problem) for problem in problems]
    assert any(":left-in-february: " in line for line in lines)
    assert any(":left-by-the-pier: " in line for line in lines)
    assert last.startswith(f"tally: {len(problems)} wrong in 1 articles, ")


def test_seed_twice(tmp_path: Path) -> None:
    """Plain lines where no terminal is; the second run changes nothing, and says so."""
    path = tmp_path / "data" / "tally.db"
    fixtures = write(tmp_path / "fixtures")
    first = tally("seed", fixtures, url=f"sqlite:///{path}")
    assert (first.returncode, first.stderr) == (0, "")
    assert "departures: 3 added, 0 changed, 0 withdrawn, 0 reinstated, 0 unchanged\n" in (
        first.stdout
    )
    assert first.stdout.endswith("\nrelease 1\n")
    assert "\x1b" not in first.stdout
    assert len(first.stdout.splitlines()) == 9
    before = path.read_bytes(), path.stat().st_ino
    again = tally("seed", fixtures, url=f"sqlite:///{path}")
    assert (again.returncode, again.stderr) == (0, "")
    assert "departures: 0 added, 0 changed, 0 withdrawn, 0 reinstated, 3 unchanged\n" in (
        again.stdout
    )
    assert again.stdout.endswith("\nnothing changed: release 1 stands\n")
    assert (path.read_bytes(), path.stat().st_ino) == before


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ((ARTICLE, "[source]", "[source"), "pier-2024.toml: cannot be read: "),
        ((ARTICLE, "lower = 300", 'lower = "many"'), "departures[2].lower: "),
        ((ARTICLE, 'id = "green-cards"', 'id = "papers"'), "no longer in the fixtures: green-car"),
    ],
    ids=["not TOML", "wrong type", "record gone"],
)
def test_seed_of_broken_fixtures(seeded: Path, tmp_path: Path, edit: Edit, said: str) -> None:
    """Fixtures that cannot be loaded are one line, and the database stays as it was."""
    before = seeded.read_bytes(), seeded.stat().st_ino
    done = tally("seed", write(tmp_path / "broken", edit), url=f"sqlite:///{seeded}")
    assert said in complaint(done)
    assert (seeded.read_bytes(), seeded.stat().st_ino) == before


def test_seed_verifies_first(seeded: Path, tmp_path: Path) -> None:
    """What is not verified is not loaded: a line for each problem, then that nothing was."""
    before = seeded.read_bytes()
    done = tally("seed", write(tmp_path / "wrong", WRONG_VALUE), url=f"sqlite:///{seeded}")
    assert (done.returncode, done.stdout) == (1, "")
    problem, last = done.stderr.splitlines()
    assert problem == "pier-2024.toml:left-in-february: reported, expected 2400, found 2401"
    assert last == f"tally: 1 wrong in {tmp_path / 'wrong'}: nothing was loaded"
    assert seeded.read_bytes() == before


def test_seed_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal the summary is a table under the release."""
    fixtures = write(tmp_path / "fixtures")
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [TALLY, "seed", fixtures],
            env=environment(f"sqlite:///{tmp_path}/tally.db", TERM="xterm", COLUMNS="100"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            shown = everything_from(ours)
        assert process.returncode == 0
    finally:
        os.close(ours)
    assert "release 1" in shown
    rows = [line.split("│") for line in shown.splitlines() if line.count("│") == 7]
    cells = {row[1].strip(): [cell.strip() for cell in row[2:7]] for row in rows}
    assert cells["departures"] == ["3", "·", "·", "·", "·"]
    assert len(cells) == 8
    assert "0 changed" not in shown


def everything_from(terminal: int) -> str:
    """All that is written to a terminal until its other side is closed."""
    content = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 1)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # how Linux says that it ended
                break
            if not part:
                break
            content += part
    return content.decode()


def free_port() -> int:
    """A port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cannot_serve(url: str, port: int | None = None) -> str:
    """What a server says that cannot start."""
    return complaint(tally("serve", "--port", str(port or free_port()), url=url))


def test_serve_without_database(tmp_path: Path) -> None:
    """No database: the line names the command that makes one, and none is made."""
    path = tmp_path / "tally.db"
    assert cannot_serve(f"sqlite:///{path}") == (
        f"there is no database at {path}: run `tally seed` first"
    )
    assert not path.exists()


def test_serve_without_release(tmp_path: Path) -> None:
    """A database that was never seeded: the line names the command."""
    url = f"sqlite:///{tmp_path}/tally.db"
    with writing(url) as connection:
        require_schema(connection)
    assert cannot_serve(url) == "the database holds no release yet: run `tally seed`"


def test_serve_older_schema(seeded: Path) -> None:
    """An older schema: the line names the command that helps."""
    url = f"sqlite:///{seeded}"
    with writing(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert cannot_serve(url) == (
        f"{url} has schema 0000, this version needs {newest_schema()}: run `tally db upgrade`"
    )


def test_serve_port_in_use(seeded: Path) -> None:
    """A port that is taken is named."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cannot_serve(f"sqlite:///{seeded}", port) == (
            f"cannot listen on 127.0.0.1:{port}: Address already in use"
        )


def test_serve_bad_public_url(seeded: Path) -> None:
    """A setting that is wrong is named."""
    url = f"sqlite:///{seeded}"
    done = tally("serve", "--port", str(free_port()), url=url, TALLY_PUBLIC_URL="tally.example")
    assert complaint(done).startswith("TALLY_PUBLIC_URL: ")


@contextmanager
def serving(url: str, folder: Path, *arguments: str) -> Iterator[str]:
    """The address of a server, which is asked to end at the end and then does, saying no more."""
    base = f"http://127.0.0.1:{(port := free_port())}"
    log = folder / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [TALLY, "serve", "--port", str(port), *arguments],
            cwd=ROOT,
            env=environment(url),
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            deadline = time.monotonic() + 20
            while "reference" not in log.read_text() and process.poll() is None:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.02)
            yield base
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
    assert log.read_text().splitlines() == [
        f"Tally is at {base}/",
        f"  API        {base}/v1/figures",
        f"  reference  {base}/docs",
    ]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve(seeded: Path, tmp_path: Path, workers: str) -> None:
    """It prints where it is, answers there at once, and ends well on SIGTERM."""
    with serving(f"sqlite:///{seeded}", tmp_path, "--workers", workers) as base:
        with urllib.request.urlopen(f"{base}/v1/figures?limit=1", timeout=20) as answer:
            figure = msgspec.json.decode(answer.read())["data"][0]
        assert figure["links"]["self"].startswith(f"{base}/v1/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{base}/v1/nothing", timeout=20)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("tally.example", "http://tally.example:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("", "http://127.0.0.1:8000"),
    ],
)
def test_own_address(host: str, address: str) -> None:
    """Links lead somewhere: "every address" is none to go to, the loopback one is."""
    assert own_address(host, 8000) == address


def test_upgrade_with_nothing_to_do(seeded: Path) -> None:
    """A database of the newest schema is left alone."""
    before = seeded.read_bytes(), seeded.stat().st_ino
    done = tally("db", "upgrade", url=f"sqlite:///{seeded}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"schema {newest_schema()}: nothing to do\n"
    assert (seeded.read_bytes(), seeded.stat().st_ino) == before


def test_stale_reference(tmp_path: Path) -> None:
    """A reference that is not the one of the routes is called stale, and not written."""
    path = tmp_path / "openapi" / "openapi.json"
    path.parent.mkdir()
    content = (ROOT / "openapi" / "openapi.json").read_text() + "\n"
    path.write_text(content)
    said = complaint(tally("openapi", "--check", cwd=tmp_path))
    assert said == "openapi/openapi.json is stale: run `make openapi`"
    assert path.read_text() == content


def test_stale_settings(tmp_path: Path) -> None:
    """A table of settings that lacks one is called stale, and not written."""
    shutil.copy(ROOT / "README.md", tmp_path)
    path = tmp_path / "README.md"
    lines = path.read_text().splitlines(keepends=True)
    content = "".join(line for line in lines if not line.startswith("| `TALLY_METRICS`"))
    assert content != path.read_text()
    path.write_text(content)
    said = complaint(tally("settings", "README.md", "--check", cwd=tmp_path))
    assert said == "README.md is stale: run `tally settings`"
    assert path.read_text() == content
