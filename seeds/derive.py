"""From the figures of a new release to what is worked out from them.

Only what the release touched is worked out (``seeds/touched.py``), and only what differs from the
release before is written, as with records. Where that is everything, it is worked out some whole
groups at a time. See
``docs/decisions/0010-only-what-a-release-touched-is-worked-out.md``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
    update,
)

from models import (
    FIGURE_TABLES,
    Comparison,
    ComparisonMember,
    Reconciliation,
    ReconciliationMember,
    Source,
    table_of,
)
from models.base import BOOKKEEPING, OPEN_END
from models.comparison import Question, Verdict, judge
from models.question import Row, gather, stated_of
from models.reconciling import Published, find_reconcilable, work_out
from models.vocabulary import Kind
from seeds.batches import add, among, end, stream
from seeds.touched import GROUPED_BY, find_touched, group_of, within

_SOURCE = table_of(Source)
_COMPARISON = table_of(Comparison)
_MEMBER = table_of(ComparisonMember)
_RECONCILIATION = table_of(Reconciliation)
_PART = table_of(ReconciliationMember)
_AT_ONCE = 5000
_GONE = "no figure of this release stands in it any more"
_UNREAD = BOOKKEEPING | {
    "as_printed",
    "rounding",
    "speaker_role",
    "confirmed_by",
    "mentions",
    "note",
}
"""Columns that no rule looks at."""

Figures = dict[Kind, list[Row]]
Wanted = dict[str, dict[str, Any]]
"""By id: what is to hold."""


def derive(connection: Connection, release: int) -> None:
    """Work out the comparisons and reconciliations of a release whose records are written."""
    touched = find_touched(connection, release)
    if touched is None:
        for kind in FIGURE_TABLES:
            for rows in _whole_groups(connection, kind):
                _work_out(connection, release, {kind: rows}, {row["id"] for row in rows}, all=False)
        _end_what_nothing_stands_in(connection, release)
        return
    figures: Figures = {
        kind: [dict(row) for row in within(connection, kind, _held(table), touched.groups[kind])]
        for kind, table in FIGURE_TABLES.items()
    }
    ids = {row["id"] for held in figures.values() for row in held}
    _work_out(connection, release, figures, ids | touched.figures, all=True)


def _work_out(
    connection: Connection, release: int, figures: Figures, looked_at: set[str], *, all: bool
) -> None:
    """What follows from the figures of whole groups, in place of what followed before.

    ``looked_at`` are those, and others whose place in comparisons and reconciliations ends.
    ``all`` says that no others follow: then a comparison that they have left has ended.
    """
    ids = {row["id"] for held in figures.values() for row in held}
    parts = _stated_parts(connection, ids)
    published = _published(connection, figures, parts)
    comparisons = _comparisons(figures, published)
    standing = _standing(connection, looked_at)
    _write_members(connection, comparisons, standing, release)
    held = select(_COMPARISON).where(_COMPARISON.c.release_to == OPEN_END)
    stood = set(standing.values()) if all else comparisons
    _write_versions(
        connection,
        _COMPARISON,
        comparisons,
        among(connection, held, _COMPARISON.c.id, stood),
        release,
    )
    reconciliations = _reconciliations(figures, parts, ids, published)
    held = select(_RECONCILIATION).where(_RECONCILIATION.c.release_to == OPEN_END)
    new = _write_versions(
        connection,
        _RECONCILIATION,
        reconciliations,
        among(connection, held, _RECONCILIATION.c.whole, looked_at),
        release,
    )
    add(connection, _PART, _parts_of(reconciliations[id] for id, version in new if version == 1))


def _whole_groups(connection: Connection, kind: Kind) -> Iterator[list[Row]]:
    """Every figure of a kind that holds, some thousands at a time and never part of a group.

    What is worked out of one group needs no other (``seeds/touched.py``), so that memory does
    not grow with the figures.
    """
    table = FIGURE_TABLES[kind]
    ordered = _held(table).order_by(*(table.c[name] for name in GROUPED_BY[kind]))
    some: list[Row] = []
    for _, group in groupby(stream(connection, ordered), key=lambda row: group_of(kind, row)):
        some += map(dict, group)
        if len(some) >= _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _end_what_nothing_stands_in(connection: Connection, release: int) -> None:
    """The end of what figures have left that hold no longer."""

    def holds(figure: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(
            *(
                exists().where(table.c.id == figure, table.c.release_to == OPEN_END)
                for table in FIGURE_TABLES.values()
            )
        )

    ends = {"release_to": release}
    gone = ends | {"withdrawn_reason": _GONE}
    member, comparison, reconciliation = _MEMBER.c, _COMPARISON.c, _RECONCILIATION.c
    stands = exists().where(member.comparison == comparison.id, member.release_to == OPEN_END)
    for statement in (
        update(_MEMBER).where(~holds(member.figure)).values(ends),
        update(_COMPARISON).where(~stands).values(gone),
        update(_RECONCILIATION).where(~holds(reconciliation.whole)).values(gone),
    ):
        connection.execute(statement.where(statement.table.c.release_to == OPEN_END))


def _held(table: Table) -> Select[Any]:
    columns = [column for column in table.c if column.name not in _UNREAD]
    return select(*columns).where(table.c.release_to == OPEN_END)


def _stated_parts(connection: Connection, wholes: set[str]) -> Figures:
    """The stated parts of figures, where they are not among them."""
    stated = [
        select(table.c.part_of)
        .where(table.c.part_of.is_not(None), table.c.release_to == OPEN_END)
        .distinct()
        for table in FIGURE_TABLES.values()
    ]
    # few figures have parts: asking for those of all of them takes longer than finding the few
    with_parts = wholes.intersection(connection.execute(union(*stated)).scalars())
    return {
        kind: [
            dict(row)
            for row in among(connection, _held(table), table.c.part_of, with_parts)
            if row["id"] not in wholes
        ]
        for kind, table in FIGURE_TABLES.items()
    }


def _published(connection: Connection, figures: Figures, parts: Figures) -> Published:
    held = select(_SOURCE.c.id, _SOURCE.c.published_latest).where(_SOURCE.c.release_to == OPEN_END)
    named = {row["source"] for some in (figures, parts) for rows in some.values() for row in rows}
    return {
        row["id"]: row["published_latest"] for row in among(connection, held, _SOURCE.c.id, named)
    }


def _comparisons(figures: Figures, published: Published) -> Wanted:
    rows: Wanted = {}
    for kind, held in figures.items():
        for question, group in gather(kind, held).items():
            id = question.id
            rows[id] = {
                "id": id,
                "kind": kind,
                "question": _json(question),
                "figures": _json(sorted(row["id"] for row in group)),
                "size": len(group),
                "verdict": _verdict(question, group, published),
                "origin": question.origin,
                "destination": question.destination,
                "country": question.country,
                "nationality": question.nationality,
            }
    return rows


def _verdict(question: Question, group: list[Row], published: Published) -> Verdict:
    if len(group) == 1:  # most are, and need no more looking at
        return "single"
    stated = [stated_of(row, published.get(row["source"])) for row in group]
    return judge(stated, running_total=question.is_running_total).verdict


def _reconciliations(
    figures: Figures, parts: Figures, ids: set[str], published: Published
) -> Wanted:
    """Those whose whole is among ``ids``: of others, not every part is at hand."""
    known = {kind: [*figures.get(kind, ()), *parts.get(kind, ())] for kind in FIGURE_TABLES}
    kind_of = {row["id"]: kind for kind, held in known.items() for row in held}
    rows: Wanted = {}
    for found in find_reconcilable(
        known["departures"],
        known["permit_holders"],
        known["population_estimates"],
        published,
    ):
        whole = found.whole
        if whole["id"] not in ids:
            continue
        digest = hashlib.sha256(_json(found.key).encode()).hexdigest()
        id = f"{found.rule.replace('_', '-')}-{digest[:16]}"
        rows[id] = {
            "id": id,
            "rule": found.rule,
            "kind": kind_of[whole["id"]],
            "whole": whole["id"],
            "parts": _json([part["id"] for part in found.parts]),
            "verdict": work_out(found.rule, whole, found.parts, published).verdict,
            "origin": whole.get("origin"),
            "destination": whole.get("destination"),
            "country": whole.get("country") or whole.get("jurisdiction"),
        }
    return rows


def _write_versions(
    connection: Connection,
    table: Table,
    wanted: Wanted,
    held: Iterable[RowMapping],
    release: int,
) -> list[tuple[str, int]]:
    """End what is held and not wanted, add what is wanted and not held; what was added."""
    kept: set[str] = set()
    ended: list[str] = []
    for row in held:
        content = {name: value for name, value in row.items() if name not in BOOKKEEPING}
        if content == wanted.get(row["id"]):
            kept.add(row["id"])
        else:
            ended.append(row["id"])
    end(connection, table, release, ((id, None if id in wanted else _GONE) for id in ended))
    new = wanted.keys() - kept
    last = select(table.c.id, func.max(table.c.version).label("version")).group_by(table.c.id)
    versions = {row["id"]: row["version"] for row in among(connection, last, table.c.id, new)}
    added = [(id, versions.get(id, 0) + 1) for id in sorted(new)]
    span = {"release_from": release, "release_to": OPEN_END}
    add(connection, table, (wanted[id] | span | {"version": version} for id, version in added))
    return added


def _standing(connection: Connection, figures: set[str]) -> dict[str, str]:
    """By figure: the comparison it stood in until now."""
    held = select(_MEMBER.c.figure, _MEMBER.c.comparison).where(_MEMBER.c.release_to == OPEN_END)
    rows = among(connection, held, _MEMBER.c.figure, figures)
    return {row["figure"]: row["comparison"] for row in rows}


def _write_members(
    connection: Connection, comparisons: Wanted, standing: Mapping[str, str], release: int
) -> None:
    wanted = {
        figure: id
        for id, row in comparisons.items()
        for figure in msgspec.json.decode(row["figures"], type=list[str])
    }
    left = [{"left": figure} for figure, id in standing.items() if wanted.get(figure) != id]
    if left:
        is_open = (_MEMBER.c.figure == bindparam("left")) & (_MEMBER.c.release_to == OPEN_END)
        connection.execute(update(_MEMBER).where(is_open).values(release_to=release), left)
    add(
        connection,
        _MEMBER,
        (
            {"figure": f, "comparison": c, "release_from": release, "release_to": OPEN_END}
            for f, c in sorted(wanted.items())
            if standing.get(f) != c
        ),
    )


def _parts_of(reconciliations: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for row in reconciliations:
        figures = {row["whole"], *msgspec.json.decode(row["parts"], type=list[str])}
        for figure in sorted(figures):
            yield {"figure": figure, "reconciliation": row["id"]}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
