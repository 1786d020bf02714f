"""Every shipped source gives exactly its expected records from its recording, with nothing left to look at."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from catalogue.cards import body_of
from catalogue.identity import canonical_json
from catalogue.persian.letters import fold_key
from deploy.settings import shipped_sources
from harvesters.agencies import load_agencies
from harvesters.config import load_sources
from harvesters.keeping import ForNobody
from harvesters.replay import RecordedFetcher
from harvesters.reports import Prepared
from harvesters.run import preview
from harvesters.source import Source

FOLDER = shipped_sources()
SOURCES = load_sources(sorted(FOLDER.glob("*.yaml")), load_agencies(FOLDER / "agencies"))
EACH = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)


def recording(source: Source) -> Path:
    return FOLDER / "recorded" / source.id


def read(source: Source) -> list[dict[str, Any]]:
    """All records, in the order of the listing."""
    fetcher = RecordedFetcher(recording(source), ForNobody(), source.limits.document_bytes)
    found = [one for one in preview(source, fetcher, 10_000) if not is_deleted(one)]
    assert all(one.record and not one.issues for one in found)
    return [one.record for one in found if one.record]


def is_deleted(one: Prepared) -> bool:
    """Whether its source marks a record as deleted, which is how it tells us."""
    return [issue.code for issue in one.issues] == ["deleted-at-source"]


@EACH
def test_a_source_gives_its_expected_records(source: Source) -> None:
    expected = (recording(source) / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert [canonical_json(record) for record in read(source)] == expected


@EACH
def test_reading_a_recording_twice_gives_the_same_hashes(source: Source) -> None:
    once, twice = ([hashlib.sha256(canonical_json(r).encode()).hexdigest() for r in read(source)] for _ in range(2))
    assert once == twice


def test_the_examples_are_enough_and_are_marked_as_examples() -> None:
    assert sum(len(read(source)) for source in SOURCES) >= 120
    assert {source.kind for source in SOURCES} == {"decision", "dataset", "notice"}
    for source in SOURCES:
        assert "(نمونه)" in source.register.name_of(source.agency)
        assert ".example" in source.address


def test_the_amounts_of_the_budget_add_up_to_its_printed_total() -> None:
    budget = next(source for source in SOURCES if source.id == "nemouneh-budget")
    amounts = [amount for record in read(budget) for amount in record["amounts"]]
    assert len(amounts) == 44 and sum(int(amount["value"]) for amount in amounts) == 1_481_995 * 10**6


def test_no_two_records_share_a_sentence() -> None:
    sentences = Counter(chain.from_iterable(set(sentences_of(record)) for source in SOURCES for record in read(source)))
    assert not [sentence for sentence, times in sentences.items() if times > 1]


def sentences_of(record: dict[str, Any]) -> list[str]:
    """Folded sentences longer than 25 characters."""
    parts = re.split(r"[.؟!؛\n]", body_of(record))
    return [folded for part in parts if len(folded := fold_key(part)) > 25]
