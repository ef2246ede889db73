"""What does a filter of figures ask of one kind of them, as conditions in SQL?"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, and_, case, false, func, or_, select

from api.queries.figure_filter import FigureFilter
from api.queries.listing import any_of, held_at, overlaps
from api.queries.snapshot import Snapshot, fold
from models import FIGURE_TABLES, Source, table_of
from models.vocabulary import Kind

SOURCE = table_of(Source)


def dates_of(table: Table) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """First and last day of what a figure is about; a running total's last is when it was stated.

    A total that is still running is known up to that day.
    """
    if "period_start" not in table.c:
        return table.c.as_of_start, table.c.as_of_end
    running = table.c.period_start.is_not(None) & table.c.period_end.is_(None)
    return table.c.period_start, case((running, table.c.stated_on), else_=table.c.period_end)


def about(table: Table, countries: Sequence[str]) -> list[ColumnElement[bool]]:
    """That people left, went to or are in one of the countries, or hold its papers."""
    fields = [name for name in ABOUT if name in table.c]
    return [or_(*(table.c[name].in_(countries) for name in fields))] if countries else []


ABOUT = ("origin", "destination", "country", "jurisdiction")
"""The fields that say which country a figure is about, beside the nationality of people."""


def with_source(
    statement: Select[Any], snapshot: Snapshot, kind: Kind, filter: FigureFilter, by_source: bool
) -> Select[Any]:
    """Joined with the source, where its dates are asked about."""
    if not (by_source or filter.published_before or filter.published_from or filter.published_to):
        return statement
    table = FIGURE_TABLES[kind]
    source = and_(SOURCE.c.id == table.c.source, held_at(SOURCE, snapshot))
    return statement.select_from(table.join(SOURCE, source))


def conditions_of(
    snapshot: Snapshot,
    kind: Kind,
    filter: FigureFilter,
    specific: list[ColumnElement[bool]],
    *,
    dated: bool = True,
) -> list[ColumnElement[bool]]:
    """All that a filter asks of a kind, with what ``specific`` asks beyond the common; unless
    ``dated``, without asking whether it was published before a day.
    """
    table = FIGURE_TABLES[kind]
    conditions = [held_at(table, snapshot), *_common(table, snapshot, filter), *specific]
    if dated and filter.published_before is not None:
        conditions.append(SOURCE.c.published_latest <= filter.published_before.isoformat())
    return conditions


def _common(table: Table, snapshot: Snapshot, filter: FigureFilter) -> list[ColumnElement[bool]]:
    claimants = [
        claimant.id
        for claimant in snapshot.claimants.values()
        if claimant.type in filter.claimant_type
    ]
    published = (SOURCE.c.published_earliest, SOURCE.c.published_latest)
    return [
        *any_of(table.c.claimant, filter.claimant),
        *([table.c.claimant.in_(claimants)] if filter.claimant_type else []),
        *any_of(table.c.voice, filter.voice),
        *any_of(table.c.source, filter.source),
        *any_of(table.c.nationality, filter.nationality),
        *any_of(table.c.legal_status, filter.legal_status),
        *any_of(table.c.unit, filter.unit),
        *any_of(table.c.bound, filter.bound),
        *any_of(table.c.part_of, filter.part_of),
        *([table.c.approximate == filter.approximate] if filter.approximate is not None else []),
        *_value_conditions(table, filter),
        *overlaps(*published, filter.published_from, filter.published_to),
        *(_says(table, snapshot, filter.q) if filter.q is not None else []),
    ]


def asked_of_any(
    table: Table, snapshot: Snapshot, filter: FigureFilter
) -> list[ColumnElement[bool]]:
    """What a filter asks of a figure whichever version it is, and whether it held or not."""
    undated = msgspec.structs.replace(filter, published_from=None, published_to=None)
    days = overlaps(
        SOURCE.c.published_earliest,
        SOURCE.c.published_latest,
        filter.published_from,
        filter.published_to,
    )
    if filter.published_before is not None:
        days.append(SOURCE.c.published_latest <= filter.published_before.isoformat())
    dated = select(SOURCE.c.id).where(held_at(SOURCE, snapshot), *days)
    return [*_common(table, snapshot, undated), *([table.c.source.in_(dated)] if days else [])]


def _value_conditions(table: Table, filter: FigureFilter) -> list[ColumnElement[bool]]:
    lower, upper = table.c.plausible_lower, table.c.plausible_upper
    conditions: list[ColumnElement[bool]] = []
    if filter.certainly_at_least is not None:
        # an unstated lower end is nowhere below zero
        conditions.append(func.coalesce(lower, 0) >= filter.certainly_at_least)
    if filter.possibly_at_least is not None:
        conditions.append(or_(upper.is_(None), upper >= filter.possibly_at_least))
    if filter.certainly_at_most is not None:
        conditions.append(upper <= filter.certainly_at_most)
    if filter.possibly_at_most is not None:
        conditions.append(func.coalesce(lower, 0) <= filter.possibly_at_most)
    return conditions


def _says(table: Table, snapshot: Snapshot, q: str) -> list[ColumnElement[bool]]:
    """Every word of ``q`` is found in a name of something the figure refers to."""
    fields = {
        "claimant": "claimants",
        "source": "sources",
        "place": "places",
        "category": "permit_categories",
    }
    conditions: list[ColumnElement[bool]] = []
    for term in fold(q).split():
        ways: list[ColumnElement[bool]] = [
            table.c[field].in_(snapshot.matching(record_type, term))
            for field, record_type in fields.items()
            if field in table.c
        ]
        countries = snapshot.matching("countries", term)
        ways += [
            table.c[field].in_(countries) for field in ("nationality", *ABOUT) if field in table.c
        ]
        conditions.append(or_(*ways))
    return conditions or [false()]
