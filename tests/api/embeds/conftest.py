"""What the tests of embeds share: a database on which figures were changed and withdrawn."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from seeds import fixtures as fx
from seeds.fixtures import Fixtures
from tests.api.made_up import SCRIPT, with_made_up
from tests.conftest import Client, client_of, seed

FIGURE = "left-pakistan-april-2025"
"""A figure that stays as it is: "more than 135,000"."""
CHANGED = "left-pakistan-may-2025"
WITHDRAWN = "sent-back-pakistan-june-2025-first-two-days"
REASON = "The paper <b>corrected</b> it \u202eback."
HOSTILE = "made-up-hostile"
"""A figure whose every text would run, hide or turn around what stands beside it."""
HOSTILE_QUESTION = "departures-259691a59bd2709f"
"""The comparison it stands in, alone."""

NAME = f"{SCRIPT}\u202etsil\u200b\u2066 & \"q' \u0085\ufffe\ufdd0"


def edited(fixtures: Fixtures, changes: dict[str, dict[str, object]]) -> Fixtures:
    """Fixtures with fields of departures changed, by id."""
    articles = {
        file: msgspec.structs.replace(
            article,
            departures=[
                msgspec.structs.replace(one, **changes.get(one.id, {}))
                for one in article.departures
            ],
        )
        for file, article in fixtures.articles.items()
    }
    return msgspec.structs.replace(fixtures, articles=articles)


def with_hostile(fixtures: Fixtures) -> Fixtures:
    """The made-up fixtures, and a figure with hostile texts wherever there is a text."""
    made_up = with_made_up(fixtures)
    article = made_up.articles["undated-report.toml"]
    pattern = next(one for one in article.departures if one.id == "made-up-tie-a")
    hostile = msgspec.structs.replace(
        pattern, id=HOSTILE, claimant="hostile-claimant", note=NAME, place="hostile-place"
    )
    source = msgspec.structs.replace(article.source, title=NAME, publisher=NAME)
    article = msgspec.structs.replace(
        article, source=source, departures=[*article.departures, hostile]
    )
    return msgspec.structs.replace(
        made_up,
        articles=made_up.articles | {"undated-report.toml": article},
        claimants=[*made_up.claimants, fx.Claimant(id="hostile-claimant", name=NAME, type="ngo")],
        places=[
            *made_up.places,
            fx.Place(id="hostile-place", name=NAME, type="city", country="IRN"),
        ],
    )


@pytest.fixture(scope="session")
def revised(empty_database: Callable[[], str], fixtures: Fixtures) -> Client:
    """Two releases: the articles; then one figure changed, one withdrawn, some added."""
    url = empty_database()
    seed(url, fixtures, now=lambda: datetime(2025, 9, 1, 12, tzinfo=UTC))
    changes: dict[str, dict[str, object]] = {
        CHANGED: {"note": "A caveat."},
        WITHDRAWN: {"withdrawn_reason": REASON},
    }
    second = edited(with_hostile(fixtures), changes)
    seed(url, second, now=lambda: datetime(2025, 9, 2, 12, tzinfo=UTC))
    return client_of(url)
