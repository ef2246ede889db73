"""The page of one source."""

import msgspec

from api.embeds.page import PageOptions
from api.embeds.source_page import SOURCE, EventView, SourceView
from api.queries.figures import count_figures, find_figures
from api.queries.listing import find_one, text_key
from api.queries.records import find_records, lists
from api.queries.snapshot import source_ref
from api.routes.embed_figures import figure_view
from api.routes.embedding import Asked
from api.routes.figure_rows import figures_at, period_of
from api.routes.figures import AnyFigureFilter, conditions_of
from api.routes.paging import Page
from api.schemas.figures import AnyFigure
from models import RECORD_TABLES

_MOST = 100
"""How many figures, and how many events, are listed."""


def find_source(asked: Asked[PageOptions]) -> SourceView:
    """What the page of a source shows."""
    connection, snapshot, url = asked.connection, asked.snapshot, asked.service.url
    _, row = find_one(connection, snapshot, {"sources": RECORD_TABLES["sources"]}, asked.id)
    filter = AnyFigureFilter(source=(asked.id,), limit=_MOST)
    question = (connection, snapshot, filter)
    places, next = find_figures(*question, conditions_of, ("id",), None)
    figures = figures_at(connection, places, snapshot, asked.service)
    figures.sort(key=_place)
    return SourceView(
        source=source_ref(row),
        via=[snapshot.claimants[id] for id in msgspec.json.decode(row["via"])],
        names=snapshot.claimant_names,
        language=row["language"],
        licence=row["licence"],
        text_sha256=row["text_sha256"],
        text_length=row["text_length"],
        note=row["note"],
        figures=[figure_view(figure, snapshot) for figure in figures],
        total=len(figures) if next is None else count_figures(*question, conditions_of(filter)),
        events=_events(asked),
        address=url(f"/v1/sources/{asked.id}"),
    )


SOURCE_PAGE = Page(
    path="/sources/{id}", kind=SOURCE, options=PageOptions, find=find_source, aside=True
)


def _place(figure: AnyFigure) -> tuple[int, str]:
    """Where it stands first: in the text, or the row of a dataset."""
    first = figure.mentions[0]
    return first.start or first.row or 0, figure.id


def _events(asked: Asked[PageOptions]) -> list[EventView]:
    table = RECORD_TABLES["policy_events"]
    rows, _ = find_records(
        asked.connection,
        asked.snapshot,
        table,
        [lists(table.c.sources, asked.id)],
        ("date", "id"),
        {"id": table.c.id, "date": text_key(table.c.date_start)},
        None,
        _MOST,
    )
    return [
        EventView(
            date=period_of(row, "date"),
            summary=row["summary"],
            address=asked.service.url(f"/v1/policy-events/{row['id']}"),
        )
        for row in rows
    ]
