"""Every figure of a release line by line: what the lists say, sent as it is read."""

import json
from contextlib import closing
from typing import Any

import msgspec
import pytest

from api.errors import Unavailable
from api.queries import figures
from api.routes import bulk_tables
from api.routes.bulk_tables import edition_of, lines_of
from api.service import service_of
from api.settings import Settings
from models import FIGURE_TABLES
from seeds.database import newest_schema
from tests.conftest import Client, client_of

FIRST, SECOND = "/v1/releases/1/figures.ndjson", "/v1/releases/2/figures.ndjson"


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("at_once", [1, 7, 500])
def test_it_says_what_the_lists_say(
    rich: Client, monkeypatch: pytest.MonkeyPatch, number: int, at_once: int
) -> None:
    """Kind by kind and by id, whatever number is read at once."""
    monkeypatch.setattr(bulk_tables, "_AT_ONCE", at_once)
    lines = rich.get(f"/v1/releases/{number}/figures.ndjson").text.splitlines()
    listed = rich.data(f"/v1/figures?as_of_release={number}&limit=1000&sort=id")
    kinds = list(FIGURE_TABLES)
    assert [json.loads(line) for line in lines] == sorted(
        listed, key=lambda figure: kinds.index(figure["kind"])
    )


def test_answers(rich: Client) -> None:
    """It may be kept for good; who has it is told so; HEAD has no body; nothing else is asked."""
    whole = rich.get(SECOND)
    assert whole.headers["content-type"] == "application/x-ndjson"
    assert whole.headers["cache-control"] == "public, max-age=31536000, immutable"
    tag = whole.headers["etag"]
    assert tag != rich.get(FIRST).headers["etag"]
    assert (
        tag
        != client_of(rich.database_url, public_url="https://tally.example")
        .get(SECOND)
        .headers["etag"]
    )
    same = rich.get(SECOND, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    head = rich.request("HEAD", SECOND)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    statuses = {
        f"{SECOND}?limit=1": 400,
        "/v1/releases/3/figures.ndjson": 404,
        "/v1/releases/01/figures.ndjson": 404,
    }
    assert {address: rich.get(address).status_code for address in statuses} == statuses
    refused = rich.get(SECOND, headers={"accept": "text/csv"})
    assert refused.status_code == 406
    assert "application/x-ndjson" in refused.json()["detail"]


def test_it_is_sent_as_it_is_read(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read first is sent before the rest is asked for."""
    monkeypatch.setattr(bulk_tables, "_AT_ONCE", 3)
    app = client_of(rich.database_url).app
    usual = figures.figures_after
    sent, read = [0], []

    def noted(*arguments: Any) -> Any:
        read.append(sent[0])
        return usual(*arguments)

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        async def count(message: Any) -> None:
            sent[0] += 1
            await send(message)

        await app(scope, receive, count)

    monkeypatch.setattr(bulk_tables, "figures_after", noted)
    body = Client(counting, rich.database_url).get(SECOND).content
    assert body.count(b"\n") == len(rich.data("/v1/figures?limit=1000"))
    assert read[0] <= 1
    assert read[-1] > len(read) // 2


def test_another_database_ends_it(rich: Client) -> None:
    """When the release is no longer what it was at the beginning, nothing of the other is sent."""
    settings = Settings(database_url=rich.database_url, query_seconds=30.0)
    with closing(service_of(settings, newest_schema())) as service:
        edition = service.database.ask(
            lambda connection: edition_of(connection, service.snapshots.at(connection, 1))
        )
        assert next(lines_of(service, edition))
        other = msgspec.structs.replace(edition, checksum="of another")
        with pytest.raises(Unavailable, match="replaced"):
            next(lines_of(service, other))
