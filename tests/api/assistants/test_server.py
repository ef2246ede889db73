"""Assistants, through the client of the protocol's own SDK, over both transports."""

import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from api.app import create_app
from api.assistants.claims import OUTLET
from api.assistants.server import MOST_COMPARISONS, MOST_FIGURES, server_of
from api.service import service_of
from api.settings import Settings
from seeds.database import newest_schema
from seeds.fixtures import Fixtures
from tests.conftest import Client as ApiClient
from tests.conftest import client_of, seed
from tests.contract.wire import AMBIGUOUS, BARE_LINE_ENDS, exchange, statuses
from tests.serving import TALLY, environment, free_port

FIGURE = "left-pakistan-april-2025"
Connect = Callable[[str, Path], AbstractAsyncContextManager[Client]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, fixtures: Fixtures) -> str:
    """A database of the five articles."""
    url = f"sqlite:///{tmp_path_factory.mktemp('assistants')}/tally.db"
    seed(url, fixtures)
    return url


@pytest.fixture(scope="module")
def api(database: str) -> ApiClient:
    """A client of the API on it."""
    return client_of(database)


@asynccontextmanager
async def over_stdio(database: str, folder: Path) -> AsyncIterator[Client]:
    """A client of a ``tally mcp`` process that it starts itself."""
    command = StdioServerParameters(
        command=TALLY, args=["mcp"], env=environment(database), cwd=folder
    )
    async with Client(stdio_client(command)) as client:
        yield client


@asynccontextmanager
async def over_http(database: str, folder: Path) -> AsyncIterator[Client]:
    """A client of ``tally mcp --http`` on loopback."""
    port = free_port()
    command = [TALLY, "mcp", "--http", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment(database), stdout=subprocess.PIPE, stderr=log
        )
        assert process.stdout is not None
        try:  # it says so once connections wait at its socket
            said = await anyio.to_thread.run_sync(process.stdout.readline)
            address = f"http://127.0.0.1:{port}/mcp"
            assert address in said.decode(), (folder / "log").read_text()
            # a page elsewhere, whose name has been made to lead here, gets no answer
            foreign = httpx2.post(address, headers={"Host": "elsewhere.example"}, json={})
            assert foreign.status_code == 421
            for ambiguous in (AMBIGUOUS | BARE_LINE_ENDS).values():
                answer = await anyio.to_thread.run_sync(exchange, address, ambiguous)
                assert statuses(answer) == [400], ambiguous
            async with Client(address) as client:
                yield client
        finally:
            process.terminate()
            ended = process.wait(30)
            process.stdout.close()
    assert ended == 0
    assert "tally/v1" not in (folder / "log").read_text()


@asynccontextmanager
async def in_process(database: str, folder: Path) -> AsyncIterator[Client]:
    """A client of a server in this process."""
    app = create_app(service_of(Settings(database_url=database, query_seconds=30), newest_schema()))
    async with Client(server_of(app)) as client:
        yield client


