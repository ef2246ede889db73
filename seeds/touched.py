"""Which figures may stand differently to each other, now that a release changed some of them?

What is said of a figure depends on others in three ways: on those that answer its question, on
those of the same people (periods inside a total, statuses inside a population, neighbouring
totals), and on those it is a stated part of or that are stated parts of it. The first two lie
within a **group**: figures that are equal in the columns of ``GROUPED_BY``, all of which are
fields of every such rule. So what is worked out anew from whole groups, with the stated parts of
their figures beside them, is the same as what is worked out anew from everything.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, or_, select

import models
from models import FIGURE_TABLES, RecordChange, Release, Source, table_of
from models.base import OPEN_END
from models.vocabulary import Kind
from seeds.batches import among, batches

_SOURCE = table_of(Source)
_RELEASE = table_of(Release)
_CHANGE = table_of(RecordChange)

GROUPED_BY: dict[Kind, tuple[str, ...]] = {
    "departures": (
        "origin",
        "destination",
        "nationality",
        "place",
        "unit",
        "legal_status",
        "outlook",
    ),
    "permit_holders": (
        "category",
        "jurisdiction",
        "nationality",
        "unit",
        "legal_status",
        "state",
    ),
    "population_estimates": (
        "country",
        "nationality",
        "place",
        "origin",
        "unit",
        "population_scope",
        "situation",
    ),
}
"""By kind: columns that figures share if they are to be set against each other at all. The legal
status of a stock is none of them: those of one status are set against those of all."""

FEW = 2000
"""Past so many changed figures, or groups, everything is worked out: reading it once is faster."""

_AT_ONCE = 50

Group = tuple[str | None, ...]
"""The values of a group's columns, in order."""


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be worked out anew: groups by kind, and the figures that changed themselves."""

    groups: dict[Kind, set[Group]]
    figures: set[str]


def find_touched(connection: Connection, release: int) -> Touched | None:
    """What a release touched, once its records are written; ``None`` is everything."""
    if _rules_before(connection, release) != rules():
        return None
    of_figures = _CHANGE.c.record_type.in_(FIGURE_TABLES)
    counted = select(func.count()).where(_CHANGE.c.release == release, of_figures)
    if connection.execute(counted).scalar_one() > FEW:
        return None
    changed = _changed(connection, release)
    moved = _moved(connection, changed.get("sources", set()), release)
    figures = {id for kind in FIGURE_TABLES for id in changed.get(kind, ())}
    groups: dict[Kind, set[Group]] = {kind: set() for kind in FIGURE_TABLES}
    wholes: set[str] = set()
    for kind, table in FIGURE_TABLES.items():
        known = select(table.c.part_of, *(table.c[name] for name in GROUPED_BY[kind]))
        then_or_now = known.where(table.c.release_to.in_((release, OPEN_END)))
        now = known.where(table.c.release_to == OPEN_END)
        for row in (
            *among(connection, then_or_now, table.c.id, changed.get(kind, set())),
            *among(connection, now, table.c.source, moved),
        ):
            groups[kind].add(group_of(kind, row))
            if row["part_of"] is not None:
                wholes.add(row["part_of"])
    for kind, table in FIGURE_TABLES.items():
        now = select(*(table.c[name] for name in GROUPED_BY[kind]))
        now = now.where(table.c.release_to == OPEN_END)
        groups[kind].update(
            group_of(kind, row) for row in among(connection, now, table.c.id, wholes)
        )
    if sum(map(len, groups.values())) > FEW:
        return None
    return Touched(groups=groups, figures=figures)


def within(
    connection: Connection, kind: Kind, statement: Select[Any], groups: Iterable[Group]
) -> Iterator[RowMapping]:
    """The rows of a statement on a kind's table that lie in one of these groups."""
    columns = [FIGURE_TABLES[kind].c[name] for name in GROUPED_BY[kind]]
    for batch in batches(sorted(groups, key=repr), _AT_ONCE):
        of_any = or_(
            *(
                and_(*(_is(column, value) for column, value in zip(columns, group, strict=True)))
                for group in batch
            )
        )
        yield from connection.execute(statement.where(of_any)).mappings()


@cache
def rules() -> str:
    """A digest of the code that says how figures stand to each other."""
    digest = hashlib.sha256()
    folders = (Path(models.__file__).parent, Path(__file__).parent)
    for path in (*sorted(folders[0].glob("*.py")), folders[1] / "derive.py", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def group_of(kind: Kind, row: RowMapping) -> Group:
    """The group of a figure's row."""
    return tuple(row[name] for name in GROUPED_BY[kind])


def _rules_before(connection: Connection, release: int) -> str | None:
    before = select(_RELEASE.c.rules).where(_RELEASE.c.number < release)
    found: str | None = connection.execute(
        before.order_by(_RELEASE.c.number.desc()).limit(1)
    ).scalar()
    return found


def _changed(connection: Connection, release: int) -> dict[str, set[str]]:
    changes = select(_CHANGE.c.record_type, _CHANGE.c.id).where(_CHANGE.c.release == release)
    changed: dict[str, set[str]] = {}
    for row in connection.execute(changes):
        changed.setdefault(row.record_type, set()).add(row.id)
    return changed


def _moved(connection: Connection, sources: set[str], release: int) -> set[str]:
    """Of changed sources, those that are dated differently now: their figures are too."""
    known = select(_SOURCE.c.id, _SOURCE.c.release_to, _SOURCE.c.published_latest)
    then: dict[str, str | None] = {}
    now: dict[str, str | None] = {}
    statement = known.where(_SOURCE.c.release_to.in_((release, OPEN_END)))
    for row in among(connection, statement, _SOURCE.c.id, sources):
        dated = now if row["release_to"] == OPEN_END else then
        dated[row["id"]] = row["published_latest"]
    return {id for id in sources if then.get(id) != now.get(id)}


def _is(column: ColumnElement[str], value: str | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
