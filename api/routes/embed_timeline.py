"""Embeds of the timeline: figures and policy events that match, on one axis."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Table, case, or_

from api.embeds.figure import stated
from api.embeds.options import EmbedOptions
from api.embeds.page import EmbedPageOptions
from api.embeds.timeline import (
    TIMELINE,
    Event,
    Stated,
    TimelineView,
    when_of,
    when_of_event,
)
from api.embeds.timeline_chart import When
from api.embeds.timeline_choice import (
    MOST_EVENTS,
    MOST_ON_PAGE,
    MOST_STATED,
    Begun,
    Key,
    Part,
    chosen,
    parts_of,
)
from api.embeds.timeline_scope import Scope
from api.embeds.words import words_of
from api.errors import NotFound, bad_parameter
from api.filters import Id, Iso3, query_items
from api.queries.figure_filter import FigureFilter
from api.queries.figures import find_all
from api.queries.listing import any_of, overlaps
from api.queries.records import find_records
from api.render.citations.attribution import who
from api.routes.embed_series import with_filters
from api.routes.embedding import Asked, Embed
from api.routes.figure_rows import figure_of
from api.routes.policy_events import event_of
from api.schemas.figures import AnyFigure
from models import FIGURE_TABLES, RECORD_TABLES
from models.vocabulary import Kind

_MOST = 1000
"""More than these are not looked through for one picture."""
_COUNTRIES = ("origin", "destination", "country", "jurisdiction")


class Narrowing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What figures and events can be narrowed by together."""

    origin: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Figures of people who left a country, and what that country did (ISO "
            "3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    country: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="Figures about a country in whatever way, and what it did (ISO 3166-1 "
            "alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    kind: Annotated[
        tuple[
            Literal["departures", "permit_holders", "population_estimates", "policy_events"], ...
        ],
        Meta(max_length=4, description="What to show.", examples=[["departures"]]),
    ] = ()
    claimant: Annotated[
        tuple[Id, ...],
        Meta(
            max_length=50,
            description="Who states or announced it, by id.",
            examples=[["pakistan-interior-ministry"]],
        ),
    ] = ()
    period_from: Annotated[
        date | None,
        Meta(
            description="What reaches this day or later, or possibly so; nothing without a date.",
            examples=["2023-10-01"],
        ),
    ] = None
    period_to: Annotated[
        date | None,
        Meta(
            description="What begins on this day or earlier, or possibly so; nothing without a "
            "date.",
            examples=["2025-12-31"],
        ),
    ] = None


TimelineOptions = with_filters(
    EmbedOptions, "TimelineOptions", Narrowing, Narrowing.__struct_fields__
)


class OnPage(EmbedPageOptions, frozen=True, kw_only=True):
    """What the page of the timeline takes beyond its filters."""

    page: Annotated[
        int, Meta(ge=1, le=1000, description="Which part of it; the first is the most recent.")
    ] = 1


TimelinePageOptions = with_filters(
    OnPage, "TimelinePageOptions", Narrowing, Narrowing.__struct_fields__
)


def find_view(asked: Asked[Any]) -> TimelineView:
    """What an embed of the timeline shows, the newest; ``NotFound`` where nothing matches."""
    events, statements = _found(asked)
    shown = chosen([_of_event(one) for one in events], MOST_EVENTS)
    told = chosen([_of_statement(one) for one in statements], MOST_STATED)
    keys = {*(("event", id) for id in shown), *(("figure", id) for id in told)}
    return _view(asked, events, statements, keys, None)


def find_part(asked: Asked[Any]) -> TimelineView:
    """What the page of the timeline shows: all of it, or the part that is asked for.

    ``NotFound`` where nothing matches, or where there is no such part.
    """
    events, statements = _found(asked)
    parts = parts_of(
        [
            *((_begun(when_of_event(one)), ("event", one.id)) for one in events),
            *((_begun(when_of(one.first)), ("figure", one.first.id)) for one in statements),
        ],
        MOST_ON_PAGE,
    )
    number, count = asked.options.page, len(parts)
    if number > count:
        raise NotFound(f"the last page is {count}")
    return _view(asked, events, statements, parts[number - 1], Part(number=number, count=count))


def _found(asked: Asked[Any]) -> tuple[list[Event], list[Stated]]:
    events, statements = _events(asked), _statements(asked)
    if not events and not statements:
        raise NotFound("nothing matches")
    return events, statements


def _view(
    asked: Asked[Any],
    events: list[Event],
    statements: list[Stated],
    keys: set[Key],
    part: Part | None,
) -> TimelineView:
    """The view of those of all that are shown."""
    service = asked.service
    filters = asks_of(asked.options)
    shown = [one for one in events if ("event", one.id) in keys]
    told = [one for one in statements if ("figure", one.first.id) in keys]
    return TimelineView(
        scope=scope_of(asked),
        events=shown,
        stated=told,
        more_events=len(events) - len(shown),
        more_stated=len(statements) - len(told),
        part=part,
        names=asked.snapshot.claimant_names,
        release=asked.snapshot.release,
        recorded_at=asked.snapshot.recorded_at,
        address=service.url("/timeline") + (f"?{urlencode(filters)}" if filters else ""),
    )


def scope_of(asked: Asked[Any]) -> Scope:
    """What the options narrow a timeline to."""
    options, known = asked.options, asked.snapshot.claimants
    days = (options.period_from, options.period_to)
    first, last = (day.isoformat() if day else None for day in days)
    return Scope(
        origin=options.origin,
        country=options.country,
        kind=options.kind,
        claimant=[known.get(id, id) for id in options.claimant],
        period_from=first,
        period_to=last,
    )


def asks_of(options: msgspec.Struct) -> list[tuple[str, str]]:
    """The filters among options, as parameters of a query."""
    return [item for item in query_items(options) if item[0] in Narrowing.__struct_fields__]


def _begun(when: When | None) -> Begun | None:
    return when.begins if when else None


def _of_event(event: Event) -> tuple[date | None, bool, str]:
    when = when_of_event(event)
    return (when.begins[0] if when else None, True, event.id)


def _of_statement(one: Stated) -> tuple[date | None, bool, str]:
    when = when_of(one.first)
    named = one.first.attribution.claimant is not None
    return (when.ends[1] if when else None, named, one.first.id)


def _statements(asked: Asked[Any]) -> list[Stated]:
    """Every statement that matches, in order of time; what says the same by the same is one."""
    options, snapshot = asked.options, asked.snapshot
    found: list[AnyFigure] = []
    for kind, table in FIGURE_TABLES.items():
        if options.kind and kind not in options.kind:
            continue
        if options.origin and "origin" not in table.c:
            continue
        filter = FigureFilter(claimant=options.claimant)
        rows = find_all(
            asked.connection, snapshot, kind, filter, _conditions(kind, table, options), _MOST
        )
        if rows is None:
            raise bad_parameter("period_from", f"more than {_MOST:,} figures match: narrow them")
        found += [figure_of(kind, row, snapshot, asked.service, None) for row in rows]
    found.sort(key=lambda one: (one.source.published.latest or "9999", one.id))
    words = words_of("en", "text")
    groups: dict[tuple[object, ...], list[AnyFigure]] = {}
    for figure in found:
        said = stated(figure, words), who(figure, snapshot.claimant_names, words.writer)
        groups.setdefault((type(figure), *said), []).append(figure)
    statements = [Stated(figures=figures) for figures in groups.values()]
    return sorted(statements, key=_order)


def _order(one: Stated) -> tuple[Begun, str]:
    return _in_time(when_of(one.first)), one.first.id


def _conditions(kind: Kind, table: Table, options: Any) -> list[ColumnElement[bool]]:
    c = table.c
    if kind == "departures":
        running = c.period_start.is_not(None) & c.period_end.is_(None)
        dates = overlaps(
            c.period_start,
            case((running, c.stated_on), else_=c.period_end),
            options.period_from,
            options.period_to,
        )
    else:
        dates = overlaps(c.as_of_start, c.as_of_end, options.period_from, options.period_to)
    about = [c[name].in_(options.country) for name in _COUNTRIES if name in c]
    return [
        *(any_of(c.origin, options.origin) if "origin" in c else []),
        *([or_(*about)] if options.country else []),
        *dates,
    ]


def _events(asked: Asked[Any]) -> list[Event]:
    """Every event that matches, in order of time."""
    options, c = asked.options, RECORD_TABLES["policy_events"].c
    if options.kind and "policy_events" not in options.kind:
        return []
    conditions = [
        *any_of(c.jurisdiction, options.origin),
        *any_of(c.jurisdiction, options.country),
        *any_of(c.claimant, options.claimant),
        *overlaps(c.date_start, c.date_end, options.period_from, options.period_to),
    ]
    rows, more = find_records(
        asked.connection,
        asked.snapshot,
        RECORD_TABLES["policy_events"],
        conditions,
        ["id"],
        {"id": c.id},
        None,
        _MOST,
    )
    if more is not None:
        raise bad_parameter("period_from", f"more than {_MOST:,} events match: narrow them")
    events = []
    for row in rows:
        held = event_of(row, asked.snapshot)
        events.append(
            Event(
                id=held.id,
                version=held.version,
                date=held.date,
                action=held.action,
                jurisdiction=held.jurisdiction,
                summary=held.summary,
                claimant=held.claimant,
                sources=held.sources,
                inferred=held.inferred,
            )
        )
    return sorted(events, key=_order_of_event)


def _order_of_event(event: Event) -> tuple[Begun, str]:
    return _in_time(when_of_event(event)), event.id


def _in_time(when: When | None) -> Begun:
    """As rows are ordered, so that their marks follow each other."""
    return _begun(when) or (date.max, date.max)


def _mark(view: TimelineView) -> object:
    """The versions of what is shown, and what has come to it."""
    figures = [figure for one in view.stated for figure in one.figures]
    return (
        [(one.id, one.version) for one in view.events],
        [(one.id, one.version) for one in figures],
        view.more_events,
        view.more_stated,
    )


TIMELINE_EMBED = Embed(
    path="/timeline",
    kind=TIMELINE,
    options=TimelineOptions,
    find=find_view,
    mark=_mark,
    history="/v1/changes{}".format,
    aside=True,
)
