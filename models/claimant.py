"""Claimants: the authorities that state figures, and the outlets that carry them."""

from sqlmodel import Field

from models.base import Json, Plain, Versioned, versioned_constraints
from models.vocabulary import ClaimantType, words_of


class Claimant(Versioned, table=True):
    """One authority, agency or outlet; ``names`` holds its name in other languages."""

    __tablename__ = "claimant"
    __table_args__ = versioned_constraints("claimant", type=words_of(ClaimantType))

    name: str = Field(sa_type=Plain)
    names: str = Field(sa_type=Json)
    type: str = Field(sa_type=Plain)
    country: str | None = Field(default=None, sa_type=Plain)
