"""The commands that write files: a release, the reference, the table of settings."""

import os
from pathlib import Path

import click

from api.app import reference
from api.errors import SettingError
from api.export import FORMS, export
from api.settings import Settings, read_settings, settings_table
from models import SCHEMA

_OPENAPI = Path("openapi/openapi.json")
_TABLE_BEGINS = "<!-- settings: written by `tally settings` -->\n"
_TABLE_ENDS = "<!-- end of settings -->\n"


@click.command("export")
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
    edition, files = export(settings, SCHEMA, form, release, folder)
    for path in files:
        click.echo(f"wrote {path}")
    click.echo(f"release {edition.number} as {form}")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the file is stale.")
def openapi(check: bool) -> None:
    """Write openapi/openapi.json from the routes."""
    _refresh(_OPENAPI, reference(Settings().base_url).decode(), check, "make openapi")


@click.command()
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
