"""Which of the few addresses there are does a path mean? The label it is counted under."""

import re
from collections.abc import Iterable

from litestar.handlers import HTTPRouteHandler
from litestar.types import ControllerRouterHandler

OTHER = "other"
"""What every path is that no route has: paths are anybody's, and labels are kept for good."""

_MOST_PARTS = 6


class Addresses:
    """The paths of an application's routes, each id as ``{id}``, without the suffix of a format."""

    def __init__(self, routes: Iterable[ControllerRouterHandler]) -> None:
        self._known: set[str] = set()
        for route in routes:
            assert isinstance(route, HTTPRouteHandler)
            self._known |= {re.sub(r"{[^}]*}", "{id}", path) for path in route.paths}

    def of(self, path: str) -> str:
        """``/v1/figures/{id}`` for ``/v1/figures/a-figure``; ``other`` for what is no route's."""
        parts = path.split("/")
        if len(parts) > _MOST_PARTS:
            return OTHER
        last, dot, _ = parts[-1].rpartition(".")
        spellings = [[*parts[:-1], last], parts] if dot else [parts]
        for spelled in spellings:
            if (plain := "/".join(spelled)) in self._known:
                return plain
        for spelled in spellings:
            for at in range(len(spelled)):
                shape = "/".join([*spelled[:at], "{id}", *spelled[at + 1 :]])
                if shape in self._known:
                    return shape
        return OTHER
