"""The page of one figure, and what stands there when it was withdrawn."""

from api.embeds.figure import FigureView
from api.embeds.figure_page import FIGURE, FigurePageView, Rivals
from api.embeds.history import GONE, Change, Gone, History, Version
from api.embeds.page import EmbedPageOptions
from api.errors import Withdrawn
from api.queries.comparisons import COMPARISON, comparisons_of, ids_of, members
from api.queries.listing import find_one
from api.routes import paging
from api.routes.comparison_rows import comparison_of
from api.routes.embed_figures import FIGURE_EMBED, figure_view, find_view
from api.routes.embedding import Asked
from api.routes.figures import History as FigureHistory
from api.routes.figures import history_of
from api.routes.paging import Page
from api.schemas.figures import Departure

_MOST = 50
"""How many rival claims are listed; where there are more, the comparison holds them."""


def find_page(asked: Asked[EmbedPageOptions]) -> FigurePageView:
    """What the page of a figure shows."""
    shown = find_view(asked)
    figure, url = shown.figure, asked.service.url
    event = figure.since_event if isinstance(figure, Departure) else None
    return FigurePageView(
        shown=shown,
        source=f"/sources/{figure.source.id}",
        whole=f"/figures/{figure.part_of}" if figure.part_of else None,
        event=url(f"/v1/policy-events/{event}") if event else None,
        rivals=_rivals(asked, shown),
        history=_history(
            history_of(asked.connection, asked.snapshot, asked.service, asked.id), asked
        ),
    )


def find_gone(asked: Asked[EmbedPageOptions], error: Withdrawn) -> Gone:
    """What is shown in the place of a figure that was withdrawn."""
    found = history_of(asked.connection, asked.snapshot, asked.service, asked.id)
    last = figure_view(found.versions[0], asked.snapshot)
    return Gone(last=last, reason=error.reason, history=_history(found, asked))


FIGURE_PAGE = Page(
    path="/figures/{id}",
    kind=FIGURE,
    options=EmbedPageOptions,
    find=find_page,
    embed=FIGURE_EMBED,
    gone=paging.Gone(kind=GONE, find=find_gone),
    aside=True,
)


def _rivals(asked: Asked[EmbedPageOptions], shown: FigureView) -> Rivals | None:
    """The claims on the same question, in the order of their comparison; ``None`` without any."""
    connection, snapshot = asked.connection, asked.snapshot
    if (id := comparisons_of(connection, snapshot, [asked.id]).get(asked.id)) is None:
        return None
    _, row = find_one(connection, snapshot, {"comparisons": COMPARISON}, id)
    ids = ids_of(row, "figures")
    if len(ids) == 1:
        return None
    if len(ids) > _MOST:
        address = asked.service.url(f"/v1/comparisons/{id}")
        return Rivals(question="", figures=[shown], total=len(ids), address=address)
    found = members(connection, snapshot, ids)
    comparison = comparison_of(row, found, snapshot, asked.service, None)
    assert comparison is not None, "without a day to be out by, every figure is in it"
    return Rivals(
        question=comparison.question.text,
        figures=[figure_view(figure, snapshot) for figure in comparison.figures],
        total=len(ids),
        address=comparison.links.page or comparison.links.self,
    )


def _history(found: FigureHistory, asked: Asked[EmbedPageOptions]) -> History:
    return History(
        versions=[
            Version(
                number=version.version,
                recorded_at=version.recorded_at,
                superseded_at=version.superseded_at,
                withdrawn_reason=version.withdrawn_reason,
                as_printed=version.value.as_printed,
                changes=[
                    Change(field=one.field, before=one.before, after=one.after)
                    for one in found.differences
                    if one.version == version.version
                ],
            )
            for version in found.versions
        ],
        address=asked.service.url(f"/v1/figures/{asked.id}/history"),
    )
