"""Permit holders: how many people hold, or permits there are of, a named category on a date."""

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Plain
from models.figure import Figure, figure_constraints, latest
from models.vocabulary import PermitState, Precision, words_of


class PermitHolders(Figure, table=True):
    """One stated count of holders or permits of a category."""

    __tablename__ = "permit_holders"
    __table_args__ = (
        *figure_constraints(
            "permit_holders",
            "as_of",
            as_of_precision=words_of(Precision),
            state=words_of(PermitState),
        ),
        Index("permit_holders_by_category", "category", "jurisdiction", "nationality"),
        Index("permit_holders_by_jurisdiction", "jurisdiction", *latest("as_of_end")),
        Index("permit_holders_by_category_latest", "category", *latest("as_of_end")),
    )

    category: str = Field(sa_type=Plain)
    jurisdiction: str = Field(sa_type=Plain)
    as_of_start: str | None = Field(default=None, sa_type=Plain)
    as_of_end: str | None = Field(default=None, sa_type=Plain)
    as_of_precision: str | None = Field(default=None, sa_type=Plain)
    state: str = Field(sa_type=Plain)
