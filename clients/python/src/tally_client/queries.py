"""What can be asked for."""

# Written by `make clients` from openapi/openapi.json: change that, not this.

from typing import Literal, TypedDict


class GetSourceQuery(TypedDict, total=False):
    """Parameters of `/v1/sources/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListSourcesQuery(TypedDict, total=False):
    """Parameters of `/v1/sources`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    kind: Literal["article", "dataset", "report"] | list[Literal["article", "dataset", "report"]]
    """What was published."""
    publisher: str | list[str]
    """Who published it, exactly."""
    language: str | list[str]
    """Its language (ISO 639-1)."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    q: str
    """Words to find in its title, publisher and agencies."""
    sort: (
        Literal["-id", "-published", "id", "published"]
        | list[Literal["-id", "-published", "id", "published"]]
    )
    """Columns to sort by, `-` before one that descends."""


class GetReleasePackageQuery(TypedDict, total=False):
    """Parameters of `/v1/releases/{number}/tally.zip`."""


class GetReleaseFiguresQuery(TypedDict, total=False):
    """Parameters of `/v1/releases/{number}/figures.ndjson`."""


class GetReleaseQuery(TypedDict, total=False):
    """Parameters of `/v1/releases/{number}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListReleasesQuery(TypedDict, total=False):
    """Parameters of `/v1/releases`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    sort: Literal["-number", "number"] | list[Literal["-number", "number"]]
    """By number, `-` for newest first."""


class ListReconciliationsQuery(TypedDict, total=False):
    """Parameters of `/v1/reconciliations`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    rule: (
        Literal["disjoint_periods", "legal_status_groups", "running_totals", "stated_parts"]
        | list[Literal["disjoint_periods", "legal_status_groups", "running_totals", "stated_parts"]]
    )
    """What makes figures parts of a whole."""
    verdict: (
        Literal["adds_up", "cannot_tell", "exceeds", "leaves_a_remainder"]
        | list[Literal["adds_up", "cannot_tell", "exceeds", "leaves_a_remainder"]]
    )
    """How the parts stand to it."""
    kind: (
        Literal["departures", "permit_holders", "population_estimates"]
        | list[Literal["departures", "permit_holders", "population_estimates"]]
    )
    """The kind of figure of the whole."""
    origin: str | list[str]
    """Where people left, or came from (ISO 3166-1 alpha-3)."""
    destination: str | list[str]
    """Where people went (ISO 3166-1 alpha-3)."""
    country: str | list[str]
    """Where people are, or whose paper they hold (ISO 3166-1 alpha-3)."""
    whole: str | list[str]
    """The whole, by id."""
    figure: str | list[str]
    """A figure that is the whole or a part, by id."""
    published_before: str
    """The world's clock: worked out anew from the figures that had certainly been published by this day. `meta.undated` counts those this hides because no date is known."""
    sort: Literal["-id", "-rule", "id", "rule"] | list[Literal["-id", "-rule", "id", "rule"]]
    """Columns to sort by, `-` before one that descends."""


class GetPopulationEstimateQuery(TypedDict, total=False):
    """Parameters of `/v1/population-estimates/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListPopulationEstimatesQuery(TypedDict, total=False):
    """Parameters of `/v1/population-estimates`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    country: str | list[str]
    """Where the people are (ISO 3166-1 alpha-3)."""
    place: str | list[str]
    """Crossing or town, by id."""
    origin: str | list[str]
    """Where the people came from (ISO 3166-1 alpha-3)."""
    population_scope: (
        Literal["all_foreigners", "nationality"] | list[Literal["all_foreigners", "nationality"]]
    )
    """One nationality, or every foreigner."""
    situation: (
        Literal[
            "host_community",
            "internally_displaced",
            "resident",
            "returned_from_displacement",
            "waiting_at_border",
        ]
        | list[
            Literal[
                "host_community",
                "internally_displaced",
                "resident",
                "returned_from_displacement",
                "waiting_at_border",
            ]
        ]
    )
    """Where the people were."""
    country_as_given: str | list[str]
    """The code that a source gives for a country that ISO 3166-1 has not."""
    as_of_from: str
    """Holds for this day or later, or possibly so."""
    as_of_to: str
    """Holds for this day or earlier, or possibly so."""
    sort: (
        Literal[
            "-as_of",
            "-id",
            "-published",
            "-reported",
            "-stated_on",
            "as_of",
            "id",
            "published",
            "reported",
            "stated_on",
        ]
        | list[
            Literal[
                "-as_of",
                "-id",
                "-published",
                "-reported",
                "-stated_on",
                "as_of",
                "id",
                "published",
                "reported",
                "stated_on",
            ]
        ]
    )
    """Columns to sort by, `-` before one that descends. The id is always the last; what is unknown counts as lowest."""


class GetPolicyEventQuery(TypedDict, total=False):
    """Parameters of `/v1/policy-events/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListPolicyEventsQuery(TypedDict, total=False):
    """Parameters of `/v1/policy-events`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    action: (
        Literal[
            "announced",
            "appealed",
            "cancelled",
            "deadline",
            "enforced",
            "expanded",
            "launched",
            "protested",
            "required",
            "resumed",
            "threatened",
        ]
        | list[
            Literal[
                "announced",
                "appealed",
                "cancelled",
                "deadline",
                "enforced",
                "expanded",
                "launched",
                "protested",
                "required",
                "resumed",
                "threatened",
            ]
        ]
    )
    """What was done."""
    jurisdiction: str | list[str]
    """Whose policy it is (ISO 3166-1 alpha-3)."""
    category: str | list[str]
    """A permit category it touched, by id."""
    source: str | list[str]
    """A source that tells it, by id."""
    date_from: str
    """On this day or later, or possibly so."""
    date_to: str
    """On this day or earlier, or possibly so."""
    sort: Literal["-date", "-id", "date", "id"] | list[Literal["-date", "-id", "date", "id"]]
    """Columns to sort by, `-` before one that descends; an unknown date counts as the earliest."""


class GetPlaceQuery(TypedDict, total=False):
    """Parameters of `/v1/places/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListPlacesQuery(TypedDict, total=False):
    """Parameters of `/v1/places`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    type: (
        Literal["border_crossing", "city", "country", "province"]
        | list[Literal["border_crossing", "city", "country", "province"]]
    )
    """What sort of place."""
    country: str | list[str]
    """The country it is in (ISO 3166-1 alpha-3)."""
    parent: str | list[str]
    """The place it is in, by id."""
    q: str
    """Words to find in its names, in any language held."""
    sort: Literal["-id", "-name", "id", "name"] | list[Literal["-id", "-name", "id", "name"]]
    """Columns to sort by, `-` before one that descends."""


class GetPermitHoldersQuery(TypedDict, total=False):
    """Parameters of `/v1/permit-holders/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListPermitHoldersQuery(TypedDict, total=False):
    """Parameters of `/v1/permit-holders`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    category: str | list[str]
    """The permit category, by id."""
    jurisdiction: str | list[str]
    """Whose paper it is (ISO 3166-1 alpha-3)."""
    state: (
        Literal["cancelled", "in_force", "targeted", "threatened", "unspecified"]
        | list[Literal["cancelled", "in_force", "targeted", "threatened", "unspecified"]]
    )
    """What had become of the permits."""
    as_of_from: str
    """Holds for this day or later, or possibly so."""
    as_of_to: str
    """Holds for this day or earlier, or possibly so."""
    sort: (
        Literal[
            "-as_of",
            "-id",
            "-published",
            "-reported",
            "-stated_on",
            "as_of",
            "id",
            "published",
            "reported",
            "stated_on",
        ]
        | list[
            Literal[
                "-as_of",
                "-id",
                "-published",
                "-reported",
                "-stated_on",
                "as_of",
                "id",
                "published",
                "reported",
                "stated_on",
            ]
        ]
    )
    """Columns to sort by, `-` before one that descends. The id is always the last; what is unknown counts as lowest."""


class GetPermitCategoryQuery(TypedDict, total=False):
    """Parameters of `/v1/permit-categories/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListPermitCategoriesQuery(TypedDict, total=False):
    """Parameters of `/v1/permit-categories`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    jurisdiction: str | list[str]
    """Whose paper it is (ISO 3166-1 alpha-3)."""
    kind: (
        Literal["border_pass", "none", "refugee_card", "residence", "visa"]
        | list[Literal["border_pass", "none", "refugee_card", "residence", "visa"]]
    )
    """What sort of paper."""
    q: str
    """Words to find in its names."""
    sort: Literal["-id", "-name", "id", "name"] | list[Literal["-id", "-name", "id", "name"]]
    """Columns to sort by, `-` before one that descends."""


class GetFigureHistoryQuery(TypedDict, total=False):
    """Parameters of `/v1/figures/{id}/history`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class GetCitationQuery(TypedDict, total=False):
    """Parameters of `/v1/figures/{id}/citation`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    style: Literal["csl-json", "html", "markdown", "text"]
    """Plain text; HTML or Markdown, which link to the figure; or an item of CSL-JSON for a reference manager."""
    lang: Literal["en", "fa", "ps", "ur"]
    """The language of the sentence (ISO 639-1)."""


class GetFigureQuery(TypedDict, total=False):
    """Parameters of `/v1/figures/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListFiguresQuery(TypedDict, total=False):
    """Parameters of `/v1/figures`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    kind: (
        Literal["departures", "permit_holders", "population_estimates"]
        | list[Literal["departures", "permit_holders", "population_estimates"]]
    )
    """The kind of figure."""
    country: str | list[str]
    """A country people left, went to or are in, or whose paper they hold (ISO 3166-1 alpha-3)."""
    month: str
    """A month (`YYYY-MM`) that the period or date shares a day with. A running total reaches the day it was stated."""
    sort: (
        Literal[
            "-id",
            "-published",
            "-reported",
            "-stated_on",
            "id",
            "published",
            "reported",
            "stated_on",
        ]
        | list[
            Literal[
                "-id",
                "-published",
                "-reported",
                "-stated_on",
                "id",
                "published",
                "reported",
                "stated_on",
            ]
        ]
    )
    """Columns to sort by, `-` before one that descends. The id is always the last; what is unknown counts as lowest."""


class ListFigureChangesQuery(TypedDict, total=False):
    """Parameters of `/v1/feed`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    kind: (
        Literal["departures", "permit_holders", "population_estimates"]
        | list[Literal["departures", "permit_holders", "population_estimates"]]
    )
    """The kind of figure."""
    country: str | list[str]
    """A country people left, went to or are in, or whose paper they hold (ISO 3166-1 alpha-3)."""
    month: str
    """A month (`YYYY-MM`) that the period or date shares a day with. A running total reaches the day it was stated."""
    figure: str | list[str]
    """One figure, by id."""
    comparison: str | list[str]
    """Every figure that stands in a comparison, or did, by its id."""
    change: (
        Literal["added", "changed", "reinstated", "withdrawn"]
        | list[Literal["added", "changed", "reinstated", "withdrawn"]]
    )
    """What was done."""


class GetDepartureQuery(TypedDict, total=False):
    """Parameters of `/v1/departures/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListDepartureSeriesQuery(TypedDict, total=False):
    """Parameters of `/v1/departures/series`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    origin: str | list[str]
    """Where people left (ISO 3166-1 alpha-3)."""
    destination: str | list[str]
    """Where people went (ISO 3166-1 alpha-3)."""
    place: str | list[str]
    """Crossing or town, by id: a series of each, of the people counted there. Without it, those are some of the people over the whole border."""
    coverage: (
        Literal["cumulative", "period", "rate"] | list[Literal["cumulative", "period", "rate"]]
    )
    """A whole period, a running total, or a rate."""
    per: Literal["day", "month", "week", "year"] | list[Literal["day", "month", "week", "year"]]
    """The time unit of a rate."""
    since_event: str | list[str]
    """The policy event a running total counts from, by id."""
    movement: (
        Literal["arrival", "departure", "deportation", "return"]
        | list[Literal["arrival", "departure", "deportation", "return"]]
    )
    """How the source words the movement."""
    outlook: (
        Literal["expected", "observed", "planned"]
        | list[Literal["expected", "observed", "planned"]]
    )
    """Whether it happened, is forecast, or is planned."""
    country_as_given: str | list[str]
    """The code that a source gives for a country that ISO 3166-1 has not."""
    interval: Literal["month", "quarter", "year"]
    """How long an interval is."""
    movement_family: Literal["arrived", "left"] | list[Literal["arrived", "left"]]
    """Departures, returns and deportations (`left`), or arrivals (`arrived`)."""
    not_stated: (
        Literal["country_as_given", "destination", "nationality", "origin"]
        | list[Literal["country_as_given", "destination", "nationality", "origin"]]
    )
    """Only series of which this is not stated, where it is `null`."""
    period_from: str
    """Intervals that reach this day or later; they are worked out from figures of all days."""
    period_to: str
    """Intervals that begin on this day or earlier; they are worked out from figures of all days."""


class ListDeparturesQuery(TypedDict, total=False):
    """Parameters of `/v1/departures`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    claimant: str | list[str]
    """Who states it, by id."""
    claimant_type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body states it."""
    voice: Literal["claimant", "outlet"] | list[Literal["claimant", "outlet"]]
    """Whether a claimant states it or the outlet itself."""
    source: str | list[str]
    """What it was published in, by id."""
    nationality: str | list[str]
    """Nationality of the people counted (ISO 3166-1 alpha-3)."""
    legal_status: (
        Literal[
            "asylum_seeker",
            "documented",
            "other_in_need_of_protection",
            "other_of_concern",
            "permit_holder",
            "registered_refugee",
            "stateless",
            "undocumented",
            "unspecified",
        ]
        | list[
            Literal[
                "asylum_seeker",
                "documented",
                "other_in_need_of_protection",
                "other_of_concern",
                "permit_holder",
                "registered_refugee",
                "stateless",
                "undocumented",
                "unspecified",
            ]
        ]
    )
    """Legal status the source gives the people."""
    unit: (
        Literal["crossings", "families", "households", "permits", "persons"]
        | list[Literal["crossings", "families", "households", "permits", "persons"]]
    )
    """What is counted."""
    bound: (
        Literal["at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"]
        | list[
            Literal[
                "at_least", "at_most", "between", "less_than", "magnitude", "more_than", "point"
            ]
        ]
    )
    """What the words promise about the number."""
    approximate: bool
    """Whether the words hedge."""
    part_of: str | list[str]
    """The figure it is stated to be included in, by id."""
    certainly_at_least: int
    """The whole plausible range is at or above this number."""
    possibly_at_least: int
    """The plausible range reaches this number or more."""
    certainly_at_most: int
    """The whole plausible range is at or below this number."""
    possibly_at_most: int
    """The plausible range reaches this number or less."""
    published_from: str
    """Published on this day or later, or possibly so."""
    published_to: str
    """Published on this day or earlier, or possibly so."""
    published_before: str
    """The world's clock: only what had certainly been published by this day. `meta.undated` counts the figures this hides because no date is known."""
    q: str
    """Words to find in the names and titles of claimants, sources, places, countries and permit categories, in any language held; all of them must be found."""
    origin: str | list[str]
    """Where people left (ISO 3166-1 alpha-3)."""
    destination: str | list[str]
    """Where people went (ISO 3166-1 alpha-3)."""
    place: str | list[str]
    """Crossing or town, by id."""
    coverage: (
        Literal["cumulative", "period", "rate"] | list[Literal["cumulative", "period", "rate"]]
    )
    """A whole period, a running total, or a rate."""
    per: Literal["day", "month", "week", "year"] | list[Literal["day", "month", "week", "year"]]
    """The time unit of a rate."""
    since_event: str | list[str]
    """The policy event a running total counts from, by id."""
    movement: (
        Literal["arrival", "departure", "deportation", "return"]
        | list[Literal["arrival", "departure", "deportation", "return"]]
    )
    """How the source words the movement."""
    outlook: (
        Literal["expected", "observed", "planned"]
        | list[Literal["expected", "observed", "planned"]]
    )
    """Whether it happened, is forecast, or is planned."""
    country_as_given: str | list[str]
    """The code that a source gives for a country that ISO 3166-1 has not."""
    period_from: str
    """The period reaches this day or later. A running total reaches the day it was stated."""
    period_to: str
    """The period begins on this day or earlier."""
    sort: (
        Literal[
            "-id",
            "-period_end",
            "-period_start",
            "-published",
            "-reported",
            "-stated_on",
            "id",
            "period_end",
            "period_start",
            "published",
            "reported",
            "stated_on",
        ]
        | list[
            Literal[
                "-id",
                "-period_end",
                "-period_start",
                "-published",
                "-reported",
                "-stated_on",
                "id",
                "period_end",
                "period_start",
                "published",
                "reported",
                "stated_on",
            ]
        ]
    )
    """Columns to sort by, `-` before one that descends. The id is always the last; what is unknown counts as lowest."""


