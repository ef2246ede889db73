"""Which words a coded field may hold: the closed vocabularies of every record.

Each is a ``Literal`` so that msgspec validates it on the way in and documents it on the way
out, and ``words_of`` gives the tuple the tables' CHECK constraints are made from.
"""

from typing import Any, Literal, get_args

Kind = Literal["departures", "permit_holders", "population_estimates"]
"""The three kinds of figure, named as their table of a fixture and their field in an answer."""

Bound = Literal["point", "more_than", "at_least", "less_than", "at_most", "between", "magnitude"]
"""What the printed words promise about the number."""

Unit = Literal["persons", "families", "households", "permits", "crossings"]
"""What is counted; units are never converted into each other."""

Voice = Literal["claimant", "outlet"]
"""Who speaks: a named claimant, or the source itself."""

LegalStatus = Literal[
    "unspecified",
    "undocumented",
    "documented",
    "registered_refugee",
    "asylum_seeker",
    "permit_holder",
    "stateless",
    "other_of_concern",
    "other_in_need_of_protection",
]
"""The legal status the source gives the people counted."""

Coverage = Literal["period", "cumulative", "rate"]
"""How a flow relates to its period: all of it, a running total since its start, or a rate."""

Per = Literal["day", "week", "month", "year"]
"""The time unit of a rate."""

Movement = Literal["departure", "return", "deportation", "arrival"]
"""How the source words the movement."""

MovementFamily = Literal["left", "arrived"]
"""On which side of a border the movement was counted."""

Outlook = Literal["observed", "expected", "planned"]
"""Whether the movement happened, is forecast by somebody, or is announced by an authority."""

PermitState = Literal["in_force", "targeted", "cancelled", "threatened", "unspecified"]
"""What had become of the permits."""

PopulationScope = Literal["nationality", "all_foreigners"]
"""Whether a stock counts one nationality or every foreigner."""

Situation = Literal[
    "resident",
    "waiting_at_border",
    "internally_displaced",
    "returned_from_displacement",
    "host_community",
]
"""Where the people of a stock were: living somewhere, on their way, displaced in their own country
or back from that, or among those whom others came to."""

SourceKind = Literal["article", "report", "dataset"]
"""What was published."""

PublishedBasis = Literal["printed", "inferred", "unknown"]
"""How the publication date is known."""

ClaimantType = Literal[
    "government", "un_agency", "de_facto_authority", "ngo", "news_agency", "media", "analyst"
]
"""What sort of body states or carries a figure."""

PlaceType = Literal["country", "province", "city", "border_crossing"]
"""What sort of place."""

CategoryKind = Literal["residence", "refugee_card", "border_pass", "visa", "none"]
"""What sort of paper or status a permit category is."""

PolicyAction = Literal[
    "announced",
    "launched",
    "deadline",
    "enforced",
    "resumed",
    "cancelled",
    "required",
    "threatened",
    "expanded",
    "protested",
    "appealed",
]
"""What was done or announced."""

Precision = Literal["day", "month", "year", "decade"]
"""How exactly a date is known."""

Change = Literal["added", "changed", "withdrawn", "reinstated"]
"""What one release did to one record."""


def words_of(vocabulary: Any) -> tuple[str, ...]:
    """The words of a vocabulary, in the order it lists them."""
    return tuple(get_args(vocabulary))
