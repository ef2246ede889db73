"""The ``tally`` command: seed, verify, serve, and what keeps generated files fresh.

A command is imported when it is called: `tally serve` starts without what loads a database.
"""

import logging
import sys
from importlib import import_module

import click

from api.errors import SettingError
from seeds.errors import SeedError

__all__ = ["cli", "main"]

COMMANDS = {
    "check": "loading:check",
    "db": "loading:db",
    "export": "writing:export_release",
    "import": "loading:import_dataset",
    "mcp": "serving:serve_assistants",
    "openapi": "writing:openapi",
    "seed": "loading:seed",
    "serve": "serving:serve",
    "settings": "writing:settings",
    "verify": "loading:verify",
}
"""By name: the module that has the command, and what it is called there."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"api.cli.{module}"), name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
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
