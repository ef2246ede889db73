"""The page of a figure: all that is known of it, its rivals, its history, and its JSON-LD."""

import html
import re
from typing import get_args

import msgspec
import pytest

from api.embeds.figure_linked import observation
from api.embeds.history import Cell, Change, _cell, _change
from api.embeds.mentions import mention_words
from api.embeds.words import Language, words_of
from api.render.table import columns_of
from api.schemas.figures import AnyFigure, Departure, PermitHolders, PopulationEstimate
from api.schemas.parts import Mention
from tests.api.embeds.conftest import CHANGED, FIGURE, HOSTILE, WITHDRAWN
from tests.api.embeds.test_pages import linked
from tests.api.lists import PUBLIC_URL, records_at
from tests.conftest import Client

RIVALS = [
    "afghans-in-pakistan-un-november-2023",
    "afghans-in-pakistan-islamabad-november-2023",
    "afghans-in-pakistan-crackdown-november-2023",
]


def rows(page: str) -> dict[str, str]:
    """What is known, by label, as text."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {label: html.unescape(re.sub("<[^>]+>", "", text)).strip() for label, text in found}


def test_what_is_known(revised: Client) -> None:
    """Number, statement, claimant, source with its date, place in the text; what is derived."""
    page = revised.get(f"/figures/{FIGURE}").text
    assert '<span class="before">more than</span> <strong>135,000</strong>' in page
    headings = [re.sub("<[^>]+>", "", text) for text in re.findall("<h1>.*?</h1>", page)]
    assert headings == ["More than 135,000 people left Pakistan in April 2025"]
    known = rows(page)
    assert known["As printed"] == "more than 135,000"
    derived = known["Range the words leave plausible"]
    assert derived == "135,001 or more; no upper end is stated worked out by Tally"
    assert known["Who states it"] == "Pakistan's Interior Ministry"
    assert known["Day it was stated"] == "4 June 2025"
    assert known["Date of the source"] == "reported 4 June 2025printed in it"
    assert known["Where it stands in the text"] == (
        "paragraph 3, characters 378 to 395: more than 135,000"
    )
    assert known["To"] == "Afghanistan inferred"
    assert known["From"] == "Pakistan"
    assert known["Implied by the text, not stated"] == "To"
    assert f'<a href="{PUBLIC_URL}/figures/left-pakistan-since-april-2025">' in page
    assert f'<a href="{PUBLIC_URL}/sources/pakistan-2025-06-04">' in page


def test_a_cell_of_a_dataset() -> None:
    """What was read in a dataset stands in a row and a column, and in no paragraph."""
    cell = Mention(
        paragraph=None, start=None, end=None, as_printed="1,234", row=7, column="Refugees <b>"
    )
    said = mention_words(cell, words_of("en", "html"))
    assert re.sub("<[^>]+>", "", said) == "row 7, column Refugees &lt;b&gt;: 1,234"


def test_rivals(revised: Client) -> None:
    """The claims on the same question stand side by side, each with its claimant and a link."""
    page = revised.get(f"/figures/{RIVALS[0]}").text
    section = re.findall(r'<section aria-labelledby="rivals">.*?</section>', page, re.DOTALL)[0]
    shown = [rival for rival in RIVALS if f'"{PUBLIC_URL}/figures/{rival}"' in section]
    assert shown == RIVALS[1:]
    assert section.count("this figure") == 1
    for said in ("3.7 million", "4.4 million", "1.7 million", "the United Nations"):
        assert said in section
    assert "worked out by Tally" in section
    assert "rivals" not in revised.get(f"/figures/{FIGURE}").text


def test_history(revised: Client) -> None:
    """Every version with its day, and field by field what it changed."""
    page = revised.get(f"/figures/{CHANGED}").text
    section = page[page.index('<h2 id="history">') :]
    assert re.findall(r"<h3>(.*?)</h3>", section) == [
        'Version 2, recorded on <time datetime="2025-09-02">2 September 2025</time>',
        'Version 1, recorded on <time datetime="2025-09-01">1 September 2025</time>',
    ]
    assert "held until" in section
    names = re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', section)
    assert names == ["Note"]
    cells = re.findall(r"<td [^>]*>(.*?)</td>", section)
    assert [re.sub("<[^>]+>", "", cell) for cell in cells] == ["nothing", "A caveat."]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value_reported", 67_000, ["67,000"]),
        ("value_reported", 0, ["0"]),
        ("value_upper", None, []),
        ("value_approximate", False, ["no"]),
        ("value_bound", "more_than", ["more than"]),
        ("attribution_stated_on", "2025-06-04", ["4 June 2025"]),
        ("inferred", "destination; nationality", ["To", "Nationality"]),
        ("inferred", "", []),
        ("source_published_basis", "unknown", ["not known"]),
        (
            "mentions",
            '[{"paragraph":3,"start":1456,"end":1462,"as_printed":"67,000","row":null,'
            '"column":null}]',
            ["paragraph 3, characters 1,456 to 1,462: 67,000"],
        ),
        ("note", "An <b>.", ["An &lt;b&gt;."]),
    ],
)
def test_what_a_change_holds(field: str, value: Cell, said: list[str]) -> None:
    """A cell of the CSV is read as on the rest of the page: numbers grouped, days with months."""
    cells = _cell(field, value, words_of("en", "html"))
    assert [re.sub("<[^>]+>", "", cell) for cell in cells] == said


@pytest.mark.parametrize("language", get_args(Language))
def test_a_change_has_a_name(language: Language) -> None:
    """What a version can change has a name; of ids, links and types the column's own is shown."""
    words = words_of(language, "html")
    shapes = (Departure, PermitHolders, PopulationEstimate)
    columns = {name for shape in shapes for name in columns_of(shape)}
    changes = [Change(field=name, before=None, after=None) for name in sorted(columns)]
    unnamed = {one.field for change in changes if not (one := _change(change, words)).name}
    never = {"kind", "version", "recorded_at", "superseded_at", "withdrawn_reason", "data_licence"}
    assert {
        name
        for name in unnamed - never
        if not re.fullmatch("links_.*|(.*_)?id|attribution_claimant_type", name)
    } == set()


