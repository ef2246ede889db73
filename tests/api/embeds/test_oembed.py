"""oEmbed, rule by rule of its specification, and as a consumer that nobody here wrote reads it."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree

import micawber
import pytest

from seeds.fixtures import Fixtures, read_fixtures
from tests.api.embeds.conftest import CHANGED, FIGURE, HOSTILE, REASON, WITHDRAWN
from tests.api.embeds.reading import pixels_of
from tests.api.embeds.test_embedding import EXAMPLES, LIVE, UNSEEN, formed
from tests.api.embeds.test_embedding import asked as with_query
from tests.api.embeds.test_snippet import tags_of
from tests.api.lists import PUBLIC_URL
from tests.api.test_errors import assert_problem
from tests.conftest import FIXTURES, Client, client_of, seed
from tests.databases import take_away
from tests.serving import serving

PAGES = [path.removeprefix("/embed") for path in EXAMPLES.values()]
ADDRESSES = [*EXAMPLES.values(), *PAGES]
PAGE = f"{PUBLIC_URL}/figures/{FIGURE}"
SIZES = [(None, None), (320, None), (700, None), (5000, 5000), (None, 200), (16, 16), (400, 150)]
REQUIRED = {"rich": {"html", "width", "height"}, "photo": {"url", "width", "height"}}
OPTIONAL = {"title", "provider_name", "provider_url", "cache_age"} | {
    f"thumbnail_{name}" for name in ("url", "width", "height")
}


def asked(url: str, **parameters: object) -> str:
    """The address that asks about one."""
    given = {"url": url, **{name: value for name, value in parameters.items() if value}}
    return "/oembed?" + "&".join(f"{name}={quote(str(text), '')}" for name, text in given.items())


def below(address: str) -> str:
    """The path and query of an address of this service."""
    assert address.startswith(f"{PUBLIC_URL}/")
    return address.removeprefix(PUBLIC_URL)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("type", REQUIRED)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_it_says(
    revised: Client, path: str, type: str, width: int | None, height: int | None
) -> None:
    """Every required name, none but those of its type, sizes within the limits asked for."""
    address = asked(PUBLIC_URL + path, type=type, maxwidth=width, maxheight=height)
    response = revised.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    said = response.json()
    assert said.keys() == {"version", "type"} | REQUIRED[type] | OPTIONAL
    assert (said["version"], said["type"]) == ("1.0", type)
    assert (said["provider_name"], said["provider_url"]) == ("Tally", f"{PUBLIC_URL}/")
    for name in ("", "thumbnail_"):
        assert 1 <= said[f"{name}width"] <= (width or 1200)
        assert 1 <= said[f"{name}height"] <= (height or 100_000)
    assert said["title"]
    assert said["cache_age"] > 0


@pytest.mark.parametrize("path", EXAMPLES.values())
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_images_have_the_size_they_are_said_to_have(
    revised: Client, path: str, width: int | None, height: int | None
) -> None:
    """The PNG of a photo, and the thumbnail, are there and exactly as large as is said."""
    address = asked(PUBLIC_URL + path, type="photo", maxwidth=width, maxheight=height)
    said = revised.json(address)
    photo = pixels_of(revised.get(below(said["url"])).content)
    assert photo[:2] == (said["width"], said["height"])
    thumbnail = pixels_of(revised.get(below(said["thumbnail_url"])).content)
    assert thumbnail[:2] == (said["thumbnail_width"], said["thumbnail_height"])


@pytest.mark.parametrize("path", EXAMPLES.values())
def test_a_photo_is_as_large_as_it_can_be(revised: Client, path: str) -> None:
    """Without limits it is the PNG in full; one limit alone is met to the pixel."""
    whole = revised.json(asked(PUBLIC_URL + path, type="photo"))
    full = pixels_of(revised.get(formed(path, ".png")).content)
    assert (whole["width"], whole["height"]) == full[:2]
    narrow = revised.json(asked(PUBLIC_URL + path, type="photo", maxwidth=500))
    assert narrow["width"] == 500
    low = revised.json(asked(PUBLIC_URL + path, type="photo", maxheight=300))
    assert 299 <= low["height"] <= 300


@pytest.mark.parametrize("path", ADDRESSES)
def test_html_is_the_snippet(revised: Client, path: str) -> None:
    """A frame that shows the embed with the options of the address, and its image."""
    options = "lang=ur&release=1&theme=dark"
    said = revised.json(asked(PUBLIC_URL + with_query(path, options)))
    (_, frame), (noscript, _), (_, image) = tags_of(said["html"])
    embed = path if path.startswith("/embed") else f"/embed{path}"
    for form, address in (("", frame["src"]), (".png", image["src"])):
        assert address is not None
        expected = urlsplit(PUBLIC_URL + with_query(formed(embed, form), options))
        found = urlsplit(address)
        assert found[:3] == expected[:3]
        assert sorted(parse_qsl(found.query)) == sorted(parse_qsl(expected.query))
    assert (frame["height"], frame["title"]) == (str(said["height"]), said["title"])
    assert noscript == "noscript"
    assert revised.get(below(frame["src"] or "")).status_code == 200
    assert revised.get(below(image["src"] or "")).status_code == 200


@pytest.mark.parametrize("type", REQUIRED)
@pytest.mark.parametrize("figure", [FIGURE, HOSTILE])
def test_xml_says_the_same(revised: Client, type: str, figure: str) -> None:
    """XML has the names and values of JSON, each in an element of its own, below ``oembed``."""
    address = f"{PUBLIC_URL}/figures/{figure}?lang=fa"
    response = revised.get(asked(address, type=type, format="xml"))
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    found = {element.tag: element.text for element in root}
    assert len(found) == len(root)
    said = revised.json(asked(address, type=type, format="json"))
    assert found == {name: str(value) for name, value in said.items()}


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_data_is_escaped(revised: Client, format: str, language: str) -> None:
    """A name that would run stays a name, in the title and in the snippet, and hides nothing."""
    address = f"{PUBLIC_URL}/figures/{HOSTILE}?lang={language}"
    response = revised.get(asked(address, format=format))
    assert not UNSEEN.search(response.text)
    said = revised.json(asked(address))
    assert "<script>alert(1)</script>tsil" in said["title"]
    assert [tag for tag, _ in tags_of(said["html"])] == ["iframe", "noscript", "img"]


def test_pinned(revised: Client) -> None:
    """A pinned address is described as it was, one that was withdrawn since as well."""
    said = revised.json(asked(f"{PUBLIC_URL}/figures/{WITHDRAWN}?release=1"))
    assert "3,000" in said["title"]
    assert "release=1" in said["html"]


@pytest.mark.parametrize(
    "url",
    [
        PAGE.replace("http", "HTTP"),
        f"{PAGE}#?secret=abc",
        f"{PAGE}?lang=en",
        PAGE.replace("left-", "left%2D"),
    ],
)
def test_one_address_in_other_words(revised: Client, url: str) -> None:
    """What is the same address is described the same."""
    assert revised.json(asked(url)) == revised.json(asked(PAGE))


def test_a_prefix(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """Behind a proxy, the public address with its prefix and port is the one that is known."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url, public_url="https://Data.example:443/tally/")
    said = client.json(asked(f"https://data.example/tally/figures/{FIGURE}"))
    assert f'src="https://Data.example:443/tally/embed/figures/{FIGURE}"' in said["html"]
    for other in ("/figures/", "/tally2/figures/", "/embed/figures/"):
        response = client.get(asked(f"https://data.example{other}{FIGURE}"))
        assert response.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        f"https://other.example/figures/{FIGURE}",
        PAGE.replace("http:", "https:"),
        PAGE.replace("8000", "8001"),
        PAGE.replace("//", "//user@"),
        PAGE.replace("127.0.0.1", "127.0.0.1.other.example"),
        PAGE.replace("127.0.0.1", "127.0.0.1@other.example"),
        f"{PUBLIC_URL}/",
        PUBLIC_URL,
        f"{PUBLIC_URL}/v1/figures/{FIGURE}",
        f"{PUBLIC_URL}/figures/no-such-figure",
        f"{PUBLIC_URL}/figures/x",
        f"{PAGE}/",
        f"{PAGE}.png",
        f"{PUBLIC_URL}//figures/{FIGURE}",
        f"{PUBLIC_URL}/embed/embed/figures/{FIGURE}",
        f"{PUBLIC_URL}/figures/..%2Ffigures%2F{FIGURE}",
        f"{PAGE}?release=9",
        f"{PUBLIC_URL}/figures/<script>alert(1)</script>",
    ],
)
def test_what_is_not_ours_is_404(revised: Client, url: str) -> None:
    """Another service, another address of this one, an id that nothing has: 404, not echoed."""
    response = revised.get(asked(url))
    assert_problem(response, 404, "not-found")
    assert "script" not in response.text
    assert "other.example" not in response.text


