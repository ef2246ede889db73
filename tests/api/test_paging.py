"""Pages of every list add up to the list, in its order and in its release."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.fixtures import Fixtures
from tests.api.expected import World, ordered
from tests.api.lists import LISTS, PUBLIC_URL, Record, keys, local, sorts, walk
from tests.api.made_up import with_made_up
from tests.conftest import Client, client_of, seed

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
EVERY_SORT = [(path, sort) for path in LISTS for sort in sorts(path)]


def whole(client: Client, path: str, sort: str = "") -> list[Record]:
    """A list on one page, in an order."""
    page = client.json(f"{path}?limit=1000" + (f"&sort={sort}" if sort else ""))
    assert page["links"]["next"] is None
    records: list[Record] = page["data"]
    return records


def pages(client: Client, path: str, limit: int, sort: str = "") -> list[dict[str, Any]]:
    """Every page of a list, in an order."""
    return list(walk(client, f"{path}?limit={limit}" + (f"&sort={sort}" if sort else "")))


def cursor_of(client: Client, address: str) -> str:
    """The cursor of the second page."""
    next: str = client.json(address)["links"]["next"]
    return next.rpartition("cursor=")[2]


@pytest.mark.parametrize(("path", "sort"), EVERY_SORT)
def test_every_sort(rich: Client, world: World, path: str, sort: str) -> None:
    """A list sorted by any column is all of it, in that order, and so are its pages together."""
    everything = whole(rich, path, sort)
    assert keys(everything) == keys(ordered(path, world[path], [sort]))
    step = max(1, len(everything) // 4)
    found = pages(rich, path, step, sort)
    assert [record for page in found for record in page["data"]] == everything
    assert [len(page["data"]) for page in found[:-1]] == [step] * (len(found) - 1)
    assert len(found[-1]["data"]) > 0


@pytest.mark.parametrize("path", LISTS)
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_any_sorts_and_limit(rich: Client, world: World, path: str, data: st.DataObject) -> None:
    """Whatever columns are sorted by and whatever the limit, pages add up to the list, once."""
    columns = sorted({sort.removeprefix("-") for sort in sorts(path)})
    most = 1 if path == "/v1/releases" else 3
    chosen = data.draw(st.lists(st.sampled_from(columns or [""]), unique=True, max_size=most))
    sort = [data.draw(st.sampled_from(["", "-"])) + name for name in chosen if name]
    size = len(world[path])
    limit = data.draw(st.integers(max(1, size // 8), size + 1))
    expected = ordered(path, world[path], sort) if sort else world[path]
    found = [r for page in pages(rich, path, limit, ",".join(sort)) for r in page["data"]]
    assert keys(found) == keys(expected)
    assert len({str(key) for key in keys(found)}) == len(found)


@pytest.mark.parametrize("path", LISTS)
def test_one_by_one(rich: Client, world: World, path: str) -> None:
    """Pages of one record step over nothing, ties included."""
    first = islice(walk(rich, f"{path}?limit=1"), 8)
    assert keys([record for page in first for record in page["data"]]) == keys(world[path][:8])


@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".ndjson"])
@pytest.mark.parametrize("path", LISTS)
def test_link_header(rich: Client, path: str, suffix: str) -> None:
    """``Link`` is ``links.next`` in every format, and is left out on the last page."""
    response = rich.get(f"{path}{suffix}?limit=1")
    address = response.headers["link"].removeprefix("<").removesuffix('>; rel="next"')
    assert address.startswith(f"{PUBLIC_URL}{path}{suffix}?limit=1&cursor=")
    if suffix in ("", ".json"):
        assert address == response.json()["links"]["next"]
    assert rich.get(local(address)).status_code == 200
    assert "link" not in rich.get(f"{path}{suffix}?limit=1000").headers


@pytest.mark.parametrize("suffix", [".csv", ".ndjson"])
def test_pages_of_rows(rich: Client, suffix: str) -> None:
    """Formats without links in the body are walked by ``Link``, to the same end."""
    address, lines = f"/v1/departures{suffix}?limit=9", []
    while address:
        response = rich.get(address)
        lines += response.text.splitlines()[1 if suffix == ".csv" else 0 :]
        link = response.headers.get("link", "")
        address = local(link[1:].partition(">")[0]) if link else ""
    everything = rich.get(f"/v1/departures{suffix}?limit=1000").text.splitlines()
    assert lines == everything[1 if suffix == ".csv" else 0 :]


def test_self_link(rich: Client) -> None:
    """``links.self`` is the page's own address and answers the same page."""
    for page in walk(rich, "/v1/departures?limit=7&origin=PAK&sort=-reported"):
        assert rich.json(local(page["links"]["self"])) == page


def test_other_limit(rich: Client) -> None:
    """The limit may change from page to page: a cursor is a place, not a page number."""
    cursor = cursor_of(rich, "/v1/figures?limit=3")
    rest = rich.json(f"/v1/figures?limit=1000&cursor={cursor}")
    assert rest["data"] == whole(rich, "/v1/figures")[3:]


