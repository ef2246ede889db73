"""What is answered."""

# Written by `make clients` from openapi/openapi.json: change that, not this.

from typing import TypeAlias

from msgspec import UNSET, UnsetType, field

from tally_client.record import Record


class CategoryRef(Record, frozen=True, kw_only=True):
    """A permit category, in short."""

    id: str
    """The category's id."""
    name: str
    """The category's name."""


class Claimant(Record, frozen=True, kw_only=True):
    """An authority, agency or outlet."""

    country: str | None
    """Whose it is (ISO 3166-1 alpha-3), if one country's."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    name: str
    """Its name."""
    names: dict[str, str]
    """Its name in other languages (ISO 639-1), where known; `en` is the form it has within an English sentence."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    type: str
    """What sort of body."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class ClaimantRef(Record, frozen=True, kw_only=True):
    """A claimant, in short."""

    id: str
    """The claimant's id."""
    name: str
    """The claimant's name."""
    type: str
    """What sort of body."""


class ComparisonLinks(Record, frozen=True, kw_only=True):
    """Where the comparison leads."""

    embed: str
    """The same to be framed in another page."""
    latest: str
    """The figure that `latest` names."""
    page: str
    """Its page for people."""
    reconciliations: str
    """The reconciliations its figures stand in."""
    self: str
    """The comparison itself."""


class Counted(Record, frozen=True, kw_only=True):
    """How many figures have one value."""

    figures: int
    """How many figures have it."""
    value: str | None
    """The value; `null` where it is not stated."""


class Coverage(Record, frozen=True, kw_only=True):
    """How many figures there are, in all and by what they are about."""

    by_claimant: list[Counted]
    """By claimant; `null` is the outlet's own voice."""
    by_country: list[Counted]
    """By country (ISO 3166-1 alpha-3) people left, went to or are in, or whose paper they hold; a figure counts for each."""
    by_kind: list[Counted]
    """By kind of figure."""
    by_month: list[Counted]
    """By the month (`YYYY-MM`) in which the period or date begins; `null` is known no more exactly than by year."""
    figures: int
    """All figures."""


class CslDate(Record, frozen=True, kw_only=True):
    """A day, the first and last day it can be, or words where only one of these is known."""

    circa: bool | UnsetType = UNSET
    """`true` where the day is one of several or inferred; or else left out."""
    date_parts: list[list[int]] | UnsetType = field(name="date-parts", default=UNSET)
    """Year, month and day, once or twice."""
    literal: str | UnsetType = UNSET
    """Words, where the first or the last day is not known."""


class CslItem(Record, frozen=True, kw_only=True):
    """A CSL-JSON item; what is not known is left out, as that format has it."""

    id: str
    """The figure's id."""
    note: str
    """The sentence, in the language asked for."""
    type: str
    """What was published."""
    URL: str | UnsetType = UNSET
    """Where the source is, if known."""
    container_title: str | UnsetType = field(name="container-title", default=UNSET)
    """The outlet of an article, if known."""
    issued: CslDate | UnsetType = UNSET
    """When the source came out, if known."""
    publisher: str | UnsetType = UNSET
    """Who published a report or dataset, if known."""
    title: str | UnsetType = UNSET
    """The source's own title, if it has one."""


class DetailLinks(Record, frozen=True, kw_only=True):
    """Where this answer is."""

    self: str
    """This answer."""


class DetailMeta(Record, frozen=True, kw_only=True):
    """What the answer comes from."""

    release: int
    """The release that everything here comes from."""


class Difference(Record, frozen=True, kw_only=True):
    """One field that a version changed."""

    after: str | int | bool | None
    """What it is since."""
    before: str | int | bool | None
    """What it was in the version before."""
    field_: str = field(name="field")
    """The field, named like a column of the CSV."""
    version: int
    """The version that changed it."""


