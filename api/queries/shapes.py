"""Which questions does one statement ask, with other values? Those of filters with one shape.

A statement is written once for a shape, from a filter that holds stand-ins in place of values. That
is for filters which pass their values on as they are; what is worked out of a value first (a day, a
word to look for, what there is of a sort of claimant) has no shape, and is written each time.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from api.cursors import Key
from api.queries.figure_filter import FigureFilter
from api.queries.prepared import AnyNumber, AnyText, Slot

Filter = TypeVar("Filter", bound=FigureFilter)

_PASSED_ON = frozenset(
    {
        "bound",
        "category",
        "claimant",
        "country",
        "country_as_given",
        "coverage",
        "destination",
        "jurisdiction",
        "legal_status",
        "movement",
        "nationality",
        "origin",
        "outlook",
        "part_of",
        "per",
        "place",
        "population_scope",
        "since_event",
        "situation",
        "source",
        "state",
        "unit",
        "voice",
    }
)
"""The fields whose values only ever stand in a list that a column is to be among."""

_KEPT = frozenset({"kind"})
"""The fields that decide which tables are asked: they are a part of the shape as they are."""

_ASIDE = frozenset({"as_of_release", "bom", "cursor", "include", "limit", "sort"})
"""The fields that say nothing of figures."""


class Shape(msgspec.Struct, Generic[Filter], frozen=True):
    """A filter with stand-ins, the same for all filters that one statement asks for."""

    filter: Filter


def shape_of(filter: Filter) -> Shape[Filter] | None:
    """The shape of a filter; ``None`` where it has none."""
    asked: dict[str, Any] = {}
    for name, default in _fields(type(filter)):
        value = getattr(filter, name)
        if value == default or name in _ASIDE:
            continue
        if name in _PASSED_ON:
            asked[name] = _any_texts(name, len(value))
        elif name in _KEPT:
            asked[name] = value
        else:
            return None
    return Shape(type(filter)(**asked))


def values_of(filter: FigureFilter) -> dict[Slot, Any]:
    """By slot: the values that stand where its shape has stand-ins."""
    return {
        (name, i): value
        for name, _ in _fields(type(filter))
        if name in _PASSED_ON
        for i, value in enumerate(getattr(filter, name))
    }


def key_types(position: Sequence[Key] | None) -> tuple[type, ...] | None:
    """What the keys of a position are."""
    return None if position is None else tuple(type(key) for key in position)


def any_position(types: tuple[type, ...] | None) -> list[Key] | None:
    """A position of such keys, of stand-ins."""
    if types is None:
        return None
    return [
        AnyNumber(("after", i)) if type is int else AnyText(("after", i))
        for i, type in enumerate(types)
    ]


def values_after(position: Sequence[Key] | None) -> dict[Slot, Any]:
    """By slot: the keys of a position."""
    return {("after", i): key for i, key in enumerate(position or ())}


@cache
def _any_texts(name: str, size: int) -> tuple[AnyText, ...]:
    return tuple(AnyText((name, i)) for i in range(size))


@cache
def _fields(type: type[FigureFilter]) -> list[tuple[str, Any]]:
    """The fields of a filter with their defaults."""
    return [(field.name, field.default) for field in msgspec.structs.fields(type)]
