"""How a stored comparison or reconciliation becomes one that is answered.

Both are worked out anew from the figures they hold, so that the world's clock can leave some out.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from api.errors import NotFound
from api.queries.comparisons import (
    COMPARISON,
    RECONCILIATION,
    Members,
    comparisons_of,
    ids_of,
    members,
    out_by,
    reconciles,
)
from api.queries.listing import find_one, held_at
from api.queries.snapshot import Snapshot
from api.render.question import question_text
from api.routes.figure_rows import figure_of, held_of
from api.schemas.comparisons import (
    Comparison,
    ComparisonLinks,
    DerivedFlow,
    GapOut,
    NominalOut,
    OriginOut,
    PerDay,
    QuestionAsked,
    Reconciliation,
    ReconciliationLinks,
    Repeat,
    Span,
    SpreadOut,
)
from api.schemas.figures import AnyFigure
from api.service import Service
from models.comparison import Gap, Question, Spread, judge
from models.question import Row, stated_of
from models.reconciliation import Reckoning, between
from models.reconciling import successive, work_out
from models.value import Range

_FLOW = "max(0, later.plausible - earlier.plausible)"
_RESIDUAL = "[whole.lower - sum.upper, whole.upper - sum.lower]"
_read_question = msgspec.json.Decoder(Question).decode


def comparison_of(
    row: Row,
    found: Members,
    snapshot: Snapshot,
    service: Service,
    published_before: date | None,
) -> Comparison | None:
    """The comparison of a row, or ``None`` when none of its figures was out by then."""
    question = _read_question(row["question"])
    published = snapshot.published
    rows = {
        id: found[id][1]
        for id in ids_of(row, "figures")
        if out_by(snapshot, found[id][1], published_before)
    }
    if not rows:
        return None
    judged = judge(
        [
            stated_of(
                one, published[one["source"]], snapshot.sources[one["source"]].published.earliest
            )
            for one in rows.values()
        ],
        running_total=question.is_running_total,
    )
    has_flows = question.is_running_total and not question.unit_inferred
    totals = list(rows.values()) if has_flows else []
    return Comparison(
        **held_of(row, snapshot),
        question=_question(question, snapshot),
        verdict=judged.verdict,
        informative=judged.informative,
        figures=[
            figure_of(found[id][0], rows[id], snapshot, service, row["id"]) for id in judged.order
        ],
        origins=[
            OriginOut(figures=o.figures, first_published=o.first_published, inferred=o.inferred)
            for o in judged.origins
        ],
        shared=_span(judged.shared) if judged.shared is not None else None,
        gap=_gap(judged.gap) if judged.gap else None,
        spread=_spread(judged.spread) if judged.spread else None,
        latest=judged.latest,
        unchanged_since=judged.unchanged_since.get(judged.latest),
        repeats=[
            Repeat(figure=id, unchanged_since=judged.unchanged_since[id])
            for id in judged.order
            if id in judged.unchanged_since
        ],
        derived_flows=[
            flow
            for earlier, later in successive(totals, published)
            if (flow := _flow(earlier, later, published))
        ],
        links=ComparisonLinks(
            self=service.url(f"/v1/comparisons/{row['id']}"),
            latest=service.url(f"/v1/figures/{judged.latest}"),
            reconciliations=service.url(
                "/v1/reconciliations?" + "&".join(f"figure={id}" for id in judged.order[:50])
            ),
            page=service.url(f"/comparisons/{row['id']}"),
            embed=service.url(f"/embed/comparisons/{row['id']}"),
        ),
    )


def find_comparison(
    connection: Connection,
    snapshot: Snapshot,
    service: Service,
    id: str,
    published_before: date | None = None,
) -> Comparison:
    """The comparison of an id at a release.

    ``NotFound`` when there was none, or nothing of it was out by then; ``Withdrawn`` when its last
    figure was taken out.
    """
    _, row = find_one(connection, snapshot, {"comparisons": COMPARISON}, id)
    found = members(connection, snapshot, ids_of(row, "figures"), [row["kind"]])
    compared = comparison_of(row, found, snapshot, service, published_before)
    if compared is None:
        raise NotFound("nothing that answers this question had been published by then")
    return compared


def reconciliation_of(
    row: Row,
    found: Members,
    snapshot: Snapshot,
    service: Service,
    comparisons: dict[str, str],
    published_before: date | None,
) -> Reconciliation | None:
    """The reconciliation of a row, or ``None`` when too little of it was out by then."""
    whole = found[row["whole"]][1]
    parts = [
        found[id][1]
        for id in ids_of(row, "parts")
        if out_by(snapshot, found[id][1], published_before)
    ]
    fewest = 2 if row["rule"] == "disjoint_periods" else 1
    if not out_by(snapshot, whole, published_before) or len(parts) < fewest:
        return None
    published = snapshot.published
    reckoning = work_out(row["rule"], whole, parts, published)

    def figure(one: Row) -> AnyFigure:
        id: str = one["id"]
        return figure_of(found[id][0], one, snapshot, service, comparisons.get(id))

    return Reconciliation(
        **held_of(row, snapshot),
        rule=row["rule"],
        whole=figure(whole),
        parts=[figure(part) for part in parts],
        derived=True,
        formula=_RESIDUAL,
        sum=_span(reckoning.sum),
        residual=_span(reckoning.residual),
        nominal=NominalOut(
            whole=reckoning.nominal.whole,
            sum=reckoning.nominal.sum,
            difference=reckoning.nominal.difference,
        ),
        open_ended=reckoning.open_ended,
        verdict=reckoning.verdict,
        flow=_derived(reckoning, [parts[0]["id"], whole["id"]]),
        links=ReconciliationLinks(self=service.url(f"/v1/reconciliations?whole={whole['id']}")),
    )


def find_reconciliations(
    connection: Connection, snapshot: Snapshot, service: Service, figures: Sequence[str]
) -> list[Reconciliation]:
    """Every set of parts and their whole that any of these figures stands in, by id.

    Running totals against each other are left out: a comparison has them itself.
    """
    statement = select(RECONCILIATION).where(
        held_at(RECONCILIATION, snapshot),
        reconciles(figures),
        RECONCILIATION.c.rule != "running_totals",
    )
    rows = connection.execute(statement.order_by(RECONCILIATION.c.id)).mappings().all()
    found = members(
        connection, snapshot, [id for row in rows for id in ids_of(row, "whole", "parts")]
    )
    standing = comparisons_of(connection, snapshot, list(found))
    made = [reconciliation_of(row, found, snapshot, service, standing, None) for row in rows]
    return [one for one in made if one is not None]


def _question(question: Question, snapshot: Snapshot) -> QuestionAsked:
    since = snapshot.events.get(question.since_event or "")
    fields: dict[str, Any] = msgspec.structs.asdict(question)
    return QuestionAsked(text=question_text(question, snapshot.labels, since), **fields)


def _flow(earlier: Row, later: Row, published: dict[str, str | None]) -> DerivedFlow | None:
    stated = [stated_of(row, published[row["source"]]) for row in (earlier, later)]
    return _derived(between(*stated), [row["id"] for row in (earlier, later)])


def _derived(reckoning: Reckoning, inputs: list[str]) -> DerivedFlow | None:
    flow = reckoning.derived
    if flow is None:
        return None
    return DerivedFlow(
        derived=True,
        formula=_FLOW,
        inputs=inputs,
        after=flow.after,
        until=flow.until,
        inferred=flow.inferred,
        days=flow.days,
        range=Span(lower=flow.lower, upper=flow.upper),
        nominal=flow.nominal,
        per_day=PerDay(
            lower=flow.per_day.lower, upper=flow.per_day.upper, nominal=flow.per_day.nominal
        ),
    )


def _span(range: Range) -> Span:
    return Span(lower=range[0], upper=range[1])


def _gap(gap: Gap) -> GapOut:
    return GapOut(
        below=gap.below,
        above=gap.above,
        lower=gap.lower,
        upper=gap.upper,
        size=gap.upper - gap.lower,
    )


def _spread(spread: Spread) -> SpreadOut:
    return SpreadOut(
        lowest=spread.lowest,
        highest=spread.highest,
        difference=spread.highest - spread.lowest,
    )
