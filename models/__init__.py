"""What a fact is: tables, vocabularies and the arithmetic of stated values. No queries, no HTTP."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from models.claimant import Claimant
from models.departure import Departure
from models.derived import Comparison, ComparisonMember, Reconciliation, ReconciliationMember
from models.permit_category import PermitCategory
from models.permit_holders import PermitHolders
from models.place import Place
from models.policy_event import PolicyEvent
from models.population_estimate import PopulationEstimate
from models.release import RecordChange, Release
from models.source import Source
from models.vocabulary import Kind

SCHEMA = "0004"
"""The revision of the database that these tables are of: the newest of ``seeds/migrations``."""


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a SQLModel table class."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


FIGURE_TABLES: dict[Kind, Table] = {
    "departures": table_of(Departure),
    "permit_holders": table_of(PermitHolders),
    "population_estimates": table_of(PopulationEstimate),
}
"""The table of each kind of figure."""

RECORD_TABLES: dict[str, Table] = {
    "claimants": table_of(Claimant),
    "places": table_of(Place),
    "permit_categories": table_of(PermitCategory),
    "sources": table_of(Source),
    "policy_events": table_of(PolicyEvent),
    **{str(kind): table for kind, table in FIGURE_TABLES.items()},
}
"""The table of every record type, referred-to ones first."""

__all__ = [
    "FIGURE_TABLES",
    "RECORD_TABLES",
    "SCHEMA",
    "Claimant",
    "Comparison",
    "ComparisonMember",
    "Departure",
    "PermitCategory",
    "PermitHolders",
    "Place",
    "PolicyEvent",
    "PopulationEstimate",
    "Reconciliation",
    "ReconciliationMember",
    "RecordChange",
    "Release",
    "Source",
    "table_of",
]
