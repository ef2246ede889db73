"""Series and population estimates in the forms of statistical offices, read back by others."""

import csv
import io
from typing import Any

import jsonstat_validator
import pandas
import pytest
import sdmx
from pyjstat import pyjstat
from pysdmx.io.csv.sdmx20 import reader as pysdmx_csv
from sdmx.model import common, v30

from api.render.sdmx import DATAFLOWS
from api.render.sdmx.component import Dataflow
from api.schemas.figures import PopulationEstimate
from api.schemas.series import SeriesRow
from tests.api.lists import Record
from tests.conftest import ROOT, Client

ESTIMATES, SERIES = "/v1/population-estimates", "/v1/departures/series"
FLOWS = {ESTIMATES: DATAFLOWS[PopulationEstimate], SERIES: DATAFLOWS[SeriesRow]}
PLACING = (
    "country",
    "origin",
    "nationality",
    "country_as_given",
    "population_scope",
    "legal_status",
    "situation",
)


# --- JSON-stat ---------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")
@pytest.mark.parametrize("query", ["", "?country=PAK", "?limit=2&sort=reported", "?country=ZZZ"])
def test_cube_of_estimates(rich: Client, query: str) -> None:
    """Read back by pyjstat, every cell is the number of one figure, or nothing."""
    response = rich.get(f"{ESTIMATES}.jsonstat{query}")
    document = response.json()
    assert jsonstat_validator.validate_jsonstat(document)
    figures = {one["id"]: one for one in rich.data(ESTIMATES + query)}
    listed = document["extension"].get("figures", [])
    assert [one["id"] for one in listed] != [] or not figures
    assert {one["id"] for one in listed} == set(figures)
    if not figures:
        assert document["value"] == []
        return
    frame = pyjstat.Dataset.read(response.text).write("dataframe", naming="id")
    cells: list[dict[str, Any]] = frame.to_dict("records")
    filled = set()
    for one in listed:
        figure = figures[one["id"]]
        assert one["citation"] == figure["citation"]
        numbers = {"reported": figure["value"]["reported"]} | {
            f"plausible_{end}": figure["value"]["plausible"][end] for end in ("lower", "upper")
        }
        for step, (measure, number) in enumerate(numbers.items()):
            cell = cells[one["cell"] + step]
            filled.add(one["cell"] + step)
            assert cell["measure"] == measure
            assert (None if pandas.isna(cell["value"]) else cell["value"]) == number
            assert {name: cell[name] for name in PLACING} == {
                name: figure[name] or "_X" for name in PLACING
            }
            claimant = figure["attribution"]["claimant"]
            assert cell["claimant"] == (claimant["id"] if claimant else "_Z")
            status = document["status"][one["cell"] + step]
            assert status.removeprefix("approximate_") == figure["value"]["bound"]
            assert status.startswith("approximate_") == figure["value"]["approximate"]
    others = [cell["value"] for place, cell in enumerate(cells) if place not in filled]
    assert all(pandas.isna(value) for value in others)
    assert len(filled) == 3 * len(figures)
    assert set(document["status"]) <= set(document["extension"]["status"]["label"])


def test_rivals_have_cells_of_their_own(client: Client) -> None:
    """Two claims that nothing tells apart but their source are counted, and neither is lost."""
    document = client.json(f"{ESTIMATES}.jsonstat?place=chaman-crossing")
    assert document["dimension"]["claim"]["category"]["index"] == ["1", "2"]
    assert document["dimension"]["claimant"]["category"]["label"] == {
        "government-of-pakistan": "Government of Pakistan"
    }
    assert document["status"] == ["approximate_between"] * 6
    assert document["value"] == [None, 3000, 6000] * 2


# --- SDMX-CSV ----------------------------------------------------------------------------------


