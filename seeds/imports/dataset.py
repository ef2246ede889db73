"""What has to be said of a dataset so that its file can be imported?"""

from collections.abc import Callable

import msgspec

from models.value import stated_bounds
from models.vocabulary import Kind
from seeds.errors import SeedError
from seeds.records import Row

MOST = 10**12
"""No count is higher, as in a fixture."""

_LONGEST = 40
"""How many digits a cell can have, zeros in front included: what is printed there is kept."""

Counted = tuple[Kind, Row]
"""A figure's kind, and its content."""

Place = tuple[Kind, str, str]
"""A figure's kind, the column that it is counted in, and its id."""


class DatasetError(SeedError):
    """A file that cannot be imported at all: of another shape, cut off, or not to be read."""


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """A table of official statistics that one authority publishes."""

    name: str
    """What the command calls it; the ids of its figures begin with it."""
    source: Row
    """The source's content, but for what the file itself says: its hash and length."""
    claimant: Row
    """Who states its figures; one that is known already is left as it is."""
    header: tuple[str, ...]
    key: tuple[str, ...]
    """The columns that no two rows may be equal in."""
    named: tuple[str, ...]
    """The columns that a row's ids are made of, which no two rows may be equal in either."""
    read: Callable[[int, dict[str, str], bool], list[Counted]]
    """The figures of a row, by its number and cells, those of zero too if asked for.

    ``ValueError`` says why a row is none."""
    places: Callable[[dict[str, str]], list[Place]]
    """Every figure that a row without fault can make, whatever it counts."""


def count_of(column: str, cell: str) -> int | None:
    """The number in a cell; ``None`` for an empty one, which is not known.

    ``ValueError`` for anything that is no plain whole number, or too high for one. A cell is read
    whole, however many zeros it begins with.
    """
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError(f"{column}: no count: {cell[:40]!r}")
    if len(cell) > _LONGEST:
        raise ValueError(f"{column}: {len(cell):,} digits, more than {_LONGEST}: {cell[:40]!r}...")
    count = int(cell)
    if count > MOST:
        raise ValueError(f"{column}: more than {MOST:,}: {cell!r}")
    return count


def figure_row(source: Row, id: str, count: int, at: tuple[int, str, str]) -> Row:
    """What every figure of a dataset is: an exact number, by one claimant, in one cell.

    ``at`` is the row, the column and what is printed there.
    """
    row, column, printed = at
    lower, upper = stated_bounds("point", count, None, None, approximate=False)
    return {
        "id": id,
        "reported": count,
        "bound": "point",
        "approximate": False,
        "lower": lower,
        "upper": upper,
        "unit": "persons",
        "as_printed": printed,
        "rounding": 0,  # the numbers of a dataset are exact, however round they look
        "plausible_lower": count,
        "plausible_upper": count,
        "nationality": None,
        "legal_status": "unspecified",
        "inferred": "[]",
        "part_of": None,
        "voice": "claimant",
        "claimant": source["claimant"],
        "speaker_name": None,
        "speaker_role": None,
        "stated_on": None,
        "via": "[]",
        "confirmed_by": "[]",
        "source": source["id"],
        "mentions": f'[{{"row":{row},"column":"{column}","as_printed":"{printed}"}}]',
        "note": None,
    }
