"""The datasets of a DCAT catalogue in RDF (graph.py), as trees.

Keys are prefixed names (`dct:title`, `dcat:distribution`), whole addresses where a vocabulary is not known here. What
else the graph describes stands inside (`dcat:distribution[].dcat:accessURL`), its address as `@id`; what it only names
is its address. Literals are their texts: those of the wanted language under the plain name, the others under
`dct:title@en` (languages.py). `@key` is the publisher's key: dct:identifier, else the address of the dataset.

A graph has no order, so datasets come in the order of their addresses and values in that of their texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from harvesters.readers.graph import Graph, address, literal, pairs, read_graph
from harvesters.readers.languages import by_language
from harvesters.readers.trees import end_of, parts_of, rules_of

DEEPEST = 6
"""Things in things of one dataset; a checksum of a distribution is the third."""
MOST_THINGS = 50_000
"""Inside of one dataset."""

DCAT, HYDRA = "http://www.w3.org/ns/dcat#", "http://www.w3.org/ns/hydra/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OTHERS = frozenset(f"<{DCAT}{name}" for name in ("Catalog", "DataService", "DatasetSeries", "CatalogRecord"))
"""Types of what is no dataset, be it called one also."""
ON_THEIR_OWN = OTHERS | {f"<{DCAT}Dataset"}
"""Types of what is named inside of a dataset, but not repeated there."""

PREFIXES: Mapping[str, str] = {
    DCAT: "dcat",
    HYDRA: "hydra",
    "http://purl.org/dc/terms/": "dct",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/2006/vcard/ns#": "vcard",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.w3.org/ns/adms#": "adms",
    "http://www.w3.org/ns/prov#": "prov",
    "http://www.w3.org/ns/locn#": "locn",
    "http://www.w3.org/ns/odrl/2/": "odrl",
    "http://www.w3.org/2006/time#": "time",
    "http://www.w3.org/ns/dqv#": "dqv",
    "http://spdx.org/rdf/terms#": "spdx",
    "http://schema.org/": "schema",
    "https://schema.org/": "schema",
    "http://data.europa.eu/r5r/": "dcatap",
    "http://www.opengis.net/ont/geosparql#": "geosparql",
}
NAMES: Mapping[str, str] = {
    "dct:publisher": "foaf:name",
    "dct:creator": "foaf:name",
    "dct:rightsHolder": "foaf:name",
    "dct:spatial": "skos:prefLabel",
    "dcat:contactPoint": "vcard:fn",
    "dct:provenance": "rdfs:label",
}
"""Where a thing belongs and only a text stands: that is what the thing is called."""
ADDRESSES = ("dcat:accessURL", "dcat:downloadURL")
WITHOUT_ADDRESS = "dcat:distribution without address"


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a catalogue (readers.trees); raises StructureBroken.

    Of hydra are `next`, the next page, and `last`, the last one where that is not this one; `is_catalogue` says whether
    it is one, be it empty.
    """
    rules = rules_of(question["rules"])
    found = read_graph(body, question["charset"], rules.own.get("syntax"), rules.encoding)
    catalogue = Catalogue(found.graph, rules.language)
    yield from parts_of(catalogue.trees(), rules)
    problems = {**found.problems, **catalogue.problems()}
    yield end_of(
        found.charset,
        problems,
        total=catalogue.said("totalItems"),
        next=catalogue.said("next", "nextPage"),
        last=catalogue.last(),
        is_catalogue=catalogue.is_one,
    )


