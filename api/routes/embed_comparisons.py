"""Embeds of one comparison and of its latest figure: as HTML to be framed, and as an image."""

from typing import Any

from api.embeds.asked import Asked as Question
from api.embeds.comparison import COMPARISON, ComparisonView
from api.embeds.latest import LATEST
from api.embeds.options import EmbedOptions
from api.queries.snapshot import Snapshot
from api.routes.comparison_rows import find_comparison
from api.routes.embedding import Asked, Embed
from api.schemas.comparisons import Comparison, QuestionAsked


def find_view(asked: Asked[Any]) -> ComparisonView:
    """What an embed of a comparison shows."""
    snapshot = asked.snapshot
    comparison = find_comparison(asked.connection, snapshot, asked.service, asked.id)
    return ComparisonView(
        comparison=comparison,
        asked=question_of(comparison.question, snapshot),
        names=snapshot.claimant_names,
        release=snapshot.release,
        recorded_at=snapshot.recorded_at,
        address=comparison.links.page,
    )


def question_of(question: QuestionAsked, snapshot: Snapshot) -> Question:
    """A question with what it refers to, as it was called in a release."""
    return Question(
        question=question,
        place=snapshot.places[question.place] if question.place else None,
        category=snapshot.categories[question.category] if question.category else None,
        since=snapshot.events.get(question.since_event or ""),
    )


def known_by(comparison: Comparison) -> object:
    """What it changes with: its figures, each in its version, its verdict and its question."""
    figures = [(figure.id, figure.version) for figure in comparison.figures]
    return figures, comparison.verdict, comparison.question


COMPARISON_EMBED = Embed(
    path="/comparisons/{id}",
    kind=COMPARISON,
    options=EmbedOptions,
    find=find_view,
    mark=lambda view: known_by(view.comparison),
    history="/v1/comparisons/{}".format,
)

LATEST_EMBED = Embed(
    path="/comparisons/{id}/latest",
    kind=LATEST,
    options=EmbedOptions,
    find=find_view,
    mark=lambda view: known_by(view.comparison),
    history="/v1/comparisons/{}".format,
)
