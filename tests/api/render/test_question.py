"""A question in words asks what its fields ask, and nothing of what is not stated."""

from typing import Any

import msgspec
import pytest

from api.render.question import question_text
from api.schemas.parts import Period
from models.comparison import Question

FLOW = Question(
    kind="departures",
    unit="persons",
    unit_inferred=False,
    nationality="AFG",
    legal_status="unspecified",
    place=None,
    origin="PAK",
    destination="AFG",
    coverage="period",
    per=None,
    movement_family="left",
    outlook="observed",
    since_event=None,
    start="2025-04-01",
    end="2025-04-30",
    precision="month",
    country=None,
    population_scope=None,
    situation=None,
    category=None,
    state=None,
    near=None,
)
UNASKED: dict[str, Any] = dict.fromkeys(
    ("origin", "destination", "coverage", "movement_family", "outlook", "start", "end", "precision")
)
STOCK = msgspec.structs.replace(
    FLOW,
    kind="population_estimates",
    **UNASKED
    | {"country": "PAK", "population_scope": "nationality", "situation": "resident"}
    | {"near": "2023-11-01"},
)
HOLDERS = msgspec.structs.replace(
    FLOW,
    kind="permit_holders",
    **UNASKED | {"country": "PAK", "category": "card", "state": "cancelled", "near": "2025-04-01"},
)
SINCE: dict[str, Any] = {"coverage": "cumulative", "start": None, "end": None, "precision": None}


@pytest.mark.parametrize(
    ("question", "change", "words"),
    [
        (
            FLOW,
            {},
            "How many nationals of Afghanistan left Pakistan for Afghanistan in April 2025?",
        ),
        (
            FLOW,
            {"origin": None, "nationality": None, "end": None},
            "How many people left for Afghanistan from April 2025 to an end that is not stated?",
        ),
        (
            FLOW,
            {"movement_family": "arrived", "outlook": "expected", "unit": "families", "per": "day"},
            "How many families of nationals of Afghanistan a day were expected to arrive in "
            "Afghanistan from Pakistan in April 2025?",
        ),
        (
            FLOW,
            {"place": "chaman", "outlook": "planned", "legal_status": "undocumented"},
            "How many undocumented nationals of Afghanistan were to leave Pakistan for "
            "Afghanistan at Chaman crossing in April 2025?",
        ),
        (
            FLOW,
            SINCE | {"since_event": "campaign", "unit_inferred": True},
            "How many nationals of Afghanistan (a unit that is only implied) left Pakistan for "
            "Afghanistan since the policy event of October 2023?",
        ),
        (
            FLOW,
            SINCE,
            "How many nationals of Afghanistan left Pakistan for Afghanistan in a period that is "
            "not stated?",
        ),
        (
            STOCK,
            {},
            "How many nationals of Afghanistan were living in Pakistan around 1 November 2023?",
        ),
        (
            STOCK,
            {"population_scope": "all_foreigners", "legal_status": "undocumented", "near": None},
            "How many undocumented foreigners were living in Pakistan on a day that is not stated?",
        ),
        (
            STOCK,
            {"situation": "waiting_at_border", "country": "AFG"},
            "How many nationals of Afghanistan were waiting at the border of Afghanistan around 1 "
            "November 2023?",
        ),
        (
            HOLDERS,
            {},
            "How many holders of “Card” for nationals of Afghanistan in Pakistan were cancelled "
            "around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"unit": "permits", "state": "in_force", "nationality": None},
            "How many permits of the category “Card” in Pakistan were in force around 1 April "
            "2025?",
        ),
    ],
)
def test_words(question: Question, change: dict[str, Any], words: str) -> None:
    """The question of each kind, with and without what may be missing."""
    asked = msgspec.structs.replace(question, **change)
    event = Period(start="2023-10-01", end="2023-10-31", precision="month")
    assert question_text(asked, {"chaman": "Chaman crossing", "card": "Card"}, event) == words
