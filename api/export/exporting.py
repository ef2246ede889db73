"""A release into a folder: which one, in which form?"""

from pathlib import Path

from sqlalchemy import Connection

from api.errors import SettingError, TallyError
from api.export.forms import FORMS
from api.render.package.parts import Edition
from api.routes.bulk_tables import edition_of
from api.service import service_of
from api.settings import Settings


def export(
    settings: Settings, schema: str, form: str, release: int | None, folder: Path
) -> tuple[Edition, list[Path]]:
    """The release that was written (the newest unless told), and its files.

    A file that is there is replaced when the new one is whole. ``SettingError`` when there is no
    database or release, or a file cannot be written.
    """
    service = service_of(settings, schema)

    def ask(connection: Connection) -> Edition:
        return edition_of(connection, service.snapshots.at(connection, release))

    try:
        edition = service.database.ask(ask)
        return edition, FORMS[form].write(service, edition, folder)
    except TallyError as error:
        raise SettingError(error.detail) from error
    finally:
        service.close()
