"""Real servers tell of what they answer: each worker in the same log, and for all in numbers."""

import json
import re
import time
import urllib.request
from pathlib import Path

from seeds.fixtures import Fixtures
from tests.conftest import seed
from tests.contract.wire import HOST, exchange, statuses
from tests.serving import serving


def get(address: str, **headers: str) -> str:
    """The body of an answer, from a connection of its own."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as response:
        text: str = response.read().decode()
        return text


def test_workers(tmp_path: Path, fixtures: Fixtures) -> None:
    """Whichever worker is asked, it counts what all answered; their folder goes when they do."""
    url = f"sqlite:///{tmp_path}/tally.db"
    seed(url, fixtures)
    shared = tmp_path / "shared"
    shared.mkdir()
    settings = {"TALLY_METRICS": "1", "TALLY_LOG": "1", "TMPDIR": str(shared)}
    log = tmp_path / "log"
    with serving(url, log, "--workers", "2", **settings) as address:
        for number in range(20):
            get(
                f"{address}/v1/figures?limit={number + 1}&claimant=someone",
                **{"X-Request-ID": "a" * 16},
            )
        pattern = r'tally_requests_total{address="/v1/figures",method="GET",status="200"} (\S+)'
        deadline = time.monotonic() + 30  # what was answered is counted just after it was sent
        while (counted := re.findall(pattern, get(f"{address}/metrics"))) != ["20.0"]:
            assert time.monotonic() < deadline, counted
        assert [re.findall(pattern, get(f"{address}/metrics")) for _ in range(6)] == [counted] * 6
        assert len(list(shared.iterdir())) == 1
    assert list(shared.iterdir()) == []
    said = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    asked = [line for line in said if line.get("address") == "/v1/figures"]
    assert len(asked) == 20
    assert {line["request_id"] for line in asked} == {"a" * 16}
    assert "someone" not in log.read_text()


def test_one_worker(tmp_path: Path, fixtures: Fixtures) -> None:
    """One worker needs no folder, and tells of its process too."""
    url = f"sqlite:///{tmp_path}/tally.db"
    seed(url, fixtures)
    with serving(url, tmp_path / "log", TALLY_METRICS="1", TMPDIR="/nowhere") as address:
        told = get(f"{address}/metrics")
    assert "tally_requests" in told
    assert "process_resident_memory_bytes" in told


def test_an_upgrade_is_not_offered(tmp_path: Path, fixtures: Fixtures) -> None:
    """Who asks for another protocol is answered in this one, as some clients always ask first."""
    url = f"sqlite:///{tmp_path}/tally.db"
    seed(url, fixtures)
    log = tmp_path / "log"
    with serving(url, log) as address:
        before = log.read_text()
        for protocol in (b"h2c", b"websocket"):
            asked = b"Connection: Upgrade, close\r\nUpgrade: " + protocol + b"\r\n\r\n"
            head = b"GET /v1/figures?limit=1 HTTP/1.1\r\n" + HOST
            assert statuses(exchange(address, head + asked)) == [200]
        assert log.read_text() == before
