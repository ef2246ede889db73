"""The rows that are served, in PostgreSQL too: Tally's tables, and the same departures flat."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, create_engine, text
from sqlmodel import SQLModel

from benchmarks.rivals.rows import FLAT
from seeds.database import require_schema, writing


def copy_rows(database: Path, url: str) -> None:
    """Every row of a SQLite database into an empty PostgreSQL, and the flat table ``figure``."""
    with writing(url) as connection:
        require_schema(connection)
    engine = create_engine(url)
    with sqlite3.connect(database) as held, engine.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            _copy(held, connection, table.name, [*table.columns])
        connection.execute(text(f"CREATE TABLE figure AS {FLAT}"))
        connection.execute(text("ALTER TABLE figure ADD PRIMARY KEY (id)"))
        connection.execute(text("CREATE INDEX by_origin ON figure (origin, period_end)"))
    held.close()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _copy(
    held: sqlite3.Connection, connection: Connection, table: str, columns: list[Column[Any]]
) -> None:
    names = ", ".join(column.name for column in columns)
    truths = [isinstance(column.type, Boolean) for column in columns]
    driver = connection.connection.cursor()
    with driver.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in held.execute(f"SELECT {names} FROM {table}"):
            copy.write_row(
                [bool(value) if truth else value for value, truth in zip(row, truths, strict=True)]
            )
