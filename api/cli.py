"""The ``tally`` command: seed, verify, serve, and what keeps generated files fresh."""

import gc
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from uvicorn.config import LOGGING_CONFIG
from uvicorn.supervisors import Multiprocess

from api import log
from api.app import create_app, reference
from api.db import Database
from api.errors import SettingError, TallyError
from api.export import FORMS, export
from api.metrics import FOLDER
from api.queries.snapshot import Snapshots
from api.settings import PREFIX, Settings, read_settings, settings_table
from models import RECORD_TABLES
from seeds.check import check as check_database
from seeds.database import newest_schema, reading, require_schema, upgrade, writing
from seeds.errors import SeedError
from seeds.fixtures import read_fixtures
from seeds.imports.dataset import Dataset
from seeds.imports.iom_americas import IOM_AMERICAS
from seeds.imports.load import Import
from seeds.imports.unhcr import UNHCR
from seeds.load import Loaded, load
from seeds.records import records_of
from seeds.verify import verify as run_checks

_FIXTURES = Path("fixtures")
_OPENAPI = Path("openapi/openapi.json")
_TABLE_BEGINS = "<!-- settings: written by `tally settings` -->\n"
_TABLE_ENDS = "<!-- end of settings -->\n"

_SECONDS_TO_ANSWER = 10
_SECONDS_TO_END = 13
"""From when a server is told to end: until requests are cut off, and until the process is gone."""

_LOOPBACK = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # for "every address"

_fixtures_argument = click.argument(
    "fixtures",
    type=click.Path(file_okay=False, path_type=Path),
    default=_FIXTURES,
    metavar="[FIXTURES]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tally")
def cli() -> None:
    """Migration figures as somebody stated them."""


