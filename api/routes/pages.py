"""Every page for people that shows data, with its address: the routes, and where oEmbed looks."""

from typing import Any

from api.routes.page_figures import FIGURE_PAGE
from api.routes.paging import Page

PAGES: dict[str, Page[Any, Any]] = {
    "figure": FIGURE_PAGE,
}
"""By name, which is that of the route as well."""

HANDLERS = [page.handler(f"get_{name}_page") for name, page in PAGES.items()]
