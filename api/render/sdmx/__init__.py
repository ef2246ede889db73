"""What Tally's data is to SDMX: two dataflows, and the columns of each."""

from typing import Any

from api.render.sdmx.component import Dataflow
from api.render.sdmx.estimates import ESTIMATES
from api.render.sdmx.series import SERIES
from api.schemas.figures import PopulationEstimate
from api.schemas.series import SeriesRow

DATAFLOWS: dict[Any, Dataflow] = {SeriesRow: SERIES, PopulationEstimate: ESTIMATES}
"""By the shape of a row."""
