"""What is a column of an SDMX data message, and in which code list is what stands in it?

Codes are those of the SDMX cross-domain code lists where there is one: CL_FREQ, CL_AREA, CL_UNIT,
CL_OBS_STATUS, CL_CONF_STATUS, and their ``_X`` (not specified) and ``_Z`` (not applicable). What
they have no code for is said in Tally's own words, those of ``/docs``.
"""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from api.licence import LICENCE
from models.countries import alpha_2
from models.vocabulary import Unit

NOT_SPECIFIED, NOT_APPLICABLE = "_X", "_Z"
_UNITS: dict[Unit, str] = {"persons": "PS"}
Cell = str | int | None
Role = Literal["dimension", "measure", "attribute"]


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its id, what it is for, and how it is read off an observation."""

    id: str
    role: Role
    of: Callable[[Any], Cell]
    codes: str | None = None
    """The code list of SDMX that its values are from."""


class Dataflow(msgspec.Struct, frozen=True, kw_only=True):
    """What rows of a shape are: a dataflow with its columns, in their order."""

    id: str
    components: tuple[Component, ...]
    observations: Callable[[Any], Iterable[Any]]
    """A row as observations; each is what ``of`` is given."""

    @property
    def urn(self) -> str:
        """Agency, id and version, as a message names it."""
        return f"TALLY:{self.id}(1.0)"


def dimension(id: str, of: Callable[[Any], Cell], codes: str | None = None) -> Component:
    """A column that places an observation; what is not stated is ``_X``."""

    def stated(observation: Any) -> Cell:
        value = of(observation)
        return NOT_SPECIFIED if value is None else value

    return Component(id=id, role="dimension", of=stated, codes=codes)


def attribute(id: str, of: Callable[[Any], Cell], codes: str | None = None) -> Component:
    """A column that qualifies an observation; what is not stated is empty."""
    return Component(id=id, role="attribute", of=of, codes=codes)


def area(code: str | None) -> str | None:
    """A country by CL_AREA, which has ISO 3166-1 alpha-2."""
    return alpha_2(code) if code else None


def unit(word: Unit) -> str:
    """What is counted by CL_UNIT, or by Tally's own word."""
    return _UNITS.get(word, word)


def joined(texts: Iterable[str]) -> str | None:
    """Several texts in one cell, as in other CSV."""
    return "; ".join(texts) or None


COMMON: tuple[Component, ...] = (
    attribute("UNIT_MULT", lambda _: 0, "CL_UNIT_MULT"),
    attribute("DECIMALS", lambda _: 0, "CL_DECIMALS"),
    attribute("CONF_STATUS", lambda _: "F", "CL_CONF_STATUS"),
    attribute("LICENCE", lambda _: LICENCE.spdx),
)
"""What is the same of every observation: units as they are, whole numbers, free for publication."""
