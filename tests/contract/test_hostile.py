"""Hostile input in every parameter of every operation: refused alike on both databases."""

import httpx
import pytest

from tests.conftest import Client
from tests.contract.hostile import OPERATIONS, requests_to

EVERYWHERE = [
    "//v1/departures",
    "/v1//departures",
    "/v1/departures/",
    "/v1/departures.xml",
    "/v1/departures.csv.json",
    "/v1/../v1/departures",
    "/v1/%00",
    "/V1/departures",
    "/v1/nothing",
    "/docs/../openapi.json",
    "/static/../settings.py",
    "/v1/departures?" + "&".join(f"a{i}=1" for i in range(250)),
    "/v1%2Fdepartures",
    "/v1%2fdepartures",
    "/v1/departures%2Fleft-pakistan-april-2025",
    "/v1/departures/%3Cscript%3Ealert(1)%3C/script%3E",
    "/v1/departures/%3Cscript%3Ealert(1)",
    "/v1/departures/left-pakistan-april-2025%0A",
    "/v1/departures/left-pakistan-april-2025;a=b",
    "/v1/departures.csv%00",
    "/v1/departures.CSV",
    "/docs%2Fscalar.js",
    "/%F0%9F%92%A3",
    "/v1/departures?limit",
    "/v1/departures?=",
    "/v1/departures?&&&",
    "/v1/departures?limit=10;origin=PAK",
    "/v1/departures?period_from=2025-12-31&period_to=2025-01-01",
]


def check(response: httpx.Response, allowed: set[str], where: str) -> None:
    """An answer that is documented, and sends nothing back that could be run."""
    assert response.status_code < 500, where
    assert str(response.status_code) in allowed, f"{response.status_code} {where}"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "alert(1)" not in response.text, where
    assert "set-cookie" not in response.headers, where
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == response.status_code
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_parameter(both: tuple[Client, Client], path: str) -> None:
    """No hostile value is a fault, every refusal a problem, and both databases agree."""
    operation = OPERATIONS[path]
    requests = list(requests_to(path, operation))
    answers = [client.each(requests) for client in both]
    for request, *pair in zip(requests, *answers, strict=True):
        for answer in pair:
            check(answer, set(operation["responses"]), request[:120])
        assert pair[0].status_code == pair[1].status_code, request[:120]


@pytest.mark.parametrize("request_line", EVERYWHERE)
def test_addresses(both: tuple[Client, Client], request_line: str) -> None:
    """An odd spelling of an address is refused, or means nothing else, on both databases."""
    answers = [client.get(request_line) for client in both]
    for answer in answers:
        check(answer, {"200", "400", "404", "406"}, request_line)
    assert answers[0].status_code == answers[1].status_code


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("text/csv", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json;q=0, text/csv", 200),
        (";;;,,,", 406),
        ("a" * 1000, 406),
        ("application/json;q=banana", 200),
    ],
)
def test_accept(both: tuple[Client, Client], accept: str, status: int) -> None:
    """Any Accept header is answered by what it asks for, or refused."""
    for client in both:
        answer = client.get("/v1/figures", headers={"accept": accept})
        check(answer, {str(status)}, accept)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
def test_methods(both: tuple[Client, Client], method: str) -> None:
    """Whatever would write is refused with what is allowed."""
    for client in both:
        answer = client.request(method, "/v1/figures", content=b"x" * 100_000)
        check(answer, {"405"}, method)
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_sizes(both: tuple[Client, Client]) -> None:
    """An address or headers past their limit are refused by their own status."""
    for client in both:
        check(client.get("/v1/figures?q=" + "a" * 9_000), {"414"}, "address")
        check(client.get("/v1/figures", headers={"x-much": "a" * 40_000}), {"431"}, "headers")


def test_reversed_range(both: tuple[Client, Client]) -> None:
    """A reversed range is an empty page."""
    for client in both:
        page = client.json("/v1/departures?period_from=2025-12-31&period_to=2025-01-01")
        assert page["data"] == []
        assert page["links"]["next"] is None
