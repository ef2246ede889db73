"""From the figures of a new release to what is worked out from them.

Only what the release touched is worked out (``seeds/touched.py``), and only what differs from the
release before is written, as with records. See
``docs/decisions/0010-only-what-a-release-touched-is-worked-out.md``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, func, select, update

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
from models.comparison import judge
from models.question import Row, gather, stated_of
from models.reconciling import Published, find_reconcilable, work_out
from models.vocabulary import Kind
from seeds.batches import add, among, end, stream
from seeds.touched import Touched, find_touched, within

_SOURCE = table_of(Source)
_COMPARISON = table_of(Comparison)
_MEMBER = table_of(ComparisonMember)
_RECONCILIATION = table_of(Reconciliation)
_PART = table_of(ReconciliationMember)
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
    figures = _figures(connection, touched)
    ids = {row["id"] for held in figures.values() for row in held}
    parts = _stated_parts(connection, ids) if touched else {}
    published = _published(connection, figures, parts, touched)
    # what stands now in what stood before: untouched figures are in nothing that is looked at
    looked_at = ids | touched.figures if touched else None

    comparisons = _comparisons(figures, published)
    standing = _standing(connection, looked_at)
    _write_members(connection, comparisons, standing, release)
    held = select(_COMPARISON).where(_COMPARISON.c.release_to == OPEN_END)
    stood = set(standing.values())
    _write_versions(
        connection,
        _COMPARISON,
        comparisons,
        among(connection, held, _COMPARISON.c.id, stood) if touched else stream(connection, held),
        release,
    )
    reconciliations = _reconciliations(figures, parts, ids, published)
    held = select(_RECONCILIATION).where(_RECONCILIATION.c.release_to == OPEN_END)
    new = _write_versions(
        connection,
        _RECONCILIATION,
        reconciliations,
        stream(connection, held)
        if looked_at is None
        else among(connection, held, _RECONCILIATION.c.whole, looked_at),
        release,
    )
    add(connection, _PART, _parts_of(reconciliations[id] for id, version in new if version == 1))


def _figures(connection: Connection, touched: Touched | None) -> Figures:
    figures: Figures = {}
    for kind, table in FIGURE_TABLES.items():
        statement = _held(table)
        rows = (
            stream(connection, statement)
            if touched is None
            else within(connection, kind, statement, touched.groups[kind])
        )
        figures[kind] = [dict(row) for row in rows]
    return figures


def _held(table: Table) -> Select[Any]:
    columns = [column for column in table.c if column.name not in _UNREAD]
    return select(*columns).where(table.c.release_to == OPEN_END)


def _stated_parts(connection: Connection, wholes: set[str]) -> Figures:
    """The stated parts of figures, where they are not among them."""
    return {
        kind: [
            dict(row)
            for row in among(connection, _held(table), table.c.part_of, wholes)
            if row["id"] not in wholes
        ]
        for kind, table in FIGURE_TABLES.items()
    }


def _published(
    connection: Connection, figures: Figures, parts: Figures, touched: Touched | None
) -> Published:
    held = select(_SOURCE.c.id, _SOURCE.c.published_latest).where(_SOURCE.c.release_to == OPEN_END)
    named = {row["source"] for some in (figures, parts) for rows in some.values() for row in rows}
    rows = among(connection, held, _SOURCE.c.id, named) if touched else stream(connection, held)
    return {row["id"]: row["published_latest"] for row in rows}


def _comparisons(figures: Figures, published: Published) -> Wanted:
    rows: Wanted = {}
    for kind, held in figures.items():
        for question, group in gather(kind, held).items():
            judgement = judge(
                [stated_of(row, published.get(row["source"])) for row in group],
                running_total=question.is_running_total,
            )
            rows[question.id] = {
                "id": question.id,
                "kind": kind,
                "question": _json(question),
                "figures": _json(sorted(row["id"] for row in group)),
                "size": len(group),
                "verdict": judgement.verdict,
                "origin": question.origin,
                "destination": question.destination,
                "country": question.country,
                "nationality": question.nationality,
            }
    return rows


def _reconciliations(
    figures: Figures, parts: Figures, ids: set[str], published: Published
) -> Wanted:
    """Those whose whole is among ``ids``: of others, not every part is at hand."""
    known = {kind: [*held, *parts.get(kind, ())] for kind, held in figures.items()}
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


def _standing(connection: Connection, figures: set[str] | None) -> dict[str, str]:
    """By figure: the comparison it stood in until now."""
    held = select(_MEMBER.c.figure, _MEMBER.c.comparison).where(_MEMBER.c.release_to == OPEN_END)
    rows = (
        stream(connection, held)
        if figures is None
        else among(connection, held, _MEMBER.c.figure, figures)
    )
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
