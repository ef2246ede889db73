"""The CSL-JSON of a citation is valid, is read by a citation processor, and makes nothing up."""

import json
import warnings
from io import BytesIO
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings

from api.render.citations import citation_of
from api.schemas.figures import AnyFigure
from api.schemas.parts import Published
from tests.api.render.citations.drawn import LANGUAGES, figures

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc import (  # type: ignore[import-untyped]
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

STYLE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" default-locale="en-GB">
  <info><title>Plain</title><id>plain</id><updated>2025-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><group delimiter=" | ">
    <text variable="container-title"/>
    <text variable="title"/>
    <date variable="issued"><date-part name="year"/></date>
    <text variable="note"/>
  </group></layout></bibliography>
</style>"""
DAY = {
    "type": "array",
    "minItems": 1,
    "maxItems": 3,
    "items": {"type": "integer"},
}
RULES = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **{
                name: {"type": "string", "minLength": 1}
                for name in ("id", "title", "container-title", "publisher", "URL", "note")
            },
            "type": {"enum": ["article-newspaper", "report", "dataset"]},
            "issued": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": DAY},
                    "circa": {"type": "boolean"},
                    "literal": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}
"""What the specification of CSL 1.0.2 says of the variables that Tally uses, in our own words: item
types and variables of its appendices III and IV, dates as one day or two of year, month and day."""


@pytest.fixture(scope="module")
def schema() -> Any:
    """The validator of the rules."""
    return jsonschema_rs.validator_for(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=40)
@given(figure=figures())
def test_valid(schema: Any, language: Any, figure: AnyFigure) -> None:
    """It is a list of one item by the rules of the format, the same as ``csl``."""
    rendered = citation_of(figure, {}, "csl-json", language)
    document = json.loads(rendered.citation)
    schema.validate(document)
    assert document == [msgspec.to_builtins(rendered.csl)]
    assert document[0]["note"] == citation_of(figure, {}, "text", language).citation


@settings(deadline=None, max_examples=40)
@given(figure=figures())
def test_only_what_is_known(figure: AnyFigure) -> None:
    """Who states a figure is no author of its source; a day is given only when it is known."""
    (item,) = json.loads(citation_of(figure, {}, "csl-json", "en").citation)
    source, published = figure.source, figure.source.published
    assert "author" not in item
    assert item.get("title") == (source.title or None)
    assert item.get("container-title", item.get("publisher")) == (source.publisher or None)
    assert item.get("URL") == source.url
    issued = item.get("issued", {})
    known = published.earliest is not None and published.latest is not None
    assert ("date-parts" in issued) == known
    if known and (published.earliest != published.latest or published.basis == "inferred"):
        assert issued["circa"] is True


@pytest.fixture(scope="module")
def served(client: Any) -> list[AnyFigure]:
    """Every figure of the five articles."""
    return msgspec.convert(client.data("/v1/figures?limit=1000"), list[AnyFigure])


@pytest.mark.parametrize(
    ("earliest", "latest", "issued"),
    [
        ("2024-05-01", "2024-05-01", {"date-parts": [[2024, 5, 1]]}),
        ("2024-05-01", "2024-05-31", {"date-parts": [[2024, 5, 1], [2024, 5, 31]], "circa": True}),
        (None, "2024-05-31", {"literal": "reported on 31 May 2024 or earlier"}),
        ("2024-05-01", None, {"literal": "reported on 1 May 2024 or later"}),
        (None, None, None),
    ],
)
def test_issued(
    served: list[AnyFigure], earliest: str | None, latest: str | None, issued: Any
) -> None:
    """The date of the source is given as exactly as it is known."""
    published = Published(earliest=earliest, latest=latest, basis="printed")
    source = msgspec.structs.replace(served[0].source, published=published)
    figure = msgspec.structs.replace(served[0], source=source)
    (item,) = json.loads(citation_of(figure, {}, "csl-json", "en").citation)
    assert item.get("issued") == issued


def test_a_processor_reads_it(served: list[AnyFigure]) -> None:
    """citeproc-py prints outlet, title, year and sentence of every figure's item."""
    items = [json.loads(citation_of(f, {}, "csl-json", "en").citation)[0] for f in served]
    style = CitationStylesStyle(BytesIO(STYLE), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    entries = [str(entry) for entry in bibliography.bibliography()]
    for item, entry in zip(items, entries, strict=True):
        days = item["issued"]["date-parts"]
        # of a range within one year, this processor prints no year
        year = str(days[0][0]) if len(days) == 1 else None
        printed = [item.get("container-title"), item.get("title"), year, item["note"]]
        assert entry == " | ".join(part for part in printed if part)
