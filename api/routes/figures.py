"""Figures of all kinds together: lists, any figure by its id, its history and its citation."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import Connection

from api.filters import AtRelease, Iso3
from api.operation import detail_of, list_of
from api.queries.comparisons import comparisons_of
from api.queries.figure_conditions import about, dates_of
from api.queries.figure_filter import CommonSort, FigureFilter
from api.queries.figures import Conditions
from api.queries.history import versions_of
from api.queries.listing import find_one, overlaps
from api.queries.snapshot import Snapshot
from api.render.citations import CslItem, Direction, Language, Status, Style, citation_of
from api.render.table import cells_of, columns_of
from api.routes.answering import Serving, Tally, answer_detail, path_id
from api.routes.figure_lists import answer_figure, answer_figures
from api.routes.figure_rows import figure_of
from api.schemas.base import Out
from api.schemas.figures import AnyFigure
from api.schemas.history import Difference
from api.service import Service
from models import FIGURE_TABLES
from models.question import Row
from models.vocabulary import Kind


class OfAnyKind(FigureFilter, frozen=True, kw_only=True):
    """What figures of all kinds together can be narrowed by."""

    kind: Annotated[
        tuple[Kind, ...],
        Meta(max_length=3, description="The kind of figure.", examples=[["departures"]]),
    ] = ()
    country: Annotated[
        tuple[Iso3, ...],
        Meta(
            max_length=50,
            description="A country people left, went to or are in, or whose paper they hold (ISO "
            "3166-1 alpha-3).",
            examples=[["PAK"]],
        ),
    ] = ()
    month: Annotated[
        Annotated[str, Meta(pattern="^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")] | None,
        Meta(
            description="A month (`YYYY-MM`) that the period or date shares a day with. A running "
            "total reaches the day it was stated.",
            examples=["2025-04"],
        ),
    ] = None


class AnyFigureFilter(OfAnyKind, frozen=True, kw_only=True):
    """What the list of figures of all kinds takes."""

    sort: Annotated[
        tuple[CommonSort, ...],
        Meta(
            max_length=6,
            description="Columns to sort by, `-` before one that descends. The id is always the "
            "last; what is unknown counts as lowest.",
            examples=[["-published", "id"]],
        ),
    ] = ("-published", "id")


class History(Out, frozen=True, kw_only=True):
    """Every version of a figure, up to the answering release."""

    id: Annotated[str, Meta(description="The figure's id.", examples=["left-pakistan-april-2025"])]
    kind: Annotated[Kind, Meta(description="The kind of figure.", examples=["departures"])]
    versions: Annotated[
        list[AnyFigure],
        Meta(
            description="Newest first, each as it was answered last: with the names and dates of "
            "what it refers to in the last release it held in."
        ),
    ]
    differences: Annotated[
        list[Difference],
        Meta(description="What each version changed, field by field, newest first."),
    ]


class CitationStyle(AtRelease, frozen=True, kw_only=True):
    """How a citation is to be written."""

    style: Annotated[
        Style,
        Meta(
            description="Plain text; HTML or Markdown, which link to the figure; or an item of "
            "CSL-JSON for a reference manager.",
            examples=["html"],
        ),
    ] = "text"
    lang: Annotated[
        Language,
        Meta(description="The language of the sentence (ISO 639-1).", examples=["fa"]),
    ] = "en"


class Citation(Out, frozen=True, kw_only=True):
    """How to cite a figure."""

    id: Annotated[str, Meta(description="The figure's id.", examples=["left-pakistan-april-2025"])]
    style: Annotated[Style, Meta(description="The style asked for.", examples=["text"])]
    lang: Annotated[Language, Meta(description="The language asked for.", examples=["en"])]
    direction: Annotated[
        Direction, Meta(description="Which way that language is written.", examples=["ltr"])
    ]
    status: Annotated[
        Status,
        Meta(
            description="`draft` until a speaker of the language has reviewed its phrases, then "
            "`reviewed`.",
            examples=["reviewed"],
        ),
    ]
    citation: Annotated[
        str,
        Meta(
            description="Ready to paste, in the style and language asked for: one sentence, or "
            "for `csl-json` a JSON text that holds a list of one item.",
            examples=[
                "More than 135,000 people left Pakistan in April 2025, according to Pakistan's "
                "Interior Ministry (reported 4 June 2025)."
            ],
        ),
    ]
    csl: Annotated[
        CslItem | None,
        Meta(description="That item; `null` in the other styles.", examples=[None]),
    ]
    text: Annotated[
        str,
        Meta(
            description="The sentence in English and plain text, whatever is asked for. It claims "
            "no more than was stated.",
            examples=[
                "More than 135,000 people left Pakistan in April 2025, according to Pakistan's "
                "Interior Ministry (reported 4 June 2025)."
            ],
        ),
    ]


@get(
    **list_of(
        "/v1/figures",
        AnyFigureFilter,
        AnyFigure,
        "List figures of all kinds",
        "listFigures",
        after=("2025-06-04", "left-pakistan-april-2025"),
    )
)
async def list_figures(request: Tally, service: Serving) -> Response[bytes]:
    """Departures, permit holders and population estimates together; `kind` tells which is which."""
    return await answer_figures(
        request,
        service,
        AnyFigureFilter,
        conditions_of,
        AnyFigure,
    )


def conditions_of(filter: OfAnyKind) -> Conditions:
    """By kind asked for: what a filter asks beyond what it asks in every list of figures."""
    first, last = _days_of(filter.month) if filter.month else (None, None)
    tables = {kind: FIGURE_TABLES[kind] for kind in filter.kind or FIGURE_TABLES}
    return {
        kind: [*about(table, filter.country), *overlaps(*dates_of(table), first, last)]
        for kind, table in tables.items()
    }


def _days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


@get(
    **detail_of(
        "/v1/figures/{id:str}",
        AnyFigure,
        "Get any figure",
        "getFigure",
        example="left-pakistan-april-2025",
    )
)
async def get_figure(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """One figure of whatever kind by its id. A withdrawn one is 410 with the reason."""
    return await answer_figure(request, service, list(FIGURE_TABLES), id)


@get(
    **detail_of(
        "/v1/figures/{id:str}/history",
        History,
        "Get the history of a figure",
        "getFigureHistory",
        example="left-pakistan-april-2025",
        withdrawable=False,
    )
)
async def get_figure_history(
    request: Tally, service: Serving, id: FromPath[str]
) -> Response[bytes]:
    """Every version a figure has had. Nothing is overwritten: a withdrawn figure's is here too."""
    wanted = path_id(id)

    def find(connection: Connection, snapshot: Snapshot, filter: AtRelease) -> History:
        return history_of(connection, snapshot, service, wanted)

    return await answer_detail(request, service, AtRelease, find)


