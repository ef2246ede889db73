"""What can be embedded? Each by its name; tests run over all of them."""

from typing import Any

from api.embeds.comparison import COMPARISON
from api.embeds.figure import FIGURE
from api.embeds.frame import Embeddable
from api.embeds.latest import LATEST
from api.embeds.series import SERIES
from api.embeds.timeline import TIMELINE

EMBEDDABLES: dict[str, Embeddable[Any]] = {
    kind.name: kind for kind in (FIGURE, COMPARISON, LATEST, SERIES, TIMELINE)
}
