"""What every stored record has: an id, a version, and the releases in which it held."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, String, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

OPEN_END = 2_147_483_647
"""``release_to`` of a version that still holds: past every release number."""


class Plain(TypeDecorator[str]):
    """Text ordered and compared by code point on every database.

    Dates and instants are kept this way too: ISO 8601 sorts as it reads, and a column that is
    read as text goes into an answer without conversion.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """PostgreSQL is told to leave locales out of it; SQLite compares bytes anyway."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(collation="C"))
        return dialect.type_descriptor(String())


class Json(Plain):
    """A JSON document kept as text in its canonical form (compact)."""

    cache_ok = True


class Versioned(SQLModel):
    """One version of one record: it held from ``release_from`` until before ``release_to``.

    A version is never changed after its release, except that the release which ends it sets
    ``release_to`` and, when the record was withdrawn, ``withdrawn_reason``.
    """

    id: str = Field(primary_key=True, sa_type=Plain)
    version: int = Field(primary_key=True)
    release_from: int
    release_to: int = Field(default=OPEN_END)
    withdrawn_reason: str | None = Field(default=None, sa_type=Plain)


BOOKKEEPING = frozenset({"version", "release_from", "release_to", "withdrawn_reason", "published"})
"""Columns that say when a version held, or are kept for sorting; all others are its content."""


def known(column: str) -> str:
    """A text column as a sort key, in SQL that indexes and queries share: unknown is lowest."""
    return f"coalesce({column}, '')"


def counted(column: str) -> str:
    """A count as a sort key: unknown is lowest."""
    return f"coalesce({column}, -1)"


def versioned_constraints(table: str, **vocabularies: tuple[str, ...]) -> tuple[Any, ...]:
    """Constraints of a versioned table: one open version a record, and closed vocabularies."""
    held = text(f"release_to = {OPEN_END}")
    return (
        CheckConstraint("version >= 1", name=f"{table}_version"),
        CheckConstraint("release_from >= 1 AND release_to >= release_from", name=f"{table}_held"),
        Index(f"{table}_one_open", "id", unique=True, sqlite_where=held, postgresql_where=held),
        *(
            CheckConstraint(f"{column} IN ({_quoted(words)})", name=f"{table}_{column}")
            for column, words in vocabularies.items()
        ),
    )


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
