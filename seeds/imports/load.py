"""From a dataset's file to a release: row by row, and all of it or nothing.

What holds and what differs is found by the rules of ``seeds/load.py``, a batch of figures at a
time, so that memory does not grow with the file.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Table, func, select

from models import FIGURE_TABLES, RECORD_TABLES
from models.base import OPEN_END
from models.vocabulary import Change
from seeds.batches import among, batches
from seeds.imports.dataset import Counted, Dataset, DatasetError, Place
from seeds.imports.reading import Reading
from seeds.load import (
    Loaded,
    Step,
    content_of,
    date_figures,
    difference,
    latest_release,
    make_release,
    write,
)
from seeds.records import Row

MOST_REJECTS = 1000
"""A file with more bad rows than that is not the file that it is taken for."""

_AT_ONCE = 2000
_PUBLISHED = ("published_earliest", "published_latest", "published_basis")


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """A row that makes no figure, and why; row 1 holds the names of the columns."""

    row: int
    reason: str


class Emptied(msgspec.Struct, frozen=True, kw_only=True):
    """A cell without a count whose figure, of an earlier import, holds and stays as it is."""

    row: int
    column: str
    id: str


class _Unstated(msgspec.Struct, frozen=True, kw_only=True):
    """A row, and those of its cells that make no figure by themselves: empty, or zero."""

    row: int
    cells: dict[str, str]
    places: list[Place]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, beside what a seeding says of itself.

    ``kept`` figures of earlier imports are not in this file, and hold all the same; so do those
    that are ``emptied``, which neither ``figures`` nor ``kept`` counts.
    """

    loaded: Loaded
    rows: int
    figures: int
    rejects: list[Reject]
    emptied: list[Emptied]
    kept: int


