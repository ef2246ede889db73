"""nginx in front of two hosts of Tally, as ``deploy/`` sets them up, on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

DEPLOY = Path(__file__).parents[2] / "deploy"
_SECONDS = 60.0

_NGINX = """\
{user}
daemon off;
worker_processes 1;
error_log stderr warn;
pid nginx.pid;
events {{ worker_connections 512; }}
http {{
    include {deploy}/nginx/http.conf;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    proxy_cache_path cache keys_zone=tally:1m inactive=1d use_temp_path=off;
    upstream tally {{
        {servers}
        keepalive 8;
    }}
    server {{
        listen 127.0.0.1:{port};
        include {deploy}/nginx/server.conf;
    }}
}}
"""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until an address answers, whatever it says."""
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(log.read_text()) from error
            time.sleep(0.05)


@contextmanager
def running(command: list[str], log: Path, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has ended when the block has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALLY_")}
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=kept | settings, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_SECONDS)


@contextmanager
def app(database_url: str, public_url: str, port: int, log: Path) -> Iterator[None]:
    """``tally serve`` on a port."""
    command = [str(Path(sys.executable).with_name("tally")), "serve", "--port", str(port)]
    settings = {"TALLY_DATABASE_URL": database_url, "TALLY_PUBLIC_URL": public_url}
    with running(command, log, TALLY_QUERY_SECONDS="30", **settings) as process:
        wait_for(f"http://127.0.0.1:{port}/health/live", process, log)
        yield


@contextmanager
def nginx(folder: Path, port: int, apps: list[int]) -> Iterator[None]:
    """The real nginx with the rules of ``deploy/nginx``, in front of these ports."""
    servers = [f"server 127.0.0.1:{one} max_fails=1 fail_timeout=1s;" for one in apps]
    configured = folder / "nginx.conf"
    user = "user root root;" if os.getuid() == 0 else ""  # or it could not write in the folder
    configured.write_text(
        _NGINX.format(user=user, deploy=DEPLOY, servers=" ".join(servers), port=port)
    )
    log = folder / "nginx.log"
    with running(["nginx", "-p", str(folder), "-c", str(configured)], log) as process:
        wait_for(f"http://127.0.0.1:{port}/metrics", process, log)
        yield