async def told(client: Client, tool: str, **arguments: Any) -> Any:
    """What a tool says."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


def ask(database: str, folder: Path, tool: str, **arguments: Any) -> Any:
    """The same of a server in this process."""

    async def run() -> Any:
        async with in_process(database, folder) as client:
            return await told(client, tool, **arguments)

    return anyio.run(run)


def attributed(claim: Any) -> bool:
    """Whether a claim has its qualifier, its claimant and its source."""
    value, claimant, source = claim["value"], claim["claimant"], claim["source"]
    return bool(
        value["as_printed"]
        and value["qualifier"]
        and claimant["name"]
        and (claimant["id"] or claimant["name"] == OUTLET)
        and source["id"]
        and source["kind"]
        and claim["citation"]
    )


@pytest.mark.parametrize("connect", [over_stdio, over_http], ids=["stdio", "http"])
def test_each_tool_over_each_transport(connect: Connect, database: str, tmp_path: Path) -> None:
    """An assistant that knows nothing finds a figure, compares it and cites it."""

    async def run() -> None:
        async with connect(database, tmp_path) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == {
                "find_figures",
                "compare_claims",
                "cite_figure",
            }
            for tool in tools:
                assert tool.annotations is not None
                assert tool.annotations.read_only_hint
                assert tool.description
                assert tool.output_schema
            ministry = {"claimant": "pakistan-interior-ministry", "month": "2025-04"}
            found = await told(client, "find_figures", country="PAK", **ministry)
            assert FIGURE in [claim["id"] for claim in found["claims"]]
            assert all(attributed(claim) for claim in found["claims"])
            side_by_side = await told(client, "compare_claims", figure=FIGURE)
            [comparison] = side_by_side["comparisons"]
            assert FIGURE in [claim["id"] for claim in comparison["claims"]]
            assert all(attributed(claim) for claim in comparison["claims"])
            cited = await told(client, "cite_figure", id=FIGURE)
            assert "ore than 135,000 people" in cited["citation"]
            assert attributed(cited["claim"])

    anyio.run(run)


def test_every_figure_is_attributed(database: str, api: ApiClient, tmp_path: Path) -> None:
    """All figures there are, by following the pages, are the API's, each with who says it."""

    async def run() -> list[Any]:
        claims: list[Any] = []
        async with in_process(database, tmp_path) as client:
            cursor = None
            while True:
                page = await told(client, "find_figures", limit=MOST_FIGURES, cursor=cursor)
                claims += page["claims"]
                assert len(page["claims"]) <= MOST_FIGURES
                if (cursor := page["next_cursor"]) is None:
                    return claims

    claims = anyio.run(run)
    figures = api.data("/v1/figures?sort=-published,id&limit=1000")
    assert [claim["id"] for claim in claims] == [figure["id"] for figure in figures]
    assert all(attributed(claim) for claim in claims)
    outlets = [figure["id"] for figure in figures if figure["attribution"]["claimant"] is None]
    assert outlets
    assert [one["id"] for one in claims if one["claimant"]["name"] == OUTLET] == outlets


def test_comparisons_are_those_of_the_api(database: str, api: ApiClient, tmp_path: Path) -> None:
    """Question, verdict and shared range as they are there; the claims that conflict too."""
    query = "verdict=conflicting&sort=-size,id&limit=1"
    [expected] = api.data(f"/v1/comparisons?{query}")
    said = ask(database, tmp_path, "compare_claims", verdict="conflicting", limit=1)
    [comparison] = said["comparisons"]
    assert comparison["question"] == expected["question"]["text"]
    assert (comparison["verdict"], comparison["shared_from"]) == ("conflicting", None)
    assert comparison["gap"] == expected["gap"]["size"]
    shown = [claim["id"] for claim in comparison["claims"]]
    every = [figure["id"] for figure in expected["figures"]]
    assert shown == every[comparison["left_out"] :]


def test_citations_in_other_languages(database: str, api: ApiClient, tmp_path: Path) -> None:
    """In each style and language that the API has, with its status."""
    expected = api.data(f"/v1/figures/{FIGURE}/citation?style=html&lang=fa&as_of_release=1")
    said = ask(database, tmp_path, "cite_figure", id=FIGURE, style="html", lang="fa")
    assert (said["citation"], said["status"]) == (expected["citation"], expected["status"])


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("find_figures", {"limit": MOST_FIGURES + 1}, "less than or equal to 25"),
        ("compare_claims", {"limit": MOST_COMPARISONS + 1}, "less than or equal to 5"),
        ("find_figures", {"country": "Pakistan"}, "country"),
        ("find_figures", {"published_before": "yesterday"}, "published_before"),
        ("find_figures", {"cursor": "A" * 40}, "cursor"),
        ("cite_figure", {"id": "no-such-figure"}, "nothing has this id"),
        ("cite_figure", {"id": "../sources"}, "id"),
    ],
)
def test_bad_input_is_told(
    database: str, tmp_path: Path, tool: str, arguments: dict[str, Any], says: str
) -> None:
    """An assistant is told what is wrong, to ask otherwise; results stay bounded."""

    async def run() -> Any:
        async with in_process(database, tmp_path) as client:
            return await client.call_tool(tool, arguments)

    result = anyio.run(run)
    assert result.is_error
    assert says in result.content[0].text


def test_serving_does_without() -> None:
    """``tally serve`` imports nothing of the protocol."""
    code = "import api.cli.serving, sys; print({'mcp', 'httpx2', 'starlette'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_without_the_extra_it_says_what_is_missing() -> None:
    """One line, which says how to have it."""
    code = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['tally', 'mcp']; "
        "from api.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "tally: mcp needs mcp: pip install 'tally[mcp]'\n"