def test_withdrawn_is_404_with_its_reason(revised: Client) -> None:
    """oEmbed knows no 410: the reason stands in the problem."""
    response = revised.get(asked(f"{PUBLIC_URL}/figures/{WITHDRAWN}"))
    assert_problem(response, 404, "not-found")
    assert response.json()["detail"] == f"withdrawn: {REASON}"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "url: must be given"),
        ("maxwidth=600", "url: must be given"),
        ("url=", "url: must be an address of the web"),
        ("url=figures", "url: must be an address of the web"),
        ("url=/figures/a-b-c", "url: must be an address of the web"),
        ("url=file:///etc/passwd", "url: must be an address of the web"),
        ("url=javascript:alert(1)", "url: must be an address of the web"),
        ("url=http://[::1/x", "url: must be an address of the web"),
        ("url=http://x.org:port/", "url: must be an address of the web"),
        ("url=http://x.org:99999/", "url: must be an address of the web"),
        ("url=http://", "url: must be an address of the web"),
        ("url=http://x.org/a%0ab", "url: must not hold control characters"),
        ("url=%ff", "the query is not percent-encoded UTF-8"),
        (f"url={PAGE}&url={PAGE}", "url: may be given once"),
        (f"url={PAGE}%3Ftheem%3Ddark", "url: its query is wrong: theem: unknown parameter"),
        (f"url={PAGE}%3Flang%3Dde", "url: its query is wrong: lang: must be one of"),
        (f"url={PAGE}%3F%3Cscript%3E%3D1", "url: its query is wrong: unknown parameter"),
        (f"url={PAGE}%3Flang%3D%C3%BC", "url: its query is wrong: the query is not"),
        (f"url={PAGE}&maxwidth=15", "maxwidth: must be a whole number from 16 to 100000"),
        (f"url={PAGE}&maxwidth=", "maxwidth: must be a whole number"),
        (f"url={PAGE}&maxheight=1e3", "maxheight: must be a whole number"),
        (f"url={PAGE}&type=video", "type: must be one of photo, rich"),
    ],
)
def test_what_is_wrong_is_400(revised: Client, query: str, message: str) -> None:
    """A question that cannot be read is a problem that says why; the input is not echoed."""
    response = revised.get(f"/oembed?{query}")
    assert_problem(response, 400, "bad-parameter")
    assert response.json()["detail"].startswith(message)
    assert "script" not in response.text