class FeedInfo(Record, frozen=True, kw_only=True):
    """What a feed is, whichever of its pages this is."""

    id: str
    """Of what is followed, and the same at whatever address it is served."""
    page: str
    """The front page."""
    title: str
    """What is followed."""
    updated: str
    """When the newest change here was made; of an empty page, when the answering release was."""


class FigureChangeLinks(Record, frozen=True, kw_only=True):
    """Where a change leads."""

    history: str
    """Every version of the figure."""


class FigureCounts(Record, frozen=True, kw_only=True):
    """How many figures of each kind."""

    departures: int
    """Departures."""
    permit_holders: int
    """Counts of permit holders."""
    population_estimates: int
    """Population estimates."""


class FigureLinks(Record, frozen=True, kw_only=True):
    """Where the figure leads; `null` until the thing it leads to exists."""

    comparison: str | None
    """How it stands to rival figures."""
    embed: str | None
    """Its embed: HTML to be framed, with `.svg` or `.png` behind it an image."""
    page: str | None
    """Its page for people."""
    self: str
    """The figure itself."""
    source: str
    """Its source."""


class GapOut(Record, frozen=True, kw_only=True):
    """What lies between the nearest two figures that exclude each other."""

    above: str
    """The higher one, by id."""
    below: str
    """The lower one, by id."""
    lower: int
    """The most that the lower one allows."""
    size: int
    """How far they are apart."""
    upper: int
    """The least that the higher one allows."""


class Mention(Record, frozen=True, kw_only=True):
    """One place in the source that states the figure: offsets in a text, a cell in a dataset."""

    as_printed: str
    """The words there."""
    column: str | None
    """The column of the dataset, by name; `null` in a text."""
    end: int | None
    """Where it ends, not included; `null` in a dataset."""
    paragraph: int | None
    """Which non-blank line of the text, from 1; `null` in a dataset."""
    row: int | None
    """The row of the dataset: that of the names of columns is 1; `null` in a text."""
    start: int | None
    """Where it begins: code points from 0; `null` in a dataset."""


class NominalOut(Record, frozen=True, kw_only=True):
    """The printed numbers alone, as if each were exact."""

    difference: int | None
    """The whole less the sum."""
    sum: int | None
    """The sum of the parts as printed."""
    whole: int | None
    """The whole as printed."""


class OriginOut(Record, frozen=True, kw_only=True):
    """One statement, however many outlets carried it."""

    figures: list[str]
    """The figures that carry it, by id, in order of publication."""
    first_published: str | None
    """When the first of them was out at the latest."""
    inferred: bool
    """Whether that they are one statement rests on an inferred claimant, speaker or day."""


class PageLinks(Record, frozen=True, kw_only=True):
    """Where this page is, and the next."""

    next: str | None
    """The next page; `null` on the last."""
    self: str
    """This page."""


class PageMeta(Record, frozen=True, kw_only=True):
    """What the page is a part of."""

    limit: int
    """How many a page holds at most."""
    release: int
    """The release that everything here comes from."""
    total: int | None
    """How many match in all; `null` unless asked for by `include=total`."""
    undated: int | None
    """How many `published_before` hides because no publication date is known; `null` without that filter."""


class PerDay(Record, frozen=True, kw_only=True):
    """A flow by day, to a tenth."""

    lower: float
    """Lowest."""
    nominal: float | None
    """From the printed numbers, as if exact."""
    upper: float | None
    """Highest; `null` is open."""


class Period(Record, frozen=True, kw_only=True):
    """First and last day, both included, and how exactly they are known."""

    end: str | None
    """Last day; `null` is open or not stated."""
    precision: str | None
    """How exactly the source gives it."""
    start: str | None
    """First day; `null` is open or not stated."""


