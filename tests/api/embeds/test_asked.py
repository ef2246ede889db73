"""Questions in the languages of embeds read as their citations do."""

import re

import pytest

from api.render.citations.writer import writer_of
from tests.conftest import Client


@pytest.mark.parametrize("language", ["en", "ur", "ps", "fa"])
def test_permit_holders(client: Client, language: str) -> None:
    """What became of holders or permits is told by unit, and no brackets stand within others."""
    say = writer_of(language, "text").say
    asked = [
        one
        for one in client.data("/v1/comparisons?limit=1000")
        if one["question"]["kind"] == "permit_holders"
    ]
    assert {one["question"]["unit"] for one in asked} == {"persons", "permits"}
    assert {one["question"]["legal_status"] for one in asked} > {"unspecified", "permit_holder"}
    for one in asked:
        question = one["question"]
        state = question["state"]
        of_permits = state in ("in_force", "cancelled", "threatened")
        key = "permits" if question["unit"] == "permits" and of_permits else "state"
        page = client.get(f"/embed/comparisons/{one['id']}?lang={language}").text
        (title,) = re.findall("<title>(.*)</title>", page)
        assert say(f"{key}_{state}", False) in title
        assert not re.search(r"\([^)]*\(", title)
