"""The script that pages of others load, with an element for everything that can be embedded."""

import gzip
from functools import cache

from litestar import Response, get

from api.caching import REVALIDATED, entity_tag
from api.embeds.host import elements_of, write_host_script
from api.routes.answering import Serving, Tally
from api.routes.embeds import EMBEDS
from api.routes.site import answer_held

ELEMENTS = elements_of((embed.path, embed.options) for embed in EMBEDS.values())
"""Every element there is, by its name without ``tally-``."""


@get("/embed.js")
async def get_embed_script(request: Tally, service: Serving) -> Response[bytes]:
    """The script; a query, which some sites hang on what they load, changes nothing."""
    plain, gzipped = _written(service.settings.base_url)
    digest = entity_tag(plain).strip('"')
    headers = {"cache-control": REVALIDATED}
    return answer_held(request, plain, gzipped, digest, "text/javascript", headers)


@cache
def _written(base_url: str) -> tuple[bytes, bytes]:
    plain = write_host_script(base_url, ELEMENTS)
    return plain, gzip.compress(plain, mtime=0)
