"""What every operation answers to HEAD, OPTIONS, other methods and an Accept it cannot satisfy."""

import pytest

from tests.conftest import Client
from tests.contract.hostile import OPERATIONS, at_its_example

ASKED = [at_its_example(path, operation) for path, operation in OPERATIONS.items()]


@pytest.mark.parametrize("address", ASKED)
def test_head(both: tuple[Client, Client], address: str) -> None:
    """HEAD has the status and the headers of GET and no body, when it succeeds and when not."""
    for client in both:
        for asked in (address, f"{address}?nonsense=1"):
            plain = {"accept-encoding": "identity"}
            got = client.get(asked, headers=plain)
            headed = client.request("HEAD", asked, headers=plain)
            assert headed.status_code == got.status_code
            expected = dict(got.headers)
            expected.pop("content-digest", None)  # of content, and HEAD has none (RFC 9530)
            assert dict(headed.headers) == expected
            # what is sent while it is made has no length, and is the only one
            streamed = address.endswith(".ndjson") and "/releases/" in address and got.is_success
            length = headed.headers.get("content-length")
            assert length == (None if streamed else str(len(got.content)))
            assert headed.content == b""


@pytest.mark.parametrize("address", ASKED)
def test_other_methods(both: tuple[Client, Client], address: str) -> None:
    """OPTIONS names the methods to any page that asks; all others are 405 and name them too."""
    origin = {"origin": "https://example.org", "access-control-request-method": "GET"}
    for client in both:
        preflight = client.request("OPTIONS", address, headers=origin)
        assert preflight.status_code == 204
        assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"):
            refused = client.request(method, address)
            assert refused.status_code == 405
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.headers["allow"] == preflight.headers["allow"] == "GET, HEAD, OPTIONS"
            assert refused.headers["access-control-allow-origin"] == "*"
            assert refused.json()["instance"] == address.partition("?")[0]


@pytest.mark.parametrize("address", ASKED)
def test_accept(both: tuple[Client, Client], address: str) -> None:
    """An Accept that no documented format satisfies is 406; any page may read that, and a 200."""
    for client in both:
        refused = client.get(address, headers={"accept": "image/png, text/html;q=0.5"})
        assert refused.status_code == 406
        assert refused.headers["content-type"] == "application/problem+json"
        answered = client.get(address, headers={"accept": "image/png, */*;q=0.1"})
        assert answered.status_code == 200
        for answer in (refused, answered):
            assert answer.headers["access-control-allow-origin"] == "*"
            assert "ETag, Link" in answer.headers["access-control-expose-headers"]
