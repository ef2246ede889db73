"""The page at the root: what is here, and figures found by the filters of the API."""

from collections.abc import Sequence

import msgspec

from api.embeds.docs import DOCS, Doc
from api.embeds.figure import FigureContent, FigureView, figure_content
from api.embeds.frame import Frame
from api.embeds.linked import Linked
from api.embeds.options import EmbedOptions
from api.embeds.page import PageContent, PageFrame, PageKind
from api.embeds.words import Words
from api.render.citations.attribution import Names, called
from api.render.citations.numerals import number
from api.schemas.parts import ClaimantRef
from models.countries import country_name
from models.vocabulary import Kind, words_of

Asks = Sequence[tuple[str, str]]
"""Parameters of a query, by name and value."""


class HomeView(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from, and what was found."""

    counts: list[tuple[str, str, int]]
    """Of each type of record: its name, the path of its list, how many there are."""
    countries: list[str]
    claimants: list[ClaimantRef]
    names: Names
    months: list[str]
    chosen: dict[str, str]
    """What stands in a field of the form, by its name."""
    besides: Asks
    """What is asked for that the form has no field for."""
    found: list[FigureView]
    total: int
    query: str
    """What was asked, as a query of the API; empty or with its question mark."""
    follows: Asks
    """What of that narrows a feed too."""
    next: Asks | None
    """What the next page is asked with."""
    recorded_at: str


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something to choose."""

    value: str
    text: str
    chosen: bool


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the form."""

    name: str
    label: str
    options: list[Option]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that was found."""

    said: FigureContent
    address: str


class HomeContent(PageContent, frozen=True, kw_only=True):
    """What the front page says."""

    lead: str
    formats: tuple[tuple[str, str], ...]
    """What was found as data: the name of a format, and an address."""
    choices: list[Choice]
    q: str
    besides: Asks
    heading: str
    found: list[Found]
    next: str | None
    is_asked: bool
    """Whether anything was asked, so that it can be cleared."""
    counts: list[tuple[str, str, str]]
    docs: list[Doc]


def home_content(view: HomeView, page: PageFrame) -> HomeContent:
    """Everything the front page says, in the language of the frame."""
    words, plain = page.words, page.plain
    many = words.say("home_found", count=number(view.total, page.lang))
    data = tuple(
        (name.upper(), f"{page.base_url}/v1/figures{suffix}{view.query}")
        for name, suffix in (("json", ""), ("csv", ".csv"))
    )
    return HomeContent(
        title=plain.say("home_title"),
        description=plain.say("home_description"),
        linked=dataset(view, page),
        follows=tuple(view.follows),
        formats=data,
        lead=words.say("home_lead"),
        choices=_choices(view, plain),
        q=view.chosen.get("q", ""),
        besides=view.besides,
        heading=words.say("home_found_one") if view.total == 1 else many,
        found=[
            Found(said=_said(one, page), address=page.to(f"/figures/{one.figure.id}"))
            for one in view.found
        ],
        next=page.to("/", *view.next) if view.next else None,
        is_asked=bool(view.chosen or view.besides),
        counts=[
            (words.say(f"home_{name}"), page.base_url + path, number(count, page.lang))
            for name, path, count in view.counts
        ],
        docs=list(DOCS.values()),
    )


def dataset(view: HomeView, page: PageFrame) -> Linked:
    """All figures together as a ``Dataset`` of schema.org."""
    base, months = page.base_url, view.months
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{base}/#dataset",
        "url": f"{base}/",
        "name": page.plain.say("home_title"),
        "description": page.plain.say("home_description"),
        "inLanguage": page.lang,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "version": str(page.release),
        "dateModified": view.recorded_at,
        "temporalCoverage": f"{months[0]}/{months[-1]}" if months else None,
        "spatialCoverage": [
            {"@type": "Country", "name": country_name(code), "identifier": code}
            for code in view.countries
        ],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": f"{base}/catalog.jsonld#catalog",
            "name": "Tally",
            "url": f"{base}/catalog.jsonld",
        },
        "variableMeasured": list(words_of(Kind)),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": base + path,
            }
            for media_type, path in (
                ("application/json", "/v1/figures"),
                ("text/csv", "/v1/figures.csv"),
                ("application/zip", f"/v1/releases/{page.release}/tally.zip"),
            )
        ],
    }


def _said(view: FigureView, page: PageFrame) -> FigureContent:
    options = EmbedOptions(lang=page.lang)
    frame = Frame(options=options, base_url=page.base_url, current=page.path, marked="html")
    return figure_content(view, frame)


def _choices(view: HomeView, words: Words) -> list[Choice]:
    writer = words.writer
    countries = [(code, country_name(code, words.language)) for code in view.countries]
    countries.sort(key=lambda pair: pair[1])
    claimants = [(one.id, called(one, view.names, writer)) for one in view.claimants]
    claimants.sort(key=lambda pair: pair[1])
    months = [(month, writer.date(f"{month}-01", "month")) for month in reversed(view.months)]
    kinds = [(kind, words.say(f"home_{kind}")) for kind in words_of(Kind)]
    fields = {"country": countries, "kind": kinds, "claimant": claimants, "month": months}
    return [
        _choice(name, options, view.chosen.get(name), words) for name, options in fields.items()
    ]


def _choice(name: str, options: list[tuple[str, str]], chosen: str | None, words: Words) -> Choice:
    if chosen and chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    any_of_them = Option(value="", text=words.say("home_any"), chosen=not chosen)
    return Choice(
        name=name,
        label=words.say(f"home_{name}"),
        options=[
            any_of_them,
            *(Option(value=value, text=text, chosen=value == chosen) for value, text in options),
        ],
    )


HOME: PageKind[HomeView] = PageKind(template="home.html", content=home_content)
