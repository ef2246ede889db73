"""The limit: what the server Tally runs on does where there is next to nothing to do.

``python -m benchmarks.rivals.limits PORT FILE`` answers every request with the bytes of a file;
with ``cursor DATABASE`` in place of the file it answers figures by a hand-written SQLite cursor
and msgspec, with no framework: no links, citation, format, tag, limit or check of what is asked.
"""

import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec
import uvicorn

_COLUMNS = """d.id, d.version, d.reported, d.bound, d.approximate, d.lower, d.upper, d.unit,
    d.as_printed, d.rounding, d.plausible_lower, d.plausible_upper, d.nationality, d.legal_status,
    d.inferred, d.part_of, d.voice, d.speaker_name, d.speaker_role, d.stated_on, d.via,
    d.confirmed_by, d.mentions, d.note, d.origin, d.destination, d.place, d.period_start,
    d.period_end, d.period_precision, d.coverage, d.per, d.since_event, d.movement, d.outlook"""
_CLAIMANT = "c.id, c.name, c.type"
_SOURCE = "s.id, s.kind, s.title, s.publisher, s.published_earliest, s.published_latest, s.url"
_FROM = f"""SELECT {_COLUMNS}, {_CLAIMANT}, {_SOURCE} FROM departure d
    LEFT JOIN claimant c ON c.id = d.claimant AND c.release_to = 2147483647
    JOIN source s ON s.id = d.source AND s.release_to = 2147483647
    WHERE d.release_to = 2147483647 AND """
_LIST = f"""{_FROM} d.origin = ? AND d.outlook = ?
    ORDER BY coalesce(d.period_end, '') DESC, d.id LIMIT 100"""
_AFTER = f"{_FROM} d.id > ? ORDER BY d.id LIMIT 500"
_ONE = f"{_FROM} d.id = ?"
_NAMES = [name.strip().split(".")[1] for name in _COLUMNS.split(",")]
_CLAIMANT_NAMES = [name.strip().split(".")[1] for name in _CLAIMANT.split(",")]
_SOURCE_NAMES = [name.strip().split(".")[1] for name in _SOURCE.split(",")]
_JSON = ("inferred", "via", "confirmed_by", "mentions")


def _figure(row: tuple[Any, ...]) -> dict[str, Any]:
    own, end = len(_NAMES), len(_NAMES) + len(_CLAIMANT_NAMES)
    figure = dict(zip(_NAMES, row[:own], strict=True))
    for name in _JSON:
        figure[name] = msgspec.Raw(figure[name].encode())
    figure["claimant"] = dict(zip(_CLAIMANT_NAMES, row[own:end], strict=True))
    figure["source"] = dict(zip(_SOURCE_NAMES, row[end:], strict=True))
    return figure


def constant(body: bytes) -> Any:
    """An application that answers every request with a body."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    rest = {"type": "http.response.body", "body": body}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(start)
        await send(rest)

    return app


def cursor(database: str) -> Any:
    """An application that asks SQLite and encodes what it says."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    encode = msgspec.json.Encoder().encode

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/" and not scope["query_string"]:
            await _stream(connection, send)
            return
        if scope["query_string"]:
            asked = parse_qs(scope["query_string"].decode())
            rows = connection.execute(_LIST, (asked["origin"][0], asked["outlook"][0]))
            body = encode({"data": [_figure(row) for row in rows]})
        else:
            row = connection.execute(_ONE, (scope["path"].rpartition("/")[2],)).fetchone()
            body = encode({"data": _figure(row)})
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def _stream(connection: sqlite3.Connection, send: Any) -> None:
    """Every departure as a line of JSON, as many at a time as Tally reads."""
    encode_lines = msgspec.json.Encoder().encode_lines
    headers = [(b"content-type", b"application/x-ndjson")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    after = ""
    while rows := connection.execute(_AFTER, (after,)).fetchall():
        lines = encode_lines([_figure(row) for row in rows])
        await send({"type": "http.response.body", "body": lines, "more_body": True})
        after = rows[-1][0]
    await send({"type": "http.response.body", "body": b""})


def main() -> None:
    """Serve one of them, as ``tally serve`` does."""
    port, what, *rest = sys.argv[1:]
    app = cursor(rest[0]) if what == "cursor" else constant(Path(what).read_bytes())
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
    )


if __name__ == "__main__":
    main()
