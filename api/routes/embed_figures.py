"""Embeds of one figure: as HTML to be framed, and as an image."""

from typing import Any

from api.embeds.figure import FIGURE, FigureView
from api.embeds.options import EmbedOptions
from api.queries.listing import find_one
from api.queries.snapshot import Snapshot
from api.routes.embedding import Asked, Embed
from api.routes.figure_rows import figures_of
from api.schemas.figures import AnyFigure
from models import FIGURE_TABLES


def find_view(asked: Asked[Any]) -> FigureView:
    """What an embed of a figure shows, and its page above all."""
    snapshot = asked.snapshot
    kind, row = find_one(asked.connection, snapshot, FIGURE_TABLES, asked.id)
    (figure,) = figures_of(asked.connection, [(kind, row)], snapshot, asked.service)
    return figure_view(figure, snapshot)


def figure_view(figure: AnyFigure, snapshot: Snapshot) -> FigureView:
    """What is to be shown of a figure, as it stood in the release of a snapshot."""
    return FigureView(
        figure=figure,
        names=snapshot.claimant_names,
        release=snapshot.release,
        recorded_at=snapshot.recorded_at,
        address=figure.links.page or figure.links.self,
    )


FIGURE_EMBED = Embed(
    path="/figures/{id}",
    kind=FIGURE,
    options=EmbedOptions,
    find=find_view,
    mark=lambda view: view.figure.version,
    history="/v1/figures/{}/history".format,
)
