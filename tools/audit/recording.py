"""The table of what suites found, in a page between its two marks: a row for each suite."""

from collections.abc import Mapping

BEGINS = "<!-- audit -->\n"
ENDS = "<!-- end of audit -->\n"
_HEAD = "| suite | run | findings | what it said |\n|---|---|---|---|\n"


def row(suite: str, run: str, found: int | None, said: str) -> str:
    """A line of the table; ``None`` is a suite that could not be run."""
    told = "not run" if found is None else str(found)
    return f"| {suite} | {run} | {told} | {said.replace('|', '/')} |\n"


def recorded(page: str, rows: Mapping[str, str]) -> str:
    """The page with these rows, by suite, and the others as they were.

    ``ValueError`` where it has no place for a table.
    """
    before, begun, rest = page.partition(BEGINS)
    table, ended, after = rest.partition(ENDS)
    if not (begun and ended):
        raise ValueError("the page has no marks for the audit")
    lines = table.removeprefix(_HEAD).splitlines(keepends=True)
    known = {line.split(" | ")[0].removeprefix("| "): line for line in lines}
    return before + BEGINS + _HEAD + "".join({**known, **rows}.values()) + ENDS + after
