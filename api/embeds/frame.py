"""What is true of an embed whatever it shows: options, address, and what has to be said first."""

from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

import msgspec

from api.embeds.options import IMAGE_ALONE, EmbedOptions
from api.embeds.words import Marked, Words, words_of
from api.filters import query_items

View = TypeVar("View", bound=msgspec.Struct)
Since = Literal["changed", "withdrawn"]


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """The release an embed is pinned to, and what has become of what it shows since."""

    release: int
    recorded_at: str
    since: Since | None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """How an embed is asked for and what surrounds it."""

    options: EmbedOptions
    base_url: str
    current: str
    """The path that shows the same unpinned."""
    pin: Pin | None = None
    speaks: str = ""
    """With what the phrases begin in which its kind says that it has changed."""
    last_known: str | None = None
    """The day of the last good answer, ISO 8601, where the data cannot be reached now."""

    marked: Marked = "text"
    """Whether its words are plain text, for an image, or HTML."""

    @property
    def words(self) -> Words:
        """The words of the language asked for."""
        return words_of(self.options.lang, self.marked)

    @property
    def plain(self) -> Words:
        """The same as plain text, for titles and descriptions."""
        return words_of(self.options.lang, "text")

    @property
    def is_card(self) -> bool:
        """Whether it is an image of a shape that is given, on which less has room."""
        return getattr(self.options, "size", "natural") == "card"

    @property
    def notices(self) -> list["Notice"]:
        """What a reader has to know before believing it."""
        words, notices = self.words, []
        if self.last_known:
            notices.append(Notice(text=words.say("stale", date=words.date(self.last_known))))
        if self.pin and self.pin.since:
            since = "changed" if self.pin.since == "changed" else "withdrawn_since"
            link = "changed_link" if self.pin.since == "changed" else "withdrawn_link"
            notices.append(
                Notice(
                    text=words.say(self.speaks + since, date=words.date(self.pin.recorded_at)),
                    link=self.live,
                    link_text=words.say(link),
                )
            )
        return notices

    @property
    def live(self) -> str:
        """The address of the same embed, unpinned."""
        return self._address("", msgspec.structs.replace(self.options, release=None), {})

    def address(self, form: Literal["", "svg", "png"] = "", **options: str | int) -> str:
        """The address of this very embed, or of its image with more options."""
        return self._address(f".{form}" if form else "", self.options, options)

    def _address(self, suffix: str, options: EmbedOptions, more: dict[str, str | int]) -> str:
        chosen = [item for item in query_items(options) if item[0] not in IMAGE_ALONE]
        query = urlencode([*chosen, *more.items()])
        return self.base_url + self.current + suffix + (f"?{query}" if query else "")


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be known first, and where it leads."""

    text: str
    link: str | None = None
    link_text: str | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What every kind of embed has to say of itself, ready to print."""

    title: str
    """One line: the title of the page and of the image."""
    description: str
    """What is to be seen, for those who do not see it."""
    address: str
    """Where it leads."""


class Embeddable(msgspec.Struct, Generic[View], frozen=True, kw_only=True):
    """A kind of thing that can be embedded: one entry of the registry."""

    name: str
    template: str
    """Its HTML, which extends ``embed.html`` and is given ``content`` and ``frame``."""
    content: Any
    """``(View, Frame) -> Content``: everything it says, in the language of the frame."""
    compose: Any
    """``(Content, Sheet) -> None``: the same as an image, from top to bottom."""
    style: str | None = None
    """A style sheet of its own in ``templates/``, which follows ``embed.css``."""
    beyond: int = 0
    """Pixels that its HTML needs beyond its image, apart from the space of its lines."""
    speaks: str = ""
    """What comes before ``changed`` and ``withdrawn_since`` in its words; nothing of a figure."""
