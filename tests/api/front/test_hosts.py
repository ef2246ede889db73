"""Where names are set, what asks by another is refused, whatever it asks."""

import pytest

from api.front.hosts import Hosts
from api.settings import Settings
from tests.conftest import Client, client_of
from tests.contract.test_hostile import check

SET = "tally.example.org, *.example.net, [2001:db8::1]"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("tally.example.org", True),
        ("TALLY.example.org:8443", True),
        ("a.example.net", True),
        ("a.b.example.net:80", True),
        ("[2001:db8::1]:8000", True),
        ("[2001:db8::1]", True),
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("", False),
        ("example.net", False),
        (".example.net", False),
        ("evil.org/.example.net", False),
        ("evil.org@tally.example.org", False),
        ("evil.org, tally.example.org", False),
        ("evil.org:80@a.example.net", False),
        ("tally.example.org:", False),
        ("tally.example.org:8x", False),
        ("tally.example.org.evil.org", False),
        ("xtally.example.org", False),
        ("tally.example.org\xa0", False),
        ("127.0.0.1.evil.org", False),
    ],
)
def test_names(host: str, known: bool) -> None:
    """A name counts whole, in either case, on any port; ``*.`` stands for names before a dot."""
    hosts = Hosts(None, Settings(hosts=SET))  # type: ignore[arg-type]  # asks no application
    assert hosts.has(host) == known


@pytest.mark.parametrize("path", ["/v1/figures", "/", "/embed/figures/x", "/health/live", "/none"])
def test_refused(rich: Client, path: str) -> None:
    """Another name is 400 as a problem, or as a page for a browser, also of what is in store."""
    client = client_of(rich.database_url, hosts=SET)
    mine = {"host": "tally.example.org"}
    first, again = (client.get(path, headers=mine) for _ in range(2))
    assert first.status_code == again.status_code != 400
    for headers in ({"host": "evil.example"}, {"host": ""}):
        refused = client.get(path, headers=headers)
        check(refused, {"400"}, path)
        assert refused.json()["type"].endswith("#wrong-host")
        assert "evil" not in refused.text
    browser = {"host": "evil.example", "accept": "text/html"}
    assert "evil" not in client.get(path, headers=browser).text


def test_any(rich: Client) -> None:
    """Where none are set, any name is answered, and shows nowhere in the answer."""
    answer = rich.get("/v1/figures?limit=1", headers={"host": "evil.example"})
    assert answer.status_code == 200
    assert "evil" not in answer.text + str(answer.headers)
