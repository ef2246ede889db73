"""Which records a filter keeps and how a sort orders them: worked out from the answers alone.

An independent statement of what ``api.md`` says, in plain Python over JSON, that the SQL of the
application is compared with. A new filter or sort column needs its line here.
"""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from models.countries import LANGUAGES, country_name
from tests.api.lists import Record, parameter

World = dict[str, list[Record]]
Get = Callable[[Record], Any]

_COUNTRY_FIELDS = ("nationality", "origin", "destination", "country", "jurisdiction")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What one filter keeps, and the values it is tried with."""

    keeps: Callable[[Record, str, World], bool]
    cases: Callable[[str, str, World], Iterable[str]]
    many: bool = False


def at(*path: str) -> Get:
    """The value at a path of a record; ``None`` where a part of the way is."""

    def get(record: Record) -> Any:
        value: Any = record
        for name in path:
            value = value[name] if value is not None else None
        return value

    return get


def _values(get: Get, records: Iterable[Record]) -> set[str]:
    found = [get(record) for record in records]
    flat = [one for value in found for one in (value if isinstance(value, list) else [value])]
    return {one for one in flat if one is not None}


def either(get: Get) -> Rule:
    """An equality filter: tried with every value there is, every word allowed, and one unknown."""

    def keeps(record: Record, value: str, world: World) -> bool:
        found = get(record)
        return value in found if isinstance(found, list) else found == value

    def cases(path: str, name: str, world: World) -> Iterable[str]:
        item = parameter(path, name)["items"]
        pattern = item.get("pattern", "")
        unknown = "zz" if pattern == "^[a-z]{2,3}$" else "ZZZ" if "A-Z" in pattern else "no-such-id"
        return sorted(_values(get, world[path]) | set(item.get("enum", [unknown])))

    return Rule(keeps=keeps, cases=cases, many=True)


def flag(get: Get) -> Rule:
    """A filter by truth."""
    return Rule(
        keeps=lambda record, value, world: get(record) == (value == "true"),
        cases=lambda path, name, world: ["true", "false"],
    )


def _days(world_dates: set[str]) -> list[str]:
    days = {date.fromisoformat(text) + timedelta(step) for text in world_dates for step in (-1, 1)}
    return sorted(world_dates | {day.isoformat() for day in days})


def _range(start: Get, end: Get, keeps: Callable[[str | None, str | None, str], bool]) -> Rule:
    def kept(record: Record, value: str, world: World) -> bool:
        first, last = start(record), end(record)
        return (first is not None or last is not None) and keeps(first, last, value)

    def cases(path: str, name: str, world: World) -> Iterable[str]:
        return _days(_values(start, world[path]) | _values(end, world[path]))[::2]

    return Rule(keeps=kept, cases=cases)


def reaches(start: Get, end: Get) -> Rule:
    """``..._from``: what ends on that day or later, or never."""
    return _range(start, end, lambda first, last, day: last is None or last >= day)


def begins(start: Get, end: Get) -> Rule:
    """``..._to``: what begins on that day or earlier, or always was."""
    return _range(start, end, lambda first, last, day: first is None or first <= day)


def _value(keeps: Callable[[int, int | None, int], bool]) -> Rule:
    lower, upper = at("value", "plausible", "lower"), at("value", "plausible", "upper")

    def kept(record: Record, value: str, world: World) -> bool:
        return keeps(lower(record) or 0, upper(record), int(value))

    def cases(path: str, name: str, world: World) -> Iterable[str]:
        ends = {get(record) for get in (lower, upper) for record in world[path]} - {None}
        around = {max(0, end + step) for end in ends for step in (-1, 0, 1)}
        return [str(number) for number in sorted(around | {0, 10**15})][::2]

    return Rule(keeps=kept, cases=cases)


def fold(text: str) -> str:
    """Text without its case and compatibility forms."""
    return unicodedata.normalize("NFKC", text).casefold()


def _finds(names: Callable[[Record, World], list[str | None]]) -> Rule:
    def kept(record: Record, value: str, world: World) -> bool:
        known = [fold(name) for name in names(record, world) if name]
        return all(any(word in name for name in known) for word in fold(value).split())

    def cases(path: str, name: str, world: World) -> Iterable[str]:
        return QUERIES

    return Rule(keeps=kept, cases=cases)


QUERIES = (
    "pakistan",
    "PAKISTAN",
    "ＰＡＫＩＳＴＡＮ",  # noqa: RUF001
    "pakistan ministry",
    "ministry  interior pakistan's",
    "وزارت داخله پاکستان",
    "د پاکستان حکومت",
    "عالمی ادارہ صحت",
    "ایران",
    "افغانستان",
    "chaman",
    "خیبر",
    "dawn",
    "latestly afghanistan",
    "permit",
    "<script>",
    "=hyperlink",
    "%",
    "_",
    "\\",
    "'",
    "nobody has this name",
    "pakistan nowhere",
)
"""Several languages, cases, widths and words; what SQL would take for a pattern; nothing found."""


def _by_id(world: World, path: str) -> dict[str, Record]:
    return {record["id"]: record for record in world[path]}


def _claimant_names(record: Record, world: World) -> list[str | None]:
    return [record["name"], *record["names"].values()]


def _named(record: Record, world: World) -> list[str | None]:
    return [record["name"], *record["other_names"]]


def _source_names(record: Record, world: World) -> list[str | None]:
    return [record["title"], record["publisher"], *(via["name"] for via in record["via"])]


def _country_names(code: str, world: World) -> list[str | None]:
    places = [p for p in world["/v1/places"] if p["type"] == "country" and p["country"] == code]
    return [
        *(country_name(code, language) for language in LANGUAGES),
        *(name for place in places for name in _named(place, world)),
    ]


def _figure_names(record: Record, world: World) -> list[str | None]:
    names = _source_names(_by_id(world, "/v1/sources")[record["source"]["id"]], world)
    if (claimant := record["attribution"]["claimant"]) is not None:
        names += _claimant_names(_by_id(world, "/v1/claimants")[claimant["id"]], world)
    for field, path in (("place", "/v1/places"), ("category", "/v1/permit-categories")):
        if record.get(field) is not None:
            names += _named(_by_id(world, path)[record[field]["id"]], world)
    for field in _COUNTRY_FIELDS:
        if record.get(field) is not None:
            names += _country_names(record[field], world)
    return names


def _published_before() -> Rule:
    latest = at("source", "published", "latest")
    return Rule(
        keeps=lambda record, value, world: (latest(record) or "9999-99") <= value,
        cases=lambda path, name, world: _days(_values(latest, world[path])),
    )


def _end_of_flow(record: Record) -> Any:
    """A running total reaches the day it was stated."""
    period = record["period"]
    if period["start"] is not None and period["end"] is None:
        return record["attribution"]["stated_on"]
    return period["end"]


def _about(record: Record) -> list[str]:
    """The countries that people left, went to or are in, or whose paper they hold."""
    fields = ("origin", "destination", "country", "jurisdiction")
    return sorted({record[name] for name in fields if record.get(name) is not None})


def _dates(record: Record) -> tuple[str | None, str | None]:
    if "period" in record:
        return record["period"]["start"], _end_of_flow(record)
    return record["as_of"]["start"], record["as_of"]["end"]


def _in_month() -> Rule:
    def kept(record: Record, month: str, world: World) -> bool:
        first, last = _dates(record)
        if first is None and last is None:
            return False
        return (first or "0000-00")[:7] <= month <= (last or "9999-99")[:7]

    def cases(path: str, name: str, world: World) -> Iterable[str]:
        days = {day for record in world[path] for day in _dates(record) if day}
        return sorted({day[:7] for day in days} | {"1000-01", "2024-12", "9999-12"})

    return Rule(keeps=kept, cases=cases)


def _since_release(path: str, name: str, world: World) -> Iterable[str]:
    return ["1", "2", "2147483646"]


_EARLIEST, _LATEST = at("source", "published", "earliest"), at("source", "published", "latest")
_FIGURES = {
    "claimant": either(at("attribution", "claimant", "id")),
    "claimant_type": either(at("attribution", "claimant", "type")),
    "voice": either(at("attribution", "voice")),
    "source": either(at("source", "id")),
    "nationality": either(at("nationality")),
    "legal_status": either(at("legal_status")),
    "unit": either(at("value", "unit")),
    "bound": either(at("value", "bound")),
    "approximate": flag(at("value", "approximate")),
    "part_of": either(at("part_of")),
    "certainly_at_least": _value(lambda lower, upper, n: lower >= n),
    "possibly_at_least": _value(lambda lower, upper, n: upper is None or upper >= n),
    "certainly_at_most": _value(lambda lower, upper, n: upper is not None and upper <= n),
    "possibly_at_most": _value(lambda lower, upper, n: lower <= n),
    "published_from": reaches(_EARLIEST, _LATEST),
    "published_to": begins(_EARLIEST, _LATEST),
    "published_before": _published_before(),
    "q": _finds(_figure_names),
}
_AS_OF = {
    "as_of_from": reaches(at("as_of", "start"), at("as_of", "end")),
    "as_of_to": begins(at("as_of", "start"), at("as_of", "end")),
}

_OF_ANY_KIND = _FIGURES | {
    "kind": either(at("kind")),
    "country": either(_about),
    "month": _in_month(),
}


def _of_its_figure(rule: Rule) -> Rule:
    """What a filter of figures keeps of a feed whose every entry says that a figure is new."""
    return Rule(
        keeps=lambda entry, value, world: rule.keeps(entry["figure"], value, world),
        cases=lambda path, name, world: rule.cases("/v1/figures", name, world),
        many=rule.many,
    )


def _comparison(entry: Record) -> str | None:
    link = entry["figure"]["links"]["comparison"]
    return link and str(link).rpartition("/")[2]


FILTERS: dict[str, dict[str, Rule]] = {
    "/v1/figures": _OF_ANY_KIND,
    "/v1/feed": {name: _of_its_figure(rule) for name, rule in _OF_ANY_KIND.items()}
    | {
        "figure": either(at("figure", "id")),
        "comparison": either(_comparison),
        "change": either(at("change")),
    },
    "/v1/departures": _FIGURES
    | {
        name: either(at(name))
        for name in (
            "origin",
            "destination",
            "coverage",
            "per",
            "since_event",
            "movement",
            "outlook",
            "country_as_given",
        )
    }
    | {
        "place": either(at("place", "id")),
        "period_from": reaches(at("period", "start"), _end_of_flow),
        "period_to": begins(at("period", "start"), _end_of_flow),
    },
    "/v1/departures/series": {
        name: either(at(name))
        for name in (
            "origin",
            "destination",
            "nationality",
            "country_as_given",
            "legal_status",
            "unit",
            "movement_family",
            "outlook",
        )
    }
    | {
        "period_from": reaches(at("start"), at("end")),
        "period_to": begins(at("start"), at("end")),
    },
    "/v1/permit-holders": _FIGURES
    | _AS_OF
    | {
        "category": either(at("category", "id")),
        "jurisdiction": either(at("jurisdiction")),
        "state": either(at("state")),
    },
    "/v1/population-estimates": _FIGURES
    | _AS_OF
    | {
        name: either(at(name))
        for name in ("country", "origin", "population_scope", "situation", "country_as_given")
    }
    | {"place": either(at("place", "id"))},
    "/v1/permit-categories": {
        "jurisdiction": either(at("jurisdiction")),
        "kind": either(at("kind")),
        "q": _finds(_named),
    },
    "/v1/policy-events": {
        "action": either(at("action")),
        "jurisdiction": either(at("jurisdiction")),
        "category": either(lambda event: [one["id"] for one in event["categories"]]),
        "source": either(lambda event: [one["id"] for one in event["sources"]]),
        "date_from": reaches(at("date", "start"), at("date", "end")),
        "date_to": begins(at("date", "start"), at("date", "end")),
    },
    "/v1/sources": {
        "kind": either(at("kind")),
        "publisher": either(at("publisher")),
        "language": either(at("language")),
        "published_from": reaches(at("published", "earliest"), at("published", "latest")),
        "published_to": begins(at("published", "earliest"), at("published", "latest")),
        "q": _finds(_source_names),
    },
    "/v1/claimants": {
        "type": either(at("type")),
        "country": either(at("country")),
        "q": _finds(_claimant_names),
    },
    "/v1/places": {
        "type": either(at("type")),
        "country": either(at("country")),
        "parent": either(at("parent")),
        "q": _finds(_named),
    },
    "/v1/comparisons": {
        name: either(at("question", name))
        for name in ("kind", "origin", "destination", "country", "nationality")
    }
    | {
        "verdict": either(at("verdict")),
        "figure": either(lambda comparison: [one["id"] for one in comparison["figures"]]),
        "figures_from": Rule(
            keeps=lambda comparison, value, world: len(comparison["figures"]) >= int(value),
            cases=lambda path, name, world: ["1", "2", "3", "4"],
        ),
    },
    "/v1/reconciliations": {
        "rule": either(at("rule")),
        "verdict": either(at("verdict")),
        "kind": either(at("whole", "kind")),
        "origin": either(lambda found: found["whole"].get("origin")),
        "destination": either(lambda found: found["whole"].get("destination")),
        "country": either(
            lambda found: found["whole"].get("country") or found["whole"].get("jurisdiction")
        ),
        "whole": either(at("whole", "id")),
        "figure": either(lambda found: [one["id"] for one in (found["whole"], *found["parts"])]),
    },
    "/v1/releases": {},
    "/v1/changes": {
        "since_release": Rule(
            keeps=lambda change, value, world: change["release"] > int(value), cases=_since_release
        ),
        "record_type": either(at("record_type")),
        "change": either(at("change")),
    },
}
"""What every filter of every list keeps."""

WORKED_OUT_ANEW = {
    "/v1/comparisons": {"published_before"},
    "/v1/reconciliations": {"published_before"},
    "/v1/departures/series": {
        "interval",
        "not_stated",
        "claimant",
        "claimant_type",
        "voice",
        "source",
        "bound",
        "approximate",
        "part_of",
        "certainly_at_least",
        "possibly_at_least",
        "certainly_at_most",
        "possibly_at_most",
        "published_from",
        "published_to",
        "published_before",
        "q",
        "place",
        "coverage",
        "per",
        "since_event",
        "movement",
    },
}
"""Filters that change the records themselves: tests/api/routes/test_comparisons.py and
test_series.py have them."""

RANGES = ("period", "as_of", "published", "date")
"""Stems of the parameters ``..._from`` and ``..._to``."""

_ID = {"id": at("id")}
_NAME = _ID | {"name": at("name")}
_FIGURE_SORTS = _ID | {
    "published": _LATEST,
    "reported": at("value", "reported"),
    "stated_on": at("attribution", "stated_on"),
}

SORTS: dict[str, dict[str, Get]] = {
    "/v1/figures": _FIGURE_SORTS,
    "/v1/departures/series": {},
    "/v1/departures": _FIGURE_SORTS
    | {"period_start": at("period", "start"), "period_end": at("period", "end")},
    "/v1/permit-holders": _FIGURE_SORTS | {"as_of": at("as_of", "end")},
    "/v1/population-estimates": _FIGURE_SORTS | {"as_of": at("as_of", "end")},
    "/v1/permit-categories": _NAME,
    "/v1/policy-events": _ID | {"date": at("date", "start")},
    "/v1/sources": _ID | {"published": at("published", "latest")},
    "/v1/claimants": _NAME,
    "/v1/places": _NAME,
    "/v1/comparisons": _ID | {"size": lambda comparison: len(comparison["figures"])},
    "/v1/reconciliations": _ID | {"rule": at("rule")},
    "/v1/releases": {"number": at("number")},
    "/v1/changes": {},
    "/v1/feed": {},
}
"""What every sort column of every list goes by."""


def kept(path: str, asked: dict[str, list[str]], world: World) -> list[Record]:
    """The records that satisfy every filter, each with any of its values."""
    rules = FILTERS[path]
    for stem in RANGES:
        first, last = asked.get(f"{stem}_from"), asked.get(f"{stem}_to")
        if first and last and first[0] > last[0]:
            return []
    return [
        record
        for record in world[path]
        if all(
            any(rules[name].keeps(record, value, world) for value in values)
            for name, values in asked.items()
        )
    ]


def ordered(path: str, records: list[Record], sort: list[str]) -> list[Record]:
    """Records in an order: what is unknown is lowest, the id comes last."""
    ordering = [*sort, "id"] if "id" in SORTS[path] else sort
    result = list(records)
    for name in reversed(ordering):
        get = SORTS[path][name.removeprefix("-")]
        result.sort(key=lambda r: _lowest_first(get(r)), reverse=name.startswith("-"))
    return result


def _lowest_first(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
