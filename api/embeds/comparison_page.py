"""What does the page of a comparison say: all of it, and what else its figures stand in?"""

import msgspec

from api.embeds.claims import Claim, claim_of
from api.embeds.comparison import ComparisonContent, ComparisonView, comparison_content
from api.embeds.comparison_history import Release, ReleaseLine, history_lines
from api.embeds.figure import FigureView, begun, plausible_words, range_words, source_of, stated
from api.embeds.figure_page import citations_of
from api.embeds.frame import Frame
from api.embeds.linked import Linked
from api.embeds.options import EmbedOptions
from api.embeds.page import Citation, PageContent, PageFrame, PageKind
from api.embeds.rivals import Rival, rivals_of
from api.render.citations.numerals import decimal_number, number
from api.schemas.comparisons import Comparison, DerivedFlow, Reconciliation
from api.schemas.figures import AnyFigure

_MOST = 40
"""How many claims are drawn; the table has all of them."""
_MOST_CITED = 20
"""Of how many figures there is a citation here; that of each is on its own page."""


class ComparisonPageView(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    shown: ComparisonView
    reconciliations: list[Reconciliation]
    """Of parts and wholes; what running totals say of each other stands in the comparison."""
    history: list[Release]
    latest: str
    """The code of the embed of the latest figure."""


class FigureLine(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in the table of all."""

    claim: Claim
    address: str
    source: str
    """What it was published in, and when."""
    unchanged: str
    """Since when its number has stood unchanged; empty if it does not repeat one."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The figures that carry one statement."""

    title: str
    """That they are one; empty where there is one figure."""
    figures: list[FigureLine]


class FlowLine(msgspec.Struct, frozen=True, kw_only=True):
    """What lies between two running totals."""

    between: str
    range: str
    nominal: str
    inputs: list[tuple[str, str]]
    """What is printed, and the address of the figure."""


class ReconciliationLine(msgspec.Struct, frozen=True, kw_only=True):
    """Parts against their whole."""

    rule: str
    verdict: str
    whole: tuple[str, str]
    parts: list[tuple[str, str]]
    sum: str


class ComparisonPageContent(PageContent, frozen=True, kw_only=True):
    """What the page of a comparison says."""

    comparison: ComparisonContent
    """What its embed says, of more claims."""
    explained: str
    method: str
    groups: list[Group]
    flows: list[FlowLine]
    reconciliations: list[ReconciliationLine]
    all_reconciliations: str
    history: list[ReleaseLine]
    latest: str
    """The code of the embed that shows the latest figure."""


def comparison_page_content(view: ComparisonPageView, page: PageFrame) -> ComparisonPageContent:
    """Everything the page of a comparison says, in the language of the frame."""
    words, comparison = page.words, view.shown.comparison
    frame = Frame(
        options=EmbedOptions(lang=page.lang),
        base_url=page.base_url,
        current=page.path,
        marked="html",
    )
    said = comparison_content(view.shown, frame, _MOST)
    return ComparisonPageContent(
        title=said.title,
        description=said.description,
        linked=_linked(comparison, said.title, page),
        citations=_citations(view.shown, page),
        data=(("JSON", comparison.links.self),),
        follows=(("comparison", comparison.id),),
        comparison=said,
        explained=words.say(f"comparisonpage_explained_{comparison.verdict}"),
        method=f"{page.base_url}/docs/method#verdicts",
        groups=[_group(view.shown, rival, page) for rival in rivals_of(comparison)],
        flows=[_flow(flow, comparison, page) for flow in comparison.derived_flows],
        reconciliations=[_reconciliation(one, page) for one in view.reconciliations],
        all_reconciliations=comparison.links.reconciliations,
        history=history_lines(view.history, page),
        latest=view.latest,
    )


COMPARISON_PAGE: PageKind[ComparisonPageView] = PageKind(
    template="comparison_page.html", content=comparison_page_content
)


def _group(view: ComparisonView, rival: Rival, page: PageFrame) -> Group:
    words, title = page.words, ""
    if len(rival.figures) > 1:
        title = words.say("comparison_told", count=number(len(rival.figures), page.lang))
        (origin,) = [one for one in view.comparison.origins if rival.first.id in one.figures]
        if origin.inferred:
            title = f"{title} {words.say('comparison_one_inferred')}"
    since = {one.figure: one.unchanged_since for one in view.comparison.repeats}
    return Group(
        title=words.said(title),
        figures=[
            FigureLine(
                claim=claim_of(Rival(figures=[figure]), view.names, words, alone=True),
                address=page.to(f"/figures/{figure.id}"),
                source=begun(source_of(figure, words)),
                unchanged=words.say("comparisonpage_unchanged", date=words.date(since[figure.id]))
                if figure.id in since
                else "",
            )
            for figure in rival.figures
        ],
    )


def _flow(flow: DerivedFlow, comparison: Comparison, page: PageFrame) -> FlowLine:
    words = page.words
    figures = {figure.id: figure for figure in comparison.figures}
    nominal = ""
    if flow.nominal is not None and flow.per_day.nominal is not None:
        nominal = words.say(
            "comparisonpage_nominal",
            count=words.name(number(flow.nominal, page.lang)),
            daily=words.name(decimal_number(flow.per_day.nominal, page.lang)),
        )
    between = words.say(
        "comparisonpage_between",
        after=words.date(flow.after),
        until=words.date(flow.until),
        days=number(flow.days, page.lang),
    )
    if flow.inferred:
        between = words.say("comparisonpage_days_inferred", between=between)
    return FlowLine(
        between=between,
        range=range_words(flow.range.lower, flow.range.upper, words),
        nominal=nominal,
        inputs=[_named(figures[id], page) for id in flow.inputs],
    )


def _reconciliation(one: Reconciliation, page: PageFrame) -> ReconciliationLine:
    words = page.words
    verdict = words.say(f"comparisonpage_{one.verdict}")
    if one.open_ended:
        verdict = words.said(f"{verdict} {words.say('comparisonpage_open_ended')}")
    return ReconciliationLine(
        rule=words.say(f"comparisonpage_{one.rule}"),
        verdict=verdict,
        whole=_stating(one.whole, page),
        parts=[_stating(part, page) for part in one.parts],
        sum=words.say(
            "comparisonpage_sum",
            sum=range_words(one.sum.lower, one.sum.upper, words),
            whole=plausible_words(one.whole.value, words),
        ),
    )


def _named(figure: AnyFigure, page: PageFrame) -> tuple[str, str]:
    """What stands for a figure in a list, and the address of its page."""
    printed = page.words.said(page.words.writer.english(figure.value.as_printed))
    return printed, page.to(f"/figures/{figure.id}")


def _stating(figure: AnyFigure, page: PageFrame) -> tuple[str, str]:
    """What a figure states, and the address of its page."""
    return stated(figure, page.words), page.to(f"/figures/{figure.id}")


def _citations(view: ComparisonView, page: PageFrame) -> tuple[Citation, ...]:
    """The figures' citations, the most recent first: one text in each style."""
    figures = [figure for rival in rivals_of(view.comparison) for figure in rival.figures]
    found: dict[str, list[Citation]] = {}
    for figure in figures[:_MOST_CITED]:
        shown = FigureView(
            figure=figure,
            names=view.names,
            release=view.release,
            recorded_at=view.recorded_at,
            address=figure.links.page or figure.links.self,
        )
        for citation in citations_of(shown, page):
            found.setdefault(citation.style, []).append(citation)
    return tuple(
        Citation(style=of_style[0].style, text="\n".join(one.text for one in of_style))
        for of_style in found.values()
    )


def _linked(comparison: Comparison, title: str, page: PageFrame) -> Linked:
    """A list of the figures; what each states is told on its own page."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "@id": page.canonical,
        "name": title,
        "inLanguage": page.lang,
        "numberOfItems": len(comparison.figures),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": page.base_url + f"/figures/{figure.id}",
                "name": figure.citation,
            }
            for position, figure in enumerate(comparison.figures, 1)
        ],
    }
