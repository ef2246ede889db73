"""Embeds of one figure: as HTML to be framed, and as an image."""

from litestar import Response, get
from litestar.params import FromPath

from api.embeds.figure import FIGURE, FigureView
from api.queries.listing import find_one
from api.routes.answering import Serving, Tally
from api.routes.embedding import Asked, answer_embed
from api.routes.figure_rows import figures_of
from models import FIGURE_TABLES


@get("/embed/figures/{name:str}")
async def get_figure_embed(
    request: Tally, service: Serving, name: FromPath[str]
) -> Response[bytes]:
    """A figure with its qualifier, claimant and source; ``.svg`` and ``.png`` are images of it."""
    return await answer_embed(
        request, service, FIGURE, name, find_view, _version, "/v1/figures/{}/history".format
    )


def find_view(asked: Asked) -> FigureView:
    """What an embed of a figure shows."""
    snapshot = asked.snapshot
    kind, row = find_one(asked.connection, snapshot, FIGURE_TABLES, asked.id)
    (figure,) = figures_of(asked.connection, [(kind, row)], snapshot, asked.service)
    return FigureView(
        figure=figure,
        names=snapshot.claimant_names,
        release=snapshot.release,
        recorded_at=snapshot.recorded_at,
        address=figure.links.page or figure.links.self,
    )


def _version(view: FigureView) -> int:
    return view.figure.version
