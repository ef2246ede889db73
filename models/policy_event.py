"""Policy events: what an authority did or announced that changes the figures."""

from sqlmodel import Field

from models.base import Json, Plain, Versioned, versioned_constraints
from models.vocabulary import PolicyAction, Precision, words_of


class PolicyEvent(Versioned, table=True):
    """One event, with the sources that tell it."""

    __tablename__ = "policy_event"
    __table_args__ = versioned_constraints(
        "policy_event", action=words_of(PolicyAction), date_precision=words_of(Precision)
    )

    date_start: str | None = Field(default=None, sa_type=Plain)
    date_end: str | None = Field(default=None, sa_type=Plain)
    date_precision: str | None = Field(default=None, sa_type=Plain)
    jurisdiction: str = Field(sa_type=Plain)
    action: str = Field(sa_type=Plain)
    summary: str = Field(sa_type=Plain)
    categories: str = Field(sa_type=Json)
    claimant: str | None = Field(default=None, sa_type=Plain)
    speaker_name: str | None = Field(default=None, sa_type=Plain)
    speaker_role: str | None = Field(default=None, sa_type=Plain)
    sources: str = Field(sa_type=Json)
    note: str | None = Field(default=None, sa_type=Plain)
    inferred: str = Field(sa_type=Json)
