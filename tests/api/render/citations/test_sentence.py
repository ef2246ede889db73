"""A citation claims no more than was stated, in any language."""

import re
import tomllib
from importlib.resources import files
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.render.citations import citation_of, cite, quantity
from api.render.citations.sentence import sentence
from api.render.citations.writer import writer_of
from api.schemas.figures import AnyFigure, Departure, PermitHolders
from api.schemas.parts import Published
from models.countries import country_name
from models.vocabulary import Bound, Kind, words_of
from tests.api.render.citations.drawn import LANGUAGES, figures
from tests.api.render.citations.test_quantity import QUALIFIERS
from tests.conftest import Client

UNITS = {
    "persons": {"person", "people", "foreigner", "foreigners", "national", "nationals"},
    "families": {"family", "families"},
    "households": {"household", "households"},
    "permits": {"permit", "permits"},
    "crossings": {"crossing", "crossings"},
}
HOLDERS = {"holder", "holders"}
PLAIN = re.compile(r"[\u2066-\u2069]")


def written(figure: AnyFigure, language: str = "en") -> str:
    """The sentence without what isolates its parts."""
    return PLAIN.sub("", sentence(figure, {}, writer_of(language, "text"), ""))


def unnamed(figure: AnyFigure) -> AnyFigure:
    """The figure with names of one letter, which no phrase can be mistaken for."""
    named: dict[str, Any] = {}
    if not isinstance(figure, PermitHolders) and figure.place:
        named["place"] = msgspec.structs.replace(figure.place, name="X")
    if isinstance(figure, PermitHolders):
        named["category"] = msgspec.structs.replace(figure.category, name="X")
    attribution, source = figure.attribution, figure.source
    claimant, speaker = attribution.claimant, attribution.speaker
    named["attribution"] = msgspec.structs.replace(
        attribution,
        claimant=claimant and msgspec.structs.replace(claimant, name="X"),
        speaker=speaker and msgspec.structs.replace(speaker, name="X", role=None),
        via=[msgspec.structs.replace(via, name="X") for via in attribution.via],
    )
    named["source"] = msgspec.structs.replace(
        source, title=source.title and "X", publisher=source.publisher and "Y"
    )
    return msgspec.structs.replace(figure, **named)


@pytest.mark.parametrize(("kind", "bound"), list(product(words_of(Kind), words_of(Bound))))
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_never_stronger(kind: Kind, bound: Bound, data: st.DataObject) -> None:
    """For every kind, bound and hedge, the sentence has the quantity with its qualifier."""
    figure = unnamed(data.draw(figures(kind=kind, bound=bound)))
    stated = figure.value
    for language in LANGUAGES:
        said, known = written(figure, language).lower(), QUALIFIERS[language]
        words = quantity(stated, language)
        assert words.lower() in said
        if bound in known:
            assert known[bound] in words
        if stated.approximate and bound != "magnitude":
            assert known["about"] in words


@settings(deadline=None)
@given(figure=figures())
def test_names_no_unit_or_country_that_is_implied(figure: AnyFigure) -> None:
    """What is counted is said when it is stated, and else that it is not; countries likewise."""
    figure = unnamed(figure)
    said = re.split(", (?:according|apparently|as reported)", written(figure))[0]
    said = re.sub(r"permit holders? among", "among", said)
    words = set(re.findall(r"\w+", said))
    implied = set(figure.inferred)
    holders = isinstance(figure, PermitHolders)
    for unit, nouns in UNITS.items():
        expected = HOLDERS if unit == "persons" and holders else nouns
        if "unit" in implied:
            assert not words & expected
        elif unit == figure.value.unit:
            assert words & expected
        else:
            assert not words & expected
    assert ("the unit is not stated" in said) == ("unit" in implied)
    fields = ("origin", "destination", "nationality", "country", "jurisdiction")
    given = {field: getattr(figure, field, None) for field in fields}
    stated = {code for field, code in given.items() if field not in implied}
    for language in LANGUAGES:
        said = written(figure, language)
        for code in {code for code in given.values() if code} - stated:
            assert country_name(code, language) not in said


