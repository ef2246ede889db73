"""Population estimates: a stock of people in a place on a date."""

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Plain
from models.figure import Figure, figure_constraints, latest
from models.vocabulary import PopulationScope, Precision, Situation, words_of


class PopulationEstimate(Figure, table=True):
    """One stated stock."""

    __tablename__ = "population_estimate"
    __table_args__ = (
        *figure_constraints(
            "population_estimate",
            "as_of",
            as_of_precision=words_of(Precision),
            population_scope=words_of(PopulationScope),
            situation=words_of(Situation),
        ),
        Index("population_estimate_by_country", "country", "nationality"),
        Index("population_estimate_by_country_latest", "country", *latest("as_of_end")),
        Index("population_estimate_by_people", "country", "nationality", *latest("as_of_end")),
    )

    country: str | None = Field(default=None, sa_type=Plain)
    place: str | None = Field(default=None, sa_type=Plain)
    origin: str | None = Field(default=None, sa_type=Plain)
    population_scope: str = Field(sa_type=Plain)
    situation: str = Field(sa_type=Plain)
    as_of_start: str | None = Field(default=None, sa_type=Plain)
    as_of_end: str | None = Field(default=None, sa_type=Plain)
    as_of_precision: str | None = Field(default=None, sa_type=Plain)
    country_as_given: str | None = Field(default=None, sa_type=Plain)
