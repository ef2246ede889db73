"""What tests do to a database behind the back of the application: find it, take it away."""

from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url


def is_sqlite(url: str) -> bool:
    """Whether a database is a file."""
    return url.startswith("sqlite")


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(make_url(url).database or "")


def take_away(url: str) -> None:
    """Remove the file, or drop the PostgreSQL database, ending the sessions on it."""
    if is_sqlite(url):
        file_of(url).unlink()
    else:
        administer(url, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def administer(url: str, statement: str) -> None:
    """Run a statement from another database of the same PostgreSQL server."""
    other = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(other.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(statement.encode())
