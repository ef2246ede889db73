"""What does a reader see where a page cannot be shown?"""

from api.embeds.page import PageContent, PageFrame, render_page
from api.errors import BadParameter, NotFound, TallyError, Unavailable, Withdrawn
from api.render.citations.names import clean

_SAID = (NotFound, Withdrawn, BadParameter, Unavailable)
"""Errors with words of their own; of any other, and what is wrong with a question, the detail is
said, which is in English."""


def error_content(error: TallyError, frame: PageFrame) -> PageContent:
    """Its title and what it means, in the language of the frame."""
    key = f"page_error_{error.slug if isinstance(error, _SAID) else 'other'}"
    return PageContent(title=frame.plain.say(key), description=frame.plain.say(f"{key}_text"))


def render_error(error: TallyError, frame: PageFrame) -> bytes:
    """The page of an error; nothing of what was asked is in it."""
    if isinstance(error, Withdrawn):
        details = [clean(error.reason)]
    elif isinstance(error, (NotFound, Unavailable)):
        details = []
    elif error.errors:
        details = [
            f"{item.name}: {item.message}" if item.name else item.message for item in error.errors
        ]
    else:
        details = [error.detail]
    return render_page("error.html", frame, error_content(error, frame), details=details)
