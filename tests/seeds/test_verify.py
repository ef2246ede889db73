"""Does verify see everything that is wrong, and nothing that is not?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from seeds.accounting import TEXT_CHECKS, read_texts
from seeds.errors import FixtureError
from seeds.fixtures import Article, Fixtures
from seeds.verify import CHECKS, verify
from tests.conftest import SHARED_ARTICLES
from tests.seeds.invented import ARTICLE, TEXT, Edit, read

CLAIMANTS = "reference/claimants.toml"
PLACES = "reference/places.toml"
PERMITS = "reference/permit_categories.toml"

CASES: dict[str, list[tuple[Edit, str]]] = {
    "value_as_printed": [
        ((ARTICLE, "reported = 2400", "reported = 2500"), "reported, expected 2400, found 2500"),
        (
            (ARTICLE, 'bound = "more_than"', 'bound = "at_least"'),
            "bound, expected more_than, found at_least",
        ),
        ((ARTICLE, "reported = 900", "lower = 900"), "point needs reported"),
        ((ARTICLE, "lower = 300", "lower = 250"), "lower, expected 300, found 250"),
        ((ARTICLE, "upper = 999", "upper = 99999"), "upper, expected 999, found 99999"),
        ((ARTICLE, "lower = 300", "lower = 500"), "lower 500 is above upper 400"),
        (
            (ARTICLE, "approximate = true\nreported", "reported"),
            "approximate, expected True, found False",
        ),
    ],
    "dates": [
        ((ARTICLE, '"2024-02"', '"2024-04"'), "period.end, expected 2024-03-05 or earlier"),
        ((ARTICLE, '"2024-03"', '"2024-04"'), "as_of.start, expected 2024-03-05 or earlier"),
        ((ARTICLE, '"2024-02-01"\n', '"2024-03-06"\n'), "date.start, expected 2024-03-05 or"),
        (
            (ARTICLE, "stated_on = 2024-03-05", "stated_on = 2024-03-06"),
            "stated_on, expected 2024-03-05 or earlier, found 2024-03-06",
        ),
    ],
    "publication": [
        ((ARTICLE, '"printed"', '"unknown"'), "published.basis is unknown exactly when"),
        (
            (ARTICLE, "earliest = 2024-03-05", "earliest = 2024-03-06"),
            "published.latest, expected 2024-03-06 or later, found 2024-03-05",
        ),
        ((ARTICLE, '"pier-2024"', '"pier-2025"'), "file name, expected pier-2025.toml, found"),
        (
            (ARTICLE, 'earliest = 2024-03-05, latest = 2024-03-05, basis = "p', 'basis = "p'),
            "published.basis is unknown exactly when",
        ),
    ],
    "flows": [
        ((ARTICLE, 'per = "day"\n', ""), "per is given exactly for a rate"),
        ((ARTICLE, 'coverage = "rate"\n', ""), "per is given exactly for a rate"),
    ],
    "unique_ids": [
        ((ARTICLE, 'id = "green-cards"', 'id = "arriving-daily"'), "id is taken, first in pier-"),
        ((ARTICLE, 'id = "green-cards"', 'id = "series"'), "id is taken by an address"),
        (
            (
                PLACES,
                'name = "Norway"',
                'name = "Norway"\ntype = "country"\ncountry = "NOR"\n'
                '[[places]]\nid = "norway"\nname = "Norge"',
            ),
            "id is taken, first in places.toml",
        ),
    ],
    "known_ids": [
        (
            (
                ARTICLE,
                'claimant = "harbour-office"\nspeaker = "ada-berg"\ns',
                'claimant = "who"\ns',
            ),
            "claimant, expected one of the claimants, found who",
        ),
        ((ARTICLE, '"ada-berg"\nstated', '"who"\nstated'), "speaker, expected one of the speakers"),
        ((ARTICLE, 'place = "north-pier"\nsit', 'place = "pier"\nsit'), "place, expected one of"),
        (
            (ARTICLE, 'category = "green-card"', 'category = "red-card"'),
            "category, expected one of",
        ),
        ((ARTICLE, '["green-card"]', '["red-card"]'), "categories, expected one of the permit_cat"),
        ((ARTICLE, '"pier-opened"\ninf', '"pier-shut"\ninf'), "since_event, expected one of the"),
        ((ARTICLE, 'part_of = "left-in', 'part_of = "came-in'), "part_of, expected one of the fig"),
        ((ARTICLE, "summary =", 'also_in = ["pier-2020"]\nsummary ='), "also_in, expected one of"),
        ((PLACES, 'parent = "norway"', 'parent = "sweden"'), "parent, expected one of the places"),
        (
            (PERMITS, 'issuer = "harbour-office"', 'issuer = "who"'),
            "issuer, expected one of the cl",
        ),
        (
            (CLAIMANTS, 'name = "The Courier"', 'name = "The Courier"\nwithdrawn_reason = "gone"'),
            "via, expected a record that is served, found the-courier, withdrawn",
        ),
    ],
    "whole_of": [
        ((ARTICLE, 'part_of = "left-in-february"', 'part_of = "left-by-the-pier"'), "a part of it"),
        ((ARTICLE, "stated_on", 'part_of = "left-by-the-pier"\nstated_on'), "is a part of itself"),
        (
            (ARTICLE, 'unit = "families"', 'unit = "families"\npart_of = "left-in-february"'),
            "unit of part_of, expected families, found persons",
        ),
    ],
    "countries": [
        (
            (ARTICLE, 'destination = "ISL"\ncov', 'destination = "XXX"\ncov'),
            "destination, expected",
        ),
        (
            (ARTICLE, 'country = "NOR"', 'country = "NRW"'),
            "country, expected an ISO 3166-1 alpha-3",
        ),
        (
            (ARTICLE, 'jurisdiction = "ISL"', 'jurisdiction = "ICE"'),
            "jurisdiction, expected an ISO",
        ),
    ],
    "inferred_fields": [
        ((ARTICLE, '["destination"]', '["mood"]'), "expected a field of this record, found mood"),
        (
            (ARTICLE, '["destination"]', '["nationality"]'),
            "inferred, expected nationality to be set, found nothing",
        ),
    ],
    "opposites": [
        (
            (PLACES, 'opposite = "north-pier"', 'opposite = "south-pier"'),
            "opposite, expected north-pier, found south-pier",
        ),
        ((PLACES, 'opposite = "north-pier"\n', ""), "opposite, expected north-pier, found None"),
    ],
    "texts_at_hand": [
        ((ARTICLE, "SHA256", "0" * 64), "text_sha256, expected one of the texts, found 000"),
        ((ARTICLE, "LENGTH", "7"), f"text_length, expected {len(TEXT)}, found 7"),
    ],
    "mentions_in_place": [
        ((ARTICLE, "paragraph = 2, start = 24", "paragraph = 3, start = 24"), "paragraph, exp"),
        (
            (
                ARTICLE,
                '3, start = 186, printed = "hundreds"',
                '3, start = 186, printed = "Hundreds"',
            ),
            "text at 186, expected 'Hundreds', found 'hundreds'",
        ),
        (
            (ARTICLE, 'printed = "2024-03-05"', 'printed = "2024-03/05"'),
            "text at 12, expected '2024-03/05', found '2024-03-05'",
        ),
    ],
    "every_number": [
        (
            (ARTICLE, '[[not_figures]]\nstart = 12\nprinted = "2024-03-05"\nreason = "date"\n', ""),
            "'2024' at 12, expected a mention or a row of not_figures, found neither",
        ),
        (
            (
                ARTICLE,
                "[[not_figures]]",
                '[[not_figures]]\nstart = 84\nprinted = "900"\nreason = "age"\n[[not_figures]]',
            ),
            "'900' at 84, expected a mention or a row, not both, found both",
        ),
        (
            (
                ARTICLE,
                "[[not_figures]]",
                '[[not_figures]]\nstart = 0\nprinted = "Bulletin"\nreason = "age"\n[[not_figures]]',
            ),
            "'Bulletin' at 0, expected a number, found none",
        ),
    ],
}
"""For every check, what it alone reports, and how its line goes."""


def checks() -> list[str]:
    """The name of every check in the registries."""
    return [check.__name__ for check in (*CHECKS, *TEXT_CHECKS)]


def reported(fixtures: Fixtures, texts: Path) -> dict[str, list[str]]:
    """Everything that is wrong, by the check that reports it."""
    read_ = read_texts(texts)
    said = {check.__name__: [str(problem) for problem in check(fixtures)] for check in CHECKS}
    said |= {c.__name__: [str(problem) for problem in c(fixtures, read_)] for c in TEXT_CHECKS}
    return {name: lines for name, lines in said.items() if lines}


def test_every_check_has_a_case() -> None:
    """A check in a registry is tested here, and what is tested here is in a registry."""
    assert set(CASES) == set(checks())


def test_good_fixtures(tmp_path: Path) -> None:
    """Fixtures that are right are clean, and every number of their text is counted."""
    report = verify(read(tmp_path), tmp_path / "texts")
    assert report.problems == []
    assert (report.articles, report.figures, report.mentions, report.numbers) == (1, 5, 5, 9)


@pytest.mark.parametrize(
    ("check", "edit", "line"),
    [(check, edit, line) for check, cases in CASES.items() for edit, line in cases],
    ids=[f"{check}-{number}" for check, cases in CASES.items() for number in range(len(cases))],
)
def test_what_is_wrong(tmp_path: Path, check: str, edit: Edit, line: str) -> None:
    """One thing wrong is reported by exactly its check, as ``file:figure: what``."""
    said = reported(read(tmp_path, edit), tmp_path / "texts")
    assert list(said) == [check]
    assert any(line in problem for problem in said[check])
    for problem in said[check]:
        file, record, what = problem.split(":", 2)
        assert file.endswith(".toml")
        assert record
        assert what.startswith(" ")
        assert "\n" not in problem


@pytest.mark.parametrize(
    "edit",
    [
        (ARTICLE, 'period = "2024-02"\n', 'period = "2024-04"\noutlook = "expected"\n'),
        (ARTICLE, 'period = "2024-02"\n', 'period = "2024-02/.."\ncoverage = "cumulative"\n'),
        (ARTICLE, '"2024-02-01"\n', '"2024-06-01"\n# a deadline may lie ahead\n'),
        (ARTICLE, "reported = 900", "reported = 900\nlower = 900\nupper = 900"),
        (ARTICLE, "reported = 900", "reported = 900\napproximate = true"),
    ],
)
def test_what_is_not_wrong(tmp_path: Path, edit: Edit) -> None:
    """What is expected may lie ahead, bounds may be repeated, a hedge may stand outside."""
    deadline = (ARTICLE, '"launched"', '"deadline"')
    assert reported(read(tmp_path, edit, deadline), tmp_path / "texts") == {}


def test_without_texts(tmp_path: Path) -> None:
    """Without the texts all other checks still run, and no number is counted."""
    report = verify(read(tmp_path, CASES["countries"][0][0]))
    assert len(report.problems) == 1
    assert report.numbers is None


def test_folder_without_texts(tmp_path: Path) -> None:
    """A folder that has no texts is an error, not a clean run."""
    with pytest.raises(FixtureError, match=r"no \*\.txt here"):
        verify(read(tmp_path), tmp_path)


def test_text_that_cannot_be_read(tmp_path: Path) -> None:
    """A text that is not UTF-8 is named."""
    fixtures = read(tmp_path)
    (tmp_path / "texts" / "other.txt").write_bytes(b"\xff")
    with pytest.raises(FixtureError, match=r"other\.txt: cannot be read"):
        verify(fixtures, tmp_path / "texts")


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """A text is taken as it is: other line ends are another text."""
    fixtures = read(tmp_path)
    (tmp_path / "texts" / "pier.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert list(reported(fixtures, tmp_path / "texts")) == ["texts_at_hand"]


# --- the real ones ----------------------------------------------------------------------------

needs_texts = pytest.mark.skipif(
    not SHARED_ARTICLES.is_dir(), reason=f"the articles' texts are not at {SHARED_ARTICLES}"
)


def test_real_fixtures(fixtures: Fixtures) -> None:
    """The fixtures of this project are clean."""
    assert verify(fixtures).problems == []


@needs_texts
def test_real_texts(fixtures: Fixtures) -> None:
    """Every number of the five articles is accounted for."""
    report = verify(fixtures, SHARED_ARTICLES)
    assert report.problems == []
    assert report.numbers == 76


def with_one_less(article: Article) -> Iterator[tuple[str, Article]]:
    """An article without one of its figures, or without one row of its ``not_figures``."""
    for kind in ("departures", "permit_holders", "population_estimates", "not_figures"):
        entries = getattr(article, kind)
        for number in range(len(entries)):
            rest = entries[:number] + entries[number + 1 :]
            yield f"{kind}[{number}]", replace(article, **{kind: rest})


@needs_texts
def test_nothing_can_be_left_out(fixtures: Fixtures) -> None:
    """Without any one figure, or any one row of ``not_figures``, something is reported."""
    texts = read_texts(SHARED_ARTICLES)
    unnoticed, tried = [], 0
    for file, article in fixtures.articles.items():
        for what, less in with_one_less(article):
            without = replace(fixtures, articles={**fixtures.articles, file: less})
            tried += 1
            if not any(problem for check in TEXT_CHECKS for problem in check(without, texts)):
                unnoticed.append(f"{file}: {what}")
    assert unnoticed == []
    assert tried > 60
