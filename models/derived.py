"""What Tally works out from the figures of a release: comparisons and reconciliations.

They are not records: nobody stated them. They are versioned like records, so that an answer
pinned to a release shows them as they stood.
"""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import OPEN_END, Json, Plain, Versioned, versioned_constraints


class Comparison(Versioned, table=True):
    """The figures that answer one question, with what it is looked up by."""

    __tablename__ = "comparison"
    __table_args__ = versioned_constraints("comparison")

    kind: str = Field(sa_type=Plain)
    question: str = Field(sa_type=Json)
    figures: str = Field(sa_type=Json)
    size: int
    verdict: str = Field(sa_type=Plain)
    origin: str | None = Field(default=None, sa_type=Plain)
    destination: str | None = Field(default=None, sa_type=Plain)
    country: str | None = Field(default=None, sa_type=Plain)
    nationality: str | None = Field(default=None, sa_type=Plain)


_c = Comparison.__table__.c  # type: ignore[attr-defined]
# in the order that lists have unless told, so that what is to be shown first is read first
Index("comparison_by_size", _c.size.desc(), _c.id)
for _column in ("verdict", "origin", "destination", "country", "nationality"):
    Index(f"comparison_by_{_column}", _c[_column], _c.size.desc(), _c.id)


class ComparisonMember(SQLModel, table=True):
    """Which comparison a figure stood in, and in which releases."""

    __tablename__ = "comparison_member"
    __table_args__ = (Index("comparison_member_by_comparison", "comparison"),)

    figure: str = Field(primary_key=True, sa_type=Plain)
    release_from: int = Field(primary_key=True)
    release_to: int = Field(default=OPEN_END)
    comparison: str = Field(sa_type=Plain)


class Reconciliation(Versioned, table=True):
    """A whole and its parts, by their ids."""

    __tablename__ = "reconciliation"
    __table_args__ = (
        *versioned_constraints("reconciliation"),
        *(
            Index(f"reconciliation_by_{column}", column, "id")
            for column in ("rule", "verdict", "whole", "origin", "destination", "country")
        ),
    )

    rule: str = Field(sa_type=Plain)
    kind: str = Field(sa_type=Plain)
    whole: str = Field(sa_type=Plain)
    parts: str = Field(sa_type=Json)
    verdict: str = Field(sa_type=Plain)
    origin: str | None = Field(default=None, sa_type=Plain)
    destination: str | None = Field(default=None, sa_type=Plain)
    country: str | None = Field(default=None, sa_type=Plain)


class ReconciliationMember(SQLModel, table=True):
    """Which reconciliations a figure stands in, as the whole or a part.

    A reconciliation's id is made of its figures, so that this never changes.
    """

    __tablename__ = "reconciliation_member"

    figure: str = Field(primary_key=True, sa_type=Plain)
    reconciliation: str = Field(primary_key=True, sa_type=Plain)
