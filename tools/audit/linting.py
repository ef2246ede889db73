"""What has httplint to say of every kind of answer? Runs in `.venv/audit`: `linting.py ADDRESS`.

Prints each note that is a warning or worse, with the answers it is of, and exits 1 if there is one
that ``EXPLAINED`` does not name.
"""

import sys
import time
from collections import defaultdict
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from httplint import HttpRequestLinter, HttpResponseLinter, levels

FIGURE = "left-pakistan-april-2025"
EXPLAINED = {
    "STORE_PUBLIC_UNNECESSARY": "said on purpose: what is public is public to every cache",
    "STATUS_BAD_REQUEST": "asked wrongly on purpose",
    "STATUS_URI_TOO_LONG": "asked wrongly on purpose",
}
"""Notes that stay, and why."""

Asked = tuple[str, str, dict[str, str]]
"""Method, path, headers."""


def kinds(first: Any) -> list[Asked]:
    """One request of each kind; ``first`` asks the server for what some of them need to know."""
    list_path, page = "/v1/figures?limit=2", "/"
    comparison = first("/v1/comparisons?limit=1")["data"][0]["id"]
    source = first("/v1/sources?limit=1")["data"][0]["id"]
    plain: list[Asked] = [
        ("GET", path, {})
        for path in (
            list_path,
            "/v1/figures.csv",
            "/v1/figures.ndjson",
            "/v1/departures/series.jsonstat?unit=persons",
            f"/v1/figures/{FIGURE}",
            f"/v1/figures/{FIGURE}?as_of_release=1",
            f"/v1/figures/{FIGURE}/history",
            f"/v1/figures/{FIGURE}/citation?style=html",
            f"/v1/comparisons/{comparison}",
            "/v1/reconciliations",
            "/v1/coverage",
            "/v1/releases/1/tally.zip",
            f"/figures/{FIGURE}",
            f"/comparisons/{comparison}",
            f"/sources/{source}",
            "/series/departures",
            "/timeline",
            page,
            "/docs",
            "/docs/method",
            "/docs/scalar.js",
            "/static/site.css",
            "/static/site.js",
            "/openapi.json",
            "/embed.js",
            f"/embed/figures/{FIGURE}",
            f"/embed/figures/{FIGURE}.svg",
            f"/embed/figures/{FIGURE}.png",
            f"/embed/comparisons/{comparison}/latest",
            "/embed/timeline.svg",
            "/embed/series/departures?origin=PAK",
            f"/oembed?url={{public}}/figures/{FIGURE}",
            f"/oembed?format=xml&url={{public}}/figures/{FIGURE}",
            "/health/live",
            "/health/ready",
            "/metrics",
            # errors
            "/v1/figures?nonsense=1",
            "/v1/figures/no-such-figure",
            "/v1/nothing",
            "/v1/figures?q=" + "a" * 9_000,
            "/embed/figures/no-such-figure",
            "/embed/figures/no-such-figure.svg",
            "/oembed?url=https://example.org/",
            "/oembed?format=yaml&url=https://example.org/",
        )
    ]
    squeezed = [
        ("GET", path, {"Accept-Encoding": coding})
        for path in (list_path, page, "/openapi.json", "/docs/method", f"/embed/figures/{FIGURE}")
        for coding in ("gzip", "br")  # zstd httplint cannot read, and takes for text that is none
    ]
    known = [
        (method, path, {"If-None-Match": "*"})
        for path in (list_path, page, "/static/site.css", f"/embed/figures/{FIGURE}.svg")
        for method in ("GET", "HEAD")
    ]
    origin = {"Origin": "https://example.org"}
    zip_path = "/v1/releases/1/tally.zip"
    others: list[Asked] = [
        ("HEAD", list_path, {}),
        ("HEAD", page, {}),
        ("HEAD", "/v1/nothing", {}),
        ("HEAD", zip_path, {}),
        ("OPTIONS", "/v1/figures", {}),
        ("OPTIONS", "/v1/figures", origin | {"Access-Control-Request-Method": "GET"}),
        ("GET", list_path, origin),
        ("POST", "/v1/figures", {}),
        ("GET", list_path, {"Accept": "image/png"}),
        ("GET", "/nothing", {"Accept": "text/html"}),
        ("GET", "/figures/no-such-figure", {"Accept": "text/html"}),
        ("GET", "/v1/figures", {"X-Large": "a" * 40_000}),
        ("GET", zip_path, {"Range": "bytes=0-99"}),
        ("GET", zip_path, {"Range": "bytes=999999999-"}),
    ]
    return [*plain, *squeezed, *known, *others]


class Site:
    """A server, asked over one connection each."""

    def __init__(self, address: str) -> None:
        self._at = urlsplit(address)

    def ask(self, asked: Asked) -> tuple[int, str, list[tuple[str, str]], bytes]:
        """Status, phrase, headers and body."""
        method, path, headers = asked
        connection = HTTPConnection(self._at.hostname or "", self._at.port, timeout=30)
        try:
            connection.request(method, path, headers={"User-Agent": "tally-audit", **headers})
            response = connection.getresponse()
            return response.status, response.reason, response.getheaders(), response.read()
        finally:
            connection.close()

    def lint(self, asked: Asked) -> tuple[int, list[Any]]:
        """The status of an answer, and the notes on it."""
        method, path, given = asked
        started = time.time()
        status, reason, headers, body = self.ask(asked)
        request = HttpRequestLinter(start_time=started)
        request.process_request_topline(
            method.encode(), f"http://{self._at.netloc}{path}".encode(), b"1.1"
        )
        request.process_headers([(n.encode(), v.encode()) for n, v in given.items()])
        request.finish_content(True)
        response = HttpResponseLinter(start_time=time.time(), no_content=method == "HEAD")
        request.response, response.request = response, request
        response.process_response_topline(b"1.1", str(status).encode(), reason.encode())
        response.process_headers([(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers])
        response.feed_content(body)
        response.finish_content(True)
        return status, list(response.notes)


def main(address: str) -> int:
    """How many notes are left that nothing explains."""
    import json

    site = Site(address)
    asked = kinds(lambda path: json.loads(site.ask(("GET", path, {}))[3]))
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for method, path, headers in asked:
        path = path.replace("{public}", address)
        status, notes = site.lint((method, path, headers))
        for note in notes:
            if note.level in (levels.WARN, levels.BAD):
                where = f"{method} {path[:60]} {' '.join(headers)[:40]} -> {status}"
                found[note.level.name, type(note).__name__, note.summary].append(where)
    for (level, name, summary), wheres in sorted(found.items()):
        explained = EXPLAINED.get(name)
        print(f"{level} {name}: {summary} ({len(wheres)} answers)")
        print(f"  explained: {explained}" if explained else "  " + "\n  ".join(wheres[:8]))
    unexplained = [name for _, name, _ in found if name not in EXPLAINED]
    print(f"httplint: {len(asked)} answers, {len(unexplained)} warnings that nothing explains")
    return len(unexplained)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1])))
