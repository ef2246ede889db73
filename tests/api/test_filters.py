"""Every filter of every list keeps what the reference implementation keeps."""

import itertools
import json
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import BadParameter
from api.filters import canonical, query_items, read_filter, read_form
from api.queries.figure_filter import FigureFilter
from api.routes.departures import DepartureFilter
from tests.api.expected import FILTERS, RANGES, WORKED_OUT_ANEW, World, kept
from tests.api.lists import LISTS, PAGING, Record, keys
from tests.conftest import Client

EVERY_FILTER = [(path, name) for path, rules in FILTERS.items() for name in rules]
FIGURE_LISTS = [path for path, rules in FILTERS.items() if "published_before" in rules]


def spread(cases: list[str], number: int) -> list[str]:
    """At most so many of the cases, from the first to the last."""
    last = len(cases) - 1
    return [cases[place] for place in sorted({last * i // (number - 1) for i in range(number)})]


def found(client: Client, path: str, asked: dict[str, list[str]], **more: str) -> Any:
    """The page that answers a question."""
    return client.json(f"{path}?{urlencode(asked | {'limit': '1000'} | more, doseq=True)}")


@pytest.mark.parametrize("path", LISTS)
def test_every_filter_has_a_rule(path: str) -> None:
    """A list cannot gain a filter that is not compared with the reference implementation."""
    elsewhere = PAGING | WORKED_OUT_ANEW.get(path, set())
    assert set(FILTERS[path]) == set(LISTS[path].filter.__struct_fields__) - elsewhere


@pytest.mark.parametrize(("path", "name"), EVERY_FILTER)
def test_one_value(rich: Client, world: World, path: str, name: str) -> None:
    """A filter keeps exactly the records that satisfy it, in the order of the whole list."""
    cases = list(FILTERS[path][name].cases(path, name, world))
    assert cases
    for value in cases if name == "q" or FILTERS[path][name].many else spread(cases, 12):
        asked = {name: [value]}
        assert keys(found(rich, path, asked)["data"]) == keys(kept(path, asked, world)), value


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, name in EVERY_FILTER if FILTERS[path][name].many]
)
def test_several_values_mean_either(rich: Client, world: World, path: str, name: str) -> None:
    """A filter given more than once keeps what has any of the values."""
    values = list(FILTERS[path][name].cases(path, name, world))
    for some in [values[:2], values[-2:], values[:50]]:
        asked = {name: some}
        assert keys(found(rich, path, asked)["data"]) == keys(kept(path, asked, world)), some


@pytest.mark.parametrize(
    ("path", "stem"),
    [(path, stem) for path in FILTERS for stem in RANGES if f"{stem}_from" in FILTERS[path]],
)
def test_ranges(rich: Client, world: World, path: str, stem: str) -> None:
    """A range keeps what overlaps it; the wrong way round it keeps nothing."""
    days = list(FILTERS[path][f"{stem}_from"].cases(path, f"{stem}_from", world))
    for first, last in itertools.product(spread(days, 4), repeat=2):
        asked = {f"{stem}_from": [first], f"{stem}_to": [last]}
        answered = keys(found(rich, path, asked)["data"])
        assert answered == keys(kept(path, asked, world)), (first, last)
        assert first <= last or answered == []


@pytest.mark.parametrize("path", LISTS)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_filters_together(rich: Client, world: World, path: str, data: st.DataObject) -> None:
    """Filters narrow each other, and ``meta.total`` counts what they leave."""
    rules = FILTERS[path]
    names = data.draw(st.lists(st.sampled_from(sorted(rules) or [""]), unique=True, max_size=3))
    asked = {}
    for name in names if rules else []:
        cases = list(rules[name].cases(path, name, world))
        most = 3 if rules[name].many else 1
        asked[name] = data.draw(
            st.lists(st.sampled_from(cases), min_size=1, max_size=most, unique=True)
        )
    page = found(rich, path, asked, include="total")
    expected = kept(path, asked, world)
    assert keys(page["data"]) == keys(expected)
    assert page["meta"]["total"] == len(expected)


@pytest.mark.parametrize("path", FIGURE_LISTS)
def test_undated_figures_are_counted(rich: Client, world: World, path: str) -> None:
    """``published_before`` says how many figures it hides because no date is known."""
    for asked in ({}, {"unit": ["families"]}, {"q": ["iran"]}, {"bound": ["point", "at_most"]}):
        hidden = [
            record
            for record in kept(path, asked, world)
            if _source(record)["published"]["latest"] is None
        ]
        page = found(rich, path, asked, published_before="2030-01-01")
        assert page["meta"]["undated"] == len(hidden)
        assert found(rich, path, asked)["meta"]["undated"] is None
    assert any(_source(r)["published"]["latest"] is None for r in world[path])


def _source(record: Record) -> Any:
    """The source of a figure, or of the one that an entry of a feed is about."""
    return record.get("figure", record)["source"]


@pytest.mark.parametrize("path", LISTS)
def test_reading_back(path: str) -> None:
    """The parameters that an answer's own address repeats ask the same question again."""
    shape = LISTS[path].filter
    asked = read_filter(shape, b"as_of_release=2025-09-01T12%3A00%3A00Z")
    again = read_filter(shape, urlencode(query_items(asked)).encode())
    assert canonical(asked) == canonical(again)


def test_canonical() -> None:
    """Two spellings of one question are one: order, repetition, encoding and defaults."""
    one = read_filter(DepartureFilter, b"origin=PAK&origin=IRN&origin=PAK&limit=100&q=a+b")
    other = read_filter(DepartureFilter, b"q=a%20b&origin=IRN&origin=PA%4B")
    assert canonical(one) == canonical(other)
    assert canonical(one) != canonical(read_filter(DepartureFilter, b"origin=IRN&q=a+b"))


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("orgin=PAK", "orgin", "unknown parameter: did you mean origin?"),
        ("Origin=PAK", "Origin", "unknown parameter: did you mean origin?"),
        ("period_form=2025-01-01", "period_form", "unknown parameter: did you mean period_from?"),
        ("limit=10&limit=20", "limit", "may be given once"),
        ("limit=10&limit=10", "limit", "may be given once"),
        ("sort=id&sort=-id", "sort", "may be given once"),
        ("limit=0", "limit", "whole number"),
        ("limit=1001", "limit", "whole number"),
        ("limit=1e2", "limit", "whole number"),
        ("limit=+5", "limit", "whole number"),
        ("limit=05", "limit", "whole number"),
        ("limit=%D9%A3", "limit", "whole number"),
        ("limit=99999999999999999999999", "limit", "whole number"),
        ("certainly_at_least=-1", "certainly_at_least", "whole number"),
        ("approximate=yes", "approximate", "must be"),
        ("period_from=2025-02-30", "period_from", "a date like"),
        ("period_from=today", "period_from", "a date like"),
        ("unit=people", "unit", "must be one of"),
        ("unit=", "unit", "must be one of"),
        ("origin=Pakistan", "origin", "must be"),
        ("origin=PAK%0A", "origin", "must not hold control characters"),
        ("q=%00", "q", "must not hold control characters"),
    ],
)
def test_refused(rich: Client, query: str, name: str, message: str) -> None:
    """A parameter that is unknown, repeated, malformed or out of range is 400 and named."""
    response = rich.get(f"/v1/departures?{query}")
    assert response.status_code == 400
    (item,) = response.json()["errors"]
    assert item["location"] == "query"
    assert item["name"] == name
    assert message in item["message"]


