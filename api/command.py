"""Where the ``tally`` command begins.

Every worker of ``tally serve --workers`` runs the script of the command again before it tells the
process that watches it that it is alive, and is ended as hung when that takes seconds. So nothing
is imported here; the application is, once the worker can tell.
"""


def main() -> None:
    """Run the command."""
    from api.cli import main as run

    run()
