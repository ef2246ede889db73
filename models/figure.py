"""What the three figure tables share: everything that makes a figure a figure."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, TextClause, text
from sqlmodel import Field

from models.base import Json, Plain, Versioned, counted, known, versioned_constraints
from models.vocabulary import Bound, LegalStatus, Unit, Voice, words_of


class Figure(Versioned):
    """A number as somebody stated it: value, who, where from, how it hangs together, caveat.

    ``published`` is the last day its source can be of, as the newest release has it; kept so that
    figures can be read in that order. It moves with the source. ``plausible_lower`` and
    ``plausible_upper`` are derived (``models/value.py``) and kept so that they can be filtered on.
    """

    reported: int | None = Field(default=None, sa_type=BigInteger)
    bound: str = Field(sa_type=Plain)
    approximate: bool
    lower: int | None = Field(default=None, sa_type=BigInteger)
    upper: int | None = Field(default=None, sa_type=BigInteger)
    unit: str = Field(sa_type=Plain)
    as_printed: str = Field(sa_type=Plain)
    rounding: int = Field(sa_type=BigInteger)
    plausible_lower: int | None = Field(default=None, sa_type=BigInteger)
    plausible_upper: int | None = Field(default=None, sa_type=BigInteger)
    nationality: str | None = Field(default=None, sa_type=Plain)
    legal_status: str = Field(sa_type=Plain)
    inferred: str = Field(sa_type=Json)
    part_of: str | None = Field(default=None, sa_type=Plain)
    voice: str = Field(sa_type=Plain)
    claimant: str | None = Field(default=None, sa_type=Plain)
    speaker_name: str | None = Field(default=None, sa_type=Plain)
    speaker_role: str | None = Field(default=None, sa_type=Plain)
    stated_on: str | None = Field(default=None, sa_type=Plain)
    via: str = Field(sa_type=Json)
    confirmed_by: str = Field(sa_type=Json)
    source: str = Field(sa_type=Plain)
    published: str | None = Field(default=None, sa_type=Plain)
    mentions: str = Field(sa_type=Json)
    note: str | None = Field(default=None, sa_type=Plain)


def figure_constraints(table: str, when: str, **vocabularies: tuple[str, ...]) -> tuple[Any, ...]:
    """Constraints and indexes of a figure table; ``when`` names its period or date columns."""
    return (
        *versioned_constraints(
            table,
            bound=words_of(Bound),
            unit=words_of(Unit),
            voice=words_of(Voice),
            legal_status=words_of(LegalStatus),
            **vocabularies,
        ),
        CheckConstraint(
            "reported >= 0 AND lower >= 0 AND upper >= lower AND rounding >= 0",
            name=f"{table}_value",
        ),
        CheckConstraint(
            "(voice = 'claimant') = (claimant IS NOT NULL)", name=f"{table}_voice_claimant"
        ),
        CheckConstraint(f"{when}_start <= {when}_end", name=f"{table}_{when}"),
        Index(f"{table}_by_{when}_end", *latest(f"{when}_end")),
        Index(f"{table}_by_published", *latest("published")),
        Index(f"{table}_by_reported", *largest()),
        Index(f"{table}_by_claimant", "claimant", *latest("published")),
        Index(f"{table}_by_source", "source", *latest("published")),
        Index(f"{table}_by_nationality", "nationality", *latest("published")),
        Index(f"{table}_by_part_of", "part_of"),
    )


def latest(column: str) -> tuple[TextClause, str]:
    """The end of an index that is read newest first, as lists are unless told."""
    return text(f"{known(column)} DESC"), "id"


def largest() -> tuple[TextClause, str]:
    """The end of an index that is read largest number first."""
    return text(f"{counted('reported')} DESC"), "id"
