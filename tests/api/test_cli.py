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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from api.cli import main
from api.cli.serving import own_address
from seeds.database import newest_schema, require_schema, writing
from seeds.fixtures import Fixtures, read_fixtures
from seeds.verify import verify
from tests.conftest import FIXTURES, ROOT, SHARED_ARTICLES, seed
from tests.seeds.invented import ARTICLE, Edit, read, write
from tests.serving import TALLY, environment, free_port, running, until


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
    assert len(done.stderr.splitlines()) == 1, done.stderr
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
    command = [TALLY, "serve", "--port", str(port), *arguments]
    with running(command, log, environment(url)) as process:
        until(lambda: "reference" in log.read_text() or process.poll() is not None, limit=20)
        yield base
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert log.read_text().splitlines() == [
        f"Tally is at {base}/",
        f"  API        {base}/v1/figures",
        f"  reference  {base}/docs",
    ]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_serving_imports_what_it_needs() -> None:
    """Nothing that loads a database, draws a terminal or speaks to a database of another kind."""
    code = "import api.cli.serving, sys; print({'alembic', 'rich', 'psycopg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve(seeded: Path, tmp_path: Path, workers: str) -> None:
    """It prints where it is, answers there at once, and ends well on SIGTERM."""
    with serving(f"sqlite:///{seeded}", tmp_path, "--workers", workers) as base:
        with urllib.request.urlopen(f"{base}/v1/figures?limit=1", timeout=60) as answer:
            figure = msgspec.json.decode(answer.read())["data"][0]
        assert figure["links"]["self"].startswith(f"{base}/v1/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{base}/v1/nothing", timeout=60)


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


# --- in this process, which is a second faster ------------------------------------------------


