"""How a test asks an ASGI application and sees exactly what it sends, coded as it is."""

import asyncio
from typing import Any
from urllib.parse import unquote

import msgspec


class Sent(msgspec.Struct, frozen=True):
    """What was sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    def without(self, *names: str) -> dict[str, str]:
        """Its headers but for some."""
        return {name: value for name, value in self.headers.items() if name not in names}


async def send_to(app: Any, address: str, method: str = "GET", **headers: str) -> Sent:
    """One request, of an address as it would stand in a request line."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"tally")]
        + [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": None,
        "server": None,
        "state": {},
        "extensions": {},
    }
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start, *bodies = messages
    names = [name for name, _ in start["headers"]]
    assert len(names) == len(set(names)), "no header is sent twice"
    return Sent(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(body["body"] for body in bodies),
    )


def ask(app: Any, address: str, method: str = "GET", **headers: str) -> Sent:
    """The same, where nothing else is going on."""
    return asyncio.run(send_to(app, address, method, **headers))
