"""From the figures of a new release to what is worked out from them: all of it, every time.

Only what differs from the release before is written, as with records.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert, select, update

from models import FIGURE_TABLES, Source, table_of
from models.base import BOOKKEEPING, OPEN_END
from models.comparison import judge
from models.derived import Comparison, ComparisonMember, Reconciliation
from models.question import Row, gather, stated_of
from models.reconciling import Published, find_reconcilable, work_out
from models.vocabulary import Kind

_COMPARISON = table_of(Comparison)
_MEMBER = table_of(ComparisonMember)
_RECONCILIATION = table_of(Reconciliation)
_GONE = "no figure of this release stands in it any more"

Figures = dict[Kind, list[Row]]


def derive(connection: Connection, release: int) -> None:
    """Work out the comparisons and reconciliations of a release whose records are written."""
    source = table_of(Source)
    held = select(source.c.id, source.c.published_latest).where(source.c.release_to == OPEN_END)
    published = {row.id: row.published_latest for row in connection.execute(held)}
    figures: Figures = {
        kind: [
            dict(row)
            for row in connection.execute(
                select(table).where(table.c.release_to == OPEN_END).order_by(table.c.id)
            ).mappings()
        ]
        for kind, table in FIGURE_TABLES.items()
    }
    comparisons = _comparisons(figures, published)
    _write_versions(connection, _COMPARISON, comparisons, release)
    _write_members(connection, comparisons, release)
    _write_versions(connection, _RECONCILIATION, _reconciliations(figures, published), release)


def _comparisons(figures: Figures, published: Published) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
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


def _reconciliations(figures: Figures, published: Published) -> dict[str, dict[str, Any]]:
    kind_of = {row["id"]: kind for kind, held in figures.items() for row in held}
    rows: dict[str, dict[str, Any]] = {}
    for found in find_reconcilable(
        figures["departures"],
        figures["permit_holders"],
        figures["population_estimates"],
        published,
    ):
        digest = hashlib.sha256(_json(found.key).encode()).hexdigest()
        id = f"{found.rule.replace('_', '-')}-{digest[:16]}"
        whole = found.whole
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
    connection: Connection, table: Table, wanted: Mapping[str, dict[str, Any]], release: int
) -> None:
    versions: dict[str, int] = {}
    held: dict[str, dict[str, Any]] = {}
    for row in connection.execute(select(table).order_by(table.c.version)).mappings():
        versions[row["id"]] = row["version"]
        if row["release_to"] == OPEN_END:
            held[row["id"]] = {k: v for k, v in row.items() if k not in BOOKKEEPING}
    for id in held:
        if held[id] != wanted.get(id):
            connection.execute(
                update(table)
                .where(table.c.id == id, table.c.release_to == OPEN_END)
                .values(release_to=release, withdrawn_reason=None if id in wanted else _GONE)
            )
    new = [
        {**row, "version": versions.get(id, 0) + 1, "release_from": release, "release_to": OPEN_END}
        for id, row in wanted.items()
        if held.get(id) != row
    ]
    if new:
        connection.execute(insert(table), new)


def _write_members(
    connection: Connection, comparisons: Mapping[str, dict[str, Any]], release: int
) -> None:
    wanted = {
        figure: id
        for id, row in comparisons.items()
        for figure in msgspec.json.decode(row["figures"], type=list[str])
    }
    open_rows = select(_MEMBER).where(_MEMBER.c.release_to == OPEN_END)
    held = {row["figure"]: row["comparison"] for row in connection.execute(open_rows).mappings()}
    for figure, comparison in held.items():
        if wanted.get(figure) != comparison:
            connection.execute(
                update(_MEMBER)
                .where(_MEMBER.c.figure == figure, _MEMBER.c.release_to == OPEN_END)
                .values(release_to=release)
            )
    new = [
        {"figure": f, "comparison": c, "release_from": release, "release_to": OPEN_END}
        for f, c in wanted.items()
        if held.get(f) != c
    ]
    if new:
        connection.execute(insert(_MEMBER), new)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
