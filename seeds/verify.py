"""Is what the editors wrote true to the texts, and does it hang together?

Every check is one function in ``CHECKS``: it is handed everything and yields what is wrong.
The checks of the texts themselves are in ``seeds/accounting.py``; without the texts they are
left out and all others still run.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from models.countries import is_country
from models.value import check_parts
from seeds import fixtures as fx
from seeds.accounting import TEXT_CHECKS, read_texts
from seeds.numbers import NumberError, find_numbers, read_value
from seeds.problem import Problem, expected

Figure = fx.Departure | fx.PermitHolders | fx.PopulationEstimate

_DATED_AHEAD = {"announced", "deadline", "required", "threatened"}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and how much was looked at; ``numbers`` is ``None`` without the texts."""

    problems: list[Problem]
    articles: int
    figures: int
    mentions: int
    numbers: int | None


def verify(fixtures: fx.Fixtures, articles: Path | None = None) -> Report:
    """Run every check; with ``articles``, a folder of the texts, those of the texts too."""
    problems = [problem for check in CHECKS for problem in check(fixtures)]
    numbers = None
    if articles is not None:
        texts = read_texts(articles)
        problems += [problem for check in TEXT_CHECKS for problem in check(fixtures, texts)]
        hashes = [article.source.text_sha256 for article in fixtures.articles.values()]
        numbers = sum(len(find_numbers(texts[h])) for h in hashes if h in texts)
    figures = [figure for article in fixtures.articles.values() for figure in article.figures]
    return Report(
        problems=problems,
        articles=len(fixtures.articles),
        figures=len(figures),
        mentions=sum(len(figure.mentions) for figure in figures),
        numbers=numbers,
    )


