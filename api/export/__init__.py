"""A release as files, made offline: the archive that is served, and forms that are not."""

from api.export.exporting import export
from api.export.forms import FORMS

__all__ = ["FORMS", "export"]
