"""The page at the root: what this is, in figures that are live."""

import re

import msgspec

from api.embeds.docs import DOCS
from api.embeds.page import PageContent, PageFrame, render_page


class HomeFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure to show."""

    as_printed: str
    citation: str
    address: str
    value: bytes
    """Its ``value`` as JSON."""

    @property
    def qualifier(self) -> str:
        """The words before the number: "more than"; empty if there are none or no digits."""
        return self._parts()[0]

    @property
    def number(self) -> str:
        """The number as printed, with what follows it: "1.7 million"."""
        return self._parts()[1]

    @property
    def statement(self) -> str:
        """The citation without the parenthesis at its end."""
        return self.citation.rpartition(" (")[0] + "."

    @property
    def published(self) -> str:
        """That parenthesis: when it was reported."""
        return self.citation.rpartition(" (")[2].removesuffix(").")

    def _parts(self) -> tuple[str, str]:
        found = re.fullmatch(r"(\D*?)\s*(\d.*)", self.as_printed)
        return (found[1], found[2]) if found else ("", self.as_printed)


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows."""

    base_url: str
    release: int
    recorded_at: str
    total: int
    counts: list[tuple[str, str, int]]
    figures: list[HomeFigure]


def render_home(home: Home, frame: PageFrame) -> bytes:
    """The page as HTML; everything that came from data is escaped."""
    example = msgspec.json.format(home.figures[0].value, indent=2) if home.figures else b""
    content = PageContent(
        title="Tally: migration figures as somebody stated them",
        description="A REST API for migration statistics as they were stated: each with its "
        "wording, its claimant, its source and its place in the text.",
    )
    return render_page(
        "home.html", frame, content, home=home, example=example.decode(), docs=DOCS.values()
    )
