"""Permit categories: a legal status or paper that people hold, or lack."""

from sqlmodel import Field

from models.base import Json, Plain, Versioned, versioned_constraints
from models.vocabulary import CategoryKind, words_of


class PermitCategory(Versioned, table=True):
    """One category of permit in one jurisdiction, defined in Tally's own words."""

    __tablename__ = "permit_category"
    __table_args__ = versioned_constraints("permit_category", kind=words_of(CategoryKind))

    name: str = Field(sa_type=Plain)
    jurisdiction: str = Field(sa_type=Plain)
    kind: str = Field(sa_type=Plain)
    issuer: str | None = Field(default=None, sa_type=Plain)
    definition: str | None = Field(default=None, sa_type=Plain)
    other_names: str = Field(sa_type=Json)
