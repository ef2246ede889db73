"""A release as Parquet, through pyarrow, which is an extra: ``pip install tally[parquet]``."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from api.errors import SettingError
from api.export.writing import replacing
from api.licence import LICENCE
from api.render.fields import Field
from api.render.package.descriptor import DESCRIPTION
from api.render.package.parts import Edition, Records, Table
from api.render.table import values_of
from api.routes.bulk_tables import tables_of
from api.service import Service

_ROWS_OF_A_GROUP = 50_000


def write(service: Service, edition: Edition, folder: Path) -> list[Path]:
    """A file a table: whole numbers, dates, instants and truth values as such, texts that are
    several as a list, records within a record as JSON.

    Its metadata has the release, the licence and what each column says. ``SettingError`` when
    pyarrow is missing.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SettingError("parquet needs pyarrow: pip install 'tally[parquet]'") from error
    made = []
    for table, records in tables_of(service, edition):
        made.append(path := folder / f"{table.name}.parquet")
        schema = _schema(pyarrow, table, edition)
        with (
            replacing(path) as draft,
            pyarrow.parquet.ParquetWriter(draft, schema, compression="zstd") as writer,
        ):
            for group in _groups(records):
                columns = _columns(table, group)
                arrays = [
                    pyarrow.array(column, type=field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    return made


def _groups(records: Records) -> Records:
    """Records by row group: as many as are read at once would make small ones."""
    group: list[Any] = []
    for some in records:
        group += some
        if len(group) >= _ROWS_OF_A_GROUP:
            yield group
            group = []
    yield group


def _schema(pyarrow: Any, table: Table, edition: Edition) -> Any:
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "datetime": pyarrow.timestamp("s", tz="UTC"),
        "words": pyarrow.list_(pyarrow.string()),
        "array": pyarrow.string(),
        "object": pyarrow.string(),
    }
    columns = [
        pyarrow.field(
            field.name,
            types[field.type],
            # an empty list is a list here, and no empty cell
            nullable=not field.required and field.type not in ("words", "array"),
            metadata={"description": field.description},
        )
        for field in table.fields
    ]
    about = {
        "title": f"Tally, release {edition.number}: {table.title.lower()}",
        "description": f"{table.description} {DESCRIPTION}",
        "release": str(edition.number),
        "recorded_at": edition.recorded_at,
        "licence": LICENCE.spdx,
        "licence_url": LICENCE.url,
    }
    return pyarrow.schema(columns, metadata=about)


def _columns(table: Table, records: list[Any]) -> list[list[Any]]:
    paths = {field.name: field.path for field in table.fields}
    rows = [values_of(record, paths) for record in records]
    return [[_value(field, row[index]) for row in rows] for index, field in enumerate(table.fields)]


def _value(field: Field, value: Any) -> Any:
    if value is None:
        return None
    match field.type:
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            return datetime.fromisoformat(value)
        case "array" | "object":
            return msgspec.json.encode(value).decode()
    return value
