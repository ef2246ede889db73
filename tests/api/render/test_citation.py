"""A citation claims no more than was stated."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.render.citations import cite, quantity
from api.schemas.figures import AnyFigure
from api.schemas.parts import CategoryRef, Plausible, Published, Value
from models.value import plausible_range, stated_bounds
from models.vocabulary import Bound, LegalStatus, Unit, words_of
from tests.conftest import Client

NUMBERS = st.integers(1, 10**9)
QUALIFIERS = {
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "fewer than",
    "at_most": "at most",
}


@st.composite
def values(draw: st.DrawFn) -> Value:
    """Any value that can be stated."""
    bound: Bound = draw(st.sampled_from([*words_of(Bound)]))
    approximate = draw(st.booleans())
    reported = lower = upper = None
    if bound in ("between", "magnitude"):
        lower, upper = sorted((draw(NUMBERS), draw(NUMBERS)))
    else:
        reported = draw(NUMBERS)
    stated = stated_bounds(bound, reported, lower, upper, approximate=approximate)
    plausible = plausible_range(bound, approximate, reported, *stated, 0)
    return Value(
        reported=reported,
        bound=bound,
        approximate=approximate,
        lower=stated[0],
        upper=stated[1],
        unit=draw(st.sampled_from([*words_of(Unit)])),
        as_printed="as printed",
        rounding=0,
        plausible=Plausible(lower=plausible[0], upper=plausible[1]),
    )


def numbers_in(text: str) -> list[int]:
    """The numbers of a text, written out or as "1.7 million"."""
    scales = {"": 1, " million": 10**6, " billion": 10**9}
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)( million| billion|)", text)
    return [round(float(digits.replace(",", "")) * scales[scale]) for digits, scale in found]


@given(values())
def test_qualifier(value: Value) -> None:
    """Every bound and every hedge keeps its word, and the numbers are the stated ones."""
    words = quantity(value)
    if value.bound in QUALIFIERS:
        assert words.startswith(QUALIFIERS[value.bound])
    if value.approximate and value.bound != "magnitude":
        assert "about" in words
    if value.bound == "between":
        assert numbers_in(words) == [value.lower, value.upper]
    elif value.bound == "magnitude":
        assert words.startswith("about") or not numbers_in(words)
    else:
        assert numbers_in(words) == [value.reported]
    if value.bound == "point" and not value.approximate:
        assert words[0].isdigit()


@pytest.fixture(scope="module")
def figures(client: Client) -> list[AnyFigure]:
    """Every figure of the five articles."""
    return msgspec.convert(client.data("/v1/figures?limit=1000"), list[AnyFigure])


def changed(figure: AnyFigure, **fields: Any) -> str:
    """The citation of a figure with other fields."""
    return cite(msgspec.structs.replace(figure, **fields), {})


def test_every_figure(figures: list[AnyFigure]) -> None:
    """A sentence names its claimant or says that it is the outlet's, and keeps its qualifier."""
    for figure in figures:
        sentence = figure.citation
        assert sentence.endswith(").")
        attribution = figure.attribution
        if attribution.speaker is not None:
            assert f"according to {attribution.speaker.name}" in sentence
        elif attribution.claimant is not None:
            assert "according to " in sentence
            assert attribution.claimant.name in sentence
        else:
            assert "according to" not in sentence
            assert "as reported by" in sentence
        assert quantity(figure.value).lower() in sentence.lower()


def test_inferred_places_are_left_out(figures: list[AnyFigure]) -> None:
    """What a text only implies is not said, an implied date is marked."""
    (figure,) = (f for f in figures if f.id == "left-pakistan-april-2025")
    assert "Pakistan in April 2025," in changed(figure)
    assert "for Afghanistan" in changed(figure, inferred=[])
    assert "left in April" in changed(figure, inferred=["origin", "destination"])
    assert "April 2025 (date inferred)" in changed(figure, inferred=["destination", "period"])


def test_inferred_movement(figures: list[AnyFigure]) -> None:
    """People who headed for a border are not said to have crossed it."""
    for figure in figures:
        if "movement" in figure.inferred:
            assert "were on the move" in figure.citation
            assert " left " not in figure.citation


def test_inferred_unit(figures: list[AnyFigure]) -> None:
    """A number whose unit is only implied is not said to be of people."""
    (figure,) = (f for f in figures if f.id == "deported-from-iran-may-2025")
    assert "people" not in figure.citation


UNIT_WORDS = {
    "persons": {"people", "holders", "foreigners", "nationals", "persons"},
    "families": {"families"},
    "households": {"households"},
    "permits": {"permits"},
    "crossings": {"crossings"},
}
COUNTRIES = {
    "origin": ("IRN", "Iran"),
    "destination": ("TJK", "Tajikistan"),
    "nationality": ("UZB", "Uzbekistan"),
    "country": ("TUR", "Türkiye"),
    "jurisdiction": ("IND", "India"),
}


@given(data=st.data())
def test_sentence(figures: list[AnyFigure], data: st.DataObject) -> None:
    """A sentence keeps quantity and unit, and names no country that is only implied."""
    figure = data.draw(st.sampled_from(figures))
    implied = data.draw(st.sets(st.sampled_from([*COUNTRIES, "unit"])))
    fields: dict[str, Any] = {
        name: code for name, (code, _) in COUNTRIES.items() if hasattr(figure, name)
    }
    if hasattr(figure, "category"):
        fields["category"] = CategoryRef(id="a-card", name="Card")
    value = data.draw(values().filter(lambda value: value.reported != 1))
    status = data.draw(st.sampled_from([*words_of(LegalStatus)]))
    sentence = changed(figure, **fields, value=value, legal_status=status, inferred=sorted(implied))
    statement = re.split(", (?:according|by implication|as reported)", sentence)[0]
    assert statement.lower().startswith(quantity(value).lower())
    words = set(re.findall(r"\w+", statement.replace("permit holders among", "among")))
    for unit, nouns in UNIT_WORDS.items():
        named = unit == value.unit and "unit" not in implied
        assert bool(words & nouns) == named, (unit, statement)
    for name in implied & COUNTRIES.keys():
        assert COUNTRIES[name][1] not in statement
    if figure.attribution.claimant is None:
        assert "according to" not in sentence


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2024-05-01", "2024-05-01", "reported 1 May 2024"),
        ("2024-05-01", "2024-05-31", "reported between 1 May 2024 and 31 May 2024"),
        (None, "2024-05-31", "reported on 31 May 2024 or earlier"),
        ("2024-05-01", None, "reported on 1 May 2024 or later"),
        (None, None, "publication date unknown"),
    ],
)
def test_reported(
    figures: list[AnyFigure], earliest: str | None, latest: str | None, words: str
) -> None:
    """The date of the source is said as exactly as it is known."""
    source = figures[0].source
    published = Published(earliest=earliest, latest=latest, basis="printed")
    sentence = changed(figures[0], source=msgspec.structs.replace(source, published=published))
    assert sentence.endswith(f"({words}).")
