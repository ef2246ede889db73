"""The commands that fill a database and look after it: verify, seed, check, import, db."""

import os
import signal
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.settings import read_settings
from models import RECORD_TABLES
from seeds.check import check as check_database
from seeds.database import reading, require_schema, upgrade, writing
from seeds.errors import SeedError
from seeds.fixtures import read_fixtures
from seeds.imports.dataset import Dataset
from seeds.imports.iom_americas import IOM_AMERICAS
from seeds.imports.load import Import
from seeds.imports.unhcr import UNHCR
from seeds.load import Loaded, load
from seeds.records import records_of
from seeds.verify import verify as run_checks

_fixtures_argument = click.argument(
    "fixtures",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("fixtures"),
    metavar="[FIXTURES]",
)


@click.command()
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


@click.command()
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


@click.command()
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


@click.group("import")
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
    for cell in done.emptied:
        click.echo(
            f"{reading.path}:row {cell.row}: {cell.column}: empty, and {cell.id} stays", err=True
        )
    _print_summary(done.loaded, console)
    click.echo(f"{done.figures:,} figures in {done.rows:,} rows")
    if done.kept:
        click.echo(f"{done.kept:,} figures of earlier imports are not in this file, and stay")
    if done.emptied:
        emptied = f"{len(done.emptied):,} figures of earlier imports"
        click.echo(f"{emptied} have an empty cell in this file, and stay")
    if done.rejects:
        raise SeedError(f"{len(done.rejects):,} rows left out; all others are loaded")


@click.group()
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