class PermitCategory(Record, frozen=True, kw_only=True):
    """A legal status or paper."""

    definition: str | None
    """What it is, in Tally's words."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    issuer: ClaimantRef | None
    """Who issues it, where a source says so."""
    jurisdiction: str
    """Whose paper it is (ISO 3166-1 alpha-3)."""
    kind: str
    """What sort of paper."""
    name: str
    """Its name."""
    other_names: list[str]
    """What else sources call it."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PermitCategoryPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[PermitCategory]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Place(Record, frozen=True, kw_only=True):
    """A country, province, city or border crossing."""

    country: str
    """The country it is in (ISO 3166-1 alpha-3)."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    name: str
    """Its name."""
    opposite: str | None
    """The other side of a border crossing, by id."""
    other_names: list[str]
    """Other spellings, and names in other languages."""
    parent: str | None
    """The place it is in, by id."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    type: str
    """What sort of place."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PlaceAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Place
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class PlacePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Place]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class PlaceRef(Record, frozen=True, kw_only=True):
    """A place, in short."""

    id: str
    """The place's id."""
    name: str
    """The place's name."""


class Plausible(Record, frozen=True, kw_only=True):
    """The whole numbers the stated value leaves plausible, both ends included."""

    lower: int | None
    """Lowest; `null` is open."""
    upper: int | None
    """Highest; `null` is open."""


class ProblemItem(Record, frozen=True, kw_only=True):
    """One thing that is wrong with a request."""

    location: str
    """Where it is: `query`, `path` or `header`."""
    message: str
    """What is wrong and what would be right."""
    name: str | None
    """The parameter it is about; `null` for one Tally does not know."""


class Published(Record, frozen=True, kw_only=True):
    """When a source came out."""

    basis: str
    """How that is known."""
    earliest: str | None
    """Earliest day it can be."""
    latest: str | None
    """Latest day it can be."""


class QuestionAsked(Record, frozen=True, kw_only=True):
    """The one question that the figures of a comparison answer. `null` is "not stated"."""

    category: str | None
    """The permit category, by id."""
    country: str | None
    """Where they are, or whose paper they hold."""
    country_as_given: str | None
    """The source's own code for a place that ISO 3166-1 has no country for: one that is `null` above."""
    coverage: str | None
    """A whole period, a running total, or a rate."""
    destination: str | None
    """Where they went."""
    end: str | None
    """Last day of the period; a running total's is the day it was stated."""
    kind: str
    """The kind of figure."""
    legal_status: str
    """Their legal status."""
    movement_family: str | None
    """`left` is departures, returns and deportations over one border."""
    nationality: str | None
    """Nationality of the people."""
    near: str | None
    """First of the days that stocks are gathered near."""
    origin: str | None
    """Where they left."""
    outlook: str | None
    """Whether it happened, is forecast, or is planned."""
    per: str | None
    """The time unit of a rate."""
    place: str | None
    """Crossing or town, by id."""
    population_scope: str | None
    """One nationality, or every foreigner."""
    precision: str | None
    """How exactly the period is given."""
    since_event: str | None
    """The policy event a running total counts from."""
    situation: str | None
    """Where the people were."""
    start: str | None
    """First day of the period."""
    state: str | None
    """What had become of the permits."""
    text: str
    """The question in words."""
    unit: str
    """What is counted."""
    unit_inferred: bool
    """Whether the unit is only implied: then it is compared with none that is stated."""


class ReconciliationLinks(Record, frozen=True, kw_only=True):
    """Where the reconciliation leads."""

    self: str
    """The list narrowed to its whole."""


class RecordChanged(Record, frozen=True, kw_only=True):
    """What one release did to one record."""

    change: str
    """What was done to it."""
    id: str
    """The record's id."""
    reason: str | None
    """Why it was withdrawn, if it was."""
    record_type: str
    """The type of record."""
    recorded_at: str
    """When it was made."""
    release: int
    """The release."""
    version: int
    """The version it made, or ended by withdrawing."""


class RecordChangedPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[RecordChanged]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Release(Record, frozen=True, kw_only=True):
    """One published state of the data."""

    added: int
    """Records it added."""
    changed: int
    """Records it gave a new version."""
    checksum: str
    """SHA-256 over every record that holds in it."""
    number: int
    """Counts the releases from 1."""
    recorded_at: str
    """When it was made."""
    reinstated: int
    """Withdrawn records it brought back."""
    withdrawn: int
    """Records it withdrew."""


class ReleaseAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Release
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class ReleasePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Release]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Repeat(Record, frozen=True, kw_only=True):
    """A figure that states again what had been stated before."""

    figure: str
    """The figure, by id."""
    unchanged_since: str
    """When this number and bound were first stated since the same event."""


class SeriesBounds(Record, frozen=True, kw_only=True):
    """The range that the true number lies in if its inputs are true."""

    derived: bool
    """Always `true`: Tally's own, stated by nobody."""
    formula: str
    """How they follow; `/docs/method` explains it."""
    inputs: list[str]
    """The figures they follow from, by id."""
    lower: int | None
    """The lowest it can be; `null` is open."""
    upper: int | None
    """The highest it can be; `null` is open."""


class SeriesRow(Record, frozen=True, kw_only=True):
    """One interval of the series of some people over one border."""

    as_printed: list[str]
    """The number of each, as it was printed."""
    bounds: SeriesBounds | None
    """What follows for this interval; `null` where nothing does, or where figures leave nothing that could be true. Never 0 for unknown."""
    citations: list[str]
    """The sentence each is cited by."""
    conflicting: list[str]
    """The figures that say something of this interval, by id, where they exclude each other; empty where they can all be true."""
    country_as_given: str | None
    """Where a country is `null` because ISO 3166-1 has none for it: the code that the source gives instead."""
    destination: str | None
    """Where people went (ISO 3166-1 alpha-3)."""
    end: str
    """Its last day."""
    figures: list[str]
    """The figures stated of exactly this interval, by id."""
    interval: str
    """The month (`2025-04`), quarter (`2025-Q2`) or year (`2025`)."""
    known: str
    """`reported`: somebody stated a number of exactly this interval. `derived`: nobody did, but bounds follow from other figures. `unknown`: neither."""
    legal_status: str
    """Legal status of the people."""
    movement_family: str
    """Departures, returns and deportations are `left`; arrivals are counted on the other side of a border."""
    nationality: str | None
    """Nationality of the people (ISO 3166-1 alpha-3)."""
    origin: str | None
    """Where people left (ISO 3166-1 alpha-3)."""
    outlook: str
    """Whether it happened, is forecast, or is planned."""
    place: str | None
    """The one crossing or town that is counted, by id; only where `place` is asked for."""
    start: str
    """Its first day."""
    unit: str
    """What is counted."""


class SeriesRowPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[SeriesRow]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Source(Record, frozen=True, kw_only=True):
    """One published text or dataset."""

    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    kind: str
    """What was published."""
    language: str
    """Its language (ISO 639-1)."""
    licence: str | None
    """Its licence, where stated."""
    note: str | None
    """A caveat, in Tally's words."""
    published: Published
    """When it came out."""
    publisher: str | None
    """Who published it; `null` where that is not said."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    text_length: int
    """Its length in code points."""
    text_sha256: str
    """SHA-256 of the text that was read: whoever holds it can check every mention."""
    title: str | None
    """Its own title; `null` if it has none."""
    url: str | None
    """Where it is, if known."""
    version: int
    """Counts the versions of this record from 1."""
    via: list[ClaimantRef]
    """Agencies and outlets it came through, in order of hand-over."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class SourceDetail(Record, frozen=True, kw_only=True):
    """One published text or dataset, with what it states."""

    figures: FigureCounts
    """How many figures it states."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    kind: str
    """What was published."""
    language: str
    """Its language (ISO 639-1)."""
    licence: str | None
    """Its licence, where stated."""
    note: str | None
    """A caveat, in Tally's words."""
    published: Published
    """When it came out."""
    publisher: str | None
    """Who published it; `null` where that is not said."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    text_length: int
    """Its length in code points."""
    text_sha256: str
    """SHA-256 of the text that was read: whoever holds it can check every mention."""
    title: str | None
    """Its own title; `null` if it has none."""
    url: str | None
    """Where it is, if known."""
    version: int
    """Counts the versions of this record from 1."""
    via: list[ClaimantRef]
    """Agencies and outlets it came through, in order of hand-over."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class SourceDetailAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: SourceDetail
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class SourcePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Source]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class SourceRef(Record, frozen=True, kw_only=True):
    """A source, in short."""

    id: str
    """The source's id."""
    kind: str
    """What was published."""
    published: Published
    """When it came out."""
    publisher: str | None
    """Who published it; `null` where that is not said."""
    title: str | None
    """Its own title; `null` if it has none."""
    url: str | None
    """Where it is, if known."""


