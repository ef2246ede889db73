"""The snippet: what is pasted, read back as a browser reads it."""

from html.parser import HTMLParser
from typing import Any

import pytest

from api.embeds.frame import Frame
from api.embeds.options import EmbedOptions, image_options
from api.embeds.snippet import Snippet, iframe_of
from tests.api.embeds.conftest import NAME

ONE = Snippet(
    address="https://tally.example/t/embed/figures/a-b?lang=ur&release=1",
    image="https://tally.example/t/embed/figures/a-b.png?lang=ur&release=1",
    title="More than 5",
    height=400,
)

Tag = tuple[str, dict[str, str | None]]


def tags_of(markup: str) -> list[Tag]:
    """Every element that begins, with its attributes, as a parser understands them."""
    found: list[Tag] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert len(dict(attrs)) == len(attrs)
            found.append((tag, dict(attrs)))

    Reader(convert_charrefs=True).feed(markup)
    return found


def test_a_frame_and_an_image() -> None:
    """A named, lazy, sandboxed frame; then an image for those who run no scripts."""
    assert tags_of(iframe_of(ONE)) == [
        (
            "iframe",
            {
                "src": ONE.address,
                "title": "More than 5",
                "width": "100%",
                "height": "400",
                "loading": "lazy",
                "frameborder": "0",
                "sandbox": "allow-scripts allow-popups",
            },
        ),
        ("noscript", {}),
        ("img", {"src": ONE.image, "alt": "More than 5", "width": "100%"}),
    ]


def test_nothing_in_it_runs_or_hides() -> None:
    """A title from the data stays a title: no markup, no control of direction, nothing unseen."""
    snippet = Snippet(address=ONE.address, image=ONE.image, title=NAME, height=400)
    markup = iframe_of(snippet)
    assert [tag for tag, _ in tags_of(markup)] == ["iframe", "noscript", "img"]
    assert tags_of(markup)[0][1]["title"] == "<script>alert(1)</script>tsil & \"q'"
    assert markup.isascii()


def test_joiners_of_a_word_stay() -> None:
    """A joiner that the spelling of a Persian word needs is kept, where it can be seen."""
    snippet = Snippet(address=ONE.address, image=ONE.image, title="می\u200cرود", height=400)
    assert 'title="می&zwnj;رود"' in iframe_of(snippet)
    assert tags_of(iframe_of(snippet))[0][1]["title"] == "می\u200cرود"


@pytest.mark.parametrize("shape", [EmbedOptions, image_options(EmbedOptions)])
def test_addresses_carry_the_options(shape: type[EmbedOptions]) -> None:
    """The embed and its image are addressed with what was chosen, the pin too; not with a size."""
    given: dict[str, Any] = {"size": "card"} if shape is not EmbedOptions else {}
    options = shape(lang="ur", release=1, **given)
    frame = Frame(options=options, base_url="https://x.org/t", current="/embed/figures/a-b")
    assert frame.address() == "https://x.org/t/embed/figures/a-b?lang=ur&release=1"
    assert frame.address("png") == "https://x.org/t/embed/figures/a-b.png?lang=ur&release=1"
    assert frame.live == "https://x.org/t/embed/figures/a-b?lang=ur"
