"""What is measured: a line of the table each, with the requests it makes.

To measure another, add it to ``WORKS``. A work of another server than Tally names its own way to
be started in ``subject``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select

from benchmarks import servers
from models import FIGURE_TABLES, Comparison, Reconciliation, ReconciliationMember, table_of
from models.base import OPEN_END

_COMPARISON = table_of(Comparison)
_RECONCILIATION = table_of(Reconciliation)
_MEMBER = table_of(ReconciliationMember)
_SAMPLE = 200  # so many addresses in turn, so that no answer is asked for again at once

Subject = Callable[[str, Path], AbstractContextManager[str]]
"""Starts a server on a database, with a file for its log; its address while it runs."""


@contextmanager
def tally(database_url: str, log: Path) -> Iterator[str]:
    """``tally serve``, one worker, which keeps no answer: each is worked out anew."""
    with servers.tally(database_url, log, TALLY_STORE_MEGABYTES="0") as server:
        yield server.address


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what is asked for, and what it may cost."""

    name: str
    addresses: Callable[[Connection], Sequence[str]]
    at_most: float | None = None
    """How many times what the first work costs; ``None`` is not demanded."""
    subject: Subject = tally


def _every(path: str, statement: Select[Any]) -> Callable[[Connection], list[str]]:
    """An address for each of a sample of ids."""

    def addresses(connection: Connection) -> list[str]:
        return [path + id for id in connection.execute(statement.limit(_SAMPLE)).scalars()]

    return addresses


def _fixed(address: str) -> Callable[[Connection], list[str]]:
    return lambda _connection: [address]


def _comparisons(*sizes: int) -> Callable[[Connection], list[str]]:
    c = _COMPARISON.c
    held = select(c.id).where(c.size.in_(sizes), c.release_to == OPEN_END)
    return _every("/v1/comparisons/", held.order_by(func.substr(c.id, -8)))


def _largest(connection: Connection) -> list[str]:
    c = _COMPARISON.c
    held = select(c.id).where(c.release_to == OPEN_END).order_by(c.size.desc(), c.id).limit(1)
    return [f"/v1/comparisons/{connection.execute(held).scalar_one()}"]


_FLOWS = FIGURE_TABLES["departures"]
_A_FIGURE = select(_FLOWS.c.id).where(_FLOWS.c.release_to == OPEN_END)
_A_MEMBER = select(_MEMBER.c.figure)
_A_WHOLE = select(_RECONCILIATION.c.whole).where(_RECONCILIATION.c.release_to == OPEN_END)

WORKS = [
    Work(name="a figure", addresses=_every("/v1/figures/", _A_FIGURE)),
    Work(name="a comparison of one figure", addresses=_comparisons(1), at_most=10),
    Work(name="a comparison of two or three", addresses=_comparisons(2, 3), at_most=10),
    Work(name="a comparison of about ten", addresses=_comparisons(9, 10, 11), at_most=10),
    Work(name="the largest comparison", addresses=_largest, at_most=10),
    Work(name="comparisons with a figure", addresses=_every("/v1/comparisons?figure=", _A_MEMBER)),
    Work(
        name="reconciliations with a figure",
        addresses=_every("/v1/reconciliations?figure=", _A_MEMBER),
    ),
    Work(
        name="reconciliations of a whole", addresses=_every("/v1/reconciliations?whole=", _A_WHOLE)
    ),
    Work(name="list of 100 figures", addresses=_fixed("/v1/figures")),
    Work(name="list of 100 figures by id", addresses=_fixed("/v1/figures?sort=id")),
    Work(name="list of 100 comparisons, the largest first", addresses=_fixed("/v1/comparisons")),
    Work(name="list of 100 comparisons by id", addresses=_fixed("/v1/comparisons?sort=id")),
]
"""Every line of the table; the first is what the others are held against."""
