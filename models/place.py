"""Places: countries, provinces, cities and border crossings."""

from sqlmodel import Field

from models.base import Json, Plain, Versioned, versioned_constraints
from models.vocabulary import PlaceType, words_of


class Place(Versioned, table=True):
    """One place; ``opposite`` is the other side of a border crossing."""

    __tablename__ = "place"
    __table_args__ = versioned_constraints("place", type=words_of(PlaceType))

    name: str = Field(sa_type=Plain)
    type: str = Field(sa_type=Plain)
    country: str = Field(sa_type=Plain)
    parent: str | None = Field(default=None, sa_type=Plain)
    other_names: str = Field(sa_type=Json)
    opposite: str | None = Field(default=None, sa_type=Plain)
