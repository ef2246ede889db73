"""A page as newline-delimited JSON: the records alone, one a line."""

from typing import Any

import msgspec

from api.schemas.envelope import Page


def write(page: Page[Any], shape: Any) -> bytes:
    """One record a line, in order."""
    return msgspec.json.Encoder().encode_lines(page.data)
