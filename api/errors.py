"""Everything that can go wrong while answering, and its one mapping to problem details.

RFC 9457: every error is ``application/problem+json``. An error class knows its status; the
reference lists the classes a route may raise. Nothing of the input but parameter names that
Tally itself knows is ever echoed.
"""

import re
from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta


class ProblemItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a request."""

    location: Annotated[
        str, Meta(description="Where it is: `query`, `path` or `header`.", examples=["query"])
    ]
    name: Annotated[
        str | None,
        Meta(
            description="The parameter it is about; `null` for one Tally does not know.",
            examples=["limit"],
        ),
    ]
    message: Annotated[
        str,
        Meta(description="What is wrong and what would be right.", examples=["must be <= 1000"]),
    ]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Problem details of an error (RFC 9457)."""

    type: Annotated[
        str,
        Meta(
            description="An address that names this sort of problem and explains it.",
            examples=["http://127.0.0.1:8000/docs#bad-parameter"],
        ),
    ]
    title: Annotated[
        str, Meta(description="The sort of problem, in words.", examples=["A parameter is wrong"])
    ]
    status: Annotated[int, Meta(description="The HTTP status.", examples=[400])]
    detail: Annotated[
        str, Meta(description="What went wrong this time.", examples=["limit: must be <= 1000"])
    ]
    instance: Annotated[
        str | None,
        Meta(
            description="The path of the request; `null` for one with other characters than an "
            "address of Tally's can have.",
            examples=["/v1/departures"],
        ),
    ]
    errors: Annotated[
        list[ProblemItem],
        Meta(
            description="One entry for each thing that is wrong; empty where that says no more.",
            examples=[[{"location": "query", "name": "limit", "message": "must be <= 1000"}]],
        ),
    ]


class SettingError(Exception):
    """A setting, or what it points at, that the service cannot start with."""


class TallyError(Exception):
    """Base of everything that is answered as a problem."""

    status: ClassVar[int]
    slug: ClassVar[str]
    title: ClassVar[str]
    meaning: ClassVar[str]
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, detail: str, errors: list[ProblemItem] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or []


class BadParameter(TallyError):
    """A parameter that is unknown, repeated, out of range or malformed."""

    status = 400
    slug = "bad-parameter"
    title = "A parameter is wrong"
    meaning = "A parameter is unknown, repeated, out of range or malformed; `errors` names it."


class WrongHost(TallyError):
    """Asked under a name that this service has not got."""

    status = 400
    slug = "wrong-host"
    title = "Not the name of this service"
    meaning = "The name in `Host` is none that this service is set to answer under."


class NotFound(TallyError):
    """Nothing has this address, or had it in the release asked for."""

    status = 404
    slug = "not-found"
    title = "Not found"
    meaning = "Nothing has this address, or nothing had it in the release that was asked for."


class MethodNotAllowed(TallyError):
    """Tally is read-only."""

    status = 405
    slug = "method-not-allowed"
    title = "Method not allowed"
    meaning = "Tally is read-only: GET, HEAD and OPTIONS."
    headers: ClassVar = {"allow": "GET, HEAD, OPTIONS"}


class NotAcceptable(TallyError):
    """This address has no format that its suffix or the ``Accept`` header asks for."""

    status = 406
    slug = "not-acceptable"
    title = "Not acceptable"
    meaning = "This address has no format that its suffix or the `Accept` header asks for."


class Withdrawn(TallyError):
    """The record was taken out, and why."""

    status = 410
    slug = "withdrawn"
    title = "Withdrawn"
    meaning = (
        "The record was withdrawn; `detail` gives the reason. Its history, and the address under "
        "an earlier release, still answer."
    )

    @property
    def reason(self) -> str:
        """Why, as it was recorded."""
        return self.detail.removeprefix("withdrawn: ")


class AddressTooLong(TallyError):
    """Past the limit of a URL."""

    status = 414
    slug = "address-too-long"
    title = "Address too long"
    meaning = "The address is longer than 8 KiB."


class RangeNotSatisfiable(TallyError):
    """A range that begins behind the last byte."""

    status = 416
    slug = "range-not-satisfiable"
    title = "There is no such range"
    meaning = "The range begins behind the last byte; `Content-Range` says how many there are."

    def __init__(self, detail: str, size: int | None = None) -> None:
        super().__init__(detail)
        if size is not None:
            self.headers = {"content-range": f"bytes */{size}"}  # type: ignore[misc]  # of this one


class HeadersTooLarge(TallyError):
    """Past the limit of all headers together."""

    status = 431
    slug = "headers-too-large"
    title = "Headers too large"
    meaning = "The headers are larger than 32 KiB."


class QueryTooSlow(TallyError):
    """The question takes longer to answer than a query may."""

    status = 400
    slug = "query-too-slow"
    title = "The question is too wide"
    meaning = "The query took longer than it may: narrow it by a filter, or leave out the total."


class InternalError(TallyError):
    """A fault of Tally's own."""

    status = 500
    slug = "internal-error"
    title = "Tally made a mistake"
    meaning = "A fault of Tally's own; the request was fine."


class FormatNotOffered(TallyError):
    """A format that the address has not got, where its protocol wants 501 for that (oEmbed)."""

    status = 501
    slug = "format-not-offered"
    title = "Format not offered"
    meaning = "The address has no such format: `/oembed` answers `json` and `xml`."


class Unavailable(TallyError):
    """The service cannot reach its data just now."""

    status = 503
    slug = "unavailable"
    title = "Not available just now"
    meaning = "The data cannot be reached just now; try again after `Retry-After` seconds."
    headers: ClassVar = {"retry-after": "2"}


def bad_parameter(name: str | None, message: str) -> BadParameter:
    """One wrong query parameter; ``name`` is ``None`` for one Tally does not know."""
    item = ProblemItem(location="query", name=name, message=message)
    return BadParameter(f"{name}: {message}" if name else message, [item])


def no_such_form(suffixes: Sequence[str]) -> NotAcceptable:
    """An address with a suffix that is none of those it can be had with."""
    known = ", ".join(f".{suffix}" for suffix in suffixes)
    return NotAcceptable(f"there is no such format: this address answers {known}, or no suffix")


def instance_of(path: str) -> str | None:
    """The path of a request as a problem names it; ``None`` unless it is a plain one.

    What is not plain may be anything, and is not sent back.
    """
    return path if _PLAIN_PATH.fullmatch(path) else None


_PLAIN_PATH = re.compile(r"/[A-Za-z0-9/._~-]{0,199}")


def problem_of(error: TallyError, *, base_url: str, instance: str | None) -> Problem:
    """The problem details an error is answered with."""
    return Problem(
        type=f"{base_url}/docs#{error.slug}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=instance,
        errors=error.errors,
    )