class Span(Record, frozen=True, kw_only=True):
    """A range of whole numbers, both ends included."""

    lower: int | None
    """Lowest; `null` is open."""
    upper: int | None
    """Highest; `null` is open."""


class Speaker(Record, frozen=True, kw_only=True):
    """The public official who stated it, in office."""

    name: str
    """The name."""
    role: str | None
    """The office, as the source gives it."""


class SpreadOut(Record, frozen=True, kw_only=True):
    """How far the printed numbers lie apart."""

    difference: int
    """The highest less the lowest."""
    highest: int
    """The highest printed number."""
    lowest: int
    """The lowest printed number."""


class Value(Record, frozen=True, kw_only=True):
    """A number as it was stated."""

    approximate: bool
    """Whether the words hedge."""
    as_printed: str
    """The words themselves."""
    bound: str
    """What the words promise about it."""
    lower: int | None
    """The lower bound the words state; excluded for `more_than`, `null` is not stated."""
    plausible: Plausible
    """The range of numbers the statement leaves plausible (derived)."""
    reported: int | None
    """The printed number; `null` for a range or a magnitude."""
    rounding: int
    """Half the place value of the last significant digit printed; 0 is exact."""
    unit: str
    """What is counted. Units are never converted into each other."""
    upper: int | None
    """The upper bound the words state; excluded for `less_than`, `null` is not stated."""


class Attribution(Record, frozen=True, kw_only=True):
    """Who states the figure, and through whom it came."""

    claimant: ClaimantRef | None
    """Who states it; `null` in the outlet's voice."""
    confirmed_by: list[ClaimantRef]
    """Who else is said to have confirmed it."""
    speaker: Speaker | None
    """The person who said it, when one is named."""
    stated_on: str | None
    """The day it was stated, where known."""
    via: list[ClaimantRef]
    """Who it was told to or taken from, in order."""
    voice: str
    """`claimant`, or `outlet` when the source states it itself."""


class Citation(Record, frozen=True, kw_only=True):
    """How to cite a figure."""

    citation: str
    """Ready to paste, in the style and language asked for: one sentence, or for `csl-json` a JSON text that holds a list of one item."""
    csl: CslItem | None
    """That item; `null` in the other styles."""
    direction: str
    """Which way that language is written."""
    id: str
    """The figure's id."""
    lang: str
    """The language asked for."""
    status: str
    """`draft` until a speaker of the language has reviewed its phrases, then `reviewed`."""
    style: str
    """The style asked for."""
    text: str
    """The sentence in English and plain text, whatever is asked for. It claims no more than was stated."""


class CitationAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Citation
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class ClaimantAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Claimant
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class ClaimantPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Claimant]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class CoverageAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Coverage
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class Departure(Record, frozen=True, kw_only=True, tag_field="kind", tag="departures"):
    """A flow: people who moved from one place to another in a period."""

    attribution: Attribution
    """Who states it, through whom."""
    citation: str
    """One sentence to print, which claims no more than was stated."""
    country_as_given: str | None
    """Where a country is `null` because ISO 3166-1 has none for it: the code that the source gives instead."""
    coverage: str
    """The whole period, a running total since its start, or a rate."""
    destination: str | None
    """Where they went (ISO 3166-1 alpha-3)."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    inferred: list[str]
    """Fields whose value the text implies but does not state."""
    legal_status: str
    """Legal status the source gives them."""
    links: FigureLinks
    """Where it leads."""
    mentions: list[Mention]
    """Every place in the text that states it."""
    movement: str
    """How the source words the movement."""
    nationality: str | None
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    note: str | None
    """A caveat, in Tally's words."""
    origin: str | None
    """Where they left (ISO 3166-1 alpha-3)."""
    outlook: str
    """Whether it happened, is forecast, or is planned."""
    part_of: str | None
    """The figure it is stated to be included in."""
    per: str | None
    """The time unit of a rate."""
    period: Period
    """When they moved."""
    place: PlaceRef | None
    """The crossing or town, when one is named."""
    recorded_at: str
    """When Tally recorded this version."""
    since_event: str | None
    """The policy event a running total counts from, by id."""
    source: SourceRef
    """What it was published in."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    value: Value
    """The number, as it was stated."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class DepartureAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Departure
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class DeparturePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Departure]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class DerivedFlow(Record, frozen=True, kw_only=True):
    """What two running totals with one start say of the days between them. Nobody stated it."""

    after: str
    """The day the earlier one is dated."""
    days: int
    """Days after the first up to the second."""
    derived: bool
    """Always `true`: Tally worked it out."""
    formula: str
    """How it was worked out."""
    inferred: bool
    """Whether one of these days is only implied, or is that of publication: then so are the number of days and the rates."""
    inputs: list[str]
    """The earlier and the later total, by id."""
    nominal: int | None
    """The difference of the printed numbers, as if exact."""
    per_day: PerDay
    """The same by day."""
    range: Span
    """What the plausible ranges leave."""
    until: str
    """The day the later one is dated."""


class PermitHolders(Record, frozen=True, kw_only=True, tag_field="kind", tag="permit_holders"):
    """A count of holders, or of permits, of a named category on a date."""

    as_of: Period
    """The day the count holds for."""
    attribution: Attribution
    """Who states it, through whom."""
    category: CategoryRef
    """The paper or status."""
    citation: str
    """One sentence to print, which claims no more than was stated."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    inferred: list[str]
    """Fields whose value the text implies but does not state."""
    jurisdiction: str
    """Whose paper it is (ISO 3166-1 alpha-3)."""
    legal_status: str
    """Legal status the source gives them."""
    links: FigureLinks
    """Where it leads."""
    mentions: list[Mention]
    """Every place in the text that states it."""
    nationality: str | None
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    note: str | None
    """A caveat, in Tally's words."""
    part_of: str | None
    """The figure it is stated to be included in."""
    recorded_at: str
    """When Tally recorded this version."""
    source: SourceRef
    """What it was published in."""
    state: str
    """What had become of the permits."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    value: Value
    """The number, as it was stated."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PermitHoldersAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: PermitHolders
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class PermitHoldersPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[PermitHolders]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class PolicyEvent(Record, frozen=True, kw_only=True):
    """Something an authority did or announced."""

    action: str
    """What was done."""
    categories: list[CategoryRef]
    """The permit categories it touched."""
    claimant: ClaimantRef | None
    """Who announced it, where a source says so."""
    date: Period
    """When, and how exactly that is known."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    inferred: list[str]
    """Fields whose value the text implies but does not state."""
    jurisdiction: str
    """Whose policy it is (ISO 3166-1 alpha-3)."""
    note: str | None
    """A caveat, in Tally's words."""
    recorded_at: str
    """When Tally recorded this version."""
    sources: list[SourceRef]
    """The sources that tell it."""
    speaker: Speaker | None
    """The person who made it known, when one is named."""
    summary: str
    """What happened, in Tally's words."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PolicyEventAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: PolicyEvent
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class PolicyEventPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[PolicyEvent]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class PopulationEstimate(
    Record, frozen=True, kw_only=True, tag_field="kind", tag="population_estimates"
):
    """A stock: people in a place on a date."""

    as_of: Period
    """The day the stock holds for."""
    attribution: Attribution
    """Who states it, through whom."""
    citation: str
    """One sentence to print, which claims no more than was stated."""
    country: str | None
    """Where they are (ISO 3166-1 alpha-3)."""
    country_as_given: str | None
    """Where a country is `null` because ISO 3166-1 has none for it: the code that the source gives instead."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    inferred: list[str]
    """Fields whose value the text implies but does not state."""
    legal_status: str
    """Legal status the source gives them."""
    links: FigureLinks
    """Where it leads."""
    mentions: list[Mention]
    """Every place in the text that states it."""
    nationality: str | None
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    note: str | None
    """A caveat, in Tally's words."""
    origin: str | None
    """Where they came from (ISO 3166-1 alpha-3)."""
    part_of: str | None
    """The figure it is stated to be included in."""
    place: PlaceRef | None
    """The crossing or town, when one is named."""
    population_scope: str
    """One nationality, or every foreigner."""
    recorded_at: str
    """When Tally recorded this version."""
    situation: str
    """Where the people were."""
    source: SourceRef
    """What it was published in."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    value: Value
    """The number, as it was stated."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PopulationEstimateAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: PopulationEstimate
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class PopulationEstimatePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[PopulationEstimate]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Problem(Record, frozen=True, kw_only=True):
    """Problem details of an error (RFC 9457)."""

    detail: str
    """What went wrong this time."""
    errors: list[ProblemItem]
    """One entry for each thing that is wrong; empty where that says no more."""
    instance: str | None
    """The path of the request; `null` for one with other characters than an address of Tally's can have."""
    status: int
    """The HTTP status."""
    title: str
    """The sort of problem, in words."""
    type: str
    """An address that names this sort of problem and explains it."""