def assert_no_page(client: Client, address: str) -> None:
    """404 as a problem."""
    response = client.get(address)
    assert response.status_code == 404, address
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith("#not-found")


@pytest.mark.parametrize("path", LISTS)
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_changed_cursor(rich: Client, path: str, data: st.DataObject) -> None:
    """A cursor with one character changed, left out or added is no page."""
    cursor = cursor_of(rich, f"{path}?limit=1")
    at = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from(ALPHABET))
    changed = {
        cursor[:at] + letter + cursor[at + 1 :],
        cursor[:at] + cursor[at + 1 :],
        cursor[:at] + letter + cursor[at:],
        cursor + letter,
    } - {cursor}
    for other in changed:
        assert_no_page(rich, f"{path}?limit=1&cursor={other}")


def test_last_character(rich: Client) -> None:
    """The bits that the last character of a cursor has to spare cannot be changed either."""
    for limit in range(1, 4):
        cursor = cursor_of(rich, f"/v1/figures?limit={limit}")
        for letter in set(ALPHABET) - {cursor[-1]}:
            assert_no_page(rich, f"/v1/figures?cursor={cursor[:-1]}{letter}")


def test_cursor_of_another_question(rich: Client) -> None:
    """A cursor used with another filter, order, release, count or list is no page."""
    cursor = cursor_of(rich, "/v1/departures?limit=2&origin=PAK&sort=-reported")
    own = f"/v1/departures?origin=PAK&sort=-reported&cursor={cursor}"
    assert rich.get(own).status_code == 200
    for other in (
        f"/v1/departures?cursor={cursor}",
        f"/v1/departures?origin=IRN&sort=-reported&cursor={cursor}",
        f"/v1/departures?origin=PAK&origin=IRN&sort=-reported&cursor={cursor}",
        f"/v1/departures?origin=PAK&sort=reported&cursor={cursor}",
        f"/v1/departures?origin=PAK&sort=-stated_on&cursor={cursor}",
        f"/v1/departures?origin=PAK&sort=-reported,id&cursor={cursor}",
        f"/v1/departures?origin=PAK&sort=-reported&q=iran&cursor={cursor}",
        f"/v1/departures?origin=PAK&sort=-reported&as_of_release=1&cursor={cursor}",
        f"/v1/figures?sort=-reported&cursor={cursor}",
    ):
        assert_no_page(rich, other)


def test_foreign_cursor(rich: Client) -> None:
    """Text that was never a cursor is refused: 404, or 400 where it cannot be one."""
    for text in ("A" * 16, "A" * 600, "_" * 41, "-" * 42):
        assert_no_page(rich, f"/v1/departures?cursor={text}")
    for text in ("", "A" * 15, "A" * 601, "%00" * 20, "a=b" * 8, "%C3%A9" * 20):
        assert rich.get(f"/v1/departures?cursor={text}").status_code == 400, text


def test_total(rich: Client, world: World) -> None:
    """``include=total`` counts the whole list on every page; without it nothing is counted."""
    for path in LISTS:
        first = rich.json(f"{path}?limit=1&include=total")
        assert first["meta"]["total"] == len(world[path])
        second = rich.json(local(first["links"]["next"]))
        assert second["meta"]["total"] == len(world[path])
        assert rich.json(f"{path}?limit=1")["meta"]["total"] is None


@pytest.mark.parametrize("path", LISTS)
def test_pages_keep_their_release(
    moving: tuple[Client, dict[str, Any], dict[str, list[Record]]], path: str
) -> None:
    """A listing begun before a new release goes on as it began; one begun later is new."""
    client, begun, before = moving
    rest = list(walk(client, local(begun[path]["links"]["next"])))
    listed = [*begun[path]["data"], *(record for page in rest for record in page["data"])]
    assert listed == before[path]
    assert {page["meta"]["release"] for page in rest} == {2}
    assert client.json(f"{path}?limit=1")["meta"]["release"] == 3


@pytest.fixture(scope="module")
def moving(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> tuple[Client, dict[str, Any], dict[str, list[Record]]]:
    """A client, first pages of every list, and all of each; then a release was made."""
    url = empty_database()
    renamed = msgspec.structs.replace(fixtures.claimants[0], name="Another name")
    earlier = msgspec.structs.replace(fixtures, claimants=[renamed, *fixtures.claimants[1:]])
    seed(url, earlier, now=lambda: datetime(2025, 9, 1, 12, tzinfo=UTC))
    seed(url, fixtures, now=lambda: datetime(2025, 9, 2, 12, tzinfo=UTC))
    client = client_of(url)
    before = {path: whole(client, path) for path in LISTS}
    begun = {path: client.json(f"{path}?limit={max(1, len(before[path]) // 3)}") for path in LISTS}
    seed(url, with_made_up(fixtures), now=lambda: datetime(2025, 9, 3, 12, tzinfo=UTC))
    return client, begun, before
