"""How is what happens written down? As a line of JSON each, with the id of the request it is of."""

import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that is being answered."""

_requests = logging.getLogger("tally.requests")
_FIELDS = "fields"


def requested(**fields: object) -> None:
    """One line for a request that was answered."""
    _requests.info("request", extra={_FIELDS: fields})


class JsonLines(logging.Formatter):
    """A record as one line of JSON: instant, level, logger, message, and what goes with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (id := REQUEST_ID.get()) is not None:
            line["request_id"] = id
        line |= getattr(record, _FIELDS, {})
        if record.exc_info:
            line["fault"] = "".join(traceback.format_exception(*record.exc_info))
        return msgspec.json.encode(line).decode()


def begin() -> None:
    """Write all that is logged in this process to standard error, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    _requests.setLevel(logging.INFO)
