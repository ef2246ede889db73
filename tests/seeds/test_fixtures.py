"""What a fixture file may hold, and the one line that says where it does not."""

from pathlib import Path

import pytest

from seeds import fixtures as fx
from seeds.errors import FixtureError
from seeds.fixtures import read_fixtures, when
from tests.seeds.invented import ARTICLE, FILES, Edit, read, write

CLAIMANTS = "reference/claimants.toml"
PLACES = "reference/places.toml"


def test_read(tmp_path: Path) -> None:
    """Every file of the folder is read, and every entry of it is there."""
    fixtures = read(tmp_path)
    assert list(fixtures.articles) == ["pier-2024.toml"]
    article = fixtures.articles["pier-2024.toml"]
    assert [figure.id for figure in article.figures] == [
        "left-in-february",
        "left-by-the-pier",
        "arriving-daily",
        "green-cards",
        "waiting-at-the-pier",
    ]
    assert len(fixtures.claimants) == 2
    assert len(fixtures.speakers) == 1
    assert len(fixtures.places) == 3
    assert len(fixtures.permit_categories) == 1


@pytest.mark.parametrize(
    ("edit", "names"),
    [
        ((ARTICLE, "[source]", '[source]\nmood = "x"'), ("source", "unknown field `mood`")),
        (
            (ARTICLE, "reported = 2400", "reported = 2400\nmood = 1"),
            ("departures[0]", "unknown field `mood`"),
        ),
        (
            (ARTICLE, "reported = 900", "reported = 900\n[[opinions]]\nid = 'x'"),
            ("top level", "unknown field `opinions`"),
        ),
        (
            (ARTICLE, "start = 84", "start = 84, end = 87"),
            ("departures[1].mentions[0]", "unknown field `end`"),
        ),
        (
            (ARTICLE, 'as_of = "2024-03"\n', 'as_of = { form = "2024" }\n'),
            ("permit_holders[0].as_of", "unknown field `form`"),
        ),
        (
            (ARTICLE, 'bound = "more_than"\n', ""),
            ("departures[0]", "missing required field `bound`"),
        ),
        ((ARTICLE, 'category = "green-card"\n', ""), ("permit_holders[0]", "field `category`")),
        ((ARTICLE, 'language = "en"\n', ""), ("source", "missing required field `language`")),
        ((CLAIMANTS, 'name = "The Courier"\n', ""), ("claimants[1]", "field `name`")),
        ((ARTICLE, "reported = 900", 'reported = "900"'), ("departures[1].reported", "`int")),
        ((ARTICLE, "reported = 900", "reported = 9.5"), ("departures[1].reported", "`int")),
        ((ARTICLE, "reported = 900", "reported = -1"), ("departures[1].reported", ">= 0")),
        (
            (ARTICLE, "reported = 900", "reported = 99999999999999999999"),
            ("departures[1].reported", "<= 1000000000000"),
        ),
        ((ARTICLE, '"north-pier"\nperiod', '"N"\nperiod'), ("departures[1].place", "regex")),
        (
            (ARTICLE, '"more_than"', '"heaps"'),
            ("departures[0].bound", "Invalid enum value 'heaps'"),
        ),
        ((ARTICLE, 'title = "The pier"', 'title = " "'), ("source.title", "regex")),
        ((ARTICLE, '"The pier"', '"The pier "'), ("source.title", "regex")),
        ((ARTICLE, '"The pier"', r'"The\u0000pier"'), ("source.title", "regex")),
        (
            (ARTICLE, '[{ paragraph = 2, start = 84, printed = "900" }]', "[]"),
            ("departures[1].mentions", "length >= 1"),
        ),
        ((PLACES, '"country"', '"planet"'), ("places[0].type", "Invalid enum value 'planet'")),
        ((PLACES, '[[places]]\nid = "norway"', '[places]\nid = "norway"'), ("", "cannot be read")),
    ],
)
def test_wrong_shape(tmp_path: Path, edit: Edit, names: tuple[str, ...]) -> None:
    """An unknown, missing or ill-typed field is one line with the file, the table and the field."""
    with pytest.raises(FixtureError) as caught:
        read(tmp_path, edit)
    said = str(caught.value)
    assert said.startswith(str(tmp_path / edit[0]))
    assert all(name in said for name in names)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("edit", "names"),
    [
        (('"2024-02"', '"2024-13"'), ("departures[0]", "period", "'2024-13' is no date")),
        (('"2024-02"', '"soon - at `$.x`"'), ("departures[0]", "period", "soon - at")),
        (('"2024-02"', "2024-02-01"), ("departures[0].period", "`date`")),
        (('"2024-02"', "{ start = 2024-02-02, end = 2024-02-01 }"), ("departures[0]", "period")),
        (('"2024-02"', '{ start = "someday" }'), ("departures[0].period.start", "date")),
        (('"2024-02"', '{ precision = "exact" }'), ("departures[0].period.precision", "exact")),
        (('"2024-03"', '"spring"'), ("permit_holders[0]", "as_of", "'spring'")),
        (('as_of = "2024-03-05"', 'as_of = "2024-03-32"'), ("population_estimates[0]", "as_of")),
        (('date = "2024-02-01"', 'date = "2024-02-30"'), ("policy_events[0]", "date:")),
        (("stated_on = 2024-03-05", 'stated_on = "March"'), ("departures[0].stated_on",)),
        (("stated_on = 2024-03-05", "stated_on = 2024-03-32"), ("cannot be read", "line ")),
    ],
)
def test_wrong_date(tmp_path: Path, edit: tuple[str, str], names: tuple[str, ...]) -> None:
    """A date that is none is one line with the file, the table and the field."""
    with pytest.raises(FixtureError) as caught:
        read(tmp_path, (ARTICLE, *edit))
    said = str(caught.value)
    assert said.startswith(str(tmp_path / ARTICLE))
    assert all(name in said for name in names)
    assert "\n" not in said


@pytest.mark.parametrize("name", FILES)
def test_missing_file(tmp_path: Path, name: str) -> None:
    """A file, or every article, that is not there is named."""
    (write(tmp_path) / name).unlink()
    with pytest.raises(FixtureError, match=r"no such file|no articles/\*\.toml here") as caught:
        read_fixtures(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_folder_that_is_none(tmp_path: Path) -> None:
    """A folder that does not exist has no articles."""
    with pytest.raises(FixtureError, match="nowhere: no articles"):
        read_fixtures(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[source", b"a = 1\na = 2"])
def test_file_that_is_no_toml(tmp_path: Path, content: bytes) -> None:
    """A file that is no text, or no TOML, cannot be read."""
    path = write(tmp_path) / CLAIMANTS
    path.write_bytes(content)
    with pytest.raises(FixtureError, match=r"claimants\.toml: cannot be read: .") as caught:
        read_fixtures(tmp_path)
    assert "\n" not in str(caught.value)


def test_dates_in_parts() -> None:
    """A date in parts keeps those that are given."""
    period = when(fx.Dates(precision="decade"))
    assert (period.start, period.end, period.precision) == (None, None, "decade")
    assert when(None) == when(fx.Dates())
