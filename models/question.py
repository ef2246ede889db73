"""Which question a stored figure answers, and what a comparison needs to know of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from models.comparison import MOVEMENT_FAMILIES, Question, Stated, origin_key, stocks_near
from models.vocabulary import Kind

Row = Mapping[Any, Any]
"""A figure's columns by name."""

_IDENTIFYING = {"claimant", "speaker", "stated_on"}


@lru_cache(maxsize=4096)
def words(document: str) -> frozenset[str]:
    """The words of a JSON list of them; the same few lists stand in many rows."""
    return frozenset(msgspec.json.decode(document, type=list[str]))


def question_of(kind: Kind, row: Row) -> Question:
    """The question a figure answers; for a stock still without ``near``, see ``gather``."""
    inferred = words(row["inferred"])
    flow = kind == "departures"
    running = flow and row["coverage"] == "cumulative"
    by_event = running and row["since_event"] is not None
    return Question(
        kind=kind,
        unit=row["unit"],
        unit_inferred="unit" in inferred,
        nationality=row["nationality"],
        legal_status=row["legal_status"],
        place=row.get("place"),
        origin=row.get("origin"),
        destination=row.get("destination"),
        coverage=row.get("coverage"),
        per=row.get("per"),
        movement_family=MOVEMENT_FAMILIES[row["movement"]] if flow else None,
        outlook=row.get("outlook"),
        since_event=row["since_event"] if by_event else None,
        start=row["period_start"] if flow and not by_event else None,
        end=row["period_end"] if flow and not running else None,
        precision=row["period_precision"] if flow and not by_event else None,
        country=row.get("country") or row.get("jurisdiction"),
        population_scope=row.get("population_scope"),
        situation=row.get("situation"),
        category=row.get("category"),
        state=row.get("state"),
        near=None,
        country_as_given=row.get("country_as_given"),
    )


def gather(kind: Kind, rows: Iterable[Row]) -> dict[Question, list[Row]]:
    """Figures of one kind by the question they answer; stocks by nearness of their dates too."""
    gathered: dict[Question, list[Row]] = {}
    for row in rows:
        gathered.setdefault(question_of(kind, row), []).append(row)
    if kind == "departures":
        return gathered
    return {
        near: group
        for question, rows_of in gathered.items()
        for near, group in _by_nearness(question, rows_of).items()
    }


def _by_nearness(question: Question, rows: list[Row]) -> dict[Question, list[Row]]:
    groups: dict[Question, list[Row]] = {}
    if undated := [row for row in rows if stock_day(row) is None]:
        groups[question] = undated
    dated = sorted((day, row["id"], row) for row in rows if (day := stock_day(row)) is not None)
    numbers = stocks_near([day for day, _, _ in dated])
    anchors: dict[int, date] = {}
    for number, (day, _, row) in zip(numbers, dated, strict=True):
        anchor = anchors.setdefault(number, day)
        near = msgspec.structs.replace(question, near=anchor.isoformat())
        groups.setdefault(near, []).append(row)
    return groups


def stock_day(row: Row) -> date | None:
    """The first day a stock can be of; the last, where only that is known."""
    day = row["as_of_start"] or row["as_of_end"]
    return date.fromisoformat(day) if day else None


def stated_of(row: Row, published: str | None, earliest: str | None = None) -> Stated:
    """A figure as it is compared; its source can be of ``earliest`` up to ``published``.

    Without ``earliest`` nothing is said of whether it repeats what was stated before.
    """
    inferred = words(row["inferred"])
    return Stated(
        id=row["id"],
        reported=row["reported"],
        bound=row["bound"],
        approximate=bool(row["approximate"]),
        lower=row["lower"],
        upper=row["upper"],
        plausible=(row["plausible_lower"], row["plausible_upper"]),
        origin_key=origin_key(
            row["claimant"],
            row["speaker_name"],
            row["stated_on"],
            msgspec.json.decode(row["via"]),
            row["source"],
        ),
        origin_inferred=bool(inferred & _IDENTIFYING),
        day=row["stated_on"] or published,
        day_inferred=row["stated_on"] is None or "stated_on" in inferred,
        earliest=row["stated_on"] or earliest,
        published=published,
    )