class Import:
    """One run over one file. ``row`` and ``bytes_read`` tell how far it is."""

    def __init__(self, dataset: Dataset, path: Path, *, zeros: bool = False) -> None:
        self.rejects: list[Reject] = []
        self.reading = Reading(path, dataset.header, self._reject)
        self._dataset = dataset
        self._zeros = zeros
        self._emptied: list[Emptied] = []
        self._figures = 0
        self._last_counted = ("", 0)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._changes: Counter[Change] = Counter()

    def load(
        self,
        connection: Connection,
        published: date | None = None,
        progress: Callable[[str], None] = lambda doing: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Imported:
        """Write every figure that differs from what holds, as one release; nothing if none does.

        ``published`` is the day the file came out, where known. ``DatasetError`` for a file that
        is not this dataset, or not all of it, and for a day that is not yet or before the last
        that it counts.
        """
        if published and published > (today := now().astimezone(UTC).date()):
            raise DatasetError(f"published {published}: the day has not come, it is {today} in UTC")
        latest = latest_release(connection)
        with self.reading:
            taken = _taken(connection, self._dataset)
            compared = connection if _held(connection, self._dataset) else None
            for batch in batches(self._read(taken, compared), _AT_ONCE):
                progress("reading")
                self._take_up(connection, latest + 1, batch)
        day, row = self._last_counted
        if published and published.isoformat() < day:
            raise DatasetError(
                f"published {published}: {self.reading.path}:row {row} counts up to {day}"
            )
        self._refer(connection, latest + 1, published)
        made = self._changes.total() > 0
        if made:
            progress("comparing")
            make_release(connection, latest + 1, self._changes, now())
        return Imported(
            loaded=Loaded(release=latest + made, made_release=made, counts=self._by_type()),
            rows=self.reading.row - 1,
            figures=self._figures,
            rejects=self.rejects,
            emptied=self._emptied,
            kept=_held(connection, self._dataset) - self._figures - len(self._emptied),
        )

    def _reject(self, row: int, reason: str) -> None:
        self.rejects.append(Reject(row=row, reason=reason))
        if len(self.rejects) > MOST_REJECTS:
            raise DatasetError(
                f"{self.reading.path}:row {row}: {reason}; more than {MOST_REJECTS:,} bad rows"
            )

    def _read(self, taken: set[str], compared: Connection | None = None) -> Iterator[Counted]:
        """Every figure, a row's together or none of them.

        A count of zero is one too where a figure of it holds in the database ``compared``.
        """
        told_apart: dict[tuple[str, ...], set[str]] = {
            columns: set() for columns in (self._dataset.key, self._dataset.named)
        }
        unstated: list[_Unstated] = []
        waiting = 0
        for cells in self.reading.rows():
            row = self.reading.row
            keys = [
                (",".join(cells[column] for column in columns), seen)
                for columns, seen in told_apart.items()
            ]
            try:
                figures = self._dataset.read(row, cells, self._zeros)
                if again := [key for key, seen in keys if key in seen]:
                    raise ValueError(f"a second row of {again[0]}")
                if used := [figure["id"] for _, figure in figures if figure["id"] in taken]:
                    raise ValueError(f"the id {used[0]} is another figure's")
            except ValueError as error:
                self._reject(row, str(error))
                continue
            for key, seen in keys:
                seen.add(key)
            self._count(row, figures)
            yield from figures
            if compared is None:
                continue
            stated = {figure["id"] for _, figure in figures}
            places = [place for place in self._dataset.places(cells) if place[2] not in stated]
            unstated.append(_Unstated(row=row, cells=cells, places=places))
            waiting += len(places)
            if waiting >= _AT_ONCE:
                yield from self._revised(compared, unstated)
                unstated, waiting = [], 0
        if compared is not None:
            yield from self._revised(compared, unstated)

    def _revised(self, connection: Connection, unstated: list[_Unstated]) -> Iterator[Counted]:
        """The figures of zero among these cells that an earlier import stated otherwise, or so."""
        held: set[str] = set()
        for kind, table in FIGURE_TABLES.items():
            ids = [place[2] for row in unstated for place in row.places if place[0] == kind]
            # by id alone: narrowed by source, SQLite reads all that the source has for each batch
            versions = select(table.c.id, table.c.source, table.c.release_to)
            held.update(
                version["id"]
                for version in among(connection, versions, table.c.id, ids)
                if version["release_to"] == OPEN_END
                and version["source"] == self._dataset.source["id"]
            )
        for row in unstated:
            if places := [place for place in row.places if place[2] in held]:
                ids = [id for _, _, id in places]
                of_row = self._dataset.read(row.row, row.cells, True)
                figures = [counted for counted in of_row if counted[1]["id"] in ids]
                self._count(row.row, figures)
                yield from figures
                self._emptied += [
                    Emptied(row=row.row, column=column, id=id)
                    for _, column, id in places
                    if not row.cells[column]
                ]

    def _count(self, row: int, figures: list[Counted]) -> None:
        self._figures += len(figures)
        for _, figure in figures:
            day = figure.get("as_of_end") or figure["period_end"]
            if day > self._last_counted[0]:
                self._last_counted = (day, row)

    def _take_up(self, connection: Connection, release: int, figures: list[Counted]) -> None:
        steps: list[Step] = []
        for kind, table in FIGURE_TABLES.items():
            wanted = {row["id"]: row for of_kind, row in figures if of_kind == kind}
            if wanted:
                steps += self._compare(connection, kind, table, wanted)
        self._write(connection, release, steps)

    def _compare(
        self, connection: Connection, record_type: str, table: Table, wanted: dict[str, Row]
    ) -> list[Step]:
        newest: dict[str, Row] = {}
        for held in among(connection, select(table), table.c.id, wanted):
            known = newest.get(held["id"])
            if known is None or known["version"] < held["version"]:
                newest[held["id"]] = dict(held)
        content = content_of(table)
        found = [
            step
            for id, row in wanted.items()
            if (step := difference(record_type, row, None, newest.get(id), content))
        ]
        self._counts[record_type, "unchanged"] += len(wanted) - len(found)
        return found

    def _refer(self, connection: Connection, release: int, published: date | None) -> None:
        """The source and the claimant that the figures name."""
        day = published.isoformat() if published else None
        source = self._dataset.source | {
            "text_sha256": self.reading.sha256,
            "text_length": self.reading.length,
            "published_earliest": day,
            "published_latest": day,
            "published_basis": "printed" if published else "unknown",
        }
        sources = RECORD_TABLES["sources"]
        if published is None:  # what an earlier run said of the same file still holds
            held = select(*(sources.c[name] for name in _PUBLISHED)).where(
                sources.c.id == source["id"],
                sources.c.text_sha256 == source["text_sha256"],
                sources.c.release_to == OPEN_END,
            )
            source |= next(iter(connection.execute(held).mappings()), {})
        steps = self._compare(connection, "sources", sources, {source["id"]: source})
        claimant = self._dataset.claimant
        claimants = RECORD_TABLES["claimants"]
        known = select(claimants.c.id).where(claimants.c.id == claimant["id"])
        if connection.execute(known).first() is None:
            steps += self._compare(connection, "claimants", claimants, {claimant["id"]: claimant})
        self._write(connection, release, steps)
        date_figures(connection, {source["id"]: source["published_latest"]})

    def _write(self, connection: Connection, release: int, steps: list[Step]) -> None:
        write(connection, release, steps, {})  # the day is known when the file has been read
        for step in steps:
            self._counts[step.record_type, step.change] += 1
            self._changes[step.change] += 1

    def _by_type(self) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for record_type in RECORD_TABLES:
            mine = {what: n for (of, what), n in self._counts.items() if of == record_type}
            if mine:
                counts[record_type] = mine
        return counts


def _taken(connection: Connection, dataset: Dataset) -> set[str]:
    """Ids that begin like this dataset's and are another's: one is never given twice."""
    taken: set[str] = set()
    for table in FIGURE_TABLES.values():
        mine = table.c.source == dataset.source["id"]
        first, past = f"{dataset.name}-", f"{dataset.name}."  # "." is what follows "-"
        others = select(table.c.id).where(table.c.id >= first, table.c.id < past, ~mine)
        taken.update(connection.execute(others).scalars())
    return taken


def _held(connection: Connection, dataset: Dataset) -> int:
    """How many figures of the dataset hold."""
    return sum(
        connection.execute(
            select(func.count()).where(
                table.c.source == dataset.source["id"], table.c.release_to == OPEN_END
            )
        ).scalar_one()
        for table in FIGURE_TABLES.values()
    )
