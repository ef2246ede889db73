"""How is schema.org's JSON-LD written into a page, whatever stands in the data?"""

import json
from typing import Any

from markupsafe import Markup

Linked = dict[str, Any]
"""A document of schema.org terms; ``None`` and empty parts are left out when it is written."""

_MEANT_BY_HTML = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&"})


def written_in_script(document: Linked) -> Markup:
    """The document as JSON that can stand inside a ``script`` element.

    Nothing in it can end the element or open a comment (HTML, 13.1.2.1 and 4.12.1.3), and all that
    is not ASCII, controls of direction among it, is written as an escape.
    """
    text = json.dumps(_without_gaps(document), ensure_ascii=True, separators=(",", ":"))
    return Markup(text.translate(_MEANT_BY_HTML))


def part_of_all(base_url: str, address: str, name: str, description: str, lang: str) -> Linked:
    """A ``Dataset`` that is a part of all that Tally holds, with the licence of all of it."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{address}#dataset",
        "url": address,
        "name": name,
        "description": description,
        "inLanguage": lang,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "isPartOf": f"{base_url}/#dataset",
    }


def _without_gaps(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _without_gaps(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one is not None and one != []}
    if isinstance(value, list):
        return [_without_gaps(one) for one in value]
    return value
