"""A filter with a shape is asked by the statement that is written for it alone, with its values."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Dialect, make_url

from api.queries import figures
from api.queries.figure_filter import FigureFilter
from api.queries.figures import Specific
from api.queries.prepared import Prepared
from api.queries.shapes import key_types, shape_of, values_after, values_of
from api.routes.departures import DepartureFilter, departure_conditions
from api.routes.figures import AnyFigureFilter, conditions_of
from api.routes.permit_holders import PermitHoldersFilter, permit_holders_conditions
from api.routes.population_estimates import (
    PopulationEstimateFilter,
    population_estimate_conditions,
)

LISTS: dict[type[FigureFilter], Specific[Any]] = {
    AnyFigureFilter: conditions_of,
    DepartureFilter: departure_conditions,
    PermitHoldersFilter: permit_holders_conditions,
    PopulationEstimateFilter: population_estimate_conditions,
}
SHAPELESS = {
    "approximate": True,
    "as_of_from": "2025-01-01",
    "as_of_to": "2025-01-01",
    "certainly_at_least": 1,
    "certainly_at_most": 1,
    "claimant_type": ["government"],
    "month": "2025-04",
    "period_from": "2025-01-01",
    "period_to": "2025-01-01",
    "possibly_at_least": 1,
    "possibly_at_most": 1,
    "published_before": "2025-01-01",
    "published_from": "2025-01-01",
    "published_to": "2025-01-01",
    "q": "kabul",
}
"""What is worked out before it is asked, or asked of the source."""


@st.composite
def filters(draw: Callable[[Any], Any]) -> FigureFilter:
    """A filter of any list, with values of fields that only pass them on."""
    type = draw(st.sampled_from(list(LISTS)))
    fields = msgspec.structs.fields(type)
    names = [
        field.name
        for field in fields
        if field.default == () and field.name not in {"include", "sort", *SHAPELESS}
    ]
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    values = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True)
    given = {name: tuple(draw(values)) for name in chosen}
    if "kind" in given:
        given["kind"] = ("departures", "permit_holders")
    made: FigureFilter = type(**given)
    return made


@settings(deadline=None)  # the first of a shape writes it
@given(filters(), st.sampled_from([None, ("x", "y"), (7, "y")]))
@pytest.mark.parametrize(
    "dialect",
    [make_url(url).get_dialect()() for url in ("postgresql+psycopg://", "sqlite://")],
    ids=["postgresql", "sqlite"],
)
def test_the_same_statement(dialect: Dialect, filter: FigureFilter, after: Any) -> None:
    """Its text and its parameters, in their order, for every kind and stretch."""
    shape, specific = shape_of(filter), LISTS[type(filter)]
    assert shape is not None
    sort = ("-reported", "id") if after and after[0] == 7 else ("-published", "id")
    way = figures._Way(sort, False, key_types(after))
    shared = figures._prepared(shape, specific, way)
    snapshot = msgspec.structs.replace(figures._ANY_RELEASE, release=3)
    alone = figures._stretches(snapshot, filter, specific, way, after)
    values = values_of(filter) | values_after(after) | {"release": 3, "most": 5}
    assert list(shared) == list(alone)
    for kind, statements in shared.items():
        for one, other in zip(statements, alone[kind], strict=True):
            assert one.written(dialect, values) == Prepared(other).written(dialect, {"most": 5})


@pytest.mark.parametrize("type", LISTS)
def test_what_has_no_shape(type: type[FigureFilter]) -> None:
    """Every field has a shape, is a part of it, or is known to have none."""
    for field in msgspec.structs.fields(type):
        if field.name in SHAPELESS:
            value = msgspec.convert({field.name: SHAPELESS[field.name]}, type)
            assert shape_of(value) is None, field.name
        else:
            assert shape_of(type()) is not None
    assert shape_of(type(claimant=("a", "b"))) == shape_of(type(claimant=("c", "d")))
    assert shape_of(type(claimant=("a", "b"))) != shape_of(type(claimant=("c",)))
    assert shape_of(type(claimant=("a",))) != shape_of(type(source=("a",)))
