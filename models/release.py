"""Releases: the published states of the data, and what each did to each record."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import Plain
from models.vocabulary import Change, words_of


class Release(SQLModel, table=True):
    """One published state; ``checksum`` is over every record that holds in it.

    ``rules`` is a digest of the code that worked out its comparisons and reconciliations: other
    code works them all out anew. ``None`` is not known.
    """

    __tablename__ = "release"

    number: int = Field(primary_key=True)
    recorded_at: str = Field(sa_type=Plain)
    added: int
    changed: int
    withdrawn: int
    reinstated: int
    checksum: str = Field(sa_type=Plain)
    rules: str | None = Field(default=None, sa_type=Plain)


class RecordChange(SQLModel, table=True):
    """What one release did to one record; ``version`` is the one it made or ended."""

    __tablename__ = "record_change"
    __table_args__ = (
        CheckConstraint(
            "change IN (" + ", ".join(f"'{word}'" for word in words_of(Change)) + ")",
            name="record_change_change",
        ),
    )

    release: int = Field(primary_key=True)
    record_type: str = Field(primary_key=True, sa_type=Plain)
    id: str = Field(primary_key=True, sa_type=Plain)
    change: str = Field(sa_type=Plain)
    version: int
    reason: str | None = Field(default=None, sa_type=Plain)
