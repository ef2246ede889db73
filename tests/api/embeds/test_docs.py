"""The pages of docs/: the same words as the files, with links that lead on within the service."""

import html
import re

import pytest

from api.embeds import docs
from api.embeds.docs import DOCS, render_doc
from api.embeds.markdown import slug
from tests.conftest import ROOT

BASE = "https://example.org/tally"


@pytest.fixture(params=DOCS)
def name(request: pytest.FixtureRequest) -> str:
    """Each page in turn."""
    return str(request.param)


def source(name: str) -> str:
    """The file of a page in the repository."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    """A page as it is answered."""
    return render_doc(name, BASE).decode()


def words(text: str) -> list[str]:
    """The words of a text, without signs."""
    return re.findall(r"\w+", text)


def test_one_copy(name: str) -> None:
    """What is served is the file that the repository shows, and no copy of it."""
    assert (docs._FOLDER / f"{name}.md").resolve() == ROOT / "docs" / f"{name}.md"


def test_nothing_is_left_out(name: str) -> None:
    """Every word of the file stands on the page, in order."""
    shown = words(html.unescape(re.sub(r"<[^>]+>", " ", page(name))))
    # a browser counts an ordered list itself
    written = re.sub(r"(?m)\]\([^)]*\)|```\w*|^\d+\. ", " ", source(name))
    rest = iter(shown)
    assert [word for word in words(written) if word not in rest] == []


def test_every_heading_has_an_address(name: str) -> None:
    """A heading's id is the one code hosts give it, and is given once."""
    headings = [line.lstrip("# ") for line in re.findall(r"^##+ .*$", source(name), re.MULTILINE)]
    ids = re.findall(r'<h[23] id="([^"]+)"', page(name))
    assert ids == [slug(heading) for heading in headings]
    assert len(ids) == len(set(ids)) > 2
    for id in re.findall(r'href="#([^"]+)"', page(name)):
        assert id in [*ids, "main"]  # the latter skips the bar


def test_links_stay_within_the_service(name: str) -> None:
    """No link leads to a file of the repository; those between pages keep their heading."""
    links = re.findall(r'href="([^"]+)"', page(name))
    assert not [link for link in links if ".md" in link]
    assert f"{BASE}/docs/releases" in links


def test_cells_know_their_column(name: str) -> None:
    """Each cell of a table carries the name that stands above its column."""
    tables = re.findall(r"<table.*?</table>", page(name), re.DOTALL)
    assert tables
    for table in tables:
        names = [
            html.unescape(re.sub("<[^>]+>", "", th)) for th in re.findall("<th .*?</th>", table)
        ]
        for row in re.findall("<tr.*?</tr>", table, re.DOTALL)[1:]:
            labels = re.findall('data-label="([^"]*)"', row)
            assert [html.unescape(label) for label in labels] == names


def test_a_link_to_what_is_not_served_is_refused() -> None:
    """A page cannot lead readers of the service to a file they do not have."""
    with pytest.raises(ValueError, match=r"links to \.\./README\.md, which is not served"):
        docs._address("../README.md", BASE)


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("numbers.md", f"{BASE}/docs/numbers"),
        ("method.md#origins", f"{BASE}/docs/method#origins"),
        ("#origins", "#origins"),
        ("https://example.org/a.md", "https://example.org/a.md"),
    ],
)
def test_where_links_lead(link: str, leads_to: str) -> None:
    """Between pages by address, within a page and to elsewhere as they are."""
    assert docs._address(link, BASE) == leads_to