@pytest.mark.parametrize("language", get_args(Language))
def test_withdrawn(revised: Client, language: Language) -> None:
    """In the place of a withdrawn figure its title says which it was, and who stated it."""
    path = f"/figures/{WITHDRAWN}?lang={language}"
    page = revised.get(path, headers={"accept": "text/html"}).text
    (title,) = re.findall("<title>(.*?) – Tally</title>", page)
    (described,) = re.findall('<meta name="description" content="(.*?)">', page)
    assert described.startswith(title)
    held = revised.get(f"/embed/figures/{WITHDRAWN}?lang={language}&release=1").text
    (stated,) = re.findall("<title>(.*?)</title>", held)
    assert stated in title
    assert title != stated
    if language == "en":
        assert title == (
            "Withdrawn: More than 3,000 people were sent back between 1 June 2025 and 2 June 2025"
        )
        assert "According to Pakistan&#39;s Interior Ministry. " in described
        assert "The reason: The paper" in described


def test_json_leads_to_it(revised: Client) -> None:
    """``links.page`` of every figure is a page that answers, and its citation links there."""
    for figure in records_at(revised, "/v1/figures"):
        assert figure["links"]["page"] == f"{PUBLIC_URL}/figures/{figure['id']}"
        page = revised.get(f"/figures/{figure['id']}")
        assert page.status_code == 200
    cited = revised.data(f"/v1/figures/{FIGURE}/citation?style=html")["citation"]
    assert f'<a href="{PUBLIC_URL}/figures/{FIGURE}">' in cited


def test_json_ld_is_no_stronger_than_the_words(revised: Client) -> None:
    """A value only where a number is stated as just that; bounds as stated; nothing derived."""
    for figure in records_at(revised, "/v1/figures"):
        document = linked(revised.get(f"/figures/{figure['id']}").text)
        value = figure["value"]
        assert document["@type"] == "Observation"
        numbers = {k: document[k] for k in ("value", "minValue", "maxValue") if k in document}
        if value["bound"] == "point":
            assert numbers == {"value": value["reported"]}
        else:
            stated = {"minValue": value["lower"], "maxValue": value["upper"]}
            assert numbers == {k: n for k, n in stated.items() if n is not None}
        assert document["measurementQualifier"] == value["as_printed"]
        assert ("unitText" in document) == ("unit" not in figure["inferred"])
        for name in ("origin", "destination", "country", "jurisdiction"):
            code = figure.get(name)
            about = [one["identifier"] for one in document.get("observationAbout", [])]
            if code and name not in figure["inferred"]:
                assert code in about


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ({"start": "2025-04-01", "end": "2025-04-30", "precision": "month"}, "2025-04"),
        ({"start": "2025-04-01", "end": "2025-04-01", "precision": "day"}, "2025-04-01"),
        ({"start": "2025-01-01", "end": "2025-12-31", "precision": "year"}, "2025"),
        ({"start": "2025-04-01", "end": "2025-05-31", "precision": "month"}, None),
        ({"start": "2025-04-01", "end": None, "precision": "month"}, None),
        ({"start": None, "end": None, "precision": None}, None),
        ({"start": "1980-01-01", "end": "1989-12-31", "precision": "decade"}, None),
    ],
)
def test_date_of_an_observation(revised: Client, period: object, day: str | None) -> None:
    """A date stands where the period is just one day, month or year, and is stated."""
    given = revised.data(f"/v1/figures/{FIGURE}") | {"period": period}
    figure: AnyFigure = msgspec.convert(given, AnyFigure)
    assert observation(figure, "", "")["observationDate"] == day
    implied = msgspec.structs.replace(figure, inferred=["period"])
    assert observation(implied, "", "")["observationDate"] is None


def test_hostile_data_reads_back(revised: Client) -> None:
    """In JSON-LD what would run is data again, and only that."""
    source = linked(revised.get(f"/figures/{HOSTILE}").text)["subjectOf"]
    assert source["name"] == source["publisher"]["name"]
    assert source["name"].startswith("<script>alert(1)</script>")