class GetCoverageQuery(TypedDict, total=False):
    """Parameters of `/v1/coverage`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class GetComparisonQuery(TypedDict, total=False):
    """Parameters of `/v1/comparisons/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    published_before: str
    """The world's clock: worked out anew from the figures that had certainly been published by this day. `meta.undated` counts those this hides because no date is known."""


class ListComparisonsQuery(TypedDict, total=False):
    """Parameters of `/v1/comparisons`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    kind: (
        Literal["departures", "permit_holders", "population_estimates"]
        | list[Literal["departures", "permit_holders", "population_estimates"]]
    )
    """The kind of figure."""
    verdict: (
        Literal["conflicting", "consistent", "progressing", "repeated", "single"]
        | list[Literal["conflicting", "consistent", "progressing", "repeated", "single"]]
    )
    """How the figures stand."""
    origin: str | list[str]
    """Where people left, or came from (ISO 3166-1 alpha-3)."""
    destination: str | list[str]
    """Where people went (ISO 3166-1 alpha-3)."""
    country: str | list[str]
    """Where people are, or whose paper they hold (ISO 3166-1 alpha-3)."""
    nationality: str | list[str]
    """Nationality of the people (ISO 3166-1 alpha-3)."""
    figure: str | list[str]
    """A figure that stands in it, by id."""
    figures_from: int
    """It has at least so many figures."""
    published_before: str
    """The world's clock: worked out anew from the figures that had certainly been published by this day. `meta.undated` counts those this hides because no date is known."""
    sort: Literal["-id", "-size", "id", "size"] | list[Literal["-id", "-size", "id", "size"]]
    """Columns to sort by, `-` before one that descends; `size` is how many figures it has."""


class GetClaimantQuery(TypedDict, total=False):
    """Parameters of `/v1/claimants/{id}`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""


class ListClaimantsQuery(TypedDict, total=False):
    """Parameters of `/v1/claimants`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    type: (
        Literal[
            "analyst",
            "de_facto_authority",
            "government",
            "media",
            "news_agency",
            "ngo",
            "un_agency",
        ]
        | list[
            Literal[
                "analyst",
                "de_facto_authority",
                "government",
                "media",
                "news_agency",
                "ngo",
                "un_agency",
            ]
        ]
    )
    """What sort of body."""
    country: str | list[str]
    """Whose it is (ISO 3166-1 alpha-3)."""
    q: str
    """Words to find in its names, in any language held."""
    sort: Literal["-id", "-name", "id", "name"] | list[Literal["-id", "-name", "id", "name"]]
    """Columns to sort by, `-` before one that descends."""


class ListChangesQuery(TypedDict, total=False):
    """Parameters of `/v1/changes`."""

    as_of_release: int | str
    """Answer exactly as Tally held it in this release: its number, or an instant (RFC 3339). Without it, the newest release answers."""
    limit: int
    """How many a page holds at most."""
    cursor: str
    """Where the page begins: taken from `links.next` of the page before, with the same filters and order. It keeps to the release of the first page. A cursor that Tally did not issue for this query is 404."""
    include: Literal["total"] | list[Literal["total"]]
    """`total` counts everything that matches into `meta.total`."""
    bom: bool
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8 in a file that is opened by a double click. Programs take it for a part of the first column's name. Other formats have none."""
    since_release: int
    """Only what later releases than this one did."""
    record_type: (
        Literal[
            "claimants",
            "departures",
            "permit_categories",
            "permit_holders",
            "places",
            "policy_events",
            "population_estimates",
            "sources",
        ]
        | list[
            Literal[
                "claimants",
                "departures",
                "permit_categories",
                "permit_holders",
                "places",
                "policy_events",
                "population_estimates",
                "sources",
            ]
        ]
    )
    """The type of record."""
    change: (
        Literal["added", "changed", "reinstated", "withdrawn"]
        | list[Literal["added", "changed", "reinstated", "withdrawn"]]
    )
    """What was done to it."""
