"""Answers of OAI-PMH 2.0 with records in Dublin Core (oai_dc).

A row: `header` as it stands, and the elements of Dublin Core as `dc:title` …, of which those of the wanted language
are listed; others stand under `dc:title@en` (languages.py). The end says `next` (the resumption token as it stands),
`total` and `error` ({code, text} or None).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from harvesters.errors import StructureBroken
from harvesters.readers.languages import by_language
from harvesters.readers.trees import Rules, end_of, in_parts, row_of, rules_of, text_of
from harvesters.readers.xml import Names, elements, to_utf8

RECORD, TOKEN, ERROR = ("ListRecords", "record"), ("ListRecords", "resumptionToken"), ("error",)
LISTED = ("ListRecords",)
"""An answer has it or an error: one that has neither, of another verb perhaps, does not end a listing."""


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of an answer (readers.trees); raises StructureBroken, for broken XML after the records before."""
    rules = rules_of(question["rules"])
    made = to_utf8(body, question["charset"], rules.encoding)
    answer = _Answer()
    yield from in_parts(answer.rows(made.body, rules))
    if not answer.is_listing:
        raise StructureBroken("not-oai")
    yield end_of(made.charset, made.problems, **answer.said)


class _Answer:
    """One answer: its rows, and once they are used up what it says beside them."""

    def __init__(self) -> None:
        self.is_listing = False
        self.said: dict[str, Any] = {"error": None}

    def rows(self, body: bytes, rules: Rules) -> Iterator[dict[str, Any]]:
        """The rows in their order; raises StructureBroken."""
        numbers, met = count(1), set[Names]()
        for names, tree in elements(body, {RECORD, TOKEN, ERROR}, met):
            if names == RECORD:
                yield _row(tree, rules, next(numbers))
            else:
                self.said |= _said(names, tree)
        self.is_listing = LISTED in met or self.said["error"] is not None


def _said(names: tuple[str, ...], tree: Any) -> dict[str, Any]:
    """What an element outside of the records says."""
    text = (text_of(tree) or "").strip()
    marks = tree if isinstance(tree, dict) else {}
    if names == ERROR:
        return {"error": {"code": marks.get("@code", ""), "text": text}}
    return {"next": text or None, "total": marks.get("@completeListSize")}


def _row(record: Any, rules: Rules, number: int) -> dict[str, Any]:
    header = record.get("header") if isinstance(record, dict) else None
    header = header if isinstance(header, dict) else {}
    row = row_of({"header": header, **_core(record, rules.language)}, rules, f"row {number}")
    return row | {"deleted": header.get("@status") == "deleted"}


def _core(record: Any, language: str | None) -> dict[str, list[str]]:
    """The elements of Dublin Core of a record; one that is deleted has none."""
    found: dict[str, list[str]] = {}
    metadata = record.get("metadata") if isinstance(record, dict) else None
    core = metadata.get("dc") if isinstance(metadata, dict) else None
    for name, trees in core.items() if isinstance(core, dict) else ():
        tagged = [_tagged(tree) for tree in (trees if isinstance(trees, list) else [trees])]
        chosen, others = by_language(tagged, language)
        if not name.startswith(("@", "#")):
            found[f"dc:{name}"] = chosen
            found |= {f"dc:{name}@{tag}": texts for tag, texts in others.items()}
    return found


def _tagged(tree: Any) -> tuple[str, str]:
    tag = tree.get("@lang", "") if isinstance(tree, dict) else ""
    return str(tag), text_of(tree) or ""
