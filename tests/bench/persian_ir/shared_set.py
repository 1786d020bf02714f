"""Reads the shared set for retrieval; nothing of it is ever copied into the repository."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running import ROOT

DATA = ROOT.parent / "shared" / "data"
SET = DATA / "persian-ir"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was found."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the ids of the papers that answer it."""

    id: str
    kind: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a running text, its lemma and part of speech; how often it was met."""

    form: str
    lemma: str
    part: str
    verb_stems: str
    count: int


def is_there() -> bool:
    """Whether the shared set lies beside the repository."""
    return (SET / "docs.jsonl.gz").is_file()


def papers() -> list[Paper]:
    """All documents."""
    return [Paper(line["id"], line["title"], line["text"]) for line in lines(SET / "docs.jsonl.gz")]


def queries() -> list[Query]:
    """All queries."""
    return [
        Query(line["qid"], line["kind"], line["query"], frozenset(line["relevant"]))
        for line in lines(SET / "queries.jsonl.gz")
    ]


def forms() -> list[Form]:
    """All forms of morph.tsv.gz."""
    with gzip.open(SET / "morph.tsv.gz", "rt", encoding="utf-8") as file:
        rows = [row.rstrip("\n").split("\t") for row in file][1:]
    return [Form(form, lemma, part, stems, int(count)) for form, lemma, part, stems, count in rows]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
