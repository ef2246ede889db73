"""The rows that are served: as many departures as asked for, in Tally's tables and flat.

Figures are made up and seeded as ever (``benchmarks/synthetic.py``); beyond those their copies
under other ids, which takes seconds where seeding a million takes minutes.
"""

import csv
import sqlite3
from pathlib import Path

_OPEN = 2_147_483_647
FLAT = f"""SELECT d.id, d.version, d.reported, d.bound, d.approximate, d.lower, d.upper, d.unit,
    d.as_printed, d.rounding, d.plausible_lower, d.plausible_upper, d.nationality, d.legal_status,
    d.inferred, d.part_of, d.voice, d.claimant, c.name AS claimant_name, c.type AS claimant_type,
    d.speaker_name, d.speaker_role, d.stated_on, d.via, d.confirmed_by, d.source,
    s.title AS source_title, s.publisher AS source_publisher,
    s.published_latest AS source_published, d.mentions, d.note, d.origin, d.destination, d.place,
    d.period_start, d.period_end, d.period_precision, d.coverage, d.per, d.since_event, d.movement,
    d.outlook FROM departure d
    LEFT JOIN claimant c ON c.id = d.claimant AND c.release_to = {_OPEN}
    JOIN source s ON s.id = d.source AND s.release_to = {_OPEN}
    WHERE d.release_to = {_OPEN}"""


def resize(database: Path, rows: int) -> None:
    """Have exactly so many departures that hold, by copies under other ids or by fewer."""
    with sqlite3.connect(database) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(departure)")]
        others = ", ".join(columns[1:])
        connection.execute(f"DELETE FROM departure WHERE release_to <> {_OPEN}")
        (held,) = connection.execute("SELECT count(*) FROM departure").fetchone()
        connection.execute("CREATE TEMP TABLE seeded AS SELECT * FROM departure")
        while held < rows:
            done = connection.execute(
                f"INSERT INTO departure ({', '.join(columns)}) "
                f"SELECT id || '-at-{held}', {others} FROM seeded LIMIT ?",
                (rows - held,),
            )
            held += done.rowcount
        connection.execute(
            "DELETE FROM departure WHERE id IN (SELECT id FROM departure ORDER BY id LIMIT ?)",
            (held - rows,),
        )
    connection.close()


def flatten(database: Path, flat: Path, table: Path) -> None:
    """The same departures as one flat table, in a SQLite file and as CSV, indexed by the filter."""
    with sqlite3.connect(flat) as connection:
        connection.execute("ATTACH ? AS tally", (str(database),))
        query = FLAT.replace("FROM departure d", "FROM tally.departure d")
        query = query.replace("JOIN claimant c", "JOIN tally.claimant c")
        query = query.replace("JOIN source s", "JOIN tally.source s")
        connection.execute(f"CREATE TABLE figure AS {query} LIMIT 0")
        names = [row[1] for row in connection.execute("PRAGMA table_info(figure)")]
        connection.execute("DROP TABLE figure")
        columns = ", ".join(("id TEXT PRIMARY KEY", *names[1:]))
        connection.execute(f"CREATE TABLE figure ({columns})")
        connection.execute(f"INSERT INTO figure {query}")
        connection.execute("CREATE INDEX by_origin ON figure (origin, period_end)")
        rows = connection.execute("SELECT * FROM figure")
        with table.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(names)
            writer.writerows(rows)
    connection.close()
