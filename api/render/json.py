"""A page as one JSON document."""

from typing import Any

import msgspec

from api.schemas.envelope import Page


def write(page: Page[Any], shape: Any) -> bytes:
    """The page with its links and release."""
    return msgspec.json.encode(page)
