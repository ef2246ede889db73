"""Which tools does an assistant get? They find figures, compare claims and cite, and only read."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from litestar.types import ASGIApp
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from api.assistants.asking import Asking, part
from api.assistants.claims import Claim, Compared, claim_of, compared
from api.render.citations import Language, Status, Style
from api.routes.figures import Citation
from api.schemas.comparisons import Comparison
from api.schemas.envelope import Detail, Page
from api.schemas.figures import AnyFigure
from models.comparison import Verdict
from models.vocabulary import Kind

_INSTRUCTIONS = """\
Tally has migration figures as somebody stated them. It never averages or corrects them.
Whenever you give a figure, give its qualifier ("more than", "about"), who claims it, and the source
with its date: `as_printed`, `claimant` and `source` of every claim, or its `citation` as it stands.
Where claims differ, say so, and by whom each is; `compare_claims` tells whether all can be true.
What is null is not stated: do not fill it in. Countries are ISO 3166-1 alpha-3 codes, days are
YYYY-MM-DD."""

MOST_FIGURES = 25
MOST_COMPARISONS = 5
_READING = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

_Iso3 = Annotated[str | None, Field(pattern="^[A-Z]{3}$")]
_Id = Annotated[str, Field(pattern="^[a-z0-9-]{3,80}$")]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of claims."""

    claims: list[Claim]
    next_cursor: Annotated[str | None, Field(description="For the next page; null on the last.")]
    release: Annotated[int, Field(description="The release of Tally's data that this is of.")]


@dataclass(frozen=True, kw_only=True)
class Comparisons:
    """Questions with their claims."""

    comparisons: list[Compared]
    next_cursor: Annotated[str | None, Field(description="For the next page; null on the last.")]
    release: Annotated[int, Field(description="The release of Tally's data that this is of.")]


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A citation ready to paste, and the claim that it cites."""

    citation: Annotated[str, Field(description="In the style and language asked for.")]
    status: Annotated[
        Status, Field(description="draft until a speaker of the language has reviewed it.")
    ]
    claim: Claim
    release: Annotated[int, Field(description="The release of Tally's data that this is of.")]


class Tools:
    """The tools: an assistant reads the docstrings and the parameters of these methods."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def find_figures(
        self,
        words: Annotated[
            str | None,
            Field(description="Words in names and titles of claimants, sources, places."),
        ] = None,
        kind: Annotated[Kind | None, Field(description="The kind of figure.")] = None,
        country: Annotated[
            _Iso3, Field(description="A country people left, went to or are in (ISO alpha-3).")
        ] = None,
        nationality: Annotated[_Iso3, Field(description="Of the people (ISO alpha-3).")] = None,
        claimant: Annotated[_Id | None, Field(description="Who states it, by id.")] = None,
        source: Annotated[_Id | None, Field(description="Where it was published, by id.")] = None,
        month: Annotated[
            str | None,
            Field(description="A month it is about: YYYY-MM.", pattern="^[0-9]{4}-[0-9]{2}$"),
        ] = None,
        published_before: Annotated[
            str | None, Field(description="Only what had certainly been published by this day.")
        ] = None,
        certainly_at_least: Annotated[
            int | None, Field(ge=0, description="It cannot be less than this.")
        ] = None,
        sort: Annotated[
            Literal["-published", "published", "-reported", "reported"],
            Field(
                description="By date of publication or number; `-` is the last or largest first."
            ),
        ] = "-published",
        limit: Annotated[int, Field(ge=1, le=MOST_FIGURES)] = 10,
        cursor: Annotated[
            str | None, Field(description="`next_cursor` of the page before.")
        ] = None,
    ) -> Found:
        """Find figures as they were stated, each with its qualifier, claimant and source."""
        page = await self._asking.get(
            "/v1/figures",
            Page[AnyFigure],
            {
                "q": words,
                "kind": kind,
                "country": country,
                "nationality": nationality,
                "claimant": claimant,
                "source": source,
                "month": month,
                "published_before": published_before,
                "certainly_at_least": certainly_at_least,
                "sort": f"{sort},id",
                "limit": limit,
                "cursor": cursor,
            },
        )
        return Found(
            claims=[claim_of(figure) for figure in page.data],
            next_cursor=_cursor(page.links.next),
            release=page.meta.release,
        )

    async def compare_claims(
        self,
        figure: Annotated[
            _Id | None, Field(description="Claims on what this figure is about, by its id.")
        ] = None,
        kind: Annotated[Kind | None, Field(description="The kind of figure.")] = None,
        country: Annotated[
            _Iso3, Field(description="Where people are, or whose paper they hold (ISO alpha-3).")
        ] = None,
        origin: Annotated[_Iso3, Field(description="Where people left (ISO alpha-3).")] = None,
        destination: Annotated[_Iso3, Field(description="Where they went (ISO alpha-3).")] = None,
        nationality: Annotated[_Iso3, Field(description="Of the people (ISO alpha-3).")] = None,
        verdict: Annotated[Verdict | None, Field(description="How the claims stand.")] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_COMPARISONS)] = 3,
        cursor: Annotated[
            str | None, Field(description="`next_cursor` of the page before.")
        ] = None,
    ) -> Comparisons:
        """Put claims on one question side by side: who says what, and can all of it be true?"""
        page = await self._asking.get(
            "/v1/comparisons",
            Page[Comparison],
            {
                "figure": figure,
                "kind": kind,
                "country": country,
                "origin": origin,
                "destination": destination,
                "nationality": nationality,
                "verdict": verdict,
                "sort": "-size,id",
                "limit": limit,
                "cursor": cursor,
            },
        )
        return Comparisons(
            comparisons=[compared(one) for one in page.data],
            next_cursor=_cursor(page.links.next),
            release=page.meta.release,
        )

    async def cite_figure(
        self,
        id: Annotated[_Id, Field(description="The figure's id.")],
        style: Annotated[Style, Field(description="How to write it.")] = "text",
        lang: Annotated[Language, Field(description="The language of the sentence.")] = "en",
    ) -> Cited:
        """Cite a figure in a sentence ready to paste, and see the claim that it cites."""
        address = f"/v1/figures/{part(id)}"
        figure = await self._asking.get(address, Detail[AnyFigure])
        cited = await self._asking.get(
            f"{address}/citation",
            Detail[Citation],
            {"style": style, "lang": lang, "as_of_release": figure.meta.release},
        )
        return Cited(
            citation=cited.data.citation,
            status=cited.data.status,
            claim=claim_of(figure.data),
            release=figure.meta.release,
        )


def server_of(app: ASGIApp) -> "MCPServer[Any]":
    """A server whose tools ask an application of Tally."""
    server = MCPServer(
        "tally",
        title="Tally",
        version=version("tally"),
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
        subscriptions=False,
    )
    tools = Tools(Asking(app))
    offered: dict[str, Callable[..., Any]] = {
        "Find figures": tools.find_figures,
        "Compare claims": tools.compare_claims,
        "Cite a figure": tools.cite_figure,
    }
    for title, tool in offered.items():
        server.add_tool(tool, title=title, annotations=_READING)
    return server


def _cursor(following: str | None) -> str | None:
    return parse_qs(urlsplit(following).query)["cursor"][0] if following else None
