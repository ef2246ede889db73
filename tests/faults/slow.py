"""Fault: clients that are slow, or only there, in front of the real nginx."""

import http.client
import resource
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from seeds.fixtures import read_fixtures
from tests.conftest import FIXTURES, seed
from tests.deploy.hosts import DEPLOY
from tests.faults.asking import percentile
from tests.faults.findings import Finding
from tests.faults.forking import Unable
from tests.faults.processes import serving
from tests.faults.scale import Scale
from tests.faults.site import Site
from tests.serving import free_port, running, wait_for

_CUT_OFF = 10.0
_SLACK = 2.0
"""Seconds that a busy machine may take to do what is due."""
_GIVEN_UP = 40.0


@contextmanager
def proxy(folder: Path, app: int) -> Iterator[int]:
    """nginx as `deploy/nginx` has it, in front of one host; its port."""
    if shutil.which("nginx") is None:
        raise Unable("install nginx (Debian: nginx-light)")
    port = free_port()
    shutil.copytree(DEPLOY / "nginx", folder / "nginx")
    main = folder / "nginx" / "nginx.conf"
    text = main.read_text()
    for ours, here in (
        ("server app1:8000", f"server 127.0.0.1:{app}"),
        ("        server app2:8000 max_fails=1 fail_timeout=2s;\n", ""),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("/var/cache/nginx/tally", str(folder / "cache")),
        ("/tmp/nginx.pid", str(folder / "nginx.pid")),
        ("access_log /dev/stdout tally", "access_log off"),
        ("/dev/stderr", "stderr"),
    ):
        assert text.count(ours) == 1, ours
        text = text.replace(ours, here)
    user = "user root root;\n" if subprocess.getoutput("id -u") == "0" else ""
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(user + "daemon off;\n" + text.replace("http {\n", f"http {{\n{paths}", 1))
    log = folder / "nginx.log"
    with running(["nginx", "-p", str(folder), "-c", str(main)], log) as process:
        wait_for(f"http://127.0.0.1:{port}/metrics", process, log)
        yield port


def slow_clients(site: Site, scale: Scale) -> Iterator[Finding]:
    """Idle connections beside new requests; and headers and bodies that come byte by byte."""
    url, folder = site.database("SQLite"), site.folder()
    seed(url, read_fixtures(FIXTURES))
    with serving(url, folder) as server, proxy(folder, server.port) as port:
        yield from _idle(port, scale)
        if scale.slow_clients:
            yield from _slow(port, scale)


def _idle(port: int, scale: Scale) -> Iterator[Finding]:
    wanted = 2 * scale.idle_connections + 1024
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    with ExitStack() as stack:
        idle = []
        for number in range(scale.idle_connections):
            # of many clients, each within the limits
            source = (f"127.0.{1 + number % 200}.1", 0)
            given = socket.create_connection(("127.0.0.1", port), 10, source)
            idle.append(stack.enter_context(given))
            if number % 2:
                given.sendall(b"GET / HTTP/1.1\r\n")
        seconds, failed = _ask_anew(port, scale.fresh_requests)
        still = sum(not _is_closed(one) for one in idle)
    yield Finding(
        fault=f"{scale.idle_connections:,} idle connections, through nginx",
        demanded="new requests are answered",
        found=f"{len(seconds):,} asked, {failed} failed, {still:,} connections still idle then",
        met=failed == 0 and len(seconds) > 0,
    )
    slowest = percentile(seconds, 0.99) * 1000
    yield Finding(
        fault=f"{scale.idle_connections:,} idle connections, through nginx",
        demanded="a new request's p99 under 100 ms",
        found=f"p50 {percentile(seconds, 0.5) * 1000:.0f} ms, p99 {slowest:.0f} ms",
        met=slowest < 100,
        timed=True,
    )


def _ask_anew(port: int, most: int) -> tuple[list[float], int]:
    """Seconds of requests on connections of their own, and how many failed; 8 s at most."""
    seconds, failed, begun = [], 0, time.monotonic()
    for number in range(most):
        if time.monotonic() - begun > 8:
            break
        at = time.monotonic()
        source = (f"127.1.{number % 50}.1", 0)
        connection = http.client.HTTPConnection("127.0.0.1", port, 10, source_address=source)
        try:
            connection.request("GET", "/v1/figures/left-pakistan-april-2025")
            response = connection.getresponse()
            response.read()
            failed += response.status != 200
        except (OSError, http.client.HTTPException):
            failed += 1
        connection.close()
        seconds.append(time.monotonic() - at)
    return seconds, failed


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


HEADERS = b"GET /v1/figures HTTP/1.1\r\nHost: tally\r\nX-Slow: "
BODIES = {
    "a POST": b"POST /v1/figures HTTP/1.1\r\nHost: tally\r\nContent-Length: 900\r\n\r\n",
    "a GET": b"GET /v1/figures HTTP/1.1\r\nHost: tally\r\nContent-Length: 900\r\n\r\n",
    "a chunked POST": b"POST /v1/figures HTTP/1.1\r\nHost: tally\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n384\r\n",
}


def _slow(port: int, scale: Scale) -> Iterator[Finding]:
    for what, begin in {
        "headers": HEADERS,
        **{f"body of {k}": v for k, v in BODIES.items()},
    }.items():
        lasted = _trickle(port, begin, scale.slow_clients)
        yield Finding(
            fault=f"slow {what}, a byte a second, through nginx",
            demanded="cut off after 10 s",
            found=f"{len(lasted)} of {scale.slow_clients} ended, at most {max(lasted):.1f} s",
            met=max(lasted) < _CUT_OFF + _SLACK and len(lasted) == scale.slow_clients,
            timed=True,
        )


def _trickle(port: int, begin: bytes, clients: int) -> list[float]:
    """How long each connection was held that sends a beginning, then a byte a second."""
    lasted: list[float] = []

    def hold(number: int) -> None:
        source = (f"127.2.{number % 50}.1", 0)
        at = time.monotonic()
        with socket.create_connection(("127.0.0.1", port), 10, source) as connection:
            try:
                connection.sendall(begin)
                while time.monotonic() - at < _GIVEN_UP and not _ended(connection):
                    connection.sendall(b"a")
            except OSError:
                pass  # cut off while sending
            lasted.append(time.monotonic() - at)

    _together(hold, clients)
    return lasted


def _ended(connection: socket.socket) -> bool:
    """Whether the other side closes within a second; an answer before that is passed over."""
    connection.settimeout(1.0)
    try:
        while connection.recv(4096):
            pass
    except TimeoutError:
        return False
    return True


def _together(what: Callable[[int], None], times: int) -> None:
    threads = [threading.Thread(target=what, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
