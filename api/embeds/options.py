"""What can a reader of an embed choose, and how is it looked at?"""

from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.embeds.tokens import Theme
from api.embeds.words import Language
from api.filters import ReleaseNumber


class EmbedOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every embed takes."""

    theme: Annotated[
        Theme,
        Meta(description="`auto` follows the reader's scheme; an image is then light."),
    ] = "auto"
    lang: Annotated[Language, Meta(description="The language of its words.")] = "en"
    release: Annotated[
        ReleaseNumber | None,
        Meta(
            description="Pin it to a release. It says so when what it shows has changed since; "
            "without it, it follows the newest release.",
            examples=[1],
        ),
    ] = None


Size = Annotated[
    Literal["natural", "card"],
    Meta(description="As high as it needs to be, or a card of 1200 by 630 for `og:image`."),
]


Width = Annotated[
    Annotated[int, Meta(ge=1, le=1200)] | None,
    Meta(
        description="How many pixels it is wide; as high as that makes it. Without it, an SVG is "
        "600 wide, a PNG and a card 1200.",
        examples=[600],
    ),
]
IMAGE_ALONE = frozenset({"size", "width"})
"""The options of an image that its embed does not take."""


@cache
def image_options(shape: type[EmbedOptions]) -> type[EmbedOptions]:
    """What an image takes where its embed takes ``shape``: that, its ``size`` and its ``width``."""
    made = msgspec.defstruct(
        f"{shape.__name__}OfImage",
        [("size", Size, "natural"), ("width", Width, None)],
        bases=(shape,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    assert issubclass(made, EmbedOptions)
    return made
