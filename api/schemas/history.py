"""What a version of a figure changed, field by field."""

from typing import Annotated

from msgspec import Meta

from api.schemas.base import Out


class Difference(Out, frozen=True, kw_only=True):
    """One field that a version changed."""

    version: Annotated[int, Meta(description="The version that changed it.", examples=[2])]
    field: Annotated[
        str,
        Meta(description="The field, named like a column of the CSV.", examples=["value_reported"]),
    ]
    before: Annotated[
        str | int | bool | None,
        Meta(description="What it was in the version before.", examples=[135000]),
    ]
    after: Annotated[
        str | int | bool | None, Meta(description="What it is since.", examples=[136000])
    ]
