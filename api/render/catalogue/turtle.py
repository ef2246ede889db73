"""Nodes of JSON-LD as Turtle (w3.org/TR/turtle)."""

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import RDF, Graph, Literal, URIRef


def turtle_of(nodes: Iterable[Mapping[str, Any]], prefixes: Mapping[str, str]) -> bytes:
    """The same statements; every term in a node has one of the prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, address in prefixes.items():
        graph.bind(prefix, address)
    for node in nodes:
        about = URIRef(node["@id"])
        for term, given in node.items():
            values = given if isinstance(given, list) else [given]
            if term == "@type":
                for value in values:
                    graph.add((about, RDF.type, _named(value, prefixes)))
            elif not term.startswith("@"):
                for value in values:
                    graph.add((about, _named(term, prefixes), _thing(value, prefixes)))
    written: bytes = graph.serialize(format="turtle", encoding="utf-8")
    return written


def _named(term: str, prefixes: Mapping[str, str]) -> URIRef:
    """A term with a prefix, in full."""
    prefix, _, name = term.partition(":")
    return URIRef(prefixes[prefix] + name)


def _thing(value: str | dict[str, str], prefixes: Mapping[str, str]) -> URIRef | Literal:
    if isinstance(value, str):
        return Literal(value)
    if "@id" in value:
        return URIRef(value["@id"])
    type = value.get("@type")
    return Literal(
        value["@value"],
        lang=value.get("@language"),
        datatype=_named(type, prefixes) if type else None,
    )
