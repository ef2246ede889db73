"""Which files make a package, in which order, and what is in each?"""

import hashlib
from collections.abc import Iterable, Iterator

from api.render import csv
from api.render.package import csvw, descriptor
from api.render.package.parts import Edition, File, Records, Table, Written
from api.render.package.readme import readme
from api.render.table import Path


def package_files(edition: Edition, tables: Iterable[tuple[Table, Records]]) -> Iterator[File]:
    """The tables, then what describes them; each file is to be read before the next is taken.

    Nothing of it depends on where or when it is made.
    """
    written: list[Written] = []
    for table, records in tables:
        yield f"{table.name}.csv", _written(table, records, written)
    described = {
        **{f"{one.path}-metadata.json": csvw.describe(edition, one) for one in written},
        "csv-metadata.json": csvw.describe_all(edition, written),
        "datapackage.json": descriptor.describe(edition, written),
        "README.md": readme(edition, written),
    }
    sums = {one.path: one.sha256 for one in written} | {
        path: hashlib.sha256(content).hexdigest() for path, content in described.items()
    }
    described["SHA256SUMS"] = "".join(f"{sum}  {path}\n" for path, sum in sums.items()).encode()
    for path, content in described.items():
        yield path, iter([content])


def _written(table: Table, records: Records, written: list[Written]) -> Iterator[bytes]:
    """The rows of a table; what they came to is in ``written`` when all were taken."""
    columns = {field.name: field.path for field in table.fields}
    digest, rows, size = hashlib.sha256(), 0, 0
    for piece, count in _pieces(columns, records):
        digest.update(piece)
        rows += count
        size += len(piece)
        yield piece
    written.append(Written(table=table, rows=rows, bytes=size, sha256=digest.hexdigest()))


def _pieces(columns: dict[str, Path], records: Records) -> Iterator[tuple[bytes, int]]:
    yield csv.header(columns), 0
    for some in records:
        yield csv.rows(some, columns), len(some)
