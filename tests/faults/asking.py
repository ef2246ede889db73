"""What do those get who ask all the time, while something goes wrong?"""

import hashlib
import http.client
import itertools
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """One request and what came of it; status 0 where no whole answer came."""

    path: str
    at: float
    seconds: float
    status: int
    headers: Mapping[str, str]
    digest: str
    failure: str = ""


class Askers:
    """Threads that ask, each over one connection, from when the block begins until it ends."""

    def __init__(
        self, address: str, paths: Iterable[str], *, threads: int = 2, pause: float = 0.0
    ) -> None:
        where = urlsplit(address)
        assert where.hostname is not None
        self._host, self._port = where.hostname, where.port
        self._paths = list(paths)
        self._pause = pause
        self._ending = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(number,)) for number in range(threads)
        ]
        self.answers: list[Answer] = []
        self.bodies: dict[tuple[str, str], bytes] = {}
        """By path and entity tag: the first body that came."""
        self.contradictions: list[tuple[str, str]] = []
        """Paths and tags that another body came under."""

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def failed(self, *allowed: int) -> list[Answer]:
        """Answers that are neither 200 nor of an allowed status."""
        return [a for a in self.answers if a.status not in (200, *allowed)]

    def _ask(self, number: int) -> None:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
        turns = itertools.cycle(self._paths[number:] + self._paths[:number])
        while not self._ending.is_set():
            self.answers.append(self._once(connection, next(turns)))
            if self._pause:
                self._ending.wait(self._pause)
        connection.close()

    def _once(self, connection: http.client.HTTPConnection, path: str) -> Answer:
        begun = time.monotonic()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return Answer(path, begun, time.monotonic() - begun, 0, {}, "", repr(error))
        headers = {name.lower(): value for name, value in response.getheaders()}
        known = (path, headers.get("etag", ""))
        if response.status == 200 and self.bodies.setdefault(known, body) != body:
            self.contradictions.append(known)
        digest = hashlib.sha256(body).hexdigest()
        return Answer(path, begun, time.monotonic() - begun, response.status, headers, digest)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all is not above; 0 where there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