def history_of(connection: Connection, snapshot: Snapshot, service: Service, id: str) -> History:
    """Every version that a figure had by a release; ``NotFound`` if it had none."""

    def refers(row: Row) -> Snapshot:
        last = max(row["release_from"], min(snapshot.release, row["release_to"] - 1))
        return service.snapshots.at(connection, last)

    def comparison(row: Row) -> str | None:
        return comparisons_of(connection, refers(row), [id]).get(id)

    kind, rows = versions_of(connection, snapshot, id)
    versions = [
        figure_of(kind, row, snapshot, service, comparison(row), refers(row)) for row in rows
    ]
    return History(id=id, kind=kind, versions=versions, differences=differences_of(versions))


@get(
    **detail_of(
        "/v1/figures/{id:str}/citation",
        Citation,
        "Get the citation of a figure",
        "getCitation",
        example="left-pakistan-april-2025",
        filter=CitationStyle,
    )
)
async def get_citation(request: Tally, service: Serving, id: FromPath[str]) -> Response[bytes]:
    """The sentence a figure is cited by, ready to paste, in four styles and four languages.

    It keeps the qualifier, the unit, the period, the claimant and the date of the source, and
    never claims more than was stated. The phrases of a language that no speaker has reviewed yet
    are a `draft`. CSL-JSON describes the source; the sentence is its note.
    """
    wanted = path_id(id)

    def find(connection: Connection, snapshot: Snapshot, filter: CitationStyle) -> Citation:
        kind, row = find_one(connection, snapshot, FIGURE_TABLES, wanted)
        figure = figure_of(kind, row, snapshot, service, None)
        rendered = citation_of(figure, snapshot.claimant_names, filter.style, filter.lang)
        return Citation(
            id=wanted,
            style=filter.style,
            lang=filter.lang,
            direction=rendered.direction,
            status=rendered.status,
            citation=rendered.citation,
            csl=rendered.csl,
            text=figure.citation,
        )

    return await answer_detail(request, service, CitationStyle, find)


_NOT_COMPARED = {"version", "recorded_at", "superseded_at", "withdrawn_reason", "links_comparison"}


def differences_of(versions: Sequence[AnyFigure]) -> list[Difference]:
    """What each version changed against the one before; ``versions`` are newest first."""
    differences = []
    for after, before in pairwise(versions):
        columns = columns_of(type(after))
        cells = zip(columns, cells_of(before, columns), cells_of(after, columns), strict=True)
        differences += [
            Difference(version=after.version, field=field, before=old, after=new)
            for field, old, new in cells
            if old != new and field not in _NOT_COMPARED
        ]
    return differences
