"""The catalogue as DCAT 3 (w3.org/TR/vocab-dcat-3), in the profile DCAT-AP 3.0, as JSON-LD.

Vocabularies of the Publications Office of the EU say the theme, the frequency, the file types, the
countries, the language and who may have access: DCAT-AP asks for them.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from api.licence import LICENCE
from api.render.catalogue.holding import ABOUT, PARTS, Holding, Part
from api.render.formats import Format

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_FILE_TYPES = {
    "json": "JSON",
    "csv": "CSV",
    "ndjson": "JSON",
    "jsonstat": "JSON",
    "sdmxcsv": "CSV",
    "atom": "ATOM",
    "jsonfeed": "JSON",
}
_LABELS = {
    "data-theme/SOCI": "Population and society",
    "planned-availability/STABLE": "stable",
}
_KEYWORDS = (
    "migration",
    "refugees",
    "deportation",
    "return",
    "displacement",
    "border",
    "statistics",
)

_CLASSES = {
    "dcat:accessURL": "rdfs:Resource",
    "dcat:downloadURL": "rdfs:Resource",
    "dcat:endpointDescription": "rdfs:Resource",
    "dcat:endpointURL": "rdfs:Resource",
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dct:MediaType",
    "dcat:packageFormat": "dct:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcatap:availability": "skos:Concept",
    "dct:accessRights": "dct:RightsStatement",
    "dct:accrualPeriodicity": "dct:Frequency",
    "dct:conformsTo": "dct:Standard",
    "dct:format": "dct:MediaTypeOrExtent",
    "dct:language": "dct:LinguisticSystem",
    "dct:spatial": "dct:Location",
    "foaf:homepage": "foaf:Document",
    "foaf:page": "foaf:Document",
}
"""What DCAT-AP asks the things to be that a term leads to."""

CONTEXT: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes alone: every term says itself what it is."""