@settings(deadline=None)
@given(figure=figures())
def test_speaker_or_outlet(figure: AnyFigure) -> None:
    """A claimant's statement is never put as the outlet's own, nor the other way round."""
    said = written(unnamed(figure))
    assert ("according to" in said) == (figure.attribution.claimant is not None)
    assert ("as reported by" in said) == (figure.attribution.claimant is None)
    if figure.attribution.claimant is not None and figure.source.publisher:
        assert "carried by Y" in said


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(figure=figures(), style=st.sampled_from(["text", "html", "markdown", "csl-json"]))
def test_status(language: Any, figure: AnyFigure, style: Any) -> None:
    """A citation is a draft while its table says that nobody has reviewed it."""
    table = files("api.render.citations.phrases").joinpath(f"{language}.toml")
    status = tomllib.loads(table.read_text(encoding="utf-8"))["status"]
    assert citation_of(figure, {}, style, language).status == status
    assert status == ("reviewed" if language == "en" else "draft")


@settings(deadline=None)
@given(figure=figures())
def test_inferred_is_marked(figure: AnyFigure) -> None:
    """A date that is implied is marked, and so is what a sentence cannot leave out."""
    said = written(unnamed(figure))
    period = figure.period if isinstance(figure, Departure) else figure.as_of
    field = "period" if isinstance(figure, Departure) else "as_of"
    dated = period.precision and (period.start or period.end or period.precision == "decade")
    assert ("(date inferred)" in said) == bool(dated and field in figure.inferred)
    marked = {"outlook", "coverage", "state", "situation", "category"}.intersection(figure.inferred)
    assert ("inferred: " in said) == bool(marked)


@pytest.fixture(scope="module")
def served(client: Client) -> list[AnyFigure]:
    """Every figure of the five articles."""
    return msgspec.convert(client.data("/v1/figures?limit=1000"), list[AnyFigure])


def changed(figure: AnyFigure, **fields: Any) -> str:
    """The citation of a figure with other fields."""
    return cite(msgspec.structs.replace(figure, **fields), {})


def test_every_figure(served: list[AnyFigure]) -> None:
    """A sentence names its claimant or says that it is the outlet's, and keeps its qualifier."""
    for figure in served:
        said = figure.citation
        assert said.endswith(").")
        attribution = figure.attribution
        if attribution.speaker is not None:
            assert f"according to {attribution.speaker.name}" in said
        elif attribution.claimant is not None:
            assert "according to " in said
            assert attribution.claimant.name in said
        else:
            assert "according to" not in said
            assert "as reported by" in said
        assert quantity(figure.value).lower() in said.lower()


def test_inferred_places_are_left_out(served: list[AnyFigure]) -> None:
    """What a text only implies is not said, an implied date is marked."""
    (figure,) = (f for f in served if f.id == "left-pakistan-april-2025")
    assert "Pakistan in April 2025," in changed(figure)
    assert "for Afghanistan" in changed(figure, inferred=[])
    assert "left in April" in changed(figure, inferred=["origin", "destination"])
    assert "April 2025 (date inferred)" in changed(figure, inferred=["destination", "period"])


def test_inferred_movement(served: list[AnyFigure]) -> None:
    """People who headed for a border are not said to have crossed it."""
    for figure in served:
        if "movement" in figure.inferred:
            assert "were on the move" in figure.citation
            assert " left " not in figure.citation


def test_one_and_many(served: list[AnyFigure]) -> None:
    """Nouns and verbs agree with the number; the group that some are among is many."""
    (figure,) = (f for f in served if f.id == "registered-refugees-exempt-pakistan-november-2023")

    def of(count: int) -> str:
        one = msgspec.structs.replace(
            figure.value, reported=count, lower=count, upper=count, bound="point"
        )
        return changed(figure, value=one)

    assert of(1).startswith("1 registered refugee among nationals of Afghanistan was living")
    assert of(2).startswith("2 registered refugees among nationals of Afghanistan were living")
    assert of(0).startswith("0 registered refugees among nationals of Afghanistan were living")


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
    served: list[AnyFigure], earliest: str | None, latest: str | None, words: str
) -> None:
    """The date of the source is said as exactly as it is known."""
    (figure,) = (f for f in served if f.id == "left-pakistan-april-2025")
    published = Published(earliest=earliest, latest=latest, basis="printed")
    said = changed(figure, source=msgspec.structs.replace(figure.source, published=published))
    assert said.endswith(f"({words}).")


def test_carriers_stand_in_order(served: list[AnyFigure]) -> None:
    """Through whom a statement came is said in order, and neither that it was told nor taken."""
    (figure,) = (f for f in served if f.id == "left-pakistan-april-2025")
    claimant = figure.attribution.claimant
    assert claimant is not None
    via = [msgspec.structs.replace(claimant, id=id, name=id.upper()) for id in ("afp", "ani")]
    said = changed(figure, attribution=msgspec.structs.replace(figure.attribution, via=via))
    assert "according to Pakistan's Interior Ministry, via AFP, then ANI (" in said
