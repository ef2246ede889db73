"""What is a figure in the terms of schema.org, without a number stronger than its words?

An ``Observation``. ``value`` stands where the words name a number as just that; else ``minValue``
and ``maxValue``, as far as the words state them. What they say of the number goes along as
``measurementQualifier``. What the text only implies is left out.
"""

from api.embeds.linked import Linked
from api.schemas.figures import AnyFigure, Departure
from api.schemas.parts import Period, SourceRef
from models.countries import country_name

_ABOUT = ("origin", "country", "jurisdiction", "destination")
_SOURCES = {"article": "Article", "report": "Report", "dataset": "Dataset"}
_LENGTHS = {"day": 10, "month": 7, "year": 4}


def observation(figure: AnyFigure, title: str, address: str) -> Linked:
    """The figure as an ``Observation``, on the page at an address."""
    value = figure.value
    exact = value.bound == "point" and value.reported is not None
    stated = {name: code for name in _ABOUT if (code := _stated(figure, name))}
    period = figure.period if isinstance(figure, Departure) else figure.as_of
    dated = "period" if isinstance(figure, Departure) else "as_of"
    return {
        "@context": "https://schema.org",
        "@type": "Observation",
        "@id": f"{address}#observation",
        "mainEntityOfPage": address,
        "name": title,
        "description": figure.citation,
        "value": value.reported if exact else None,
        "minValue": None if exact else value.lower,
        "maxValue": None if exact else value.upper,
        "measurementQualifier": value.as_printed,
        "unitText": _stated(figure, "unit", value.unit),
        "variableMeasured": figure.__struct_config__.tag,
        "observationAbout": [
            {"@type": "Country", "name": country_name(code), "identifier": code}
            for code in stated.values()
        ],
        "observationDate": _date(period) if dated not in figure.inferred else None,
        "subjectOf": source_linked(figure.source),
    }


def _stated(figure: AnyFigure, name: str, value: str | None = None) -> str | None:
    held: str | None = value or getattr(figure, name, None)
    return None if name in figure.inferred else held


def _date(period: Period) -> str | None:
    """The day, month or year of a period that is just one, as ISO 8601 writes it."""
    length = _LENGTHS.get(period.precision or "")
    if not length or period.start is None or period.end is None:
        return None
    first, last = period.start[:length], period.end[:length]
    return first if first == last else None


def source_linked(source: SourceRef) -> Linked:
    """What was published: ``Article``, ``Report`` or ``Dataset``; no date but a printed one."""
    published = source.published
    known = published.basis == "printed" and published.earliest == published.latest
    return {
        "@type": _SOURCES[source.kind],
        "name": source.title,
        "publisher": (
            {"@type": "Organization", "name": source.publisher} if source.publisher else None
        ),
        "datePublished": published.latest if known else None,
        "url": source.url,
    }