def as_json_ld(holding: Holding) -> bytes:
    """The catalogue as JSON-LD 1.1; it fetches no context."""
    document = {"@context": CONTEXT, "@graph": _graph(holding)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def as_turtle(holding: Holding) -> bytes:
    """The same as Turtle."""
    from api.render.catalogue.turtle import turtle_of  # rdflib: seldom needed, slow to import

    return turtle_of(_graph(holding), CONTEXT)


def _several(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _graph(holding: Holding) -> list[dict[str, Any]]:
    base = holding.base_url
    whole = _whole(holding)
    parts = [_part(part, holding) for part in PARTS]
    catalogue = {
        "@id": f"{base}/catalog.jsonld#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _said("Tally"),
        "dct:description": _said(ABOUT),
        "dct:publisher": _one(_publisher(base)),
        "dct:language": _one(f"{_EU}/language/ENG"),
        "dct:license": _one(LICENCE.url),
        "dct:issued": _instant(holding.issued),
        "dct:modified": _instant(holding.modified),
        "dct:spatial": _places(holding),
        "dcat:themeTaxonomy": _one(f"{_EU}/data-theme"),
        "foaf:homepage": _one(f"{base}/"),
        "dcat:service": _one(f"{base}/v1#service"),
        "dcat:dataset": [_one(one["@id"]) for one in (whole, *parts)],
    }
    described = [
        catalogue,
        whole,
        *parts,
        *_downloads(holding),
        _service(holding, [one["@id"] for one in (whole, *parts)]),
        *_things(holding),
    ]
    return [*described, *_referred(described)]


def _whole(holding: Holding) -> dict[str, Any]:
    base = holding.base_url
    described = _dataset(f"{base}/#dataset", "Migration figures as somebody stated them", holding)
    return described | {
        "dct:description": _said(ABOUT),
        "dcat:landingPage": _one(f"{base}/"),
        "dct:hasPart": [_one(_id(part, base)) for part in PARTS],
        "dcat:distribution": [
            _one(f"{base}/v1/figures.csv#file"),
            _one(f"{base}/v1/figures.json#file"),
            _one(f"{base}/v1/releases/{holding.release}/tally.zip#file"),
        ],
    }


def _part(part: Part, holding: Holding) -> dict[str, Any]:
    base = holding.base_url
    return _dataset(_id(part, base), part.title, holding) | {
        "dct:description": _said(part.description),
        "dct:isPartOf": _one(f"{base}/#dataset"),
        "dcat:landingPage": _one(f"{base}/docs"),
        "dcat:distribution": [_one(f"{address}#file") for _, address in part.addresses(base)],
    }


def _dataset(id: str, title: str, holding: Holding) -> dict[str, Any]:
    base = holding.base_url
    described: dict[str, Any] = {
        "@id": id,
        "@type": "dcat:Dataset",
        "dct:identifier": id,
        "dct:title": _said(title),
        "dct:publisher": _one(_publisher(base)),
        "dcat:theme": _one(f"{_EU}/data-theme/SOCI"),
        "dcat:keyword": [_said(word) for word in _KEYWORDS],
        "dct:language": _one(f"{_EU}/language/ENG"),
        "dct:accessRights": _one(f"{_EU}/access-right/PUBLIC"),
        "dct:accrualPeriodicity": _one(f"{_EU}/frequency/IRREG"),
        "dct:issued": _instant(holding.issued),
        "dct:modified": _instant(holding.modified),
        "dcat:version": str(holding.release),
        "dct:spatial": _places(holding),
        "foaf:page": _one(f"{base}/docs/method"),
    }
    if holding.months:
        described["dct:temporal"] = _one(f"{base}/catalog.jsonld#period")
    return described


def _downloads(holding: Holding) -> list[dict[str, Any]]:
    base = holding.base_url
    addresses = [
        (format, address, part.title) for part in PARTS for format, address in part.addresses(base)
    ]
    figures = Part(path="/v1/figures", title="All figures", description="", formats=("csv", "json"))
    addresses += [(format, address, figures.title) for format, address in figures.addresses(base)]
    bulk = f"{base}/v1/releases/{holding.release}/tally.zip"
    return [
        *(_download(format, address, title, holding) for format, address, title in addresses),
        _file(bulk, f"Release {holding.release} in bulk, for good", holding)
        | {
            "dct:format": _one(f"{_EU}/file-type/CSV"),
            "dcat:mediaType": _one(f"{_IANA}/text/csv"),
            "dcat:packageFormat": _one(f"{_IANA}/application/zip"),
            "dct:conformsTo": _one("https://datapackage.org/profiles/2.0/datapackage.json"),
            "dcat:downloadURL": _one(bulk),
        },
    ]


def _download(format: Format, address: str, title: str, holding: Holding) -> dict[str, Any]:
    return _file(address, f"{title}: {format.name}", holding) | {
        "dct:format": _one(f"{_EU}/file-type/{_FILE_TYPES[format.name]}"),
        "dcat:mediaType": _one(f"{_IANA}/{format.media_type}"),
        "dcat:downloadURL": _one(address),
        "dcat:accessService": _one(f"{holding.base_url}/v1#service"),
        "dct:description": _said(format.description),
    }


def _file(address: str, title: str, holding: Holding) -> dict[str, Any]:
    return {
        "@id": f"{address}#file",
        "@type": "dcat:Distribution",
        "dct:title": _said(title),
        "dcat:accessURL": _one(address),
        "dct:license": _one(LICENCE.url),
        "dct:rights": _one(f"{holding.base_url}/catalog.jsonld#rights"),
        "dct:modified": _instant(holding.modified),
        "dcatap:availability": _one(f"{_EU}/planned-availability/STABLE"),
    }


def _service(holding: Holding, served: list[str]) -> dict[str, Any]:
    base = holding.base_url
    return {
        "@id": f"{base}/v1#service",
        "@type": "dcat:DataService",
        "dct:title": _said("The API of Tally"),
        "dct:description": _said("Read-only and keyless, under /v1, described by OpenAPI 3.1."),
        "dct:publisher": _one(_publisher(base)),
        "dct:license": _one(LICENCE.url),
        "dct:accessRights": _one(f"{_EU}/access-right/PUBLIC"),
        "dcat:endpointURL": _one(f"{base}/v1"),
        "dcat:endpointDescription": _one(f"{base}/openapi.json"),
        "dcat:landingPage": _one(f"{base}/docs"),
        "dcat:servesDataset": [_one(id) for id in served],
    }


def _things(holding: Holding) -> list[dict[str, Any]]:
    """What the rest refers to, and what sort of thing each is."""
    base = holding.base_url
    things: list[dict[str, Any]] = [
        {"@id": _publisher(base), "@type": "foaf:Agent", "foaf:name": _said("Tally")},
        {"@id": LICENCE.url, "@type": "dct:LicenseDocument", "dct:title": _said(LICENCE.name)},
        {
            "@id": f"{_EU}/data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _said("Data theme"),
        },
        *(
            {"@id": f"{_EU}/{code}", "@type": "skos:Concept", "skos:prefLabel": _said(label)}
            for code, label in _LABELS.items()
        ),
        {
            "@id": f"{base}/catalog.jsonld#rights",
            "@type": "dct:RightsStatement",
            "rdfs:label": _said("Credit Tally, and name the source that a row names."),
        },
    ]
    if holding.months:
        first, last = holding.months[0], holding.months[-1]
        things.append(
            {
                "@id": f"{base}/catalog.jsonld#period",
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": {"@value": first, "@type": "xsd:gYearMonth"},
                "dcat:endDate": {"@value": last, "@type": "xsd:gYearMonth"},
            }
        )
    return things


def _referred(described: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What sort of thing everything is that is only referred to."""
    known = {node["@id"] for node in described}
    found: dict[str, dict[str, None]] = {}
    for node in described:
        for term in _CLASSES.keys() & node.keys():
            for value in _several(node[term]):
                if value["@id"] not in known:
                    found.setdefault(value["@id"], {})[_CLASSES[term]] = None
    return [{"@id": id, "@type": sorted(found[id])} for id in sorted(found)]


def _publisher(base_url: str) -> str:
    return f"{base_url}/#publisher"


def _id(part: Part, base_url: str) -> str:
    return f"{base_url}{part.path}#dataset"


def _places(holding: Holding) -> list[dict[str, str]]:
    return [_one(f"{_EU}/country/{code}") for code in holding.countries]


def _one(address: str) -> dict[str, str]:
    return {"@id": address}


def _said(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _instant(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:dateTime"}
