"""The script for pages of others: what it is written with, how large it is, how it is served."""

import gzip
import json
import re
from typing import Any

import pytest

from api.embeds.host import Element, elements_of, write_host_script
from api.embeds.options import EmbedOptions
from api.routes.embed_script import ELEMENTS
from api.routes.embeds import EMBEDS
from tests.api.lists import PUBLIC_URL
from tests.conftest import Client


class FilteredOptions(EmbedOptions, frozen=True, kw_only=True):
    """Options with a filter of their own."""

    origin: tuple[str, ...] = ()


def written_with(script: str) -> list[Any]:
    """What the function in the script is called with."""
    called = re.fullmatch(
        r"\(\(base, kinds, languages\) => \{.*\n\}\)\((.*)\);\n", script, re.DOTALL
    )
    assert called
    given: list[Any] = json.loads(f"[{called[1]}]")
    return given


def test_an_element_of_each_sort() -> None:
    """A path with an id is an attribute of that name, what follows it one without a value."""
    assert elements_of(
        [
            ("/figures/{id}", EmbedOptions),
            ("/comparisons/{id}", EmbedOptions),
            ("/comparisons/{id}/latest", EmbedOptions),
            ("/series/departures", FilteredOptions),
            ("/timeline", FilteredOptions),
        ]
    ) == {
        "figure": Element(paths={"": "/figures/{id}"}, options=["theme", "lang", "release"]),
        "comparison": Element(
            paths={"": "/comparisons/{id}", "latest": "/comparisons/{id}/latest"},
            options=["theme", "lang", "release"],
        ),
        "series": Element(
            paths={"": "/series/departures"}, options=["theme", "lang", "release", "origin"]
        ),
        "timeline": Element(
            paths={"": "/timeline"}, options=["theme", "lang", "release", "origin"]
        ),
    }


def test_two_of_one_name_are_refused() -> None:
    """An element shows one thing."""
    with pytest.raises(ValueError, match="<tally-series> would show /series/a and /series/b"):
        elements_of([("/series/a", EmbedOptions), ("/series/b", EmbedOptions)])


def test_everything_has_an_element() -> None:
    """Each embed is shown by one element, which hands on all of its options."""
    paths = [path for element in ELEMENTS.values() for path in element.paths.values()]
    assert sorted(paths) == sorted(embed.path for embed in EMBEDS.values())
    for embed in EMBEDS.values():
        (element,) = (one for one in ELEMENTS.values() if embed.path in one.paths.values())
        assert set(embed.options.__struct_fields__) <= set(element.options)


def test_it_is_small() -> None:
    """Less than 5 kB compressed, with more to show than there is now."""
    many = {f"{name}-{number}": ELEMENTS["figure"] for name in ELEMENTS for number in range(4)}
    script = write_host_script("https://tally.example/a-prefix", ELEMENTS | many)
    assert len(gzip.compress(script)) < 5_000


def test_it_holds_its_own_address() -> None:
    """The address is the public one, with any prefix, and can be nothing but a text."""
    script = write_host_script('https://x.org/a</script>"b', ELEMENTS).decode()
    base, kinds, languages = written_with(script)
    assert base == 'https://x.org/a</script>"b'
    assert kinds.keys() == ELEMENTS.keys()
    assert languages == ["en", "ur", "ps", "fa"]


def test_no_comment_and_no_other_address(client: Client) -> None:
    """Nothing in it but code; it fetches, keeps and loads nothing, and names no other host."""
    script = client.get("/embed.js").text
    assert written_with(script)[0] == PUBLIC_URL
    assert not re.search(r"^\s*//|/\*", script, re.MULTILINE)
    assert re.findall(r"https?://[^\s\"`]+", script) == [PUBLIC_URL]
    assert not re.search(r"fetch|cookie|Storage|XMLHttp|import\b|innerHTML|eval|style=", script)


def test_how_it_is_served(client: Client) -> None:
    """Of its type, for any page, kept an hour and then asked for again; a query changes nothing."""
    response = client.get("/embed.js?ver=6.5")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    kept = "public, max-age=3600, stale-while-revalidate=604800"
    assert response.headers["cache-control"] == kept
    assert response.content == client.get("/embed.js").content
