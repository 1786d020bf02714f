"""Rows of JSON and of JSON Lines: the list at `list.rows`, or the whole document, or each of its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json.decoder import JSONDecodeError
from typing import Any

from harvesters.errors import StructureBroken
from harvesters.readers.json_text import MOST_LEVELS, JsonText
from harvesters.readers.trees import Broken, Rules, end_of, first_text, nodes_at, parts_of, rules_of


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a document, part by part, and what stands around them: `total` and `next`.

    Raises StructureBroken as JsonText.elements does, and `rows-missing` where the path leads to nothing: what says
    that something went wrong is no empty list.
    """
    rules = rules_of(question["rules"])
    document = JsonText(body, question, rules.encoding)
    yield from parts_of(document.elements(rules.rows), rules)
    if not document.has_rows:
        raise StructureBroken("rows-missing", given=", ".join(sorted(document.frame))[:200])
    total, following = first_text(document.frame, rules.total), first_text(document.frame, rules.next)
    yield end_of(document.charset, +document.problems, total=total, next=following)


def read_lines(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of all lines; a line that cannot be read is a broken row, and the others are read.

    Raises StructureBroken `page-cut` when that is the last line and has no end.
    """
    rules = rules_of(question["rules"])
    document = JsonText(body, question, rules.encoding)
    yield from parts_of(_lines(document, rules), rules)
    yield end_of(document.charset, +document.problems)


def _lines(document: JsonText, rules: Rules) -> Iterator[Any]:
    text, begin, number = document.text, 0, 0
    while begin < len(text):
        number += 1
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if text[begin:end].strip():
            yield from _line(document, rules, (begin, end), number)
        begin = end + 1


def _line(document: JsonText, rules: Rules, span: tuple[int, int], number: int) -> Iterator[Any]:
    begin, end = span
    excerpt = document.text[begin : min(end, begin + 1_000)]
    try:
        tree = document.element(begin, end)
    except JSONDecodeError:
        if end == len(document.text):
            raise StructureBroken("page-cut") from None
        yield Broken("line-unreadable", f"line {number}", excerpt, {})
    except (RecursionError, StructureBroken):
        yield Broken("row-far-too-deep", f"line {number}", excerpt, {"allowed": MOST_LEVELS})
    else:
        yield from nodes_at(tree, rules.rows) if rules.rows else (tree,)
