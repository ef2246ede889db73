"""The forms of an export, each with its writer, listed once.

To add one, write ``api/export/<form>.py`` and name it in ``FORMS``.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from api.export import packages, parquet, sqlite
from api.render.package.parts import Edition
from api.service import Service


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One way to write a release into a folder."""

    name: str
    about: str
    write: Callable[[Service, Edition, Path], list[Path]]
    """Tells which files it wrote; ``SettingError`` when something it needs is missing."""


FORMS = {
    form.name: form
    for form in (
        Form(
            name="datapackage",
            about="the zip that the API serves, a Data Package",
            write=packages.write_archive,
        ),
        Form(name="csv", about="the files of that zip, unpacked", write=packages.write_files),
        Form(name="ndjson", about="a JSON record a line", write=packages.write_lines),
        Form(
            name="parquet",
            about="typed columns, for pandas, polars, DuckDB and R",
            write=parquet.write,
        ),
        Form(
            name="sqlite", about="one database file, with a view of all figures", write=sqlite.write
        ),
    )
}
"""Every form, what the API serves first."""
