"""Everything that can be embedded, with its address: the routes, and where oEmbed looks it up."""

from api.routes.embed_comparisons import COMPARISON_EMBED, LATEST_EMBED
from api.routes.embed_figures import FIGURE_EMBED
from api.routes.embed_series import SERIES_EMBED
from api.routes.embed_timeline import TIMELINE_EMBED
from api.routes.embedding import AnyEmbed

EMBEDS: dict[str, AnyEmbed] = {
    "figure": FIGURE_EMBED,
    "comparison": COMPARISON_EMBED,
    "comparison_latest": LATEST_EMBED,
    "series": SERIES_EMBED,
    "timeline": TIMELINE_EMBED,
}
"""By name, which is that of the route as well."""

HANDLERS = [embed.handler(f"get_{name}_embed") for name, embed in EMBEDS.items()]
