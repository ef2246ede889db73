"""Requests as bytes that two servers could read in two ways, and how to send them."""

import re
import socket
from urllib.parse import urlsplit

HOST = b"Host: 127.0.0.1\r\n"
_GET = b"GET /health/live HTTP/1.1\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
_END = b"0\r\n\r\n"

AMBIGUOUS = {
    "two hosts": _GET + HOST + b"Host: evil.example\r\n\r\n",
    "two hosts, the same": _GET + HOST + HOST + b"\r\n",
    "no host": _GET + b"\r\n",
    "bare CR": _GET + b"Host: 127.0.0.1\rX-One: 1\r\n\r\n",
    "length beside chunks": _GET + HOST + b"Content-Length: 5\r\n" + _CHUNKED + b"\r\n" + _END,
    "chunks beside length": _GET + HOST + _CHUNKED + b"Content-Length: 5\r\n\r\n" + _END,
    "two lengths": _GET + HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "list of lengths": _GET + HOST + b"Content-Length: 5, 6\r\n\r\nabcdef",
    "signed length": _GET + HOST + b"Content-Length: +5\r\n\r\nabcde",
    "negative length": _GET + HOST + b"Content-Length: -1\r\n\r\n",
    "hexadecimal length": _GET + HOST + b"Content-Length: 0x5\r\n\r\nabcde",
    "unknown coding": _GET + HOST + b"Transfer-Encoding: xchunked\r\n\r\n" + _END,
    "chunks, then not": _GET + HOST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + _END,
    "chunks twice": _GET + HOST + _CHUNKED + _CHUNKED + b"\r\n" + _END,
    "chunks before there were": b"GET / HTTP/1.0\r\n" + HOST + _CHUNKED + b"\r\n" + _END,
    "folded line": _GET + HOST + b"X-One: 1\r\n two\r\n\r\n",
    "folded line, tab": _GET + HOST + b"X-One: 1\r\n\ttwo\r\n\r\n",
    "folded first line": _GET + b" Host: 127.0.0.1\r\n\r\n",
    "space before colon": _GET + b"Host : 127.0.0.1\r\n\r\n",
    "length, space before colon": _GET + HOST + b"Content-Length : 5\r\n\r\nabcde",
    "NUL": _GET + HOST + b"X-One: a\0b\r\n\r\n",
    "chunk that is no number": _GET + HOST + _CHUNKED + b"\r\nzz\r\nab\r\n" + _END,
    "lower case": b"get /health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "no version": b"GET /health/live\r\n\r\n",
    "no version, but a host": b"GET /health/live\r\n" + HOST + b"\r\n",
    "no version, bare LF": b"GET /health/live\n" + HOST + b"\r\n",
    "version before there were": b"GET /health/live HTTP/0.9\r\n" + HOST + b"\r\n",
    "version of other framing": b"GET /health/live HTTP/2.0\r\n" + HOST + b"\r\n",
    "another protocol": b"GET /health/live ICE/1.0\r\n" + HOST + b"\r\n",
}
"""What is nowhere answered but by a refusal."""

BARE_LINE_ENDS = {
    "bare LF": b"GET /health/live HTTP/1.1\nHost: 127.0.0.1\n\n",
    "bare LF after a header": _GET + b"Host: 127.0.0.1\nX-One: 1\r\n\r\n",
    "bare LF before the end": _GET + HOST + b"\n",
}
"""What a recipient may take for line ends (RFC 9112 section 2.2). Tally's own server does not."""


def exchange(address: str, *parts: bytes, most: int = 1, seconds: float = 30.0) -> bytes:
    """All that is answered until the other side closes; the last part is sent ``most`` times.

    Sending ends when the other side will not have more.
    """
    at = urlsplit(address)
    with socket.create_connection((at.hostname or "", at.port or 80), seconds) as connection:
        got = b""
        try:
            for part in (*parts[:-1], *(parts[-1:] * most)):
                connection.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # what was said before is read below
        else:
            assert most == 1, "all of it was taken"
        try:
            while part := connection.recv(65_536):
                got += part
        except ConnectionResetError:
            pass  # of what was still being sent
        return got


def statuses(answer: bytes) -> list[int]:
    """The status of each answer there is."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]
