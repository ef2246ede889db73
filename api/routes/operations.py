"""Operations: is the process alive, can it answer, what does it measure? Not in the reference."""

import msgspec
from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Connection

from api.caching import UNKEPT
from api.errors import NotFound
from api.metrics import exposition
from api.routes.answering import Serving

_UNKEPT = {"cache-control": UNKEPT}


@get("/health/live")
async def get_live() -> Response[bytes]:
    """200 as long as the process answers."""
    return Response(b'{"status":"live"}', media_type="application/json", headers=_UNKEPT)


@get("/health/ready")
async def get_ready(service: Serving) -> Response[bytes]:
    """200 with the release that is served; 503 while the data cannot be reached."""

    def ask(connection: Connection) -> int:
        return service.snapshots.at(connection, None).release

    release = await service.database.read(ask)
    body = msgspec.json.encode({"status": "ready", "release": release})
    return Response(body, media_type="application/json", headers=_UNKEPT)


@get("/metrics", sync_to_thread=True)  # it may read a file for each worker
def get_metrics(service: Serving) -> Response[bytes]:
    """Prometheus text format, where the setting allows it."""
    if not service.settings.metrics:
        raise NotFound("nothing has this address")
    media_type, _, _ = CONTENT_TYPE_LATEST.rpartition("; charset=")  # which is added to any text
    return Response(exposition(), media_type=media_type, headers=_UNKEPT)