def main() -> None:
    """Run the command; a foreseen failure is one line on standard error and exit code 1."""
    # what a driver has to say of a connection that failed would stand beside that one line
    for library in ("sqlalchemy", "psycopg"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    try:
        cli()
    except (SeedError, SettingError) as error:
        click.echo(f"tally: {error}", err=True)
        sys.exit(1)


@cli.command()
@_fixtures_argument
@click.option(
    "--articles",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the texts (*.txt), to check offsets and account for every number.",
)
def verify(fixtures: Path, articles: Path | None) -> None:
    """Check fixtures: against the texts with --articles, and within themselves.

    Prints one line for everything that is wrong, and exits 1 if there is any.
    """
    report = run_checks(read_fixtures(fixtures), articles)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    looked_at = (
        f"{report.articles} articles, {report.figures} figures with {report.mentions} mentions"
    )
    if report.problems:
        raise SeedError(f"{len(report.problems)} wrong in {looked_at}")
    numbers = (
        f"{report.numbers} of {report.numbers} numbers accounted for"
        if report.numbers is not None
        else "texts not checked (--articles DIR)"
    )
    click.echo(f"verified: {looked_at}; {numbers}")


@cli.command()
@_fixtures_argument
def seed(fixtures: Path) -> None:
    """Verify fixtures and load what differs from the database, as one release.

    A second run changes nothing. A record that is served and missing from the fixtures is
    refused: it stays, with a withdrawn_reason.
    """
    settings = read_settings(os.environ)
    read = read_fixtures(fixtures)
    if problems := run_checks(read).problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        raise SeedError(f"{len(problems)} wrong in {fixtures}: nothing was loaded")
    console = Console()
    with (
        Progress(
            TextColumn("loading"),
            BarColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as progress,
        writing(settings.database_url) as connection,
    ):
        task = progress.add_task("", total=len(RECORD_TABLES))
        require_schema(connection)
        loaded = load(
            connection,
            records_of(read),
            lambda record_type: progress.update(task, advance=1, description=record_type),
        )
    _print_summary(loaded, console)


@cli.command()
def check() -> None:
    """Check the database: whole as a file, in its versions, and in every release.

    Prints one line for everything that is wrong, and exits 1 if there is any. Nothing is written.
    """
    settings = read_settings(os.environ)
    with reading(settings.database_url) as connection:
        report = check_database(connection)
    for problem in report.problems:
        click.echo(problem, err=True)
    releases = f"{report.releases:,} release{'' if report.releases == 1 else 's'}"
    looked_at = f"{releases} of {report.records:,} records"
    if report.problems:
        raise SeedError(f"{len(report.problems):,} wrong in {looked_at}")
    click.echo(f"checked: {looked_at}; nothing wrong")


@cli.group("import")
def import_dataset() -> None:
    """Load official statistics from their files."""


def _import_command(dataset: Dataset, help: str) -> None:
    @import_dataset.command(dataset.name, help=help)
    @click.argument("path", type=click.Path(path_type=Path), metavar="PATH.csv")
    @click.option("--zeros", is_flag=True, help="Load counts of zero too.")
    @click.option(
        "--published",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="The day this file was published, for the world's clock.  [default: not known]",
    )
    def command(path: Path, zeros: bool, published: datetime | None) -> None:
        _import(Import(dataset, path, zeros=zeros), published.date() if published else None)


_import_command(
    UNHCR,
    "Load UNHCR's population table: a figure for every count that is not zero.\n\n"
    "One release, or none: a row that is wrong is left out and listed, a file that is cut off is "
    "refused. A second run changes nothing. What is not in the file stays as it is.",
)
_import_command(
    IOM_AMERICAS,
    "Load IOM's monthly flows in the Americas: a figure for every count that is not zero.\n\n"
    "As `tally import unhcr`.",
)


def _import(run: Import, published: date | None) -> None:
    console = Console()
    reading = run.reading
    ending = signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft is cleared away
    try:
        with (
            Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %"),
                TimeElapsedColumn(),
                console=console,
                transient=True,
                disable=not console.is_terminal,
            ) as progress,
            writing(read_settings(os.environ).database_url) as connection,
        ):
            task = progress.add_task("reading", total=None)
            require_schema(connection)
            done = run.load(
                connection,
                published,
                lambda doing: progress.update(
                    task, total=reading.size, completed=reading.bytes_read, description=doing
                ),
            )
    except KeyboardInterrupt:
        raise SeedError(f"{reading.path}:row {reading.row}: stopped: nothing was loaded") from None
    except SeedError as error:
        at = reading.row and str(reading.path) not in str(error)
        where = f"{reading.path}:row {reading.row}: " if at else ""
        raise SeedError(f"{where}{error}: nothing was loaded") from error
    finally:
        signal.signal(signal.SIGTERM, ending)
        for reject in run.rejects:
            click.echo(f"{reading.path}:row {reject.row}: {reject.reason}", err=True)
    _print_summary(done.loaded, console)
    click.echo(f"{done.figures:,} figures in {done.rows:,} rows")
    if done.kept:
        click.echo(f"{done.kept:,} figures of earlier imports are not in this file, and stay")
    if done.rejects:
        raise SeedError(f"{len(done.rejects):,} rows left out; all others are loaded")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the API, the reference and the page at the root."""
    unset = not os.environ.get(PREFIX + "PUBLIC_URL")
    given = {"public_url": own_address(host, port)} if unset else {}
    settings = read_settings(os.environ, **given)
    if settings.log:
        log.begin()
    # what is wrong is said here, once, before any worker starts
    app = _application(settings)
    _require_release(settings)
    config = uvicorn.Config(
        # one worker is this process; others each make an application of their own
        (lambda: _ending_in_time(app)) if workers == 1 else "api.cli:application",
        factory=True,
        http="api.protocol:StoreProtocol",  # by name, so that a worker need not import it at once
        ws="none",
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        log_config=None if settings.log else LOGGING_CONFIG,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_ANSWER,
        # to import the program takes seconds where processors are busy: a worker that is ended for
        # that only begins anew. A dead one is seen at once all the same
        timeout_worker_healthcheck=30,
    )
    listener = _listen(host, port)
    _end_when_asked()
    base = settings.base_url
    click.echo(f"Tally is at {base}/\n  API        {base}/v1/figures\n  reference  {base}/docs")
    os.environ[PREFIX + "PUBLIC_URL"] = settings.public_url  # workers read it anew
    if workers > 1:
        with _shared_by_workers(settings):
            Multiprocess(config, sockets=[listener]).run()
    else:
        uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _shared_by_workers(settings: Settings) -> Iterator[None]:
    """A folder that workers count requests in, where they are counted; it ends with them."""
    if not settings.metrics:
        yield
        return
    try:
        folder = tempfile.TemporaryDirectory(prefix="tally-metrics-")
    except OSError as error:
        cause = f"{tempfile.gettempdir()}: {error.strerror}"
        raise SettingError(f"TALLY_METRICS with several workers needs a folder: {cause}") from error
    with folder as path:
        os.environ[FOLDER] = path
        yield


@cli.command("mcp")
@click.option("--http", is_flag=True, help="Serve streamable HTTP at /mcp instead of stdio.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
def serve_assistants(http: bool, host: str, port: int) -> None:
    """Serve assistants: tools that find figures, compare claims and cite, by the Model Context
    Protocol.

    They only read, and give every figure with its qualifier, claimant and source. Needs
    `pip install 'tally[mcp]'`.
    """
    try:
        from api.assistants.server import server_of  # an extra, and slow to import
    except ModuleNotFoundError as error:
        missing = (error.name or "mcp").partition(".")[0]
        raise SettingError(f"mcp needs {missing}: pip install 'tally[mcp]'") from error
    settings = read_settings(os.environ)
    # it is asked within this process, under no name
    app = _application(msgspec.structs.replace(settings, hosts=""))
    _require_release(settings)
    server = server_of(app)
    for library in ("mcp", "httpx2"):  # what is asked for is nobody else's business
        logging.getLogger(library).setLevel(logging.WARNING)
    if http:
        listener = _listen(host, port)
        _end_when_asked()
        click.echo(f"Tally for assistants is at {own_address(host, port)}/mcp")
        config = uvicorn.Config(
            server.streamable_http_app(host=host, stateless_http=True, json_response=True),
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
        uvicorn.Server(config).run(sockets=[listener])
    else:
        server.run()


def _end_when_asked() -> None:
    """With code 0: uvicorn raises the signal again when it has ended."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda _signal, _frame: sys.exit(0))


def own_address(host: str, port: int) -> str:
    """The address a server that listens there is reached at from its own machine."""
    host = _LOOPBACK.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def application() -> Any:
    """The ASGI application, from the environment: what a server process starts with."""
    settings = read_settings(os.environ)
    if settings.log:
        log.begin()
    return _ending_in_time(_application(settings))


def _ending_in_time(app: Any) -> Any:
    """The same application, in a process that ends some seconds after it is told to.

    uvicorn gives requests ``_SECONDS_TO_ANSWER`` and cuts them off then, but a thread that waits
    for the database cannot be, and Python waits for it. By now uvicorn's handlers are in place.
    """
    for ending in (signal.SIGINT, signal.SIGTERM):
        told = signal.getsignal(ending)
        assert callable(told)

        def end(number: int, frame: Any, told: Any = told) -> None:
            at_last = threading.Timer(_SECONDS_TO_END, os._exit, (0,))
            at_last.daemon = True
            at_last.start()
            told(number, frame)

        signal.signal(ending, end)
    return app


def _application(settings: Settings) -> Any:
    app = create_app(settings, newest_schema())
    gc.freeze()  # what is here now stays: looking through it for garbage would be most of that work
    return app


def _require_release(settings: Settings) -> None:
    database = Database(settings.read_url, settings.query_seconds, newest_schema())
    try:
        database.ask(Snapshots().newest)
    except TallyError as error:
        raise SettingError(error.detail) from error
    finally:
        database.close()


@cli.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default=next(iter(FORMS)),
    show_default=True,
    help="; ".join(f"{form.name}: {form.about}" for form in FORMS.values()) + ".",
)
@click.option(
    "--release", type=click.IntRange(1, 2**31 - 2), help="Its number; the newest unless given."
)
def export_release(folder: Path, form: str, release: int | None) -> None:
    """Write a release into a folder: all of its records, with sources and licence."""
    settings = read_settings(os.environ)
    edition, files = export(settings, newest_schema(), form, release, folder)
    for path in files:
        click.echo(f"wrote {path}")
    click.echo(f"release {edition.number} as {form}")


