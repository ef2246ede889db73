"""The commands that serve: people and programs, and assistants."""

import gc
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import msgspec
import uvicorn
from uvicorn.config import LOGGING_CONFIG
from uvicorn.supervisors import Multiprocess

from api import log
from api.app import create_app
from api.errors import SettingError, TallyError
from api.metrics import FOLDER
from api.service import Service, service_of
from api.settings import PREFIX, Settings, read_settings
from models import SCHEMA

_SECONDS_TO_ANSWER = 10
_SECONDS_TO_END = 13
"""From when a server is told to end: until requests are cut off, and until the process is gone."""

_LOOPBACK = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # for "every address"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the API, the reference and the page at the root."""
    unset = not os.environ.get(PREFIX + "PUBLIC_URL")
    given = {"public_url": own_address(host, port)} if unset else {}
    settings = read_settings(os.environ, **given)
    if settings.log:
        log.begin()
    # what is wrong is said here, once, before any worker starts
    app = _application(_service(settings))
    config = uvicorn.Config(
        # one worker is this process; others each make an application of their own
        (lambda: _ending_in_time(app)) if workers == 1 else "api.cli.serving:application",
        factory=True,
        http="api.protocol:StoreProtocol",  # by name, so that a worker need not import it at once
        ws="none",
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        log_config=None if settings.log else LOGGING_CONFIG,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_ANSWER,
        # to import the program takes seconds where processors are busy: a worker that is ended for
        # that only begins anew. A dead one is seen at once all the same
        timeout_worker_healthcheck=30,
    )
    listener = _listen(host, port)
    _end_when_asked()
    base = settings.base_url
    click.echo(f"Tally is at {base}/\n  API        {base}/v1/figures\n  reference  {base}/docs")
    os.environ[PREFIX + "PUBLIC_URL"] = settings.public_url  # workers read it anew
    if workers > 1:
        with _shared_by_workers(settings):
            Multiprocess(config, sockets=[listener]).run()
    else:
        uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _shared_by_workers(settings: Settings) -> Iterator[None]:
    """A folder that workers count requests in, where they are counted; it ends with them."""
    if not settings.metrics:
        yield
        return
    try:
        folder = tempfile.TemporaryDirectory(prefix="tally-metrics-")
    except OSError as error:
        cause = f"{tempfile.gettempdir()}: {error.strerror}"
        raise SettingError(f"TALLY_METRICS with several workers needs a folder: {cause}") from error
    with folder as path:
        os.environ[FOLDER] = path
        yield


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve streamable HTTP at /mcp instead of stdio.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
def serve_assistants(http: bool, host: str, port: int) -> None:
    """Serve assistants: tools that find figures, compare claims and cite, by the Model Context
    Protocol.

    They only read, and give every figure with its qualifier, claimant and source. Needs
    `pip install 'tally[mcp]'`.
    """
    try:
        from api.assistants.server import server_of  # an extra, and slow to import
    except ModuleNotFoundError as error:
        missing = (error.name or "mcp").partition(".")[0]
        raise SettingError(f"mcp needs {missing}: pip install 'tally[mcp]'") from error
    settings = read_settings(os.environ)
    # it is asked within this process, under no name
    app = _application(_service(msgspec.structs.replace(settings, hosts="")))
    server = server_of(app)
    for library in ("mcp", "httpx2"):  # what is asked for is nobody else's business
        logging.getLogger(library).setLevel(logging.WARNING)
    if http:
        listener = _listen(host, port)
        _end_when_asked()
        click.echo(f"Tally for assistants is at {own_address(host, port)}/mcp")
        config = uvicorn.Config(
            server.streamable_http_app(host=host, stateless_http=True, json_response=True),
            http="api.wire:Wire",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
        uvicorn.Server(config).run(sockets=[listener])
    else:
        server.run()


def _end_when_asked() -> None:
    """With code 0: uvicorn raises the signal again when it has ended."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda _signal, _frame: sys.exit(0))


def own_address(host: str, port: int) -> str:
    """The address a server that listens there is reached at from its own machine."""
    host = _LOOPBACK.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def application() -> Any:
    """The ASGI application, from the environment: what a server process starts with."""
    settings = read_settings(os.environ)
    if settings.log:
        log.begin()
    return _ending_in_time(_application(service_of(settings, SCHEMA)))


def _ending_in_time(app: Any) -> Any:
    """The same application, in a process that ends some seconds after it is told to.

    uvicorn gives requests ``_SECONDS_TO_ANSWER`` and cuts them off then, but a thread that waits
    for the database cannot be, and Python waits for it. By now uvicorn's handlers are in place.
    """
    for ending in (signal.SIGINT, signal.SIGTERM):
        told = signal.getsignal(ending)
        assert callable(told)

        def end(number: int, frame: Any, told: Any = told) -> None:
            at_last = threading.Timer(_SECONDS_TO_END, os._exit, (0,))
            at_last.daemon = True
            at_last.start()
            told(number, frame)

        signal.signal(ending, end)
    return app


def _application(service: Service) -> Any:
    app = create_app(service)
    gc.freeze()  # what is here now stays: looking through it for garbage would be most of that work
    return app


def _service(settings: Settings) -> Service:
    """What settings describe; ``SettingError`` where no release is there to answer from."""
    service = service_of(settings, SCHEMA)
    try:
        service.database.ask(service.snapshots.newest)
    except TallyError as error:
        service.close()
        raise SettingError(error.detail) from error
    return service


def _listen(host: str, port: int) -> socket.socket:
    """A socket that connections already wait at, until there is a process to answer them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family=family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, UnicodeError, TypeError) as error:  # the latter of what can be no name
        listener.close()
        cause = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen on {host}:{port}: {cause}") from error
    listener.set_inheritable(True)
    return listener
