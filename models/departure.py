"""Departures: a flow of people who moved from one place to another in a period."""

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Plain
from models.figure import Figure, figure_constraints, largest, latest
from models.vocabulary import Coverage, Movement, Outlook, Per, Precision, words_of


class Departure(Figure, table=True):
    """One stated flow, for a period, as a running total since a start, or as a rate."""

    __tablename__ = "departure"
    __table_args__ = (
        *figure_constraints(
            "departure",
            "period",
            period_precision=words_of(Precision),
            coverage=words_of(Coverage),
            per=words_of(Per),
            movement=words_of(Movement),
            outlook=words_of(Outlook),
        ),
        Index("departure_by_route", "origin", "destination", "nationality"),
        # in the order that lists have unless told, and largest first
        Index("departure_by_origin", "origin", *latest("period_end")),
        Index("departure_by_destination", "destination", *latest("period_end")),
        Index("departure_by_way", "origin", "destination", *latest("period_end")),
        Index("departure_by_origin_largest", "origin", *largest()),
    )

    origin: str | None = Field(default=None, sa_type=Plain)
    destination: str | None = Field(default=None, sa_type=Plain)
    place: str | None = Field(default=None, sa_type=Plain)
    period_start: str | None = Field(default=None, sa_type=Plain)
    period_end: str | None = Field(default=None, sa_type=Plain)
    period_precision: str | None = Field(default=None, sa_type=Plain)
    coverage: str = Field(sa_type=Plain)
    per: str | None = Field(default=None, sa_type=Plain)
    since_event: str | None = Field(default=None, sa_type=Plain)
    movement: str = Field(sa_type=Plain)
    outlook: str = Field(sa_type=Plain)
    country_as_given: str | None = Field(default=None, sa_type=Plain)