@cli.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the schema of this version."""
    with writing(read_settings(os.environ).database_url) as connection:
        before, after = upgrade(connection)
    click.echo(
        f"schema {after}: nothing to do"
        if before == after
        else f"schema {before or 'none'} -> {after}"
    )


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the file is stale.")
def openapi(check: bool) -> None:
    """Write openapi/openapi.json from the routes."""
    _refresh(_OPENAPI, reference(Settings().base_url).decode(), check, "make openapi")


@cli.command()
@click.argument(
    "readme",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("README.md"),
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the table is stale.")
def settings(readme: Path, check: bool) -> None:
    """Write the table of settings into README, between its two marks."""
    text = readme.read_text(encoding="utf-8")
    before, found, rest = text.partition(_TABLE_BEGINS)
    _, ended, after = rest.partition(_TABLE_ENDS)
    if not (found and ended):
        raise SettingError(f"{readme} has no marks for the table of settings")
    fresh = before + found + settings_table() + "\n" + ended + after
    _refresh(readme, fresh, check, "tally settings")


def _refresh(path: Path, fresh: str, check: bool, command: str) -> None:
    held = path.read_text(encoding="utf-8") if path.exists() else None
    if check and held != fresh:
        raise SettingError(f"{path} is stale: run `{command}`")
    if held != fresh:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh, encoding="utf-8")
        except OSError as error:
            raise SettingError(f"{path} cannot be written: {error.strerror}") from error
        click.echo(f"wrote {path}")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that connections already wait at, until there is a process to answer them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family=family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, UnicodeError) as error:  # the latter of a name that cannot be one
        listener.close()
        cause = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen on {host}:{port}: {cause}") from error
    listener.set_inheritable(True)
    return listener


_CHANGES = ("added", "changed", "withdrawn", "reinstated", "unchanged")


def _print_summary(loaded: Loaded, console: Console) -> None:
    """A table on a terminal, plain lines elsewhere."""
    if loaded.made_release:
        said = f"release {loaded.release}"
    else:
        said = f"nothing changed: release {loaded.release} stands"
    rows = [
        (name.replace("_", " "), [counts.get(change, 0) for change in _CHANGES])
        for name, counts in loaded.counts.items()
    ]
    if not console.is_terminal:
        for name, numbers in rows:
            pairs = zip(_CHANGES, numbers, strict=True)
            click.echo(f"{name}: " + ", ".join(f"{n} {change}" for change, n in pairs))
        click.echo(said)
        return
    table = Table("", title=said, title_justify="left")
    for change in _CHANGES:
        table.add_column(change, justify="right")
    for name, numbers in rows:
        table.add_row(name, *(str(n) if n else "·" for n in numbers))
    console.print(table)


if __name__ == "__main__":
    main()
