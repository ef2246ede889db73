"""A release as one SQLite file: a table a record type, and a view of all figures."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from api.errors import SettingError
from api.export.writing import replacing
from api.licence import LICENCE
from api.render.package.descriptor import DESCRIPTION
from api.render.package.parts import Edition, Table
from api.render.table import Path as DataPath
from api.render.table import cells_of
from api.routes.bulk_tables import tables_of
from api.service import Service
from models import FIGURE_TABLES

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}


def write(service: Service, edition: Edition, folder: Path) -> list[Path]:
    """``tally-release-<n>.sqlite``: the columns of the CSV, with keys that lead to each other.

    ``about`` says what it is and ``columns`` what each column says; ``figures`` are all figures by
    the columns that every kind has, and their period or date as ``when_start`` and ``when_end``.
    """
    path = folder / f"{edition.name}.sqlite"
    try:
        with replacing(path) as draft, closing(sqlite3.connect(draft)) as database, database:
            tables = list(_fill(database, service, edition))
            _describe(database, edition, tables)
            database.execute(_view(tables))
    except sqlite3.Error as error:
        raise SettingError(f"{path} cannot be written: {error}") from error
    return [path]


def _fill(database: sqlite3.Connection, service: Service, edition: Edition) -> Iterator[Table]:
    for table, records in tables_of(service, edition):
        database.execute(_create(table))
        columns = {field.name: field.path for field in table.fields}
        places = ", ".join("?" for _ in columns)
        for some in records:
            database.executemany(
                f"INSERT INTO {table.name} VALUES ({places})",
                (_row(record, columns) for record in some),
            )
        yield table


def _row(record: Any, columns: dict[str, DataPath]) -> list[Any]:
    """The cells; none of something is NULL, as an empty cell is in CSV."""
    return [None if cell == "" else cell for cell in cells_of(record, columns)]


def _create(table: Table) -> str:
    """The statement that makes a table, of names that are all Tally's own."""
    lines = [
        f'"{field.name}" {_TYPES.get(field.type, "TEXT")}{" NOT NULL" if field.required else ""}'
        for field in table.fields
    ]
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    lines += [
        f'FOREIGN KEY ("{column}") REFERENCES {other} ({"number" if other == "releases" else "id"})'
        for column, other in table.references.items()
    ]
    return f"CREATE TABLE {table.name} ({', '.join(lines)})"


def _describe(database: sqlite3.Connection, edition: Edition, tables: list[Table]) -> None:
    database.execute("CREATE TABLE about (what TEXT PRIMARY KEY, is_so TEXT NOT NULL)")
    about = {
        "title": f"Tally, release {edition.number}",
        "description": DESCRIPTION,
        "release": str(edition.number),
        "recorded_at": edition.recorded_at,
        "checksum": edition.checksum,
        "licence": LICENCE.spdx,
        "licence_url": LICENCE.url,
    }
    database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    database.execute(
        'CREATE TABLE columns ("table" TEXT, "column" TEXT, says TEXT, '
        'PRIMARY KEY ("table", "column"))'
    )
    database.executemany(
        "INSERT INTO columns VALUES (?, ?, ?)",
        ((table.name, field.name, field.description) for table in tables for field in table.fields),
    )


def _view(tables: list[Table]) -> str:
    kinds = [table for table in tables if table.name in FIGURE_TABLES]
    names = [[field.name for field in table.fields] for table in kinds]
    common = [name for name in names[0] if all(name in others for others in names)]
    selects = []
    for table, columns in zip(kinds, names, strict=True):
        when = "period" if "period_start" in columns else "as_of"
        listed = ", ".join(f'"{name}"' for name in common)
        selects.append(
            f"SELECT {listed}, {when}_start AS when_start, {when}_end AS when_end FROM {table.name}"
        )
    return f"CREATE VIEW figures AS {' UNION ALL '.join(selects)}"