AnyFigure: TypeAlias = Departure | PermitHolders | PopulationEstimate
"""A record of one kind: `kind` tells which."""


class AnyFigureAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: AnyFigure
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class AnyFigurePage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[AnyFigure]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class Comparison(Record, frozen=True, kw_only=True):
    """The figures that answer one question, and whether they can all be true."""

    derived_flows: list[DerivedFlow]
    """What successive running totals say of the time between them."""
    figures: list[AnyFigure]
    """The figures, in order of publication."""
    gap: GapOut | None
    """Between the nearest two that exclude each other (derived), if any do."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    informative: bool
    """Whether all share a range with two ends: `false` when they agree only on an open end."""
    latest: str
    """The last of `figures`, by id: in order of the latest day its source can be of, then of the day it was stated (else of publication), then of id. Where figures are equally late, or their days are not certain, it is no choice between them."""
    links: ComparisonLinks
    """Where it leads."""
    origins: list[OriginOut]
    """The statements behind them, in the same order."""
    question: QuestionAsked
    """The question, in words and as fields."""
    recorded_at: str
    """When Tally recorded this version."""
    repeats: list[Repeat]
    """Every figure that repeats an earlier number, stale or not."""
    shared: Span | None
    """The plausible range all share (derived); `null` if there is none."""
    spread: SpreadOut | None
    """How far the printed numbers lie apart; `null` with fewer than two."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    unchanged_since: str | None
    """Of a running total whose latest figure repeats a number: when that was first stated. A repeat is no evidence that nothing changed."""
    verdict: str
    """The first that fits: `single` one figure; `repeated` one statement or one value; `conflicting` two cannot both be true; `progressing` a running total that rose; `consistent` all else. See the method in `docs/method.md`."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class ComparisonAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: Comparison
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class ComparisonPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Comparison]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class FigureChange(Record, frozen=True, kw_only=True):
    """What one release did to one figure, with what it says now and what it said before."""

    before: str | None
    """The sentence that the version before was cited by; `null` where the figure was not changed."""
    change: str
    """What was done."""
    differences: list[Difference]
    """What was changed, field by field; empty where nothing was."""
    figure: AnyFigure
    """The figure in the version that this made; where it was withdrawn, in its last. What it refers to has the names of the answering release."""
    id: str
    """Of this change alone, and the same at whatever address it is served."""
    links: FigureChangeLinks
    """Where it leads."""
    reason: str | None
    """Why it was withdrawn, if it was."""
    recorded_at: str
    """When it was made."""
    release: int
    """The release that did it."""
    title: str
    """What was done, and the sentence the figure is cited by."""


class FigureChangePage(Record, frozen=True, kw_only=True):
    """One page of a feed."""

    data: list[FigureChange]
    """The records of this page, in order."""
    feed: FeedInfo
    """What the feed is."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""


