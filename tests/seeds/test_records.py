"""What an editor does not write is worked out, and lands in the columns of its table."""

from pathlib import Path

import msgspec
import pytest

from models import FIGURE_TABLES, RECORD_TABLES
from models.base import BOOKKEEPING
from models.value import plausible_range, stated_bounds
from seeds.fixtures import Fixtures
from seeds.records import Row, records_of
from tests.seeds.invented import ARTICLE, Edit, read


def row(folder: Path, record_type: str, id: str, *edits: Edit) -> Row:
    """One row of the invented fixtures."""
    return records_of(read(folder, *edits))[record_type][id][0]


def test_columns(tmp_path: Path) -> None:
    """A row has every content column of its table, and no other."""
    records = records_of(read(tmp_path))
    assert list(records) == list(RECORD_TABLES)
    for record_type, table in RECORD_TABLES.items():
        assert records[record_type], record_type
        for content, _ in records[record_type].values():
            assert set(content) == {c.name for c in table.columns} - BOOKKEEPING


def test_mention(tmp_path: Path) -> None:
    """A mention ends where its words do, and the figure is printed as in its first mention."""
    two = (
        ARTICLE,
        'printed = "900" }',
        'printed = "900" }, { paragraph = 9, start = 7, printed = "٩٠٠" }',
    )
    figure = row(tmp_path, "departures", "left-by-the-pier", two)
    assert figure["as_printed"] == "900"
    assert msgspec.json.decode(figure["mentions"]) == [
        {"paragraph": 2, "start": 84, "end": 87, "as_printed": "900"},
        {"paragraph": 9, "start": 7, "end": 10, "as_printed": "٩٠٠"},
    ]


def test_voice(tmp_path: Path) -> None:
    """A figure with a claimant is in the claimant's voice, any other in the outlet's."""
    departures = records_of(read(tmp_path))["departures"]
    stated, told = departures["left-in-february"][0], departures["left-by-the-pier"][0]
    assert (stated["voice"], stated["claimant"]) == ("claimant", "harbour-office")
    assert (told["voice"], told["claimant"]) == ("outlet", None)


def test_speaker(tmp_path: Path) -> None:
    """A speaker's name and role come from the list of speakers."""
    records = records_of(read(tmp_path))
    for content in (
        records["departures"]["left-in-february"][0],
        records["policy_events"]["pier-opened"][0],
    ):
        assert (content["speaker_name"], content["speaker_role"]) == ("Ada Berg", "harbour master")
    silent = records["departures"]["arriving-daily"][0]
    assert (silent["speaker_name"], silent["speaker_role"]) == (None, None)


@pytest.mark.parametrize(
    ("record_type", "id", "bounds", "rounding", "plausible"),
    [
        ("departures", "left-in-february", (2400, None), 50, (2401, None)),
        ("departures", "left-by-the-pier", (900, 900), 50, (850, 950)),
        ("departures", "arriving-daily", (300, 400), 50, (300, 400)),
        ("permit_holders", "green-cards", (None, None), 5, (40, 60)),
        ("population_estimates", "waiting-at-the-pier", (200, 999), 0, (200, 999)),
    ],
)
def test_value(
    tmp_path: Path,
    record_type: str,
    id: str,
    bounds: tuple[int | None, int | None],
    rounding: int,
    plausible: tuple[int | None, int | None],
) -> None:
    """Stated bounds, rounding and plausible range follow from what was printed."""
    figure = row(tmp_path, record_type, id)
    assert (figure["lower"], figure["upper"]) == bounds
    assert figure["rounding"] == rounding
    assert (figure["plausible_lower"], figure["plausible_upper"]) == plausible


def test_real_values(fixtures: Fixtures) -> None:
    """Every figure of this project has the bounds and the range its value gives it."""
    records = records_of(fixtures)
    for kind in FIGURE_TABLES:
        for figure, _ in records[kind].values():
            bound, approximate, reported = (figure[n] for n in ("bound", "approximate", "reported"))
            lower, upper = figure["lower"], figure["upper"]
            assert (lower, upper) == stated_bounds(
                bound, reported, lower, upper, approximate=approximate
            )
            assert (figure["plausible_lower"], figure["plausible_upper"]) == plausible_range(
                bound, approximate, reported, lower, upper, figure["rounding"]
            )


def test_period(tmp_path: Path) -> None:
    """A date becomes its first and last day and its precision, nothing stated becomes null."""
    records = records_of(read(tmp_path))
    month, none = (records["departures"][id][0] for id in ("left-in-february", "arriving-daily"))
    stock = records["population_estimates"]["waiting-at-the-pier"][0]
    names = ("start", "end", "precision")
    assert [month[f"period_{n}"] for n in names] == ["2024-02-01", "2024-02-29", "month"]
    assert [none[f"period_{n}"] for n in names] == [None, None, None]
    assert [stock[f"as_of_{n}"] for n in names] == ["2024-03-05", "2024-03-05", "day"]
    assert month["stated_on"] == "2024-03-05"


def test_sources_of_an_event(tmp_path: Path) -> None:
    """An event's sources are the article it stands in, then those that tell it too."""
    assert row(tmp_path, "policy_events", "pier-opened")["sources"] == '["pier-2024"]'
    also = (ARTICLE, "summary =", 'also_in = ["b-2024", "a-2024"]\nsummary =')
    event = row(tmp_path, "policy_events", "pier-opened", also)
    assert event["sources"] == '["pier-2024","b-2024","a-2024"]'


def test_source_of_a_figure(tmp_path: Path) -> None:
    """A figure's source is the article it stands in."""
    assert row(tmp_path, "permit_holders", "green-cards")["source"] == "pier-2024"


def test_names_in_order(tmp_path: Path) -> None:
    """Names are kept by language, so that their order in the file changes nothing."""
    names = row(tmp_path, "claimants", "harbour-office")["names"]
    assert names == '{"en":"the Harbour Office","fa":"بندر"}'


def test_withdrawn(tmp_path: Path) -> None:
    """The reason for a withdrawal goes with the row, not into it."""
    out = (ARTICLE, "reported = 900", 'reported = 900\nwithdrawn_reason = "A misprint."')
    content, reason = records_of(read(tmp_path, out))["departures"]["left-by-the-pier"]
    assert reason == "A misprint."
    assert "withdrawn_reason" not in content
