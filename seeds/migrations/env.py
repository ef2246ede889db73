"""How Alembic runs here: on the connection it is handed, inside that connection's transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel

import models  # noqa: F401  (fills SQLModel.metadata)
from models.base import Plain


def short_names(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their bare name, with the import they need."""
    if kind == "type" and isinstance(item, Plain):
        autogen.imports.add(f"from models.base import {type(item).__name__}")
        return f"{type(item).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=short_names,
)
with context.begin_transaction():
    context.run_migrations()
