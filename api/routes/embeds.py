"""Everything that can be embedded, with its address: the routes, and where oEmbed looks it up."""

from typing import Any

from api.routes.embed_figures import FIGURE_EMBED
from api.routes.embed_series import SERIES_EMBED
from api.routes.embedding import Embed

EMBEDS: dict[str, Embed[Any, Any]] = {
    "figure": FIGURE_EMBED,
    "series": SERIES_EMBED,
}
"""By name, which is that of the route as well."""

HANDLERS = [embed.handler(f"get_{name}_embed") for name, embed in EMBEDS.items()]