def test_everything_wrong_is_said_at_once(rich: Client) -> None:
    """One answer names every parameter that is wrong."""
    errors = rich.get("/v1/departures?orgin=PAK&limit=0&unit=people").json()["errors"]
    assert {item["name"] for item in errors} == {"orgin", "limit", "unit"}


def test_input_is_not_sent_back(rich: Client) -> None:
    """A name or value that is not a plain word is not echoed, in any encoding."""
    response = rich.get("/v1/departures?%3Cscript%3E=1&unit=%3Cscript%3E&q=%3Cscript%3E%00")
    assert response.status_code == 400
    assert "<" not in json.dumps(response.json())


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("limit=&claimant=&claimant=abc&q=", {"claimant": ("abc",)}),
        ("utm_source=x&utm_term=limit&fbclid=y&zzz=1&ref=a", {}),
        ("limit=7&utm_limit=9", {"limit": 7}),
    ],
)
def test_a_form(query: str, read: dict[str, object]) -> None:
    """Fields left empty ask for nothing, and what sites hang on links is passed over."""
    filter = read_form(FigureFilter, query.encode())
    assert filter == msgspec.structs.replace(FigureFilter(), **read)


@pytest.mark.parametrize("query", ["limt=", "limt=7", "claimants=abc", "origin=PAK", "limit=x"])
def test_a_form_is_strict(query: str) -> None:
    """A slip of the pen, or a filter of another address, is refused: it would change the answer."""
    with pytest.raises(BadParameter):
        read_form(FigureFilter, query.encode(), {"origin"})
