"""What is refused of a connection before there is a request: bytes that can be read in two ways.

The parser (llhttp, strict) refuses bare line ends, folded headers, and a length beside chunks.
What it lets pass is refused here: other versions of HTTP or none, several hosts or none, chunks in
HTTP/1.0, and heads and bodies without an end.
"""

from typing import Any

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.edge import ALWAYS

_MOST_UNREAD = 64 * 1024
"""Bytes of a head, or of a body, which nothing here is asked with, before a connection is closed.

What arrives together counts as one: a system reads up to 256 KiB at once.
"""
_TITLES = {400: "Bad request", 413: "Content too large", 431: "Headers too large"}


class Wire(HttpToolsProtocol):
    """Uvicorn's protocol, stricter."""

    _unread = 0

    def data_received(self, data: bytes) -> None:
        """Read on, as far as what is read has an end in sight."""
        self._unread += len(data)
        super().data_received(data)
        if self._unread > _MOST_UNREAD and not self.transport.is_closing():
            in_head = "method" not in self.scope
            self._refuse(431 if in_head else 413, "it has no end in sight")

    def on_headers_complete(self) -> None:
        """Begin to answer, if there is but one way to read the head."""
        self._unread = 0
        version = self.parser.get_http_version()
        if version not in ("1.0", "1.1"):  # without one, the parser takes a bare LF for its end
            raise ValueError("a request is of HTTP/1.0 or 1.1")
        names = [name for name, _ in self.headers]
        hosts = names.count(b"host")
        if hosts > 1 or (hosts == 0 and version == "1.1"):
            raise ValueError("a request names one host")
        if version == "1.0" and b"transfer-encoding" in names:
            raise ValueError("HTTP/1.0 has no chunks")
        super().on_headers_complete()

    def _unsupported_upgrade_warning(self) -> None:
        """None: curl and Java ask for another protocol as a habit, and are answered in this one."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser cannot read, or what is refused above."""
        self._refuse(400, "it cannot be read as one HTTP request")

    def _refuse(self, status: int, detail: str) -> None:
        """Say so, unless an answer is on its way, and close the connection."""
        cycle = self.cycle
        busy = cycle is not None and not cycle.response_complete
        if not (busy and cycle.response_started):
            if busy:
                cycle.disconnected = True  # what it would still send has no connection
                cycle.message_event.set()
            self.transport.write(_answer(status, detail))
        self.transport.close()


def _answer(status: int, detail: str) -> bytes:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES[status],
        "status": status,
        "detail": detail,
    }
    body = msgspec.json.encode(problem)
    headers = {
        **ALWAYS,
        b"content-type": b"application/problem+json",
        b"content-length": str(len(body)).encode(),
        b"cache-control": b"no-store",
        b"connection": b"close",
    }
    lines = [name + b": " + value + b"\r\n" for name, value in headers.items()]
    return b"".join([STATUS_LINE[status], *lines, b"\r\n", body])
