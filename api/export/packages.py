"""A release as the archive that is served, as the files in it, and as lines of JSON."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from api.export.writing import write_pieces
from api.licence import LICENCE
from api.render.package.files import package_files
from api.render.package.parts import Edition, Records
from api.render.table import LICENCE_COLUMN
from api.routes.bulk import archive_of
from api.routes.bulk_tables import tables_of
from api.service import Service


def write_archive(service: Service, edition: Edition, folder: Path) -> list[Path]:
    """``tally-release-<n>.zip``, byte for byte what ``/v1/releases/<n>/tally.zip`` answers."""
    return [write_pieces(folder / f"{edition.name}.zip", archive_of(service, edition))]


def write_files(service: Service, edition: Edition, folder: Path) -> list[Path]:
    """Its files: a CSV a table, and what describes them."""
    files = package_files(edition, tables_of(service, edition))
    return [write_pieces(folder / path, content) for path, content in files]


def write_lines(service: Service, edition: Edition, folder: Path) -> list[Path]:
    """A file a table, each record on a line as the API answers it, its licence for its links."""
    return [
        write_pieces(folder / f"{table.name}.ndjson", _lines(records))
        for table, records in tables_of(service, edition)
    ]


def _lines(records: Records) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    for some in records:
        plain = [msgspec.to_builtins(record) for record in some]
        for record in plain:
            record.pop("links", None)  # they depend on where the data is served
            record[LICENCE_COLUMN] = LICENCE.spdx
        yield encoder.encode_lines(plain)
