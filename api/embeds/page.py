"""The frame of every page for people: one head, one bar, one policy, and what stands in it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args
from urllib.parse import quote, urlencode

import msgspec
from markupsafe import Markup
from msgspec import Meta

from api.embeds.files import versioned
from api.embeds.linked import Linked, written_in_script
from api.embeds.snippet import Snippet, iframe_of
from api.embeds.templating import render
from api.embeds.tokens import PAGE_INK, Theme
from api.embeds.words import Language, Words, is_draft, words_of

View = TypeVar("View", bound=msgspec.Struct)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What a page may load: its own style sheet, its own script, its own embeds; no other host."""

LANGUAGES: dict[Language, str] = {"en": "English", "ur": "اردو", "ps": "پښتو", "fa": "فارسی"}
"""What each language calls itself."""

_BAR = (
    ("page_figures", "/"),
    ("page_series", "/series/departures"),
    ("page_timeline", "/timeline"),
    ("page_reference", "/docs"),
    ("page_method", "/docs/method"),
)
"""Where the bar leads, above every page; the one of the reference is in its own file."""


_FEEDS = (
    ("Atom", "application/atom+xml", "atom"),
    ("JSON Feed", "application/feed+json", "jsonfeed"),
)

_LICENCE = Markup(
    '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license" lang="en">CC BY 4.0</a>'
)


class PageOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every page takes."""

    lang: Annotated[Language, Meta(description="The language of its words.")] = "en"


class EmbedPageOptions(PageOptions, frozen=True, kw_only=True):
    """What a page takes that offers an embed: how the code and the preview are to be."""

    embed_theme: Annotated[Theme, Meta(description="The colours of the embed.")] = "auto"
    embed_lang: Annotated[
        Language | None, Meta(description="The language of the embed; that of the page unless set.")
    ] = None
    embed_release: Annotated[
        Literal["newest", "pinned"],
        Meta(description="Whether the embed follows the newest release, or keeps this one."),
    ] = "newest"


class PageEmbed(msgspec.Struct, frozen=True, kw_only=True):
    """The embed that a page offers, with the options chosen for it."""

    snippet: Snippet
    card: str
    """The address of its image as a card of 1200 by 630, in the language of the page."""
    theme: Theme
    lang: Language
    pinned: bool
    release: int
    """The newest, which a pinned one keeps."""

    @property
    def code(self) -> str:
        """What is to be pasted."""
        return iframe_of(self.snippet)

    def image(self, form: Literal["svg", "png"]) -> str:
        """The address of its image, with the same options."""
        path, mark, query = self.snippet.image.partition("?")
        return path.removesuffix("png") + form + mark + query


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A citation to copy, in one style."""

    style: Literal["text", "html", "markdown", "csl-json"]
    text: str


class PageContent(msgspec.Struct, frozen=True, kw_only=True):
    """What every page has to say of itself, in its language."""

    title: str
    """Plain text, as are all of these."""
    description: str
    linked: Linked | None = None
    """What it is about, in the terms of schema.org."""
    citations: tuple[Citation, ...] = ()
    """The first is shown, the others can be opened."""
    data: tuple[tuple[str, str], ...] = ()
    """The same for machines: the name of a format, and an address."""
    follows: tuple[tuple[str, str], ...] = ()
    """What narrows the feed to what it shows; nothing is the feed of all figures."""


class PageKind(msgspec.Struct, Generic[View], frozen=True, kw_only=True):
    """What stands on a kind of page."""

    template: str
    """Its HTML, which extends ``page.html`` and is given ``content``, ``page`` and ``words``."""
    content: Callable[[View, "PageFrame"], PageContent]
    """Everything it says, in the language of the frame."""


class PageFrame(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Where a page is, in which language, and what surrounds what it shows."""

    base_url: str
    path: str
    """The page's own, below ``base_url``."""
    lang: Language = "en"
    asks: tuple[tuple[str, str], ...] = ()
    """What is asked of it beyond the language and the options of its embed."""
    report_to: str = ""
    release: int | None = None
    recorded_at: str | None = None
    embed: PageEmbed | None = None
    languages: bool = True
    """Whether it is there in each language."""

    @cached_property
    def words(self) -> Words:
        """The words of its language as HTML."""
        return words_of(self.lang, "html")

    @cached_property
    def plain(self) -> Words:
        """The same as plain text, for attributes and the head."""
        return words_of(self.lang, "text")

    @property
    def is_draft(self) -> bool:
        """Whether no speaker has reviewed its words yet."""
        return is_draft(self.lang)

    def to(self, path: str, *asks: tuple[str, str]) -> str:
        """The address of another page, in the same language."""
        chosen = [*asks, *([("lang", self.lang)] if self.lang != "en" else [])]
        return self.base_url + path + (f"?{urlencode(chosen)}" if chosen else "")

    def within(self, address: str) -> str:
        """An address below the public one, relative to this page: right wherever it is reached."""
        return "../" * (self.path.count("/") - 1) + address.removeprefix("/")

    @property
    def canonical(self) -> str:
        """The one address of what it shows."""
        return self.to(self.path, *self.asks)

    @property
    def others(self) -> list[tuple[Language, str, str]]:
        """Each language there is: its code, what it calls itself, and the address of this in it."""
        return [
            (code, name, msgspec.structs.replace(self, lang=code).canonical)
            for code, name in LANGUAGES.items()
        ]

    @property
    def bar(self) -> list[tuple[str, str, bool]]:
        """Where the bar leads: a name, an address, and whether that is here."""
        return [(self.words.say(key), self.to(path), path == self.path) for key, path in _BAR]

    @property
    def themes(self) -> tuple[str, ...]:
        """What can be chosen for an embed."""
        return get_args(Theme)

    @property
    def report(self) -> str:
        """Where an error on this page is reported; empty where nothing is set."""
        if not self.report_to.startswith("mailto:"):
            return self.report_to
        return f"{self.report_to}?subject={quote(f'Tally: {self.canonical}', safe='')}"

    def oembed(self, form: Literal["json", "xml"]) -> str:
        """Where oEmbed answers for this page."""
        asked = {"url": self.canonical, "format": form}
        return f"{self.base_url}/oembed?{urlencode(asked)}"

    def feeds(self, follows: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
        """The feeds of what narrows so: a name, a media type and an address."""
        query = f"?{urlencode(follows)}" if follows else ""
        return [
            (name, media_type, f"{self.base_url}/v1/feed.{suffix}{query}")
            for name, media_type, suffix in _FEEDS
        ]

    @property
    def preview(self) -> str:
        """The address of its embed, relative to the page: its own origin, wherever it is."""
        assert self.embed is not None
        return self.within(self.embed.snippet.address.removeprefix(self.base_url))


def render_page(template: str, frame: PageFrame, content: PageContent, **more: Any) -> bytes:
    """A page as HTML, from a template that extends ``page.html``; data in it is escaped.

    Files and the preview are named relative to the page, so that it is whole at whatever address
    it is reached.
    """
    linked: Markup | None = written_in_script(content.linked) if content.linked else None
    return render(
        template,
        page=frame,
        content=content,
        words=frame.words,
        plain=frame.plain,
        c=PAGE_INK,
        linked=linked,
        licence=_LICENCE,
        style=frame.within(versioned("/static/site.css")),
        script=frame.within(versioned("/static/site.js")),
        **more,
    ).encode()