class Catalogue:
    """The datasets of one graph."""

    def __init__(self, graph: Graph, language: str | None) -> None:
        self._graph, self._language = graph, language
        self._named: set[str] = set()  # nodes that a catalogue calls datasets
        self._hydra: dict[str, set[str]] = {}  # word of hydra -> what it says
        self._pages: set[str] = set()  # addresses of what speaks of itself in words of hydra
        self.is_one = False
        for subject, said in graph.items():
            for predicate, node in pairs(said):
                self.is_one |= predicate == TYPE and node == f"<{DCAT}Catalog"
                if predicate == f"{DCAT}dataset":
                    self._named.add(node)
                elif predicate.startswith(HYDRA):
                    self._hydra.setdefault(predicate.removeprefix(HYDRA), set()).add(_text(node))
                    self._pages.add(address(subject))
        self.is_one |= bool(self._hydra or self._named)
        self._left_out = self._inside = 0

    def trees(self) -> Iterator[dict[str, Any]]:
        """A tree for each dataset that is described, those without an address last."""
        datasets = self._datasets() & self._graph.keys()
        blank = [(_digest(self.tree(node)), node) for node in datasets if node.startswith("_")]
        for node in (*sorted(node for node in datasets if node.startswith("<")), *(node for _, node in sorted(blank))):
            yield self.tree(node)

    def tree(self, dataset: str) -> dict[str, Any]:
        """All that is known of a dataset."""
        self._inside = 0
        tree = self._thing(dataset, ())
        identifier = tree.get("dct:identifier", tree.get("@id"))
        tree["@key"] = identifier[0] if isinstance(identifier, list) else identifier
        return tree

    def said(self, *names: str) -> str | None:
        """What the page says of itself in the words of hydra."""
        return min((text for name in names for text in self._hydra.get(name, ())), default=None)

    def last(self) -> str | None:
        """The last page, where it is neither this one nor the first."""
        last = self.said("last", "lastPage")
        return None if last == self.said("first", "firstPage") or last in self._pages else last

    def problems(self) -> dict[str, int]:
        """What stands in no tree: code -> how many."""
        undescribed = 0 if self._hydra else sum(node not in self._graph for node in self._datasets())
        found = {"tree-cut": self._left_out, "dataset-undescribed": undescribed}
        return {code: count for code, count in found.items() if count}

    def _datasets(self) -> set[str]:
        found = {node for node in self._graph if f"<{DCAT}Dataset" in self._types(node)} | self._named
        return {node for node in found if not node.startswith('"') and not OTHERS & self._types(node)}

    def _types(self, node: str) -> set[str]:
        return {said for predicate, said in pairs(self._graph.get(node, ())) if predicate == TYPE}

    def _thing(self, node: str, above: tuple[str, ...]) -> dict[str, Any]:
        """What the graph says of a node inside of those above it; its types only where it is a dataset."""
        tree: dict[str, Any] = {"@id": address(node)} if node.startswith("<") else {}
        grouped: dict[str, set[str]] = {}
        for predicate, said in pairs(self._graph[node]):
            grouped.setdefault(predicate, set()).add(said)
        for predicate in sorted(grouped):
            if predicate != TYPE or not above:
                tree.update(self._values(prefixed(predicate), grouped[predicate], (*above, node)))
        return tree

    def _values(self, name: str, nodes: set[str], above: tuple[str, ...]) -> dict[str, Any]:
        texts, others = by_language((literal(node) for node in nodes if node.startswith('"')), self._language)
        things = [self._inner(node, above) for node in nodes if not node.startswith('"')]
        values = [{NAMES[name]: text} if name in NAMES else text for text in texts]
        found = _with_addresses(name, [*values, *(thing for thing in things if thing is not None)])
        found |= {f"{name}@{tag}": sorted(words) for tag, words in others.items()}
        return {key: _sorted(each) for key, each in found.items() if each}

    def _inner(self, node: str, above: tuple[str, ...]) -> Any:
        """A node inside: a tree, or its address, or None for one that has neither."""
        name = address(node) if node.startswith("<") else None
        if node not in self._graph or node in above or (name and ON_THEIR_OWN & self._types(node)):
            return name
        self._inside += 1
        if len(above) >= DEEPEST or self._inside > MOST_THINGS:
            self._left_out += 1
            return name
        return self._thing(node, above)


def _with_addresses(name: str, values: list[Any]) -> dict[str, list[Any]]:
    """Distributions, of which each needs an address where it is had; one without any stands aside."""
    if name != "dcat:distribution":
        return {name: values}
    found: dict[str, list[Any]] = {name: [], WITHOUT_ADDRESS: []}
    for value in values:
        given = next((value[key] for key in ADDRESSES if key in value), None) if isinstance(value, dict) else None
        if given is None:
            found[WITHOUT_ADDRESS].append(value)
        else:
            found[name].append({"dcat:accessURL": given, **value})
    return found


@lru_cache(maxsize=10_000)
def prefixed(iri: str) -> str:
    """The short name of an address in a vocabulary that is known, else the address."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = PREFIXES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and cut < len(iri) else iri


def _text(node: str) -> str:
    return literal(node)[1] if node.startswith('"') else address(node)


def _sorted(values: Sequence[Any]) -> Any:
    """Many values in an order of their own, or the single one."""
    if len(values) == 1:
        return values[0]
    return sorted(values, key=lambda value: value if isinstance(value, str) else _shown(value))


def _shown(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)


def _digest(tree: Any) -> str:
    return hashlib.sha256(_shown(tree).encode(errors="replace")).hexdigest()