@pytest.mark.parametrize("format", ["yaml", "XML", "<script>", ""])
def test_another_format_is_501(revised: Client, format: str) -> None:
    """As the specification has it."""
    response = revised.get(f"/oembed?url={PAGE}&format={quote(format)}")
    assert_problem(response, 501, "format-not-offered")
    assert "script" not in response.text


def test_what_a_consumer_adds_changes_nothing(revised: Client) -> None:
    """Parameters that are not of oEmbed are not looked at, however they are spelled."""
    more = "&dnt=1&for=wordpress&lang=de&dnt=2&%3Cscript%3E=1"
    assert revised.json(asked(PAGE) + more) == revised.json(asked(PAGE))


def test_how_it_is_served(revised: Client) -> None:
    """Live, tagged, open to any page; what is asked decides the tag."""
    first = revised.get(asked(PAGE))
    assert first.headers["cache-control"] == LIVE
    assert first.headers["access-control-allow-origin"] == "*"
    tag = first.headers["etag"]
    again = revised.get(asked(PAGE), headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    others = [
        asked(PAGE, format="xml"),
        asked(PAGE, type="photo"),
        asked(PAGE, maxwidth=300),
        asked(f"{PAGE}?release=1"),
        asked(f"{PUBLIC_URL}/figures/{CHANGED}"),
    ]
    assert len({tag, *(revised.get(other).headers["etag"] for other in others)}) == 6
    refused = revised.get(asked(PAGE, format="xml"), headers={"accept": "application/json"})
    assert_problem(refused, 406, "not-acceptable")


def test_without_the_data(empty_database: Callable[[], str], fixtures: Fixtures) -> None:
    """While the data cannot be reached it is a 503 that says when to ask again."""
    url = empty_database()
    seed(url, fixtures)
    client = client_of(url)
    take_away(url)
    response = client.get(asked(PAGE))
    assert_problem(response, 503, "unavailable")
    assert response.headers["retry-after"].isdecimal()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server."""
    folder = tmp_path_factory.mktemp("oembed")
    url = f"sqlite:///{folder}/tally.db"
    seed(url, read_fixtures(FIXTURES))
    with serving(url, folder / "log") as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_a_consumer_reads_it(served: str, path: str) -> None:
    """micawber, which turns addresses in a text into embeds, finds the frame and writes it."""
    registry = micawber.ProviderRegistry()
    registry.register(rf"{served}/\S+", micawber.Provider(f"{served}/oembed"))
    found: dict[str, Any] = registry.request(f"{served}{path}", maxwidth=500)
    assert found["type"] == "rich"
    assert found["width"] == 500
    text = micawber.parse_text(f"Before.\n{served}{path}\nAfter.", registry)
    assert found["title"] in text
    assert f'<iframe src="{escape(served)}/embed{escape(path)}"' in text
    photo = registry.request(f"{served}{path}", maxwidth=500, type="photo")
    assert photo["url"].startswith(served + formed(f"/embed{path}", ".png"))
    assert photo["url"].endswith(f"width={photo['width']}")
    with pytest.raises(micawber.ProviderException):
        registry.request(f"{served}/figures/no-such-figure")
