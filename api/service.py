"""What every handler works with: the settings, the database, and what was asked for of late."""

import msgspec

from api.bulk import Packages
from api.db import Database
from api.embeds.kept import Keeping
from api.queries.snapshot import Snapshots
from api.settings import Settings
from api.written import WrittenFigures


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One for a serving process."""

    settings: Settings
    database: Database
    snapshots: Snapshots
    kept: Keeping
    packages: Packages
    written: WrittenFigures

    def close(self) -> None:
        """End what is being made, and close every connection."""
        self.packages.close()
        self.database.close()

    def url(self, path: str) -> str:
        """The public address of a path."""
        return self.settings.base_url + path


def service_of(settings: Settings, schema: str) -> Service:
    """What settings describe; ``schema`` is the database revision it needs.

    ``SettingError`` when the database is missing, foreign or older. To be closed.
    """
    return Service(
        settings=settings,
        database=Database(settings.read_url, settings.query_seconds, schema),
        snapshots=Snapshots(),
        kept=Keeping(),
        packages=Packages(),
        written=WrittenFigures(settings.figure_bytes),
    )
