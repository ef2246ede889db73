"""The page of a source: what it is, its dates with how they are known, figures and events."""

import html
import re

import pytest

from tests.api.embeds.test_figure_page import rows
from tests.api.embeds.test_home import found
from tests.api.embeds.test_pages import BROWSER, assert_page, linked
from tests.api.lists import records_at
from tests.conftest import Client


def test_every_source(revised: Client) -> None:
    """Each has a page with its digest and every figure it states, in the order of the text."""
    figures = records_at(revised, "/v1/figures")
    for source in records_at(revised, "/v1/sources"):
        page = revised.get(f"/sources/{source['id']}").text
        assert source["text_sha256"] in page
        stated = [one for one in figures if one["source"]["id"] == source["id"]]
        stated.sort(key=lambda one: (one["mentions"][0]["start"], one["id"]))
        assert found(page) == [one["id"] for one in stated]
        for event in revised.data(f"/v1/policy-events?source={source['id']}&limit=1000"):
            assert html.escape(event["summary"]) in page or event["summary"] in html.unescape(page)


@pytest.mark.parametrize(
    ("id", "known"),
    [
        ("pakistan-2025-06-04", "reported 4 June 2025printed in it"),
        ("expansion-2023-11", "between 9 November 2023 and 30 November 2023inferred, not printed"),
        ("undated-report", "not known"),
    ],
)
def test_dates(revised: Client, id: str, known: str) -> None:
    """A date stands with how it is known; JSON-LD has the printed ones alone."""
    page = revised.get(f"/sources/{id}").text
    assert rows(page)["Date of the source"].endswith(known)
    assert ("datePublished" in linked(page)) == ("printed in it" in known)


def test_what_is_not_said(revised: Client) -> None:
    """No title, publisher or address is made up."""
    page = revised.get("/sources/pakistan-2025-06-04").text
    assert ">Without a title of its own</h1>" in page
    assert rows(page)["Publisher"] == "not named"
    assert "Where it is" not in rows(page)
    assert not {"name", "publisher", "url"} & linked(page).keys()


def test_unknown(revised: Client) -> None:
    """An unknown source is a readable 404."""
    page = assert_page(revised.get("/sources/no-such", headers=BROWSER), 404)
    assert re.search("<h1>There is nothing at this address</h1>", page)
