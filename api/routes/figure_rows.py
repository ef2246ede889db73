"""How a stored row becomes a figure that is answered, whatever its kind."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from api.queries.comparisons import comparisons_of
from api.queries.figures import Place, read_figures
from api.queries.snapshot import Snapshot
from api.render.citations import cite
from api.schemas.figures import (
    AnyFigure,
    Departure,
    FigureLinks,
    PermitHolders,
    PopulationEstimate,
)
from api.schemas.parts import Attribution, Mention, Period, Plausible, Speaker, Value
from api.service import Service
from api.written import Written
from models.question import Row
from models.vocabulary import Kind

PATHS: dict[Kind, str] = {
    "departures": "/v1/departures",
    "permit_holders": "/v1/permit-holders",
    "population_estimates": "/v1/population-estimates",
}
"""The list of each kind."""


class _Kept(Mention, frozen=True, kw_only=True):
    """A mention as it is kept: what a text or a dataset does not have is left out."""

    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    row: int | None = None
    column: str | None = None


_read_mentions = msgspec.json.Decoder(list[_Kept]).decode
_read_words = msgspec.json.Decoder(list[str]).decode


def figure_of(
    kind: Kind,
    row: Row,
    snapshot: Snapshot,
    service: Service,
    comparison: str | None,
    referred: Snapshot | None = None,
) -> AnyFigure:
    """The figure of a row, as known in the snapshot's release, with the comparison it stands in.

    What it refers to has the names and dates of ``referred``, of the same release unless given.
    """
    refers = referred or snapshot
    held = held_of(row, snapshot)
    common = _common(kind, row, comparison, refers, service)
    figure: AnyFigure
    match kind:
        case "departures":
            figure = Departure(
                **held,
                **common,
                origin=row["origin"],
                destination=row["destination"],
                place=refers.places[row["place"]] if row["place"] else None,
                period=period_of(row, "period"),
                coverage=row["coverage"],
                per=row["per"],
                since_event=row["since_event"],
                movement=row["movement"],
                outlook=row["outlook"],
                country_as_given=row["country_as_given"],
            )
        case "permit_holders":
            figure = PermitHolders(
                **held,
                **common,
                category=refers.categories[row["category"]],
                jurisdiction=row["jurisdiction"],
                as_of=period_of(row, "as_of"),
                state=row["state"],
            )
        case "population_estimates":
            figure = PopulationEstimate(
                **held,
                **common,
                country=row["country"],
                place=refers.places[row["place"]] if row["place"] else None,
                origin=row["origin"],
                population_scope=row["population_scope"],
                situation=row["situation"],
                as_of=period_of(row, "as_of"),
                country_as_given=row["country_as_given"],
            )
    # nobody has seen it yet: the sentence is said of the figure itself, so it comes last
    msgspec.structs.force_setattr(figure, "citation", cite(figure, refers.claimant_names))
    return figure


def figures_of(
    connection: Connection,
    rows: Sequence[tuple[Kind, Row]],
    snapshot: Snapshot,
    service: Service,
) -> list[AnyFigure]:
    """The figures of rows, in their order, each with the comparison it stands in."""
    comparisons = comparisons_of(connection, snapshot, [row["id"] for _, row in rows])
    return [
        figure_of(kind, row, snapshot, service, comparisons.get(row["id"])) for kind, row in rows
    ]


def figures_at(
    connection: Connection, places: Sequence[Place], snapshot: Snapshot, service: Service
) -> list[AnyFigure]:
    """The figures that stand in these places, in their order."""
    return figures_of(connection, read_figures(connection, snapshot, places), snapshot, service)


def written_of(
    connection: Connection, places: Sequence[Place], snapshot: Snapshot, service: Service
) -> list[msgspec.Raw]:
    """Figures as JSON, in their order: what was written of late, and the others made and kept."""
    written = service.written.find(snapshot.identity, [id for _, id in places])
    if missing := [place for place in places if place[1] not in written]:
        rows = read_figures(connection, snapshot, missing)
        written |= write_figures(connection, rows, snapshot, service)
    return [written[id].json for _, id in places]


def write_figures(
    connection: Connection,
    rows: Sequence[tuple[Kind, Row]],
    snapshot: Snapshot,
    service: Service,
) -> dict[str, Written]:
    """By id: the figures of rows as JSON, which is kept."""
    made = figures_of(connection, rows, snapshot, service)
    written = {
        figure.id: Written(kind, msgspec.Raw(msgspec.json.encode(figure)))
        for (kind, _), figure in zip(rows, made, strict=True)
    }
    service.written.keep(snapshot.identity, written)
    return written


def held_of(row: Row, snapshot: Snapshot) -> dict[str, Any]:
    """The id of a row and when it held, as known in the snapshot's release."""
    ended = row["release_to"] <= snapshot.release
    return {
        "id": row["id"],
        "version": row["version"],
        "recorded_at": snapshot.instants[row["release_from"]],
        "superseded_at": snapshot.instants[row["release_to"]] if ended else None,
        "withdrawn_reason": row["withdrawn_reason"] if ended else None,
    }


def period_of(row: Row, name: str) -> Period:
    """The period or date a row keeps under a name."""
    return Period(
        start=row[f"{name}_start"], end=row[f"{name}_end"], precision=row[f"{name}_precision"]
    )


def speaker_of(row: Row) -> Speaker | None:
    """The person a row names as having said it."""
    name = row["speaker_name"]
    return Speaker(name=name, role=row["speaker_role"]) if name else None


def _words(document: str) -> list[str]:
    return _read_words(document) if document != "[]" else []


def _common(
    kind: Kind, row: Row, comparison: str | None, snapshot: Snapshot, service: Service
) -> dict[str, Any]:
    claimants = snapshot.claimants
    base = service.settings.base_url
    return {
        "value": Value(
            reported=row["reported"],
            bound=row["bound"],
            approximate=bool(row["approximate"]),  # SQLite keeps a number
            lower=row["lower"],
            upper=row["upper"],
            unit=row["unit"],
            as_printed=row["as_printed"],
            rounding=row["rounding"],
            plausible=Plausible(lower=row["plausible_lower"], upper=row["plausible_upper"]),
        ),
        "nationality": row["nationality"],
        "legal_status": row["legal_status"],
        "inferred": _words(row["inferred"]),
        "part_of": row["part_of"],
        "attribution": Attribution(
            voice=row["voice"],
            claimant=claimants[row["claimant"]] if row["claimant"] else None,
            speaker=speaker_of(row),
            stated_on=row["stated_on"],
            via=[claimants[id] for id in _words(row["via"])],
            confirmed_by=[claimants[id] for id in _words(row["confirmed_by"])],
        ),
        "source": snapshot.sources[row["source"]],
        "mentions": _read_mentions(row["mentions"]),
        "note": row["note"],
        "citation": "",
        "links": FigureLinks(
            self=f"{base}{PATHS[kind]}/{row['id']}",
            source=f"{base}/v1/sources/{row['source']}",
            comparison=f"{base}/v1/comparisons/{comparison}" if comparison else None,
            page=f"{base}/figures/{row['id']}",
            embed=f"{base}/embed/figures/{row['id']}",
        ),
    }
