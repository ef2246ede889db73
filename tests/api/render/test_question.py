"""A question in words asks what its fields ask, and nothing of what is not stated."""

import itertools
from typing import Any, get_args

import msgspec
import pytest

from api.render.citations.writer import writer_of
from api.render.question import question_text
from api.schemas.parts import Period
from models.comparison import Question
from models.vocabulary import LegalStatus, PermitState

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
            "How many holders of “Card” among nationals of Afghanistan in Pakistan had had "
            "their papers cancelled around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"unit": "permits"},
            "How many permits of the category “Card” held by nationals of Afghanistan in Pakistan "
            "had been cancelled around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"unit": "permits", "state": "in_force", "nationality": None},
            "How many permits of the category “Card” in Pakistan were valid around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"legal_status": "registered_refugee", "state": "threatened"},
            "How many holders of “Card” among nationals of Afghanistan registered as refugees in "
            "Pakistan were threatened with losing their status around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"legal_status": "permit_holder", "state": "targeted", "unit": "families"},
            "How many families holding “Card” among permit-holding nationals of Afghanistan in "
            "Pakistan were targeted around 1 April 2025?",
        ),
        (
            HOLDERS,
            {"legal_status": "registered_refugee", "nationality": None, "unit_inferred": True}
            | {"state": "in_force"},
            "How many holders of “Card” (a unit that is only implied) among registered refugees "
            "in Pakistan held valid papers around 1 April 2025?",
        ),
        (
            STOCK,
            {"legal_status": "registered_refugee", "nationality": None, "origin": "AFG"},
            "How many registered refugees from Afghanistan were living in Pakistan around 1 "
            "November 2023?",
        ),
    ],
)
def test_words(question: Question, change: dict[str, Any], words: str) -> None:
    """The question of each kind, with and without what may be missing."""
    asked = msgspec.structs.replace(question, **change)
    event = Period(start="2023-10-01", end="2023-10-31", precision="month")
    assert question_text(asked, {"chaman": "Chaman crossing", "card": "Card"}, event) == words


@pytest.mark.parametrize("state", get_args(PermitState))
@pytest.mark.parametrize("unit", ["persons", "families", "households", "permits"])
def test_holders_as_in_citations(unit: str, state: str) -> None:
    """What is counted and what became of it are worded as in the citations of the figures."""
    asked = msgspec.structs.replace(HOLDERS, unit=unit, state=state)
    say = writer_of("en", "text").say
    of_permits = unit == "permits" and state in ("in_force", "cancelled", "threatened")
    text = question_text(asked, {"card": "Card"}, None)
    assert text.startswith("How many " + say(f"holders_{unit}", False, category="“Card”"))
    assert say(f"{'permits' if of_permits else 'state'}_{state}", False) in text


def test_holders_are_told_apart() -> None:
    """Questions on holders of another status, nationality or unit read otherwise."""
    questions = [
        msgspec.structs.replace(HOLDERS, legal_status=status, nationality=nation, unit=unit)
        for status, nation, unit in itertools.product(
            get_args(LegalStatus), ("AFG", None), ("persons", "permits")
        )
    ]
    texts = {question_text(asked, {}, None) for asked in questions}
    assert len(texts) == len(questions)
    assert not any("None" in text for text in texts)
