"""A citation is answered in the style and language asked for, from the release asked for."""

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from seeds.fixtures import Fixtures
from tests.conftest import Client, client_of, seed

PATH = "/v1/figures/left-pakistan-april-2025/citation"
SELF = "/v1/departures/left-pakistan-april-2025"
ENGLISH = (
    "More than 135,000 people left Pakistan in April 2025, according to Pakistan's Interior "
    "Ministry (reported 4 June 2025)."
)
PLAIN = {
    "en": ENGLISH,
    "ur": "وزارت داخلہ پاکستان کے مطابق، اپریل 2025 میں پاکستان سے 135,000 سے زیادہ افراد چلے گئے "
    "(رپورٹ کی تاریخ: 4 جون 2025)۔",
    "ps": "د پاکستان د کورنیو چارو وزارت وايي چې په اپریل ۲۰۲۵ کې له ۱۳۵٬۰۰۰ څخه زیات کسان له "
    "پاکستان څخه ووتل (د راپور نېټه: ۴ جون ۲۰۲۵).",
    "fa": "به گفتهٔ وزارت داخله پاکستان، بیش از ۱۳۵٬۰۰۰ نفر در آوریل ۲۰۲۵ از پاکستان خارج شدند "
    "(تاریخ گزارش: ۴ ژوئن ۲۰۲۵).",
}


@pytest.mark.parametrize("language", PLAIN)
@pytest.mark.parametrize("style", ["text", "html", "markdown", "csl-json"])
def test_style_and_language(client: Client, language: str, style: str) -> None:
    """The sentence in each language and style; what else is answered tells which one it is."""
    answer = client.json(f"{PATH}?style={style}&lang={language}")
    cited = answer["data"]
    direction = "ltr" if language == "en" else "rtl"
    assert (cited["style"], cited["lang"], cited["direction"]) == (style, language, direction)
    assert cited["status"] == ("reviewed" if language == "en" else "draft")
    assert cited["text"] == ENGLISH
    citation = cited["citation"]
    sentence = PLAIN[language] if language == "en" else f"\u2067{PLAIN[language]}\u2069"
    match style:
        case "text":
            assert citation == sentence
        case "html":
            assert citation.startswith(f'<span lang="{language}" dir="{direction}">')
            bare = re.sub("<[^>]+>", "", citation)
            assert bare.replace("&#x27;", "'").replace("&zwnj;", "\u200c") == PLAIN[language]
            assert re.findall('href="([^"]+)"', citation) == [client.data(SELF)["links"]["page"]]
        case "markdown":
            assert f"]({client.data(SELF)['links']['page']})" in citation
        case "csl-json":
            assert json.loads(citation) == [cited["csl"]]
            assert cited["csl"]["note"] == sentence
    assert (cited["csl"] is None) == (style != "csl-json")


def test_csl_item(client: Client) -> None:
    """The item says of the source what is known, and no more."""
    assert client.data(f"{PATH}?style=csl-json")["csl"] == {
        "id": "left-pakistan-april-2025",
        "type": "article-newspaper",
        "issued": {"date-parts": [[2025, 6, 4]]},
        "note": ENGLISH,
    }


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("style=xml", "style"),
        ("style=HTML", "style"),
        ("style=", "style"),
        ("style=text&style=html", "style"),
        ("lang=de", "lang"),
        ("lang=EN", "lang"),
        ("lang=en,fa", "lang"),
        ("language=fa", "language"),
    ],
)
def test_unknown(client: Client, query: str, name: str) -> None:
    """Another style, language or parameter is refused and named."""
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 400
    assert [error["name"] for error in response.json()["errors"]] == [name]


def test_each_has_its_own_tag(client: Client) -> None:
    """Every style and language is known by a tag of its own, and links to itself."""
    tags = set()
    for query in ("", "?style=html", "?style=html&lang=fa", "?lang=fa"):
        response = client.get(PATH + query)
        tags.add(response.headers["etag"])
        assert response.json()["links"]["self"].endswith(PATH + query)
    assert len(tags) == 4


def test_as_of_release(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """A claimant's name in a language is that of the release."""
    url = empty_database()
    seed(url, fixtures)
    renamed = [
        msgspec.structs.replace(claimant, names={**claimant.names, "fa": "وزارت کشور پاکستان"})
        if claimant.id == "pakistan-interior-ministry"
        else claimant
        for claimant in fixtures.claimants
    ]
    seed(url, msgspec.structs.replace(fixtures, claimants=renamed))
    client = client_of(url)

    def cited(release: int, language: str) -> Any:
        return client.data(f"{PATH}?as_of_release={release}&lang={language}")["citation"]

    assert "وزارت داخله" in cited(1, "fa")
    assert "وزارت کشور" in cited(2, "fa")
    assert cited(1, "ur") == cited(2, "ur")
