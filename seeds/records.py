"""From what an editor wrote to what is stored: one row of content for every record.

Everything a fixture does not ask for is worked out here: the end of a mention, the voice, the
stated bounds, the rounding and the plausible range of a value, the sources of an event.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from models.value import plausible_range, stated_bounds
from seeds import fixtures as fx
from seeds.numbers import read_value

Row = dict[str, Any]
"""The content columns of one record, its id among them."""

Records = dict[str, dict[str, tuple[Row, str | None]]]
"""By record type (a key of ``models.RECORD_TABLES``) and id: the row, and why it is withdrawn."""


def records_of(fixtures: fx.Fixtures) -> Records:
    """Every record of verified fixtures, ready to be loaded."""
    speakers = {speaker.id: speaker for speaker in fixtures.speakers}
    records: Records = {
        "claimants": _keyed(fixtures.claimants, _claimant),
        "places": _keyed(fixtures.places, _place),
        "permit_categories": _keyed(fixtures.permit_categories, _permit_category),
        "sources": _keyed((a.source for a in fixtures.articles.values()), _source),
        "policy_events": {},
        "departures": {},
        "permit_holders": {},
        "population_estimates": {},
    }
    for article in fixtures.articles.values():
        source = article.source.id
        for event in article.policy_events:
            records["policy_events"][event.id] = (
                _policy_event(event, source, speakers),
                event.withdrawn_reason,
            )
        for figure in article.figures:
            kind, specific = _specific(figure)
            row = _figure(figure, source, speakers) | specific
            records[kind][figure.id] = (row, figure.withdrawn_reason)
    return records


def _keyed(entries: Any, row: Any) -> dict[str, tuple[Row, str | None]]:
    return {entry.id: (row(entry), entry.withdrawn_reason) for entry in entries}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _iso(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _claimant(entry: fx.Claimant) -> Row:
    return {
        "id": entry.id,
        "name": entry.name,
        "names": _json(dict(sorted(entry.names.items()))),
        "type": entry.type,
        "country": entry.country,
    }


def _place(entry: fx.Place) -> Row:
    return {
        "id": entry.id,
        "name": entry.name,
        "type": entry.type,
        "country": entry.country,
        "parent": entry.parent,
        "other_names": _json(entry.other_names),
        "opposite": entry.opposite,
    }


def _permit_category(entry: fx.PermitCategory) -> Row:
    return {
        "id": entry.id,
        "name": entry.name,
        "jurisdiction": entry.jurisdiction,
        "kind": entry.kind,
        "issuer": entry.issuer,
        "definition": entry.definition,
        "other_names": _json(entry.other_names),
    }


def _source(entry: fx.Source) -> Row:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "publisher": entry.publisher,
        "via": _json(entry.via),
        "published_earliest": _iso(entry.published.earliest),
        "published_latest": _iso(entry.published.latest),
        "published_basis": entry.published.basis,
        "language": entry.language,
        "url": entry.url,
        "licence": entry.licence,
        "text_sha256": entry.text_sha256,
        "text_length": entry.text_length,
        "note": entry.note,
    }


def _policy_event(entry: fx.PolicyEvent, source: str, speakers: dict[str, fx.Speaker]) -> Row:
    return {
        "id": entry.id,
        **_period("date", entry.date),
        "jurisdiction": entry.jurisdiction,
        "action": entry.action,
        "summary": entry.summary,
        "categories": _json(entry.categories),
        "claimant": entry.claimant,
        **_speaker(entry.speaker, speakers),
        "sources": _json([source, *entry.also_in]),
        "note": entry.note,
        "inferred": _json(sorted(entry.inferred)),
    }


def _figure(
    entry: fx.Departure | fx.PermitHolders | fx.PopulationEstimate,
    source: str,
    speakers: dict[str, fx.Speaker],
) -> Row:
    printed = entry.mentions[0].printed
    rounding = read_value(printed).rounding
    lower, upper = stated_bounds(
        entry.bound, entry.reported, entry.lower, entry.upper, approximate=entry.approximate
    )
    plausible_lower, plausible_upper = plausible_range(
        entry.bound, entry.approximate, entry.reported, lower, upper, rounding
    )
    return {
        "id": entry.id,
        "reported": entry.reported,
        "bound": entry.bound,
        "approximate": entry.approximate,
        "lower": lower,
        "upper": upper,
        "unit": entry.unit,
        "as_printed": printed,
        "rounding": rounding,
        "plausible_lower": plausible_lower,
        "plausible_upper": plausible_upper,
        "nationality": entry.nationality,
        "legal_status": entry.legal_status,
        "inferred": _json(sorted(entry.inferred)),
        "part_of": entry.part_of,
        "voice": "claimant" if entry.claimant else "outlet",
        "claimant": entry.claimant,
        **_speaker(entry.speaker, speakers),
        "stated_on": _iso(entry.stated_on),
        "via": _json(entry.via),
        "confirmed_by": _json(entry.confirmed_by),
        "source": source,
        "mentions": _json(list(_mentions(entry.mentions))),
        "note": entry.note,
    }


def _specific(entry: fx.Departure | fx.PermitHolders | fx.PopulationEstimate) -> tuple[str, Row]:
    if isinstance(entry, fx.Departure):
        return "departures", _departure(entry)
    if isinstance(entry, fx.PermitHolders):
        return "permit_holders", _permit_holders(entry)
    return "population_estimates", _population_estimate(entry)


def _departure(entry: fx.Departure) -> Row:
    return {
        "origin": entry.origin,
        "destination": entry.destination,
        "place": entry.place,
        **_period("period", entry.period),
        "coverage": entry.coverage,
        "per": entry.per,
        "since_event": entry.since_event,
        "movement": entry.movement,
        "outlook": entry.outlook,
        "country_as_given": None,
    }


def _permit_holders(entry: fx.PermitHolders) -> Row:
    return {
        "category": entry.category,
        "jurisdiction": entry.jurisdiction,
        **_period("as_of", entry.as_of),
        "state": entry.state,
    }


def _population_estimate(entry: fx.PopulationEstimate) -> Row:
    return {
        "country": entry.country,
        "place": entry.place,
        "origin": entry.origin,
        "population_scope": entry.population_scope,
        "situation": entry.situation,
        **_period("as_of", entry.as_of),
        "country_as_given": None,
    }


def _period(name: str, value: fx.When | None) -> Row:
    period = fx.when(value)
    return {
        f"{name}_start": period.start,
        f"{name}_end": period.end,
        f"{name}_precision": period.precision,
    }


def _speaker(speaker: str | None, speakers: dict[str, fx.Speaker]) -> Row:
    known = speakers[speaker] if speaker else None
    return {
        "speaker_name": known.name if known else None,
        "speaker_role": known.role if known else None,
    }


def _mentions(mentions: list[fx.Mention]) -> Iterator[Row]:
    for mention in mentions:
        yield {
            "paragraph": mention.paragraph,
            "start": mention.start,
            "end": mention.start + len(mention.printed),
            "as_printed": mention.printed,
        }
