"""Is a request addressed to a name that this service has? Asked where ``TALLY_HOSTS`` names some.

No answer is made from ``Host``; the check keeps a service from being served under a foreign name.
"""

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from api.edge import refuse
from api.errors import WrongHost
from api.settings import Settings

_PLAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_OWN_MACHINE = ("127.0.0.1", "localhost", "[::1]")
"""What health checks of the same machine ask by: no other can be led here by these names."""


class Hosts:
    """Lets through what asks by a name of this service, and refuses all else as a problem."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        names = [name.strip().lower() for name in settings.hosts.split(",")]
        self._app = app
        self._settings = settings
        self._names = {*names, *_OWN_MACHINE}
        self._ends = tuple(name.removeprefix("*") for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan through."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) == 1 and self.has(given[0].decode("latin-1")):
            await self._app(scope, receive, send)
        else:
            await refuse(
                WrongHost("`Host` is no name of this service"), scope, send, self._settings
            )

    def has(self, host: str) -> bool:
        """Whether a ``Host`` is a name of this service, on whatever port."""
        name, colon, port = host.lower().rpartition(":")
        if not colon or port.endswith("]"):  # an IPv6 address has colons of its own
            name = host.lower()
        elif not port.isascii() or not port.isdigit():
            return False
        return name in self._names or (name.endswith(self._ends) and bool(_PLAIN.fullmatch(name)))
