"""How does an answer that is kept leave, before anything is started for it?

Uvicorn begins a task for each request, and checks and writes each header of each answer. What the
store keeps needs neither: it is handed over as bytes when the request has been read. Everything
else goes Uvicorn's own way. See ``docs/decisions/0013-answers-are-kept-in-front-of-the-router.md``.
"""

from typing import Any

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.store.layer import Store
from api.wire import Wire


class StoreProtocol(Wire):
    """Uvicorn's protocol, which asks the store before the application.

    It relies on how Uvicorn keeps the state of a request, which its exact version in the lock and
    ``tests/api/test_protocol.py`` hold in place.
    """

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        # what waits behind this one would be answered within it, each within the one before
        if isinstance(app, Store) and not self.pipeline and not cycle.flow.write_paused:
            whole = app.at_once(cycle.scope)  # type: ignore[arg-type]
            if whole is not None:
                _send(cycle, *whole)
                return
        super()._start_asgi_task(cycle, app)


def _send(cycle: RequestResponseCycle, head: bytes, body: bytes) -> None:
    """What ``cycle.send`` does with an answer in two messages."""
    if cycle.disconnected:
        return
    parts = [head]
    for name, value in cycle.default_headers:
        parts += (name, b": ", value, b"\r\n")
    if not cycle.keep_alive:
        parts.append(b"connection: close\r\n")
    parts += (b"\r\n", body)
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    cycle.transport.write(b"".join(parts))
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
