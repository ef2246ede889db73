"""The page of one comparison."""

from sqlalchemy import RowMapping

from api.embeds.comparison_history import Change, Changed, Release
from api.embeds.comparison_page import COMPARISON_PAGE as KIND
from api.embeds.comparison_page import ComparisonPageView
from api.embeds.page import EmbedPageOptions
from api.queries.comparisons import Standing, standings_of
from api.queries.snapshot import Snapshot
from api.routes.comparison_rows import find_reconciliations
from api.routes.embed_comparisons import COMPARISON_EMBED, LATEST_EMBED, find_view
from api.routes.embedding import Asked
from api.routes.paging import Page, offered


def find_page(asked: Asked[EmbedPageOptions]) -> ComparisonPageView:
    """What the page of a comparison shows."""
    snapshot, connection = asked.snapshot, asked.connection
    shown = find_view(asked)
    comparison = shown.comparison
    figures = [figure.id for figure in comparison.figures]
    kind = comparison.question.kind
    return ComparisonPageView(
        shown=shown,
        reconciliations=find_reconciliations(connection, snapshot, asked.service, figures),
        latest=offered(LATEST_EMBED, asked).code,
        history=_history(standings_of(connection, snapshot, asked.id, kind), snapshot),
    )


def _history(standings: list[Standing], snapshot: Snapshot) -> list[Release]:
    """What each release up to this one changed of a comparison."""
    changes: dict[int, list[Changed]] = {}
    begins = {(one.figure, one.release_from) for one in standings}
    ends = {(one.figure, one.release_to) for one in standings}
    for one in standings:
        if (one.figure, one.release_from) not in ends:
            joined = _change("joined", one, one.release_from)
            changes.setdefault(one.release_from, []).append(joined)
        for version in one.versions:
            first, newly = version["release_from"], version["version"] > 1
            if newly and one.release_from < first < one.release_to:
                changes.setdefault(first, []).append(_change("changed", one, first))
        if one.release_to <= snapshot.release and (one.figure, one.release_to) not in begins:
            last = _held(one, one.release_to - 1)
            gone = last["release_to"] == one.release_to and last["withdrawn_reason"]
            left = _change("withdrawn" if gone else "left", one, one.release_to - 1)
            changes.setdefault(one.release_to, []).append(left)
    return [
        Release(release=number, recorded_at=snapshot.instants[number], changes=of_release)
        for number, of_release in sorted(changes.items())
    ]


def _change(change: Change, standing: Standing, release: int) -> Changed:
    version = _held(standing, release)
    return Changed(
        change=change,
        figure=standing.figure,
        printed=version["as_printed"],
        reason=version["withdrawn_reason"] if change == "withdrawn" else None,
    )


def _held(standing: Standing, release: int) -> RowMapping:
    """The version of a figure that held in a release."""
    return next(
        version
        for version in standing.versions
        if version["release_from"] <= release < version["release_to"]
    )


COMPARISON_PAGE = Page(
    path="/comparisons/{id}",
    kind=KIND,
    options=EmbedPageOptions,
    find=find_page,
    embed=COMPARISON_EMBED,
    aside=True,
)
