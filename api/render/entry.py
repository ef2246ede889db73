"""What does an entry of a feed say to a person, as text and as HTML?"""

from collections.abc import Iterator
from html import escape

from api.licence import LICENCE
from api.schemas.feed import FigureChange
from api.schemas.history import Difference
from api.schemas.parts import SourceRef

Line = tuple[str, str, str | None]
"""A label, what is said, and where that leads."""

_CITED = ("citation",)
"""What the sentences before and after show already."""


def text_of(entry: FigureChange) -> str:
    """Line by line, without any markup."""
    lines = [f"{label}: {said}" + (f" <{to}>" if to else "") for label, said, to in _lines(entry)]
    return "\n".join(lines)


def html_of(entry: FigureChange) -> str:
    """The same as paragraphs; everything that came from data is escaped."""
    return "".join(
        f"<p>{escape(label)}: {_linked(said, to)}</p>" for label, said, to in _lines(entry)
    )


def words_of(entry: FigureChange) -> list[str]:
    """What a reader can sort entries by: what was done, the kind of figure, and who states it."""
    claimant = entry.figure.attribution.claimant
    words = [entry.change, kind_of(entry), *([claimant.id] if claimant else [])]
    return list(dict.fromkeys(words))


def kind_of(entry: FigureChange) -> str:
    """The kind of figure."""
    return str(type(entry.figure).__struct_config__.tag)


def web_address(source: SourceRef) -> str | None:
    """Where a source is on the web; ``None`` where it is not, or by an address of another sort."""
    return source.url if source.url and source.url.startswith(("https://", "http://")) else None


def _lines(entry: FigureChange) -> Iterator[Line]:
    figure = entry.figure
    if entry.change == "withdrawn":
        yield "Withdrawn", entry.reason or "no reason is given", None
        yield "It said", figure.citation, None
    elif entry.before is not None:
        yield "Before", entry.before, None
        yield "Now", figure.citation, None
    else:
        yield "Figure", figure.citation, None
    for difference in entry.differences:
        if difference.field not in _CITED:
            yield difference.field, _changed(difference), None
    if entry.change == "withdrawn":
        yield "Printed then", figure.value.as_printed, None
    else:
        yield "Printed", figure.value.as_printed, None
    if claimant := figure.attribution.claimant:
        yield "Claimed by", claimant.name, None
    yield "Source", _name_of(figure.source), web_address(figure.source) or figure.links.source
    if figure.links.page:
        yield "Page", figure.id, figure.links.page
    yield "As JSON", figure.id, figure.links.self
    yield "Every version", figure.id, entry.links.history
    yield "Release", str(entry.release), None
    yield "Licence", LICENCE.name, LICENCE.url


def _changed(difference: Difference) -> str:
    return f"{_said(difference.before)} → {_said(difference.after)}"


def _said(value: str | int | bool | None) -> str:
    if value is None:
        return "not stated"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name_of(source: SourceRef) -> str:
    name = source.title or source.id
    return f"{name} ({source.publisher})" if source.publisher else name


def _linked(said: str, to: str | None) -> str:
    return f'<a href="{escape(to)}">{escape(said)}</a>' if to else escape(said)
