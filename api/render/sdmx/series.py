"""What is a row of a series to SDMX? Two observations: the lowest and the highest it can be."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from api.render.sdmx.component import (
    COMMON,
    Component,
    Dataflow,
    area,
    attribute,
    dimension,
    joined,
    unit,
)
from api.schemas.series import SeriesRow

_FREQUENCIES = {4: "A", 7: "M"}


class End(msgspec.Struct, frozen=True):
    """One end of what a row leaves open."""

    row: SeriesRow
    end: Literal["lower", "upper"]

    @property
    def value(self) -> int | None:
        """The end; ``None`` where it is open or unknown."""
        bounds = self.row.bounds
        return getattr(bounds, self.end) if bounds else None


def _ends(row: SeriesRow) -> Iterator[End]:
    yield End(row, "lower")
    yield End(row, "upper")


def _frequency(one: End) -> str:
    return "Q" if "Q" in one.row.interval else _FREQUENCIES[len(one.row.interval)]


def _status(one: End) -> str:
    """Estimated, since every end is worked out; missing where it is open or nothing is known."""
    return "O" if one.value is None else "E"


SERIES = Dataflow(
    id="DEPARTURES_SERIES",
    observations=_ends,
    components=(
        dimension("FREQ", _frequency, "CL_FREQ"),
        dimension("REF_AREA", lambda one: area(one.row.origin), "CL_AREA"),
        dimension("COUNTERPART_AREA", lambda one: area(one.row.destination), "CL_AREA"),
        dimension("PLACE", lambda one: one.row.place),
        dimension("CITIZENSHIP", lambda one: area(one.row.nationality), "CL_AREA"),
        dimension("COUNTRY_AS_GIVEN", lambda one: one.row.country_as_given),
        dimension("LEGAL_STATUS", lambda one: one.row.legal_status),
        dimension("MOVEMENT_FAMILY", lambda one: one.row.movement_family),
        dimension("OUTLOOK", lambda one: one.row.outlook),
        dimension("UNIT_MEASURE", lambda one: unit(one.row.unit), "CL_UNIT"),
        dimension("BOUND", lambda one: one.end),
        dimension("TIME_PERIOD", lambda one: one.row.interval),
        Component(id="OBS_VALUE", role="measure", of=lambda one: one.value),
        attribute("OBS_STATUS", _status, "CL_OBS_STATUS"),
        attribute("KNOWN", lambda one: one.row.known),
        attribute("AS_PRINTED", lambda one: joined(one.row.as_printed)),
        attribute("CITATION", lambda one: joined(one.row.citations)),
        attribute("FIGURES", lambda one: joined(one.row.figures)),
        attribute(
            "DERIVED_FROM", lambda one: joined(one.row.bounds.inputs) if one.row.bounds else None
        ),
        attribute("CONFLICTING", lambda one: joined(one.row.conflicting)),
        *COMMON,
    ),
)
