"""Under which licence is what Tally answers? The text is ``LICENSE-DATA``."""

import msgspec


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """A licence by its names."""

    spdx: str
    name: str
    url: str


LICENCE = Licence(
    spdx="CC-BY-4.0",
    name="Creative Commons Attribution 4.0 International",
    url="https://creativecommons.org/licenses/by/4.0/",
)
"""Of every record; the articles behind them belong to their publishers."""
