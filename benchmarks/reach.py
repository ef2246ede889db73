"""What is to be reached beside the limit and beside others, and how is what was reached written?"""

from collections.abc import Sequence

import msgspec

from benchmarks.flatness import Flat
from benchmarks.importing import Imported
from benchmarks.streaming import Streamed

WHY = "## What was missed, and why\n"
"""What follows is written by hand, and kept."""
EMPTY = "\nNothing is written here yet.\n"


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table: our load, held against another one."""

    work: str
    ours: str
    against: str
    at_least: float


REACH = [
    Reach(work="figure, known", ours="known figure", against="limit, figure", at_least=0.85),
    Reach(work="figure, known", ours="known figure", against="FastAPI, figure", at_least=25),
    Reach(work="list of 100, known", ours="known list", against="limit, list", at_least=0.85),
    Reach(work="list of 100, known", ours="known list", against="FastAPI, list", at_least=80),
    Reach(work="embed, known", ours="known embed", against="limit, embed", at_least=0.85),
    Reach(work="304", ours="304", against="limit, figure", at_least=1.1),
    *(
        Reach(work=work, ours=ours, against=f"{against}, list", at_least=at_least)
        for work, ours in (
            ("list of 100, fresh, of known figures", "fresh list"),
            ("list of 100, fresh, nothing known", "cold list"),
        )
        for against, at_least in (("cursor", 0.75), ("FastAPI", 10), ("Datasette", 8), ("ROAPI", 1))
    ),
    *(
        Reach(
            work="figure, fresh, nothing known",
            ours="cold figure",
            against=f"{against}, figure",
            at_least=at_least,
        )
        for against, at_least in (("cursor", 0.5), ("FastAPI", 6), ("Datasette", 6))
    ),
    *(
        Reach(
            work=f"PostgreSQL, {work}",
            ours=f"PostgreSQL, {ours}",
            against="FastAPI on PostgreSQL, list",
            at_least=8,
        )
        for work, ours in (
            ("list of 100, fresh, of known figures", "fresh list"),
            ("list of 100, fresh, nothing known", "cold list"),
        )
    ),
]


def table_of(
    rates: dict[str, float],
    flats: Sequence[Flat],
    streamed: Streamed,
    imported: Imported | None,
    seconds: float,
    megabytes: float,
) -> str:
    """The tables of what was reached, in Markdown: each line with what was asked for."""
    lines = [
        "| work | against | at least | reached | a core-second | theirs |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for one in REACH:
        ours, theirs = rates[one.ours], rates[one.against]
        ratio = ours / theirs
        missed = "" if ratio >= one.at_least else " (missed)"
        lines.append(
            f"| {one.work} | {one.against} | {one.at_least:g} | {ratio:.2f}{missed} | {ours:,.0f} "
            f"| {theirs:,.0f} |"
        )
    parts = [
        (f"{streamed.figures:,} figures as NDJSON", "cursor", 0.5, streamed.rate, streamed.cursor)
    ]
    if imported is not None:
        parts.append(
            (
                f"import of {imported.figures:,} figures, with checksum and comparisons",
                "executemany",
                0.25,
                imported.rate,
                imported.bare,
            )
        )
    for work, against, at_least, ours, theirs in parts:
        missed = "" if ours / theirs >= at_least else " (missed)"
        lines.append(
            f"| {work} | {against} | {at_least:g} | {ours / theirs:.2f}{missed} | {ours:,.0f} "
            f"figures | {theirs:,.0f} figures |"
        )
    lines += [
        "",
        "| work | at most | reached |",
        "|---|--:|--:|",
        *(
            f"| {flat.work} | {flat.at_most:g} | {flat.ratio:.2f}"
            f"{'' if flat.ratio <= flat.at_most else ' (missed)'} |"
            for flat in flats
        ),
        f"| seconds of processor time from start to ready | 1.5 | {seconds:.2f}"
        f"{'' if seconds <= 1.5 else ' (missed)'} |",
        f"| MB that a worker holds afterwards | 150 | {megabytes:.0f}"
        f"{'' if megabytes <= 150 else ' (missed)'} |",
        f"| MB above idle while streaming | 40 | {streamed.megabytes:.0f}"
        f"{'' if streamed.megabytes <= 40 else ' (missed)'} |",
    ]
    if imported is not None:
        lines.append(
            f"| MB of the import | 300 | {imported.mb:.0f}"
            f"{'' if imported.mb <= 300 else ' (missed)'} |"
        )
    return "\n".join(lines)


def page_of(rows: int, rounds: int, connections: int, table: str) -> str:
    """The section of the results that holds the tables."""
    return f"""## Against the limit, and against others

Medians of {rounds} rounds of a second by `wrk` after one to warm up, in alternating order, over
{connections} connections, one worker each, on the same {rows:,} departures in SQLite. A rate is
requests in a second that the server's own threads ran: what one core carries. The *limit*
is the server Tally runs on answering a constant body of the same size; the *cursor* is a
hand-written SQLite cursor and msgspec with no framework ([limits.py](rivals/limits.py)); FastAPI is
[with SQLModel](rivals/fastapi_app.py). Fresh answers are by servers that keep none: one that keeps
figures, as `tally serve` does, and made those of the 50 lists before, and one that keeps nothing at
all. The twelve combinations are [those of newsroom widgets](widgets.py).

{table}
"""
