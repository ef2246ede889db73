"""What is a population estimate to SDMX? One observation, with all that qualifies its number."""

from datetime import date

from api.render.sdmx.component import (
    COMMON,
    NOT_APPLICABLE,
    Component,
    Dataflow,
    area,
    attribute,
    dimension,
    joined,
    unit,
)
from api.schemas.figures import PopulationEstimate
from api.schemas.parts import Period
from api.schemas.population import time_code


def time_period(period: Period) -> str | None:
    """A date as SDMX has it: a day, a month, a year, or a first day and how many follow from it.

    ``None`` where it is open or not stated, for which there is no form.
    """
    if period.start is None or period.end is None:
        return None
    code = time_code(period)
    if code is None or "/" not in code:
        return code
    days = (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days + 1
    return f"{period.start}/P{days}D"


def _status(one: PopulationEstimate) -> str:
    """A normal value, an estimated one where the words hedge, or no single number."""
    if one.value.reported is None:
        return "O"
    return "E" if one.value.approximate else "A"


def _claimant(one: PopulationEstimate) -> str:
    return one.attribution.claimant.id if one.attribution.claimant else NOT_APPLICABLE


ESTIMATES = Dataflow(
    id="POPULATION_ESTIMATES",
    observations=lambda one: (one,),
    components=(
        dimension("FREQ", lambda _: NOT_APPLICABLE, "CL_FREQ"),
        dimension("REF_AREA", lambda one: area(one.country), "CL_AREA"),
        dimension("COUNTERPART_AREA", lambda one: area(one.origin), "CL_AREA"),
        dimension("PLACE", lambda one: one.place.id if one.place else None),
        dimension("CITIZENSHIP", lambda one: area(one.nationality), "CL_AREA"),
        dimension("COUNTRY_AS_GIVEN", lambda one: one.country_as_given),
        dimension("POPULATION_SCOPE", lambda one: one.population_scope),
        dimension("LEGAL_STATUS", lambda one: one.legal_status),
        dimension("SITUATION", lambda one: one.situation),
        dimension("UNIT_MEASURE", lambda one: unit(one.value.unit), "CL_UNIT"),
        dimension("CLAIMANT", _claimant),
        dimension("FIGURE", lambda one: one.id),
        dimension("TIME_PERIOD", lambda one: time_period(one.as_of)),
        Component(id="OBS_VALUE", role="measure", of=lambda one: one.value.reported),
        attribute("OBS_STATUS", _status, "CL_OBS_STATUS"),
        attribute("BOUND", lambda one: one.value.bound),
        attribute("APPROXIMATE", lambda one: str(one.value.approximate).lower()),
        attribute("LOWER", lambda one: one.value.lower),
        attribute("UPPER", lambda one: one.value.upper),
        attribute("PLAUSIBLE_LOWER", lambda one: one.value.plausible.lower),
        attribute("PLAUSIBLE_UPPER", lambda one: one.value.plausible.upper),
        attribute("AS_PRINTED", lambda one: one.value.as_printed),
        attribute("CITATION", lambda one: one.citation),
        attribute(
            "CLAIMANT_NAME",
            lambda one: one.attribution.claimant.name if one.attribution.claimant else None,
        ),
        attribute("STATED_ON", lambda one: one.attribution.stated_on),
        attribute("SOURCE", lambda one: one.source.id),
        attribute("SOURCE_TITLE", lambda one: one.source.title),
        attribute("SOURCE_PUBLISHER", lambda one: one.source.publisher),
        attribute("SOURCE_PUBLISHED", lambda one: one.source.published.latest),
        attribute("AS_OF_START", lambda one: one.as_of.start),
        attribute("AS_OF_END", lambda one: one.as_of.end),
        attribute("INFERRED", lambda one: joined(one.inferred)),
        attribute("NOTE", lambda one: one.note),
        attribute("LINK", lambda one: one.links.self),
        *COMMON,
    ),
)
