"""nginx in front of hosts of Tally, as ``deploy/`` sets it up, on loopback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import running, wait_for

DEPLOY = Path(__file__).parents[2] / "deploy"

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
    command = ["nginx", "-p", str(folder), "-c", str(configured)]
    with running(command, log) as process:
        wait_for(f"http://127.0.0.1:{port}/metrics", process, log)
        yield
