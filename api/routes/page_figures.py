"""The page of one figure."""

from api.embeds.figure import FigureView
from api.embeds.figure_page import FIGURE
from api.embeds.page import EmbedPageOptions
from api.routes.embed_figures import FIGURE_EMBED, find_view
from api.routes.embedding import Asked
from api.routes.paging import Page


def find_page(asked: Asked[EmbedPageOptions]) -> FigureView:
    """What the page of a figure shows."""
    return find_view(asked)


FIGURE_PAGE = Page(
    path="/figures/{id}",
    kind=FIGURE,
    options=EmbedPageOptions,
    find=find_page,
    embed=FIGURE_EMBED,
    embed_height=430,
)
