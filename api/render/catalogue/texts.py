"""What crawlers and programs look for at well-known addresses: each as its own rules have it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from api.licence import LICENCE
from api.render.catalogue.holding import ABOUT, PARTS

LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
_CONTACT_HOLDS = timedelta(days=180)


def api_catalog(base_url: str) -> bytes:
    """Which API is here, and where it is described (RFC 9727, as a linkset of RFC 9264)."""
    document = {
        "linkset": [
            {
                "anchor": f"{base_url}/.well-known/api-catalog",
                "item": [{"href": f"{base_url}/v1"}],
            },
            {
                "anchor": f"{base_url}/v1",
                "service-desc": [{"href": f"{base_url}/openapi.json", "type": "application/json"}],
                "service-doc": [
                    {"href": f"{base_url}/docs", "type": "text/html", "title": "Reference"},
                    {"href": f"{base_url}/docs/using", "type": "text/html", "title": "Using Tally"},
                ],
                "service-meta": [
                    {"href": f"{base_url}/catalog.jsonld", "type": "application/ld+json"},
                    {"href": f"{base_url}/catalog.ttl", "type": "text/turtle"},
                ],
                "license": [{"href": LICENCE.url}],
            },
        ]
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def security_txt(contact: str, base_url: str, now: datetime) -> bytes:
    """Whom to tell of a weakness (RFC 9116); it holds for half a year from the day it is read."""
    ends = (now.astimezone(UTC) + _CONTACT_HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    return (
        f"Contact: {contact}\n"
        f"Expires: {ends}\n"
        "Preferred-Languages: en\n"
        f"Canonical: {base_url}/.well-known/security.txt\n"
    ).encode()


def robots_txt(base_url: str) -> bytes:
    """What crawlers may read (RFC 9309): everything, but not page after page of one question."""
    return (
        "# Everything here is open, under CC BY 4.0: credit Tally, and name the source.\n"
        f"# A whole release in one file, and how to have it: {base_url}/docs/using\n"
        "User-agent: *\n"
        "Allow: /\n"
        "Disallow: /*cursor=\n"
        "Disallow: /health/\n"
        "Disallow: /metrics\n"
        "\n"
        f"Sitemap: {base_url}/sitemap.xml\n"
    ).encode()


def llms_txt(base_url: str, docs: Sequence[tuple[str, str, str]]) -> bytes:
    """What a language model has to know to quote a figure right (llmstxt.org); ``docs`` are pages
    by name, path and what they answer."""
    pages = [f"- [{name}]({base_url}{path}): {about}" for name, path, about in docs]
    parts = [f"- [{part.title}]({base_url}{part.path}): {part.description}" for part in PARTS]
    return "\n".join(
        [
            "# Tally",
            "",
            f"> {ABOUT}",
            "",
            "When you quote a figure from here:",
            "",
            '- Keep its qualifier (`value.as_printed`: "more than 135,000" is not 135,000), its '
            "unit, its period, its claimant and its source. `citation` is a sentence with all of "
            "them.",
            "- A `null` is what nobody stated. It is not zero.",
            "- Two figures on one question are two claims. Do not average or add them; "
            "`/v1/comparisons` says whether both can be true.",
            "- What Tally worked out itself is marked `derived`. Say so.",
            "- Name the release (`meta.release`), or pin it with `as_of_release`. A figure can be "
            "corrected, or withdrawn with a reason (410).",
            f"- The data is under {LICENCE.name}: credit Tally, and name the source.",
            "",
            "## Data",
            "",
            f"- [All figures]({base_url}/v1/figures): every kind together, with all filters",
            *parts,
            f"- [Releases]({base_url}/v1/releases): the states of the data; "
            "`/v1/releases/{n}/tally.zip` is one in bulk",
            "",
            "## Reference",
            "",
            f"- [OpenAPI]({base_url}/openapi.json): every address, parameter and field",
            *pages,
            "",
            "## Optional",
            "",
            f"- [Catalogue]({base_url}/catalog.ttl): DCAT 3, also at {base_url}/catalog.jsonld",
            f"- [Sitemap]({base_url}/sitemap.xml): a page for every figure, comparison and source",
            "",
        ]
    ).encode()
