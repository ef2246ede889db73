"""What does a catalogue say of Tally: what it holds, since when, about where and when?"""

import msgspec

from api.render.formats import FORMATS, Format


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """All that a release holds, from afar."""

    base_url: str
    release: int
    issued: str
    """When the first release was made."""
    modified: str
    """When this one was."""
    countries: list[str]
    """ISO 3166-1 alpha-3 codes that figures are about."""
    months: list[str]
    """The first and the last (``YYYY-MM``) that figures are about; empty where none is known."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One set of data that can be had by itself: where, as what, and what it is."""

    path: str
    title: str
    description: str
    formats: tuple[str, ...]

    def addresses(self, base_url: str) -> list[tuple[Format, str]]:
        """Where it is had in each format."""
        return [(FORMATS[name], f"{base_url}{self.path}.{name}") for name in self.formats]


ABOUT = (
    "Migration figures as somebody stated them: each number with its qualifier, its period or "
    "date, its place, who claimed it, who carried it, and where in the text it stands. No two "
    "are ever averaged, corrected or merged. What was served is never overwritten: it is "
    "superseded, or withdrawn with a reason."
)
"""What all of it is."""

_LIST = ("json", "csv", "ndjson")
PARTS: tuple[Part, ...] = (
    Part(
        path="/v1/departures",
        title="Departures, returns and deportations",
        description="Flows: people who moved from one place to another in a period, as stated.",
        formats=_LIST,
    ),
    Part(
        path="/v1/departures/series",
        title="What is known of flows, month by month, by quarter or by year",
        description="What was reported of each interval, and the bounds that follow from all other "
        "figures. The bounds are Tally's own, and marked as such.",
        formats=(*_LIST, "jsonstat", "sdmxcsv"),
    ),
    Part(
        path="/v1/permit-holders",
        title="Permit holders",
        description="Counts of those who hold a paper or a status on a date, as stated.",
        formats=_LIST,
    ),
    Part(
        path="/v1/population-estimates",
        title="Population estimates",
        description="Stocks: people in a place on a date, as stated. Rival totals stand side by "
        "side.",
        formats=(*_LIST, "jsonstat", "sdmxcsv"),
    ),
    Part(
        path="/v1/comparisons",
        title="Comparisons",
        description="Figures that answer one question side by side, and whether they can all be "
        "true.",
        formats=_LIST,
    ),
    Part(
        path="/v1/feed",
        title="What became of figures",
        description="New figures, corrections and withdrawals, newest first.",
        formats=("json", "csv", "ndjson", "atom", "jsonfeed"),
    ),
)
"""What a catalogue lists beside all figures together."""