def value_as_printed(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """The value an editor entered is the one the printed words spell, in every mention."""
    for file, figure in _figures(fixtures):
        try:
            check_parts(figure.bound, figure.reported, figure.lower, figure.upper)
        except ValueError as error:
            yield Problem(file=file, record=figure.id, what=str(error))
            continue
        for mention in figure.mentions:
            try:
                spelled = read_value(mention.printed)
            except NumberError as error:
                yield Problem(file=file, record=figure.id, what=str(error))
                continue
            if figure.bound != spelled.bound:
                yield expected(file, figure.id, "bound", spelled.bound, figure.bound)
                continue
            if figure.reported != spelled.reported:
                yield expected(file, figure.id, "reported", spelled.reported, figure.reported)
            # a hedge may stand outside the printed words, but one in them must be entered
            if spelled.approximate and not figure.approximate:
                yield expected(file, figure.id, "approximate", True, False)
            if figure.bound in ("between", "magnitude"):
                for part in ("lower", "upper"):
                    wanted, entered = getattr(spelled, part), getattr(figure, part)
                    if wanted != entered:
                        yield expected(file, figure.id, part, wanted, entered)


def dates(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """Nothing that happened ends, and nothing was stated, after its source was published."""
    for file, article in fixtures.articles.items():
        latest = article.source.published.latest
        limit = latest.isoformat() if latest else "9999-12-31"
        stated = [(figure.id, figure.stated_on) for figure in article.figures if figure.stated_on]
        late = [(id, "stated_on", day.isoformat()) for id, day in stated]
        for figure in article.figures:
            if not isinstance(figure, fx.Departure):
                # a stock holds on one day within its dates, a flow fills them
                late.append((figure.id, "as_of.start", fx.when(figure.as_of).start or ""))
            elif figure.outlook == "observed":
                late.append((figure.id, "period.end", fx.when(figure.period).end or ""))
        for event in article.policy_events:
            if event.action not in _DATED_AHEAD:
                late.append((event.id, "date.start", fx.when(event.date).start or ""))
        for id, field, day in late:
            if day > limit:
                yield expected(file, id, field, f"{limit} or earlier", day)


def publication(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """A publication date is a span the right way round, and ``unknown`` has none."""
    for file, article in fixtures.articles.items():
        source, published = article.source, article.source.published
        if (published.basis == "unknown") != (published.earliest is None is published.latest):
            yield Problem(
                file=file,
                record=source.id,
                what="published.basis is unknown exactly when both dates are left out",
            )
        if published.earliest and published.latest and published.earliest > published.latest:
            yield expected(
                file,
                source.id,
                "published.latest",
                f"{published.earliest} or later",
                published.latest,
            )
        if file != f"{source.id}.toml":
            yield expected(file, source.id, "file name", f"{source.id}.toml", file)


def flows(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """A rate says per what, and nothing else does."""
    for file, figure in _figures(fixtures):
        if isinstance(figure, fx.Departure) and (figure.coverage == "rate") != bool(figure.per):
            yield Problem(file=file, record=figure.id, what="per is given exactly for a rate")


def unique_ids(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """An id names one record among all records of its type, and one figure among all figures."""
    seen: dict[tuple[str, str], str] = {}
    for file, record_type, record in _records(fixtures):
        if (first := seen.get((record_type, record.id))) is not None:
            yield Problem(file=file, record=record.id, what=f"id is taken, first in {first}")
        if record.id in _ADDRESSES:
            yield Problem(file=file, record=record.id, what="id is taken by an address of the API")
        seen.setdefault((record_type, record.id), file)


def known_ids(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """What a record refers to exists, and is not withdrawn unless the record itself is."""
    withdrawn = {
        (type, record.id): record.withdrawn_reason for _, type, record in _records(fixtures)
    }
    for file, _, record in _records(fixtures):
        for field, record_type, id in _references(record):
            if (record_type, id) not in withdrawn:
                yield expected(file, record.id, field, f"one of the {record_type}", id)
            elif withdrawn[record_type, id] and not record.withdrawn_reason:
                yield expected(
                    file, record.id, field, "a record that is served", f"{id}, withdrawn"
                )


def whole_of(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """No figure is, through whatever steps, a part of itself; parts and whole count one unit."""
    figures = {figure.id: (file, figure) for file, figure in _figures(fixtures)}
    for id, (file, figure) in figures.items():
        whole, steps = figure.part_of, 0
        if whole in figures and figures[whole][1].unit != figure.unit:
            yield expected(file, id, "unit of part_of", figure.unit, figures[whole][1].unit)
        while whole in figures and steps <= len(figures):
            if whole == id:
                yield Problem(file=file, record=id, what="is a part of itself")
                break
            whole, steps = figures[whole][1].part_of, steps + 1


def countries(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """Every country code is one of ISO 3166-1 alpha-3."""
    fields = ("origin", "destination", "nationality", "country", "jurisdiction")
    for file, _, record in _records(fixtures):
        for field in fields:
            code = getattr(record, field, None)
            if code is not None and not is_country(code):
                yield expected(file, record.id, field, "an ISO 3166-1 alpha-3 code", code)


def inferred_fields(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """``inferred`` names fields that the record has and that are set."""
    for file, _, record in _records(fixtures):
        for field in getattr(record, "inferred", []):
            if field not in record.__struct_fields__:
                yield expected(file, record.id, "inferred", "a field of this record", field)
            elif getattr(record, field) is None:
                yield expected(file, record.id, "inferred", f"{field} to be set", "nothing")


def opposites(fixtures: fx.Fixtures) -> Iterator[Problem]:
    """The other side of a crossing names this side as its other side."""
    places = {place.id: place for place in fixtures.places}
    for place in fixtures.places:
        other = places.get(place.opposite or "")
        if other and other.opposite != place.id:
            yield expected(_PLACES, other.id, "opposite", place.id, other.opposite)


CHECKS: tuple[Callable[[fx.Fixtures], Iterator[Problem]], ...] = (
    value_as_printed,
    dates,
    publication,
    flows,
    unique_ids,
    known_ids,
    whole_of,
    countries,
    inferred_fields,
    opposites,
)
"""Every check that needs no text. To add one, write the function and name it here."""

_PLACES = "places.toml"
_ADDRESSES = {"series"}
"""What stands in place of an id in an address."""


def _figures(fixtures: fx.Fixtures) -> Iterator[tuple[str, Figure]]:
    for file, article in fixtures.articles.items():
        for figure in article.figures:
            yield file, figure


def _records(fixtures: fx.Fixtures) -> Iterator[tuple[str, str, fx.Record]]:
    """Every record with its file and type; the kinds of figure share one type, and so one list."""
    for file, record_type, entries in (
        ("claimants.toml", "claimants", fixtures.claimants),
        ("speakers.toml", "speakers", fixtures.speakers),
        (_PLACES, "places", fixtures.places),
        ("permit_categories.toml", "permit_categories", fixtures.permit_categories),
    ):
        for entry in entries:
            yield file, record_type, entry
    for file, article in fixtures.articles.items():
        yield file, "sources", article.source
        for event in article.policy_events:
            yield file, "policy_events", event
        for figure in article.figures:
            yield file, "figures", figure


_REFERENCES = {
    "claimant": "claimants",
    "issuer": "claimants",
    "via": "claimants",
    "confirmed_by": "claimants",
    "speaker": "speakers",
    "place": "places",
    "parent": "places",
    "opposite": "places",
    "category": "permit_categories",
    "categories": "permit_categories",
    "since_event": "policy_events",
    "part_of": "figures",
    "also_in": "sources",
}


def _references(record: fx.Record) -> Iterator[tuple[str, str, str]]:
    for field in record.__struct_fields__:
        if (record_type := _REFERENCES.get(field)) is not None:
            value = getattr(record, field)
            for id in value if isinstance(value, list) else [value]:
                if id is not None:
                    yield field, record_type, id
