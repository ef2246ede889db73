"""Every page for people that shows data, with its address: the routes, and where oEmbed looks."""

from typing import Any

from api.routes.page_comparisons import COMPARISON_PAGE
from api.routes.page_figures import FIGURE_PAGE
from api.routes.page_home import HOME_PAGE
from api.routes.page_series import SERIES_PAGES
from api.routes.page_sources import SOURCE_PAGE
from api.routes.page_timeline import TIMELINE_PAGES
from api.routes.paging import Page

PAGES: dict[str, Page[Any, Any]] = {
    "home": HOME_PAGE,
    "figure": FIGURE_PAGE,
    "source": SOURCE_PAGE,
    "comparison": COMPARISON_PAGE,
    "series": SERIES_PAGES,
    "timeline": TIMELINE_PAGES,
}
"""By name, which is that of the route as well."""

HANDLERS = [page.handler(f"get_{name}_page") for name, page in PAGES.items()]
