"""An RDF document as a graph in little memory: what is said of each subject. Knows no vocabulary but RDF's own.

A node is a text whose first letter says what it is: `<` an address (IRI), `_` a blank node, `"` a literal with the tag
of its language before a second `"`. Order, which RDF has not, is left to whoever reads it.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox

from harvesters.decode import Received, decode
from harvesters.errors import StructureBroken
from harvesters.readers.xml import Made, to_utf8

Graph = Mapping[str, list[str]]
"""Subject -> what is said of it: predicate, object, predicate, object …; predicates without their `<`."""

FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
}
BASE = "x-relative://doc/1/2/3/4/"
"""Relative addresses are kept as they stand: a reader does not know where its document lies."""
_CLIMBS = tuple((up * "../", BASE[: len(BASE) - 2 * up]) for up in range(4))
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_REMOTE = "remote context"
_HEAD = 4_096
_PERHAPS_FORBIDDEN = (b"\0", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")
"""How NUL and noncharacters look in UTF-8; some letters look so too, and are only looked at more closely."""
_PIECE = 2**20


class Read(NamedTuple):
    """A graph, the charset of its text, and its problems: code -> how many."""

    graph: Graph
    charset: str
    problems: dict[str, int]


def read_graph(body: bytes, charset: str | None, syntax: str | None, encoding: str | None) -> Read:
    """The graph of a document; `syntax` and `encoding` are what the source file says. Raises StructureBroken."""
    form = syntax or syntax_of(body)
    made = to_utf8(body, charset, encoding) if form == "rdfxml" else _to_utf8(body, charset, encoding)
    graph = _well_formed(made.body, FORMATS[form])
    if graph is not None:
        return Read(graph, made.charset, made.problems)
    graph = _parsed(made.body, FORMATS[form], is_lenient=True)
    return Read(graph, made.charset, {**made.problems, "rdf-lenient": _strange_iris(graph)})


def syntax_of(body: bytes) -> str:
    """The name of a document's syntax by its first bytes: media types are wrong too often, and N-Triples is Turtle."""
    head = body[:_HEAD].decode("utf-8-sig", "replace").lstrip("\ufeff \t\r\n")
    if head.startswith(("<?xml", "<!")) or re.match(r"<[\w.-]+:RDF[\s>]", head):
        return "rdfxml"
    if head.startswith("{") or re.match(r"\[\s*[{\[]", head):
        return "jsonld"
    return "turtle"


def _to_utf8(body: bytes, charset: str | None, encoding: str | None) -> Made:
    """What is UTF-8 and holds nothing that has to be replaced stays as it is, without a second copy of it."""
    if encoding is None and _is_plain_utf8(body):
        return Made(body, "utf-8", {})
    decoded = decode(Received(body, "text/plain", charset), encoding)
    return Made(decoded.text.encode(), decoded.charset, decoded.problems)


def _is_plain_utf8(body: bytes) -> bool:
    """Whether it is UTF-8 without a mark, a NUL and what looks like a noncharacter; looked at in pieces."""
    if body.startswith(codecs.BOM_UTF8) or any(sign in body for sign in _PERHAPS_FORBIDDEN):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _well_formed(body: bytes, form: ox.RdfFormat) -> dict[str, list[str]] | None:
    """The graph of a document as the standard wants it. None keeps no error, which would keep the half of a graph."""
    try:
        return _parsed(body, form, is_lenient=False)
    except StructureBroken:
        return None


def _parsed(body: bytes, form: ox.RdfFormat, is_lenient: bool) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {}
    known: dict[str, str] = {}  # each address once
    try:
        for quad in ox.parse(io.BytesIO(body), format=form, base_iri=BASE, lenient=is_lenient):
            subject, said = _node(quad.subject, known), _node(quad.object, known)
            if subject and said:
                predicate = quad.predicate.value
                graph.setdefault(subject, []).extend((known.setdefault(predicate, predicate), said))
    except SyntaxError as error:
        if _REMOTE in str(error):
            raise StructureBroken("context-elsewhere") from None
        raise StructureBroken("rdf-broken", line=error.lineno or 1) from None
    except ValueError:
        raise StructureBroken("rdf-broken", line=1) from None
    return graph


def _node(term: Any, known: dict[str, str]) -> str:
    """A term as a node; a triple about triples is none."""
    if isinstance(term, ox.NamedNode):
        text = f"<{term.value}"
        return known.setdefault(text, text)
    if isinstance(term, ox.BlankNode):
        text = f"_{term.value}"
        return known.setdefault(text, text)
    return f'"{term.language or ""}"{term.value}' if isinstance(term, ox.Literal) else ""


def literal(node: str) -> tuple[str, str]:
    """(tag of the language or nothing, text) of a literal."""
    tag, _, text = node[1:].partition('"')
    return tag, text


def address(node: str) -> str:
    """The address of an IRI as the document has it: a relative one stays relative."""
    if not node.startswith("<x-relative:"):
        return node[1:]
    for climb, base in _CLIMBS:
        if node.startswith(base, 1):
            return climb + node[1 + len(base) :]
    return node[1:].removeprefix("x-relative://doc").removeprefix("x-relative:")


def pairs(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(predicate, object) of all that is said of a subject."""
    return zip(said[::2], said[1::2], strict=True)


def _strange_iris(graph: Graph) -> int:
    """How many addresses no standard allows."""
    nodes = {node for subject, said in graph.items() for node in (subject, *said[1::2]) if node.startswith("<")}
    return sum(_NOT_IN_IRI.search(node, 1) is not None for node in nodes)
