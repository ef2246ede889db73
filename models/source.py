"""Sources: the article, report or dataset a figure was published in."""

from sqlmodel import Field

from models.base import Json, Plain, Versioned, versioned_constraints
from models.vocabulary import PublishedBasis, SourceKind, words_of


class Source(Versioned, table=True):
    """One published text or dataset, known by the hash of what was read."""

    __tablename__ = "source"
    __table_args__ = versioned_constraints(
        "source", kind=words_of(SourceKind), published_basis=words_of(PublishedBasis)
    )

    kind: str = Field(sa_type=Plain)
    title: str | None = Field(default=None, sa_type=Plain)
    publisher: str | None = Field(default=None, sa_type=Plain)
    via: str = Field(sa_type=Json)
    published_earliest: str | None = Field(default=None, sa_type=Plain)
    published_latest: str | None = Field(default=None, sa_type=Plain)
    published_basis: str = Field(sa_type=Plain)
    language: str = Field(sa_type=Plain)
    url: str | None = Field(default=None, sa_type=Plain)
    licence: str | None = Field(default=None, sa_type=Plain)
    text_sha256: str = Field(sa_type=Plain)
    text_length: int
    note: str | None = Field(default=None, sa_type=Plain)