def structure_of(flow: Dataflow) -> v30.Dataflow:
    """The dataflow as sdmx1 has it, from the columns that are declared."""
    structure = v30.DataStructureDefinition(id=flow.id)
    for one in flow.components:
        if one.role == "dimension":
            kind = common.TimeDimension if one.id == "TIME_PERIOD" else common.Dimension
            structure.dimensions.append(kind(id=one.id))
        elif one.role == "measure":
            structure.measures.append(v30.Measure(id=one.id))
        else:
            structure.attributes.append(common.DataAttribute(id=one.id))
    return v30.Dataflow(id=flow.id, structure=structure)


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a message by column."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("query", ["", "?limit=3"])
@pytest.mark.parametrize("path", FLOWS)
def test_sdmx_csv(rich: Client, path: str, query: str) -> None:
    """sdmx1 reads every observation with its key, value and attributes; pysdmx the same rows."""
    response = rich.get(f"{path}.sdmxcsv{query}")
    media_type = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    assert response.headers["content-type"] == media_type
    rows = rows_of(response.text)
    flow = FLOWS[path]
    reader = sdmx.reader.csv.Reader()
    message = reader.convert(io.BytesIO(response.content), structure=structure_of(flow))
    (dataset,) = message.data
    assert dataset.action == common.ActionType.information
    assert len(dataset.obs) == len(rows)
    for read, row in zip(dataset.obs, rows, strict=True):
        assert read.value == row["OBS_VALUE"]
        key = {name: str(value.value) for name, value in read.dimension.values.items()}
        assert key == {one.id: row[one.id] for one in flow.components if one.role == "dimension"}
        held = {name: str(value.value) for name, value in read.attached_attribute.items()}
        assert held == {one.id: row[one.id] for one in flow.components if one.role == "attribute"}
    keys = [
        tuple(row[one.id] for one in flow.components if one.role == "dimension") for row in rows
    ]
    assert len(set(keys)) == len(keys)
    (other,) = pysdmx_csv.read(response.text)
    assert other.structure == f"Dataflow=TALLY:{flow.id}(1.0)"
    assert len(other.data) == len(rows)
    links = [rich.get(f"{path}{suffix}{query}").headers.get("link") for suffix in ("", ".sdmxcsv")]
    assert links[1] == (links[0] and links[0].replace(path, f"{path}.sdmxcsv"))


def test_estimates_keep_their_qualifier(rich: Client) -> None:
    """A number never stands alone: its bound, its hedge, its words and its claimant are there."""
    figures: dict[str, Record] = {one["id"]: one for one in rich.data(f"{ESTIMATES}?limit=1000")}
    rows = rows_of(rich.get(f"{ESTIMATES}.sdmxcsv?limit=1000").text)
    assert {row["FIGURE"] for row in rows} == set(figures)
    for row in rows:
        figure = figures[row["FIGURE"]]
        value, claimant = figure["value"], figure["attribution"]["claimant"]
        assert row["OBS_VALUE"] == ("" if value["reported"] is None else str(value["reported"]))
        assert row["BOUND"] == value["bound"]
        assert row["APPROXIMATE"] == str(value["approximate"]).lower()
        assert row["AS_PRINTED"] == value["as_printed"]
        assert row["CLAIMANT"] == (claimant["id"] if claimant else "_Z")
        assert row["SOURCE"] == figure["source"]["id"]
        assert row["CITATION"] == figure["citation"]
        hedged = "E" if value["approximate"] else "A"
        assert row["OBS_STATUS"] == ("O" if value["reported"] is None else hedged)
        assert (row["FREQ"], row["CONF_STATUS"], row["UNIT_MULT"]) == ("_Z", "F", "0")
        assert row["RELEASE"] == "2"
    codes = {row["REF_AREA"] for row in rows}
    assert {"PK", "AF", "IR"} == codes


def test_series_say_that_ends_are_worked_out(rich: Client) -> None:
    """Two observations an interval; an end that is open or unknown is a missing value."""
    rows = rows_of(rich.get(f"{SERIES}.sdmxcsv?interval=quarter&origin=PAK").text)
    series = rich.data(f"{SERIES}?interval=quarter&origin=PAK")
    assert len(rows) == 2 * len(series)
    for i, one in enumerate(series):
        for row, end in zip(rows[2 * i : 2 * i + 2], ("lower", "upper"), strict=True):
            number = one["bounds"][end] if one["bounds"] else None
            assert (row["BOUND"], row["FREQ"], row["REF_AREA"]) == (end, "Q", "PK")
            assert row["TIME_PERIOD"] == one["interval"]
            assert row["OBS_VALUE"] == ("" if number is None else str(number))
            assert row["OBS_STATUS"] == ("O" if number is None else "E")
            assert row["KNOWN"] == one["known"]
            assert row["AS_PRINTED"] == "; ".join(one["as_printed"])
    for interval, code in (("month", "M"), ("year", "A")):
        found = rows_of(rich.get(f"{SERIES}.sdmxcsv?interval={interval}&limit=5").text)
        assert {row["FREQ"] for row in found} == {code}


def test_nothing_matches(rich: Client) -> None:
    """A message of no observation is its header."""
    for path in FLOWS:
        text = rich.get(f"{path}.sdmxcsv?source=no-such-source").text
        assert text.startswith("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,")
        assert text.count("\r\n") == 1


@pytest.mark.parametrize("path", FLOWS)
def test_columns_are_documented(path: str) -> None:
    """``docs/using.md`` says of every column what it is, and of which code list."""
    text = (ROOT / "docs/using.md").read_text(encoding="utf-8")
    for one in FLOWS[path].components:
        assert f"`{one.id}`" in text, one.id
        if one.codes:
            assert f"`{one.codes}`" in text, one.codes
