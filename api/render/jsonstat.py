"""A page as a JSON-stat 2.0 dataset (json-stat.org/full), for statistical tools.

A cell is empty (``null``) where nothing is known, and its status says what is. What a source does
not say is a category of its own, ``_X``, as code lists of SDMX have it for "not specified".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Any

import msgspec

from api.errors import QueryTooSlow
from api.licence import LICENCE
from api.schemas.base import Cube
from api.schemas.envelope import Page
from models.countries import country_name

NOT_STATED = "_X"
_MOST_CELLS = 200_000
_MEASURE = "measure"


def write(page: Page[Any], shape: Any) -> bytes:
    """The dataset of the page's rows; ``shape`` declares how they make a cube.

    ``QueryTooSlow`` when it would have more than 200,000 cells.
    """
    cube: Cube = shape.cube
    rows = [cube.flat(row) for row in page.data]
    by_place = _placed(rows, cube)
    categories = {name: _categories(name, rows, cube) for name in cube.dimensions}
    labels = {name: _labels(name, rows) for name in cube.dimensions}
    ids = [*cube.dimensions, _MEASURE]
    sizes = [*(len(known) for known in categories.values()), len(cube.measures)]
    if prod(sizes) > _MOST_CELLS:
        raise QueryTooSlow(
            f"the dataset would have more than {_MOST_CELLS:,} cells: narrow the figures, or ask "
            "for fewer of them"
        )
    cells = [by_place.get(place) for place in product(*categories.values())]
    return msgspec.json.encode(
        {
            "version": "2.0",
            "class": "dataset",
            "label": cube.label,
            "note": list(cube.note),
            "source": f"Tally, release {page.meta.release}",
            "href": page.links.self,
            "link": _links(page),
            "id": ids,
            "size": sizes,
            "role": {
                "time": [cube.time],
                "geo": list(cube.geography),
                "metric": [_MEASURE],
            },
            "dimension": {
                **{
                    name: _dimension(name, known, labels[name])
                    for name, known in categories.items()
                },
                _MEASURE: _described(
                    "Measure", {id: label for id, (label, _) in cube.measures.items()}
                ),
            },
            "value": [_at(row, path) for row in cells for _, path in cube.measures.values()],
            "status": [
                "unknown" if row is None else row[cube.status]
                for row in cells
                for _ in cube.measures
            ],
            "extension": {
                "release": page.meta.release,
                "status": {"label": cube.statuses},
                **_figures(cells, cube),
            },
        }
    )


def _placed(rows: Sequence[Any], cube: Cube) -> dict[tuple[str, ...], Any]:
    """The rows by their codes; those that nothing else tells apart are counted from 1."""
    others = [name for name in cube.dimensions if name != cube.tie]
    seen: Counter[tuple[str, ...]] = Counter()
    placed = {}
    for row in rows:
        if cube.tie:
            place = tuple(_code(row[name]) for name in others)
            seen[place] += 1
            row[cube.tie] = str(seen[place])
        placed[tuple(_code(row[name]) for name in cube.dimensions)] = row
    return placed


def _figures(cells: Sequence[Any], cube: Cube) -> dict[str, Any]:
    """What else is known of the figures that rows are, each with its first cell, from 0."""
    listed = [
        {"cell": place * len(cube.measures), **row["figure"]}
        for place, row in enumerate(cells)
        if row is not None and "figure" in row
    ]
    return {"figures": listed} if listed else {}


def _categories(name: str, rows: Sequence[Any], cube: Cube) -> list[str]:
    """The codes of a dimension, in order of their rows, times in order of time."""
    codes = dict.fromkeys(_code(row[name]) for row in rows)
    return sorted(codes) if name == cube.time else list(codes)


def _code(value: str | None) -> str:
    return NOT_STATED if value is None else value


def _at(row: Any, path: Iterable[str]) -> Any:
    for name in path:
        row = row[name] if row is not None else None
    return row


def _labels(name: str, rows: Sequence[Any]) -> dict[str, str]:
    """What codes of a dimension are called, where the rows say so."""
    return {
        code: label for row in rows for code, label in row.get("labels", {}).get(name, {}).items()
    }


def _dimension(name: str, codes: Sequence[str], labels: dict[str, str]) -> dict[str, Any]:
    return _described(_words(name), {code: labels.get(code) or _label(code) for code in codes})


def _described(label: str, categories: dict[str, str]) -> dict[str, Any]:
    return {
        "label": label,
        "category": {"index": list(categories), "label": categories},
    }


def _label(code: str) -> str:
    if code == NOT_STATED:
        return "Not stated"
    return country_name(code) if code.isupper() else code.replace("_", " ")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _links(page: Page[Any]) -> dict[str, Any]:
    links: dict[str, Any] = {"license": [{"type": "text/html", "href": LICENCE.url}]}
    if page.links.next is not None:
        links["next"] = [{"type": "application/json", "href": page.links.next}]
    return links
