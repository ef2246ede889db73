"""How a tool asks: as anybody does, by an address of the API, but over no network."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

import httpx2
import msgspec
from litestar.types import ASGIApp
from mcp.server.mcpserver.exceptions import ToolError

from api.errors import Problem

Answer = TypeVar("Answer")


class Asking:
    """Asks an application: what it answers is what the API answers, limits and errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app),  # type: ignore[arg-type]
            base_url="http://tally",
        )

    async def get(
        self, path: str, shape: type[Answer], query: Mapping[str, object] | None = None
    ) -> Answer:
        """The answer at a path; parameters that are ``None`` are left out.

        ``ToolError`` says what the API said was wrong, so that the assistant can ask otherwise.
        """
        given = {name: str(value) for name, value in (query or {}).items() if value is not None}
        response = await self._http.get(path, params=given)
        if not response.is_success:
            raise ToolError(msgspec.json.decode(response.content, type=Problem).detail)
        return msgspec.json.decode(response.content, type=shape)


def part(id: str) -> str:
    """An id as a part of a path: nothing in it leads elsewhere."""
    return quote(id, safe="")
