"""XML: its rows as trees, one after the other, however long the document is.

A tree: an element with neither attributes nor elements inside is its text; any other is a map of the local names of
what is in it, attributes as `@name`, the text beside or between elements as `#text`. Several of one name are a list.
Rows are named by the path of local names from below the root; without one the root is the only row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from harvesters.decode import Received, decode
from harvesters.errors import StructureBroken
from harvesters.readers.trees import end_of, parts_of, rules_of
from harvesters.refusals import refuse_dtd

DEEPEST = 200
"""Elements in elements; the parser itself stands 256."""
PIECE = 65_536
MOST_MET = 1_000
"""Names of elements that are remembered to tell what stands where rows should."""

Names = tuple[str, ...]
"""Local names of elements, from below the root."""

_CONTROLS = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f]|&#(?:[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F])|0*(?:[1-8]|1[124-9]|2[0-9]|3[01]));"
)
"""What no XML may hold, and publishers write into texts that were copied from elsewhere."""
_NO_CONTENT = "http://www.w3.org/2001/XMLSchema-instance"


class Made(NamedTuple):
    """A document as its parser takes it: UTF-8, the charset it was read in, and its problems (decode.Decoded)."""

    body: bytes
    charset: str
    problems: dict[str, int]


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a document (readers.trees); raises StructureBroken, for broken XML after the rows before that.

    `rows-missing` where there is no row and what should hold them is not there or holds something else: what says that
    something went wrong is no empty list.
    """
    rules = rules_of(question["rules"])
    made = to_utf8(body, question["charset"], rules.encoding)
    names = tuple(step for step in rules.rows if isinstance(step, str))
    yield from parts_of(_rows(made.body, names), rules)
    yield end_of(made.charset, made.problems)


def _rows(body: bytes, names: Names) -> Iterator[Any]:
    met: set[Names] = set()
    is_empty = True
    for _, tree in elements(body, {names}, met):
        is_empty = False
        yield tree
    holder = names[:-1]
    if is_empty and (holder not in met or any(len(one) == len(names) and one[:-1] == holder for one in met)):
        given = {one[-1] for one in met if one and one[:-1] == (holder if holder in met else ())}
        raise StructureBroken("rows-missing", given=", ".join(sorted(given))[:200])


def to_utf8(body: bytes, charset: str | None, encoding: str | None) -> Made:
    """The text of a document, decoded by us; `encoding` is what the source file says.

    Raises StructureBroken for a DTD.
    """
    decoded = decode(Received(body, "", charset), encoding)  # whatever the media type, the declaration counts
    text, controls = _CONTROLS.subn("\ufffd", without_declaration(decoded.text))
    problems = dict(decoded.problems)
    if controls:
        problems["bad-characters"] = problems.get("bad-characters", 0) + controls
    made = text.encode()
    refuse_dtd(made)
    return Made(made, decoded.charset, problems)


def without_declaration(text: str) -> str:
    """The text of a document without its XML declaration, and without what stands before that.

    Only at the beginning is it one; anywhere else the same signs are the publisher's text.
    """
    begun = text.lstrip("\ufeff \t\r\n")
    end = begun.find(">")
    is_declared = begun.startswith("<?xml") and begun[5:6].isspace() and begun[end - 1 : end] == "?"
    return begun[end + 1 :] if is_declared else text.lstrip("\ufeff")


def elements(body: bytes, wanted: Collection[Names], met: set[Names] | None = None) -> Iterator[tuple[Names, Any]]:
    """(its names, its tree) of each wanted element in the order of their ends; no names mean the root.

    `met` gets the names of the elements around the wanted ones and beside them, as far as there are not too many.
    Raises StructureBroken where the document is broken, after what ended before.
    """
    target = _Target(wanted, met if met is not None else set())
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # comments and bytes, of which its type speaks, never come
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for start in range(0, len(body), PIECE):
            parser.feed(body[start : start + PIECE])
            yield from target.take()
        parser.close()
    except etree.XMLSyntaxError as error:
        yield from target.take()
        raise StructureBroken("xml-broken", line=error.lineno or 1) from None
    yield from target.take()


class _Node:
    """An element that is being read: what is in it by name, and all text in it in order."""

    __slots__ = ("has_own_text", "members", "texts")

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.members: dict[str, Any] = {
            f"@{_local(name)}": value for name, value in attributes.items() if _NO_CONTENT not in name
        }
        self.texts: list[str] = []
        self.has_own_text = False

    def add(self, name: str, tree: Any) -> None:
        """One more element inside."""
        if name not in self.members:
            self.members[name] = tree
        elif isinstance(self.members[name], list):
            self.members[name].append(tree)
        else:
            self.members[name] = [self.members[name], tree]

    def tree(self) -> Any:
        """What is known of it once it has ended."""
        text = "".join(self.texts)
        if not self.members:
            return text
        return {**self.members, "#text": text} if self.has_own_text else self.members


class _Target:
    """Takes the events of the parser and keeps wanted elements only."""

    def __init__(self, wanted: Collection[Names], met: set[Names]) -> None:
        self._wanted, self._met = frozenset(wanted), met
        self._deepest = max(map(len, wanted))
        self._names: list[str] = []  # the root's also
        self._open: list[_Node] = []  # a wanted element and those inside that have not ended
        self._found: list[tuple[Names, Any]] = []

    def take(self) -> list[tuple[Names, Any]]:
        """What was found since it was asked last."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._names.append(_local(tag))
        if len(self._names) > DEEPEST:
            raise StructureBroken("page-too-deep", allowed=DEEPEST)
        if not self._open and len(self._names) - 1 <= self._deepest and len(self._met) < MOST_MET:
            self._met.add(tuple(self._names[1:]))
        if self._open or tuple(self._names[1:]) in self._wanted:
            self._open.append(_Node(attributes))

    def data(self, text: str) -> None:
        """Text in the innermost element."""
        if self._open:
            self._open[-1].texts.append(text)
            self._open[-1].has_own_text |= not text.isspace()

    def end(self, tag: str) -> None:
        """An element ends."""
        names = tuple(self._names[1:])
        name = self._names.pop()
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            self._found.append((names, node.tree()))
            return
        self._open[-1].add(name, node.tree())
        self._open[-1].texts += node.texts

    def close(self) -> None:
        """The document has ended."""


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