class Command:
    """The command, run in this process."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._captured = captured

    def __call__(self, *arguments: str | Path, url: str = "") -> tuple[int, str, str]:
        """The code it ends with, and what it writes to standard output and error."""
        self._patch.setenv("TALLY_DATABASE_URL", url)
        self._patch.setattr(sys, "argv", ["tally", *(str(argument) for argument in arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        said = self._captured.readouterr()
        return code, said.out, said.err


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    for name in [name for name in os.environ if name.startswith("TALLY_")]:
        monkeypatch.delenv(name)
    return Command(monkeypatch, capsys)


def test_upgrade_of_nothing(command: Command, empty_database: Callable[[], str]) -> None:
    """An empty database gets the newest schema, once."""
    url, newest = empty_database(), newest_schema()
    assert command("db", "upgrade", url=url) == (0, f"schema none -> {newest}\n", "")
    assert command("db", "upgrade", url=url) == (0, f"schema {newest}: nothing to do\n", "")


@pytest.mark.parametrize("arguments", [("db", "upgrade"), ("seed",)])
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE alembic_version", "tally: this database holds other tables and no Tally"),
        ("UPDATE alembic_version SET version_num = '9999'", "tally: the database's schema is 9999"),
    ],
    ids=["foreign", "later"],
)
def test_foreign_schema(
    command: Command, seeded: Path, arguments: tuple[str, ...], statement: str, said: str
) -> None:
    """A database of another program or a later version is refused in a line, and left alone."""
    with writing(f"sqlite:///{seeded}") as connection:
        connection.execute(text(statement))
    before = seeded.read_bytes()
    code, out, error = command(*arguments, url=f"sqlite:///{seeded}")
    assert (code, out) == (1, "")
    assert error.startswith(said)
    assert error.count("\n") == 1
    assert seeded.read_bytes() == before


def test_check(command: Command, seeded: Path) -> None:
    """A whole database is a line, one that is not is a line for each thing wrong and exit 1."""
    url = f"sqlite:///{seeded}"
    assert command("check", url=url) == (0, "checked: 1 release of 13 records; nothing wrong\n", "")
    with writing(url) as connection:
        connection.execute(text("UPDATE release SET checksum = 'none', added = 0"))
    code, out, error = command("check", url=url)
    assert (code, out) == (1, "")
    first, second, last = error.splitlines()
    assert first == "release 1: says 0 added, holds 13"
    assert second.startswith("release 1: its content has another checksum")
    assert last == "tally: 2 wrong in 1 release of 13 records"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("verify", "nowhere"),
        ("seed", "nowhere"),
        ("verify", FIXTURES, "--articles", "nowhere"),
        ("settings", "notes.md"),
        ("serve", "--host", "a..b"),
        ("serve", "--host", "203.0.113.7"),
        ("serve", "--port", "8001"),
    ],
    ids=lambda arguments: " ".join(Path(argument).name for argument in arguments),
)
def test_one_line(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """What cannot be done is one line on standard error."""
    monkeypatch.chdir(tmp_path)
    Path("notes.md").write_text("no marks here")
    monkeypatch.setattr("api.cli.serving._application", lambda settings: None)
    url = f"sqlite:///{tmp_path}/tally.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = str(taken.getsockname()[1])
        given = tuple(busy if argument == "8001" else argument for argument in arguments)
        code, out, error = command(*given, url=url)
    assert (code, out) == (1, "")
    assert error.startswith("tally: ")
    assert error.count("\n") == 1
    assert not Path("tally.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve", "--port", "0"),
        ("serve", "--port", "http"),
        ("serve", "--workers", "0"),
        ("settings", "nowhere.md"),
        ("sow",),
        ("db", "downgrade"),
        ("verify", "--texts", "here"),
    ],
    ids=" ".join,
)
def test_misuse(command: Command, arguments: tuple[str, ...]) -> None:
    """What is no command, or no value for one, ends with code 2 and says how it is used."""
    code, out, error = command(*arguments)
    assert (code, out) == (2, "")
    assert error.startswith("Usage: tally")
    assert "\nError: " in error


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TALLY_QUERY_SECONDS", "soon"),
        ("TALLY_QUERY_SECONDS", "nan"),
        ("TALLY_QUERY_SECONDS", "0"),
        ("TALLY_METRICS", "perhaps"),
        ("TALLY_PUBLIC_URL", "ftp://tally.example"),
        ("TALLY_DATABASE_URL", "nonsense"),
        ("TALLY_DATABASE_URL", "mysql://localhost/tally"),
        ("TALLY_DATABASE_URL", "sqlite://"),
        ("TALLY_DATABASE_URL", "sqlite:///:memory:"),
        ("TALLY_DATABASE_URL", "postgresql+psycopg://localhost:no/tally"),
    ],
)
def test_bad_setting(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A wrong setting is one line with its name, before anything is done."""
    monkeypatch.setenv(name, value)
    url = value if name == "TALLY_DATABASE_URL" else ""
    for arguments in (("serve",), ("seed", FIXTURES)):
        code, out, error = command(*arguments, url=url)
        assert (code, out) == (1, "")
        assert error.startswith(f"tally: {name}")
        assert error.count("\n") == 1


def test_settings_are_written(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is written between its marks, the rest stays; then it is fresh."""
    monkeypatch.chdir(tmp_path)
    fresh = (ROOT / "README.md").read_text()
    readme = Path("README.md")
    readme.write_text("".join(x for x in fresh.splitlines(True) if "`TALLY_METRICS`" not in x))
    assert command("settings") == (0, "wrote README.md\n", "")
    assert readme.read_text() == fresh
    assert command("settings") == (0, "", "")
    assert command("settings", "--check") == (0, "", "")


def test_reference_is_written(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference is written where it is missing; then it is fresh."""
    monkeypatch.chdir(tmp_path)
    assert command("openapi", "--check")[0] == 1
    assert command("openapi") == (0, "wrote openapi/openapi.json\n", "")
    assert command("openapi", "--check") == (0, "", "")
    assert msgspec.json.decode(Path("openapi/openapi.json").read_bytes())["openapi"] == "3.1.0"


def test_cannot_write(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written is named."""
    monkeypatch.chdir(tmp_path)
    Path("openapi").write_text("in the way")
    assert command("openapi") == (
        1,
        "",
        "tally: openapi/openapi.json cannot be written: File exists\n",
    )
