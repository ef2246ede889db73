"""``README.md`` of a package: what is in it, how it is read, how it is credited."""

from collections.abc import Sequence

from api.licence import LICENCE
from api.render.fields import Field
from api.render.package.descriptor import DESCRIPTION
from api.render.package.parts import Edition, Table, Written


def readme(edition: Edition, written: Sequence[Written]) -> bytes:
    """The page, with a table of the files and one of the columns of each."""
    parts = [
        f"# Tally, release {edition.number}",
        DESCRIPTION,
        f"Recorded {edition.recorded_at}. This release never changes; a later one may correct it. "
        f"Its data has the checksum `{edition.checksum}`, which the API gives for the release too.",
        "## Licence",
        f'[{LICENCE.name}]({LICENCE.url}) ({LICENCE.spdx}). Credit it as "Tally", and name the '
        "source that a row names. The articles belong to their publishers.",
        "## Files",
        "\n".join(["| file | rows | what a row is |", "|---|---:|---|", *map(_file, written)]),
        "`datapackage.json` describes them as a Data Package, `csv-metadata.json` and the files "
        "named `-metadata.json` as CSV on the Web; `sha256sum -c SHA256SUMS` checks them.",
        "## Reading them",
        "- UTF-8 without a byte order mark, commas, a header row, lines that end in CR LF. A "
        "spreadsheet reads them by its import of text, told UTF-8.\n"
        "- An empty cell is what is not stated. It is never zero.\n"
        "- Several texts in a cell are separated by a semicolon and a space; several records are "
        "JSON.\n"
        "- A text that a spreadsheet would run as a formula has an apostrophe before it. Nothing "
        "else was changed.\n"
        "- `value_lower` and `value_upper` are the bounds the words state, `value_plausible_lower` "
        "and `value_plausible_upper` the whole numbers they leave open. `citation` is a sentence "
        "to print.\n"
        "- `part_of` is the id of a figure, of this or another kind.\n"
        "- A column is only ever added, at the end.",
        "## Columns",
        *(_columns(one.table) for one in written),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _file(one: Written) -> str:
    return f"| `{one.path}` | {one.rows} | {one.table.description} |"


def _columns(table: Table) -> str:
    rows = [_column(field, table) for field in table.fields]
    head = ["| column | type | what it says |", "|---|---|---|"]
    return "\n".join([f"### {table.title}", "", *head, *rows])


def _column(field: Field, table: Table) -> str:
    to = table.references.get(field.name)
    leads = f" A row of `{to}.csv`." if to else ""
    return f"| `{field.name}` | {field.type} | {field.description}{leads} |"
