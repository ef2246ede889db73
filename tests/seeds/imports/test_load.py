"""What an import does to a database: all of a file or nothing, and nothing twice."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from models import FIGURE_TABLES, RECORD_TABLES, Comparison, table_of
from models.base import OPEN_END
from seeds import load as seeding
from seeds.database import require_schema, writing
from seeds.errors import DatabaseError, SeedError
from seeds.fixtures import Fixtures
from seeds.imports import load as importing
from seeds.imports import unhcr
from seeds.imports.dataset import DatasetError
from seeds.imports.datasets import DATASETS
from seeds.imports.iom_americas import IOM_AMERICAS
from seeds.imports.load import Import
from seeds.imports.unhcr import UNHCR
from tests.conftest import ROOT, seed
from tests.seeds.imports.made import (
    AT_HOME,
    FLOWS,
    NORWEGIANS,
    POPULATION,
    STATELESS,
    UNKNOWN,
    flows,
    imported,
    population,
    written,
)
from tests.seeds.invented import read

REAL = ROOT.parent / "shared" / "data"
SOURCE = "unhcr-refugee-data-finder"


@pytest.fixture
def url(empty_database: Callable[[], str]) -> str:
    """An empty database."""
    return empty_database()


def held(url: str, record_type: str) -> dict[str, Any]:
    """The records of a type that hold, by id."""
    table = RECORD_TABLES[record_type]
    with writing(url) as connection:
        require_schema(connection)
        rows = connection.execute(select(table).where(table.c.release_to == OPEN_END)).mappings()
        return {row["id"]: dict(row) for row in rows}


def figures(url: str) -> dict[str, Any]:
    """The figures that hold, of every kind."""
    return {id: row for kind in FIGURE_TABLES for id, row in held(url, kind).items()}


def imported_in_june(url: str, path: Path, published: date) -> None:
    """Import a file on the first of June 2021, as published on a day."""
    with writing(url) as connection:
        require_schema(connection)
        now = datetime(2021, 6, 1, 23, 59, tzinfo=UTC)
        Import(UNHCR, path).load(connection, published, now=lambda: now)


def test_every_count(url: str, tmp_path: Path) -> None:
    """Every count that is not zero is a figure of one release; of the source, the file's hash."""
    path = population(tmp_path, *POPULATION)
    done = imported(url, path)
    assert (done.rows, done.figures, done.rejects, done.kept) == (4, 10, [], 0)
    assert (done.loaded.release, done.loaded.made_release) == (1, True)
    assert len(figures(url)) == 10
    source = held(url, "sources")[SOURCE]
    assert source["kind"] == "dataset"
    assert source["text_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source["text_length"] == len(path.read_text(encoding="utf-8"))
    assert held(url, "claimants")["unhcr"]["name"] == "UNHCR"


def test_zeros(url: str, tmp_path: Path) -> None:
    """Zeros are figures where they are asked for; an empty cell is unknown and never one."""
    assert imported(url, population(tmp_path, *POPULATION), zeros=True).figures == 33
    zero = held(url, "population_estimates")["unhcr-2020-nor-isl-idps"]
    assert (zero["reported"], zero["as_printed"]) == (0, "0")
    assert "unhcr-2020-nor-nor-oip" not in figures(url)


def test_again(url: str, tmp_path: Path) -> None:
    """The same file again changes nothing; a corrected one makes versions, and ends none else."""
    imported(url, population(tmp_path, *POPULATION))
    again = imported(url, population(tmp_path, *POPULATION))
    assert (again.loaded.release, again.loaded.made_release) == (1, False)
    corrected = imported(url, population(tmp_path, NORWEGIANS.replace(",11,", ",111,")))
    assert corrected.loaded.counts["population_estimates"] == {"changed": 1, "unchanged": 3}
    assert corrected.kept == 5
    found = figures(url)
    assert len(found) == 10
    refugees = found["unhcr-2020-nor-isl-refugees"]
    assert (refugees["version"], refugees["reported"]) == (2, 111)


def test_published(url: str, tmp_path: Path) -> None:
    """The day a file came out makes a version of the source, and is kept while the file is."""
    path = population(tmp_path, NORWEGIANS)
    found = []
    for published in (None, date(2021, 6, 1), None):
        with writing(url) as connection:
            require_schema(connection)
            Import(UNHCR, path).load(connection, published)
        source = held(url, "sources")[SOURCE]
        found.append((source["version"], source["published_latest"], source["published_basis"]))
    assert found == [(1, None, "unknown"), *[(2, "2021-06-01", "printed")] * 2]


def test_revised_to_zero(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure whose count is zero in a newer file is corrected; a zero alone makes none."""
    monkeypatch.setattr(importing, "_AT_ONCE", 3)
    imported(url, population(tmp_path, *POPULATION))
    later = NORWEGIANS.replace(",11,12,13,", ",0,12,0,")
    done = imported(url, population(tmp_path, later, AT_HOME, STATELESS, UNKNOWN))
    assert done.loaded.counts["population_estimates"] == {"changed": 1, "unchanged": 7}
    assert done.loaded.counts["departures"] == {"changed": 1, "unchanged": 1}
    assert (done.figures, done.kept, done.emptied, done.rejects) == (10, 0, [], [])
    found = figures(url)
    assert len(found) == 10
    for id in ("unhcr-2020-nor-isl-refugees", "unhcr-2020-nor-isl-returned-refugees"):
        assert [found[id][name] for name in ("version", "reported", "as_printed")] == [2, 0, "0"]
    again = imported(url, population(tmp_path, later, AT_HOME, STATELESS, UNKNOWN))
    assert (again.loaded.made_release, again.figures, again.kept) == (False, 10, 0)


def test_revised_flow_to_zero(url: str, tmp_path: Path) -> None:
    """So is a figure of a month."""
    imported(url, flows(tmp_path, *FLOWS), IOM_AMERICAS)
    later = [FLOWS[0].replace(",31", ",0"), FLOWS[1], *FLOWS[2:4], "2023-02,regular_exits,,COL,"]
    done = imported(url, flows(tmp_path, *later), IOM_AMERICAS)
    assert done.loaded.counts["departures"] == {"changed": 1, "unchanged": 3}
    assert [(cell.row, cell.column, cell.id) for cell in done.emptied] == [
        (6, "n", "iom-americas-2023-02-regular-exits-col-not-stated")
    ]
    assert figures(url)["iom-americas-2023-02-regular-entries-mex-cub"]["reported"] == 0


def test_revised_to_nothing(url: str, tmp_path: Path) -> None:
    """A figure whose cell is empty in a newer file stays, and is listed: nothing was counted."""
    imported(url, population(tmp_path, *POPULATION), zeros=True)
    path = population(tmp_path, NORWEGIANS.replace(",11,12,13,0,", ",,12,,,"))
    done = imported(url, path)
    assert [(cell.row, cell.column, cell.id) for cell in done.emptied] == [
        (2, column, f"unhcr-2020-nor-isl-{column.replace('_', '-')}")
        for column in ("refugees", "returned_refugees", "idps")
    ]
    assert (done.figures, done.kept, len(figures(url))) == (6, 24, 33)
    assert figures(url)["unhcr-2020-nor-isl-refugees"]["reported"] == 11


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (date(1990, 1, 1), r"published 1990-01-01: .*:row 3 counts up to 2020-12-31"),
        (date(2020, 12, 30), r"published 2020-12-30: .*:row 3 counts up to 2020-12-31"),
        (date(2021, 6, 2), r"published 2021-06-02: the day has not come, it is 2021-06-01 in UTC"),
        (date(2999, 1, 1), r"published 2999-01-01: the day has not come"),
    ],
)
def test_published_on_no_such_day(url: str, tmp_path: Path, published: date, said: str) -> None:
    """A file cannot have come out before a day that it counts, nor on one that is not yet."""
    path = population(tmp_path, NORWEGIANS.replace("2020", "2019"), NORWEGIANS, STATELESS)
    with pytest.raises(DatasetError, match=said):
        imported_in_june(url, path, published)
    assert figures(url) == {}


@pytest.mark.parametrize("published", [date(2020, 12, 31), date(2021, 6, 1)])
def test_published_at_the_earliest_and_latest(url: str, tmp_path: Path, published: date) -> None:
    """On the last day that it counts, and today, a file can have come out."""
    imported_in_june(url, population(tmp_path, NORWEGIANS), published)
    assert held(url, "sources")[SOURCE]["published_latest"] == published.isoformat()


def test_beside_the_articles(url: str, tmp_path: Path, fixtures: Fixtures) -> None:
    """Seeding withdraws nothing that was imported, an import nothing that was seeded."""
    seed(url, fixtures)
    seeded = figures(url)
    assert imported(url, population(tmp_path, *POPULATION)).loaded.release == 2
    assert imported(url, flows(tmp_path, *FLOWS), IOM_AMERICAS).loaded.release == 3
    assert not seed(url, fixtures).made_release
    assert not imported(url, population(tmp_path, *POPULATION)).loaded.made_release
    found = figures(url)
    assert {id: found[id] for id in seeded} == seeded
    assert len(found) == len(seeded) + 15


def test_fixtures_without_the_claimant(url: str, tmp_path: Path) -> None:
    """Other fixtures need not name who states what was imported, before it or after."""
    imported(url, population(tmp_path, *POPULATION))
    made = read(tmp_path / "invented")
    assert seed(url, made).made_release
    assert not seed(url, made).made_release
    assert {"unhcr", "harbour-office"} <= held(url, "claimants").keys()


def test_an_id_of_another(url: str, tmp_path: Path) -> None:
    """An id is given once: an import leaves out a row that needs one, seeding refuses it."""
    taken = ("articles/pier-2024.toml", 'id = "left-by-the-pier"', 'id = "unhcr-2020-nor-isl-ooc"')
    seed(url, read(tmp_path / "taken", taken))
    done = imported(url, population(tmp_path, *POPULATION))
    assert [reject.row for reject in done.rejects] == [2]
    assert "unhcr-2020-nor-isl-ooc is another figure's" in done.rejects[0].reason
    other = "unhcr-2020-unk-unk-returned-refugees"
    wants = ("articles/pier-2024.toml", 'id = "arriving-daily"', f'id = "{other}"')
    with pytest.raises(SeedError, match=f"ids of imported figures: {other}"):
        seed(url, read(tmp_path / "other", taken, wants))


def test_claims_and_series_meet(url: str, tmp_path: Path) -> None:
    """An imported figure stands in one comparison with a claim that answers its question."""
    claim = (
        "articles/pier-2024.toml",
        'country = "NOR"\nplace = "north-pier"\nsituation = "waiting_at_border"\n'
        'as_of = "2024-03-05"',
        'country = "ISL"\norigin = "NOR"\nlegal_status = "registered_refugee"\n'
        'as_of = "2020-12-31"',
    )
    seed(url, read(tmp_path / "claim", claim))
    imported(url, population(tmp_path, *POPULATION))
    comparison = table_of(Comparison)
    with writing(url) as connection:
        require_schema(connection)
        statement = select(comparison.c.figures, comparison.c.verdict).where(
            comparison.c.size == 2, comparison.c.release_to == OPEN_END
        )
        [found] = connection.execute(statement).all()
    assert found == ('["unhcr-2020-nor-isl-refugees","waiting-at-the-pier"]', "conflicting")


def test_places_outside_iso_are_questions_of_their_own(url: str, tmp_path: Path) -> None:
    """Stateless people and people of unknown origin answer two questions, though both are null."""
    unknown = STATELESS.replace("Stateless,STA,XXA", "Unknown,UKN,UNK")
    imported(url, population(tmp_path, STATELESS, unknown))
    comparison = table_of(Comparison)
    with writing(url) as connection:
        require_schema(connection)
        sizes = connection.execute(select(comparison.c.size)).scalars().all()
    assert sizes == [1, 1]


BAD = [
    ("2020,Norway,NOR,NOR,Iceland,ICE,ISL,11,12", "9 cells, expected 16"),
    (NORWEGIANS.replace("2020", "20"), "year: no year: '20'"),
    (NORWEGIANS.replace("2020", "2099"), "year: 2099 is not over"),
    (NORWEGIANS.replace(",11,", ",1.1,"), "refugees: no count: '1.1'"),
    (NORWEGIANS.replace(",11,", ",-1,"), "refugees: no count: '-1'"),
    (NORWEGIANS.replace(",11,", ",\u0661,"), "refugees: no count: '\u0661'"),
    (NORWEGIANS.replace(",11,", ",9999999999999,"), "refugees: more than"),
    (NORWEGIANS.replace(",11,", ",000000009999999999999,"), "refugees: more than"),
    (NORWEGIANS.replace(",11,", f",{'9' * 5000},"), "refugees: 5,000 digits, more than 40"),
    (NORWEGIANS.replace("ICE,ISL", "AUS,AUS"), "coa_iso: UNHCR's AUS is AUT, not AUS"),
    (NORWEGIANS.replace("ICE,ISL", "QQQ,ISL"), "coa: no code of UNHCR: 'QQQ'"),
    (NORWEGIANS.replace("ICE,ISL", "ICE,IRL"), "coa_iso: UNHCR's ICE is ISL, not IRL"),
    (NORWEGIANS.replace("ICE,ISL", "ICE,"), "coa_iso: no code of three capitals: ''"),
    (STATELESS.replace("XXA", "TIB"), "coo_iso: UNHCR's STA is XXA, not TIB"),
    (STATELESS.replace("STA,XXA", "UKN,TIB"), "coo_iso: UNHCR's UKN is UNK, not TIB"),
    (STATELESS.replace("STA,XXA", "TIB,ZZZ"), "coo_iso: UNHCR's TIB is TIB, not ZZZ"),
    (NORWEGIANS.replace("ICE,ISL", "CUR,CUW"), "coa_iso: UNHCR's CUR is CUR, not CUW"),
    (NORWEGIANS, "a second row of 2020,NOR,ICE"),
    (NORWEGIANS.replace("Norway", '"Nor"way'), "no CSV: "),
    (NORWEGIANS.replace("Norway", '"Norway'), "no CSV: unexpected end of data"),
    (NORWEGIANS.replace("Norway", "Nor\0way"), "no text: it holds a NUL"),
    *(
        (
            STATELESS.replace("Stateless", f"A{control}B"),
            f"no text: it holds the control U+{number}",
        )
        for control, number in (
            ("\x1b[31m", "001B"),
            ("\x01", "0001"),
            ("\t", "0009"),
            ("\x9b", "009B"),
            ("\u200f", "200F"),
            ("\u2028", "2028"),
            ("\u202e", "202E"),
            ("\u2066", "2066"),
        )
    ),
    ("", "1 cells, expected 16"),
]


def test_bad_rows(url: str, tmp_path: Path) -> None:
    """A bad row is left out whole and listed with its number; once mended, it is what is added."""
    rows = [NORWEGIANS, *(row for row, _ in BAD), STATELESS]
    done = imported(url, population(tmp_path, *rows))
    assert [reject.row for reject in done.rejects] == list(range(3, 3 + len(BAD)))
    for reject, (_, reason) in zip(done.rejects, BAD, strict=True):
        assert reject.reason.startswith(reason), reject
    assert done.figures == 6
    mended = imported(url, population(tmp_path, *POPULATION))
    assert mended.loaded.release == 2
    assert mended.loaded.counts["population_estimates"]["added"] == 3


@pytest.mark.parametrize(
    ("rows", "end", "said"),
    [
        ([NORWEGIANS, STATELESS[:40]], "", r":row 3: the file ends within it"),
        ([NORWEGIANS, STATELESS], "", r":row 3: the file ends within it"),
        ([], "\n", r": no rows"),
        (None, "", r":row 1: expected the columns year,.* found none"),
    ],
    ids=["within a row", "within the last cell", "header only", "empty"],
)
def test_cut_off(url: str, tmp_path: Path, rows: list[str] | None, end: str, said: str) -> None:
    """A file that ends too early is refused, and nothing of it is loaded."""
    path = written(tmp_path, UNHCR, rows or [], end)
    if rows is None:
        path.write_bytes(b"")
    with pytest.raises(DatasetError, match=said):
        imported(url, path)
    assert figures(url) == {}


def test_wrong_header(url: str, tmp_path: Path) -> None:
    """Another file is not taken for this one."""
    path = flows(tmp_path, *FLOWS)
    with pytest.raises(DatasetError, match=r":row 1: expected the columns year,.*, found month,"):
        imported(url, path)
    with pytest.raises(DatasetError, match=r"nowhere\.csv: cannot be read: No such file"):
        imported(url, tmp_path / "nowhere.csv")


def test_not_utf_8(url: str, tmp_path: Path) -> None:
    """A row in another encoding is a bad row; a mark at the head of the file is none."""
    path = population(tmp_path, NORWEGIANS, STATELESS.replace("Stateless", "Apátrida"))
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("latin-1"))
    assert [(r.row, r.reason) for r in imported(url, path).rejects] == [(3, "no UTF-8")]
    path.write_bytes(text.encode("utf-8-sig"))
    assert imported(url, path).rejects == []


def test_ids_of_an_earlier_row(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose ids an earlier one of the file has is left out: no figure takes another's id."""
    monkeypatch.setattr(unhcr, "_country", lambda side, code, given: (given, None))
    second = NORWEGIANS.replace("NOR,NOR", "NRW,NOR")
    path = population(tmp_path, NORWEGIANS, second.replace(",11,", ",9,"), AT_HOME)
    done = imported(url, path)
    assert [(r.row, r.reason) for r in done.rejects] == [(3, "a second row of 2020,NOR,ISL")]
    assert figures(url)["unhcr-2020-nor-isl-refugees"]["reported"] == 11
    assert (done.figures, done.kept, len(figures(url))) == (8, 0, 8)


def test_too_many_bad_rows(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of bad rows is not what it is taken for: nothing of it is loaded."""
    monkeypatch.setattr(importing, "MOST_REJECTS", 2)
    path = population(tmp_path, NORWEGIANS, "", "", "", STATELESS)
    with pytest.raises(DatasetError, match=r":row 5: 1 cells, .*; more than 2 bad rows"):
        imported(url, path)
    assert figures(url) == {}


@pytest.mark.parametrize("stopped", ["write", "make_release"])
@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_stopped_half_way(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: str, how: Any
) -> None:
    """An interrupt or a full disk in the middle leaves what was; the next run loads all."""
    first = population(tmp_path, NORWEGIANS)
    imported(url, first)
    before = figures(url)
    path = population(tmp_path, *POPULATION)
    monkeypatch.setattr(importing, "_AT_ONCE", 2)
    real = getattr(seeding, stopped)

    def stop(connection: Connection, *arguments: Any) -> None:
        real(connection, *arguments)
        raise how

    with monkeypatch.context() as patched:
        patched.setattr(importing, stopped, stop)
        with pytest.raises((KeyboardInterrupt, DatabaseError)):
            imported(url, path)
    assert figures(url) == before
    done = imported(url, path)
    assert (done.loaded.release, len(figures(url))) == (2, 10)


def test_batches(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many figures are taken up at once makes no difference."""
    monkeypatch.setattr(importing, "_AT_ONCE", 1)
    done = imported(url, population(tmp_path, *POPULATION))
    assert (done.figures, len(figures(url))) == (10, 10)
    monkeypatch.undo()
    assert not imported(url, population(tmp_path, *POPULATION)).loaded.made_release


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not at ../shared/data")
@pytest.mark.parametrize(
    ("name", "figures_in_all", "outside_iso"),
    [("unhcr", 207_639, 8_093), ("iom-americas", 102_394, None)],
)
def test_the_real_file(
    tmp_path: Path, name: str, figures_in_all: int, outside_iso: int | None
) -> None:
    """The real files have no bad row and as many counts as they are known to have."""
    files = {"unhcr": "unhcr_population.csv", "iom-americas": "iom_americas_monthly.csv"}
    run = Import(DATASETS[name], REAL / files[name])
    with run.reading:
        found = [row for _, row in run._read(set())]
    assert run.rejects == []
    assert len({row["id"] for row in found}) == len(found) == figures_in_all
    if outside_iso:
        assert sum(row["country_as_given"] is not None for row in found) == outside_iso
