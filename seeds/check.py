"""Is a database whole: as a file, in the versions of its records, and in every release?

What is looked at follows from how a release is made (``seeds/load.py``): one version of a record
holds at a time, nothing stands under a release that is not there, and a release's checksum is
that of what holds in it. To add a check, write the function and name it in ``CHECKS``.
"""

from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
from sqlalchemy import Connection, func, or_, select

from models import (
    FIGURE_TABLES,
    RECORD_TABLES,
    Comparison,
    ComparisonMember,
    Reconciliation,
    RecordChange,
    Release,
    table_of,
)
from models.base import OPEN_END
from models.vocabulary import Change, words_of
from seeds.database import require_tally
from seeds.errors import DatabaseError
from seeds.load import checksum

MOST_PROBLEMS = 100
"""More of one kind are not told: a database with so many is to be restored, not read about."""

_RELEASE = table_of(Release)
_CHANGE = table_of(RecordChange)
_MEMBER = table_of(ComparisonMember)
_VERSIONED = {
    **RECORD_TABLES,
    "comparisons": table_of(Comparison),
    "reconciliations": table_of(Reconciliation),
}
_ADDED_COLUMNS: tuple[frozenset[str], ...] = (frozenset(), frozenset({"country_as_given"}))
"""Content columns that a migration added, one set for each schema a release can be of: its
checksum was made without them."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and a line for everything that is wrong."""

    releases: int
    records: int
    problems: list[str]


def check(connection: Connection) -> Report:
    """Look at everything a database holds, reading alone.

    ``DatabaseError``, one line, for one that is damaged, of another schema, or not Tally's:
    nothing in it can be believed, and no more is looked at.
    """
    damage(connection)
    require_tally(connection)
    problems = [problem for find in CHECKS for problem in islice(find(connection), MOST_PROBLEMS)]
    records = (
        connection.execute(select(func.count(table.c.id.distinct()))).scalar_one()
        for table in RECORD_TABLES.values()
    )
    releases = connection.execute(select(func.count()).select_from(_RELEASE)).scalar_one()
    return Report(releases=releases, records=sum(records), problems=problems)


def damage(connection: Connection) -> None:
    """``DatabaseError`` when the database's own check finds something.

    SQLite has one (``PRAGMA integrity_check``). PostgreSQL checks a page when it reads it
    (``data_checksums``), and what follows reads every page of every record; its ``amcheck`` is
    asked for the indexes where it is installed.
    """
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if found != "ok":
            raise DatabaseError(f"the file is damaged: {' '.join(str(found).split())}")
        return
    if connection.exec_driver_sql("SELECT to_regproc('bt_index_check')").scalar():
        connection.exec_driver_sql(_EVERY_INDEX)


_EVERY_INDEX = """
    SELECT bt_index_check(index => c.oid, heapallindexed => true)
    FROM pg_class c JOIN pg_am am ON am.oid = c.relam
    WHERE c.relkind = 'i' AND am.amname = 'btree' AND c.relnamespace = current_schema::regnamespace
"""


def one_version_holds(connection: Connection) -> Iterator[str]:
    """Of each record at most one version is open, they count from 1, and none overlaps the next."""
    for name, table in _VERSIONED.items():
        counted = select(table.c.id, func.count().label("count"), func.max(table.c.version))
        held = counted.where(table.c.release_to == OPEN_END).group_by(table.c.id)
        for id, count, _ in connection.execute(held.having(func.count() > 1)):
            yield f"{name} {id}: {count} versions hold"
        gaps = counted.group_by(table.c.id).having(func.count() != func.max(table.c.version))
        for id, count, newest in connection.execute(gaps):
            yield f"{name} {id}: {count} versions, the newest of which is number {newest}"
        later = table.alias()
        meet = select(table.c.id, table.c.version).join(
            later,
            (later.c.id == table.c.id)
            & (later.c.version == table.c.version + 1)
            & (later.c.release_from < table.c.release_to),
        )
        for id, version in connection.execute(meet):
            yield f"{name} {id}: version {version} still holds when the next begins"


def nothing_beyond_a_release(connection: Connection) -> Iterator[str]:
    """Releases count from 1, and nothing begins, ends or changed in one that is not there."""
    numbers = list(
        connection.execute(select(_RELEASE.c.number).order_by(_RELEASE.c.number)).scalars()
    )
    newest = len(numbers)
    if numbers != list(range(1, newest + 1)):
        yield f"releases: {newest} of them, the newest of which is number {numbers[-1]}"
        return
    for name, table in {**_VERSIONED, "comparison_member": _MEMBER}.items():
        id = table.c.figure if table is _MEMBER else table.c.id
        past = or_(
            table.c.release_from > newest,
            (table.c.release_to > newest) & (table.c.release_to != OPEN_END),
        )
        for found in connection.execute(select(id).where(past)).scalars():
            yield f"{name} {found}: stands under a release that is not there"
    stray = select(_CHANGE.c.record_type, _CHANGE.c.id).where(_CHANGE.c.release > newest)
    for record_type, found in connection.execute(stray):
        yield f"{record_type} {found}: changed in a release that is not there"


def changes_are_counted(connection: Connection) -> Iterator[str]:
    """A release says of how many records it added, changed, withdrew and reinstated."""
    counted = select(_CHANGE.c.release, _CHANGE.c.change, func.count())
    found = {
        (release, change): count
        for release, change, count in connection.execute(
            counted.group_by(_CHANGE.c.release, _CHANGE.c.change)
        )
    }
    for row in connection.execute(select(_RELEASE)).mappings().all():
        for change in words_of(Change):
            if row[change] != (count := found.get((row["number"], change), 0)):
                yield f"release {row['number']}: says {row[change]} {change}, holds {count}"


def each_figure_stands_in_one_comparison(connection: Connection) -> Iterator[str]:
    """Whatever holds is compared: in one comparison at a time."""
    held = select(_MEMBER.c.figure).where(_MEMBER.c.release_to == OPEN_END)
    for figure in connection.execute(
        held.group_by(_MEMBER.c.figure).having(func.count() > 1)
    ).scalars():
        yield f"figure {figure}: stands in two comparisons"
    for name, table in FIGURE_TABLES.items():
        alone = select(table.c.id).where(table.c.release_to == OPEN_END, table.c.id.not_in(held))
        for figure in connection.execute(alone).scalars():
            yield f"{name} {figure}: stands in no comparison"


def checksums(connection: Connection) -> Iterator[str]:
    """The content of every release has the checksum that the release was made with."""
    for row in connection.execute(select(_RELEASE.c.number, _RELEASE.c.checksum)).all():
        if not any(
            checksum(connection, row.number, without) == row.checksum for without in _ADDED_COLUMNS
        ):
            yield f"release {row.number}: its content has another checksum than it was made with"


CHECKS: tuple[Callable[[Connection], Iterator[str]], ...] = (
    one_version_holds,
    nothing_beyond_a_release,
    changes_are_counted,
    each_figure_stands_in_one_comparison,
    checksums,
)
"""Every check but that for damage, after which there is no point in others."""