class History(Record, frozen=True, kw_only=True):
    """Every version of a figure, up to the answering release."""

    differences: list[Difference]
    """What each version changed, field by field, newest first."""
    id: str
    """The figure's id."""
    kind: str
    """The kind of figure."""
    versions: list[AnyFigure]
    """Newest first, each as it was answered last: with the names and dates of what it refers to in the last release it held in."""


class HistoryAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: History
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class PermitCategoryDetail(Record, frozen=True, kw_only=True):
    """A legal status or paper, with how many held it and what was done to it."""

    definition: str | None
    """What it is, in Tally's words."""
    events: list[PolicyEvent]
    """Policy events that touched it, by date."""
    holders: list[AnyFigure]
    """Counts of its holders, oldest statement first."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    issuer: ClaimantRef | None
    """Who issues it, where a source says so."""
    jurisdiction: str
    """Whose paper it is (ISO 3166-1 alpha-3)."""
    kind: str
    """What sort of paper."""
    name: str
    """Its name."""
    other_names: list[str]
    """What else sources call it."""
    recorded_at: str
    """When Tally recorded this version."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    version: int
    """Counts the versions of this record from 1."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class PermitCategoryDetailAnswer(Record, frozen=True, kw_only=True):
    """One record."""

    data: PermitCategoryDetail
    """The record."""
    links: DetailLinks
    """Where this answer is."""
    meta: DetailMeta
    """What the answer comes from."""


class Reconciliation(Record, frozen=True, kw_only=True):
    """Parts against their whole, by interval arithmetic on plausible ranges."""

    derived: bool
    """Always `true`: the numbers below are Tally's own."""
    flow: DerivedFlow | None
    """Of two running totals: what they say of the time between them."""
    formula: str
    """How the residual was worked out."""
    id: str
    """Unique in its type (a figure's: over all figures), and never reused."""
    links: ReconciliationLinks
    """Where it leads."""
    nominal: NominalOut
    """The same with the printed numbers alone."""
    open_ended: bool
    """Whether an end of the residual is missing."""
    parts: list[AnyFigure]
    """The parts; of two running totals, the earlier one."""
    recorded_at: str
    """When Tally recorded this version."""
    residual: Span
    """What the parts leave of the whole."""
    rule: str
    """What makes them parts: `disjoint_periods` inside a running total, `stated_parts` that the text says are included, `legal_status_groups` inside a population, or two `running_totals` with one start."""
    sum: Span
    """The sum of the parts."""
    superseded_at: str | None
    """When this version stopped holding, as known in the answering release."""
    verdict: str
    """`exceeds` when the parts are more than the whole, `leaves_a_remainder` when less, `adds_up` when they can be equal and cover the whole, else `cannot_tell`."""
    version: int
    """Counts the versions of this record from 1."""
    whole: AnyFigure
    """The whole; of two running totals, the later one."""
    withdrawn_reason: str | None
    """Why the record was taken out, if it was."""


class ReconciliationPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    data: list[Reconciliation]
    """The records of this page, in order."""
    links: PageLinks
    """Where this page is, and the next."""
    meta: PageMeta
    """What the page is a part of."""
