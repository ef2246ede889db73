"""What is hostile, everywhere it can be sent, and what of an answer could run."""

from collections import Counter
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from typing import Any

import msgspec

from api.app import reference
from api.embeds.oembed import OembedQuery
from api.embeds.options import image_options
from api.routes.embeds import EMBEDS
from api.routes.pages import PAGES
from api.settings import Settings

CORPUS = {
    "nul": "%00",
    "nul inside": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "invalid utf-8": "%FF%FE",
    "past 64 bit": "18446744073709551616",
    "far past 64 bit": "9" * 400,
    "negative": "-1",
    "float": "1.0",
    "exponent": "1e3",
    "plus": "%2B1",
    "underscore": "1_0",
    "arabic digits": "%D9%A3",
    "line end": "SYR%0A",
    "script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "quote": "%27%20OR%20%271%27=%271",
    "percent": "%25",
    "10 kb": "x" * 10_240,
    "7 kb": "y" * 7_000,
    "empty": "",
    "space": "%20",
    "right-to-left override": "%E2%80%AEgpj",
    "date that is none": "2025-02-30",
    "far date": "9999-12-31",
    "first date": "0001-01-01",
    "instant with offset": "0001-01-01T00:00:00%2B14:00",
    "last instant": "9999-12-31T23:59:59-14:00",
    "path": "../../../etc/passwd",
    "slash": "a%2Fb",
    "leading zero": "01",
    "signed zero": "-0",
    "full-width digits": "%EF%BC%91",
    "upper case": "%E2%84%AB",
    "unencoded": "<script>alert(1)</script>",
    "element": "%22%3E%3Csvg/onload=alert(1)%3E",
    "attribute": "%22%20onmouseover=alert(1)%20x=%22",
    "address": "javascript:alert(1)",
    "template": "%7B%7B7*7%7D%7D%24%7B7*7%7D",
    "header": "a%0D%0ASet-Cookie:%20a=b",
    "formula": "=1%2B1",
    "wildcards": "%25_%25",
    "statement": "1;DROP%20TABLE%20release--",
    "wait": "1%27%7C%7Cpg_sleep(9)%7C%7C%27",
}

SOME = ("nul", "past 64 bit", "script", "element", "header", "formula", "instant with offset")
"""What goes wrong in different ways."""

DOCUMENT = msgspec.json.decode(reference(Settings().base_url))
OPERATIONS = {path: item["get"] for path, item in DOCUMENT["paths"].items() if "get" in item}
FIGURE = "left-pakistan-april-2025"
COMPARISON = "departures-27241ad8ee7fae8d"
IDS = {
    "figures": FIGURE,
    "sources": "agencies-2025-08",
    "comparisons": COMPARISON,
}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
URLS = {"/oembed": f"url=http://127.0.0.1:8000/figures/{FIGURE}"}


def at_its_example(path: str, operation: dict[str, Any]) -> str:
    """The path with its own parameters at their documented examples."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    return path


def requests_to(
    path: str, operation: dict[str, Any], in_formats: Collection[str] = SOME
) -> Iterator[str]:
    """Every hostile value in every parameter of an operation, one at a time.

    In each format the named ones: all formats read a query by the same code.
    """
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    formats = parameters["format"]["schema"]["enum"] if "{format}" in path else [""]
    values = [CORPUS[name] for name in (in_formats if "{format}" in path else CORPUS)]
    for format in formats:
        plain = at_its_example(path.replace("{format}", format), operation)
        for name, parameter in parameters.items():
            for value in values:
                if parameter["in"] == "query":
                    yield f"{plain}?{name}={value}"
                elif parameter["in"] == "path":
                    given = value.replace("/", "%2F")
                    yield path.replace(f"{{{name}}}", given).replace("{format}", format)
            if parameter["in"] == "query":
                yield f"{plain}?{name}x=1"
                yield f"{plain}?{name.upper()}=1"
                if parameter["schema"].get("type") != "array":
                    yield f"{plain}?{name}=1&{name}=1"


class Elements(HTMLParser):
    """What a browser would make of a document, and what of that could run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Each element with its attributes."""
        self.tags[tag] += 1
        for name, value in attrs:
            leads = name in ("href", "src", "action", "formaction", "data", "content", "srcdoc")
            address = (value or "").strip().lower()
            if name.startswith("on") or (leads and address.startswith(("javascript:", "data:t"))):
                self.running.append(f"<{tag} {name}={value}>")


def elements(document: str) -> Elements:
    """What is in a document."""
    read = Elements()
    read.feed(document)
    return read


def plain(path: str) -> str:
    """An address of a page or an embed, with an id that there is."""
    return path.replace("{id}", IDS.get(path.split("/")[1], "none"))


RUNS = ("script", "iframe", "object", "embed", "base", "form", "style", "meta")
"""Elements that an answer to hostile input has no more of than one without it."""


def what_runs(document: str, clean: Elements | None) -> list[str]:
    """What in a document could run that the same one without the input has not got.

    Without a clean one, what can be told from the document alone.
    """
    read = elements(document)
    found = [*read.running]
    found += [mark for mark in ("<script>alert", "<svg/onload") if mark in document]
    if clean is not None:
        found += [tag for tag in RUNS if read.tags[tag] > clean.tags[tag]]
    return found


def places(options: Any) -> list[str]:
    """The parameters, and one that there is not."""
    return [*options.__struct_fields__, "nonsense"]


def asked(path: str, names: list[str], values: list[str]) -> Iterator[str]:
    """Each value in each parameter, and in the id."""
    first = f"{URLS[path]}&" if path in URLS else ""
    for value in values:
        yield from (f"{plain(path)}?{first}{name}={value}" for name in names)
        if "{id}" in path:
            yield path.replace("{id}", value.replace("/", "%2F"))


class Ask(msgspec.Struct, frozen=True):
    """A request, and the address of the same document without hostile input."""

    path: str
    plain: str = ""
    browser: bool = False
    """Whether it says that it is a browser, which gets errors as pages."""


def everything() -> Iterator[Ask]:
    """Every hostile value in every parameter of every route, in every format."""
    for path, operation in OPERATIONS.items():
        yield from (Ask(one) for one in requests_to(path, operation, tuple(CORPUS)))
    values = list(CORPUS.values())
    for page in PAGES.values():
        for one in asked(page.path, places(page.options), values):
            yield Ask(one, plain(page.path), browser=True)
            yield Ask(one, plain(page.path))
    for embed in EMBEDS.values():
        shape: Any = embed.options
        for one in asked(embed.path, places(shape), values):
            yield Ask(f"/embed{one}", f"/embed{plain(embed.path)}")
        for form in ("svg", "png"):
            for one in asked(f"{embed.path}.{form}", places(image_options(shape)), values):
                yield Ask(f"/embed{one}", f"/embed{plain(embed.path)}.{form}")
    for one in asked("/oembed", places(OembedQuery), values):
        yield Ask(one)
    yield from (Ask(f"/oembed?url={value}") for value in values)
    for value in values:
        inside = value.replace("/", "%2F")
        yield from (Ask(f"/{place}/{inside}") for place in ("static", "docs", "health"))
        yield Ask(f"/v1/releases/{inside}/tally.zip")
        yield Ask(f"/v1/releases/1/tally.zip?nonsense={value}")
