"""YAML as source and agency files use it: plain texts, maps and lists, with the line of each key.

Every scalar stays the text that stands in the file: dates, `no`, `12:30`, `0012`. Refused before any schema looks:
more than 256 KiB, more than 20 levels, tags, anchors, aliases, a second document, doubled keys.
Nothing is interpolated: no environment, no include.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from harvesters.mistakes import Mistake, Path, mistake

LARGEST = 256 * 1024
DEEPEST = 20
MOST_TABS = 20
"""Lines with a tab that are told."""
_TAB = re.compile(r" *\t")
FATAL = ("yaml-second-document", "yaml-too-deep", "yaml-alias")
"""What keeps a file from being read at all: nobody knows what it would say."""

WORDS = (
    ("found a tab", "yaml-tab"),
    ("found character '\\t'", "yaml-tab"),
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("found unexpected end of stream", "yaml-quote"),
    ("while scanning a quoted scalar", "yaml-quote"),
    ("found unknown escape character", "yaml-escape"),
    ("while parsing a flow", "yaml-bracket"),
    ("while parsing a block", "yaml-indent"),
    ("that cannot start any token", "yaml-start"),
    ("but found another document", "yaml-second-document"),
)
"""What the parser says, as its problem or its context, and our code for it; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Lined:
    """What a file says, and the line of each key and item by its path; the whole file stands at ().

    `mistakes` do not keep it from being read: doubled keys (the first counts), anchors and tags.
    """

    value: Any
    lines: dict[Path, int]
    mistakes: tuple[Mistake, ...] = ()


def read_yaml(body: bytes, file: str) -> Lined | list[Mistake]:
    """The file's content with lines, or why it is no source file at all."""
    if len(body) > LARGEST:
        return [mistake(file, 1, "", "yaml-too-large", allowed=LARGEST // 1024)]
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [mistake(file, body[: error.start].count(b"\n") + 1, "", "yaml-not-utf8")]
    if tabs := [number for number, line in enumerate(text.splitlines(), start=1) if _TAB.match(line)]:
        return [mistake(file, number, "", "yaml-tab") for number in tabs[:MOST_TABS]]
    try:
        refused = list(_refusals(text, file))
        fatal = [one for code, one in refused if code in FATAL]
        return fatal or _build(text, file, [one for _, one in refused])
    except MarkedYAMLError as error:
        return [_broken(error, file)]
    except YAMLError as error:
        return [mistake(file, 1, "", "yaml-broken", why=str(error).splitlines()[0])]


def _broken(error: MarkedYAMLError, file: str) -> Mistake:
    """What the parser stumbled over, in words for whoever wrote the file; the line is where it began to go wrong."""
    problem, context = str(error.problem or ""), str(error.context or "")
    code = next((code for said, code in WORDS if said in problem or said in context), "yaml-broken")
    begun = code in ("yaml-quote", "yaml-bracket")  # an end that is missing is missed at the end of the file
    mark = (error.context_mark if begun else error.problem_mark) or error.problem_mark or error.context_mark
    return mistake(file, mark.line + 1 if mark else 1, "", code, why=problem or context)


def _refusals(text: str, file: str) -> Iterator[tuple[str, Mistake]]:
    """What the events of the parser show before anything is built; ends at the first level too deep."""
    depth = documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield "yaml-second-document", mistake(file, line, "", "yaml-second-document")
                return
        if isinstance(event, NodeEvent):
            yield from _marks(event, file, line)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            yield "yaml-too-deep", mistake(file, line, "", "yaml-too-deep", allowed=DEEPEST)
            return


def _marks(event: NodeEvent, file: str, line: int) -> Iterator[tuple[str, Mistake]]:
    if isinstance(event, AliasEvent):
        yield "yaml-alias", mistake(file, line, "", "yaml-alias")
        return
    if event.anchor:
        yield "yaml-anchor", mistake(file, line, "", "yaml-anchor")
    if getattr(event, "tag", None):
        yield "yaml-tag", mistake(file, line, "", "yaml-tag")


def _build(text: str, file: str, refused: list[Mistake]) -> Lined | list[Mistake]:
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode):
        return [*refused, mistake(file, 1, "", "yaml-no-map")]
    lines: dict[Path, int] = {(): 1}
    doubled: list[Mistake] = []
    value = _value(root, (), lines, doubled, file)
    return Lined(value, lines, (*refused, *doubled))


def _value(node: Node, path: Path, lines: dict[Path, int], doubled: list[Mistake], file: str) -> Any:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        items = []
        for place, item in enumerate(node.value):
            lines[*path, place] = item.start_mark.line + 1
            items.append(_value(item, (*path, place), lines, doubled, file))
        return items
    found: dict[str, Any] = {}
    for key, inner in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in found:
            doubled.append(mistake(file, line, ".".join(map(str, (*path, name))), "doubled"))
            continue
        lines[*path, name] = line
        found[name] = _value(inner, (*path, name), lines, doubled, file)
    return found
