"""What the word list is made of: shares of the words of Persian text, glued and folded, out of two files."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from catalogue.persian.letters import PERSIAN, ZWNJ, fold_search

LEAST_COUNT = 3
"""Occurrences of a word in the government works, and of a name's title that tell a name."""
_WORD = re.compile(f"[{PERSIAN}]+(?:{ZWNJ}+[{PERSIAN}]+)*")
_BEFORE_NAMES = frozenset(("اقای", "آقای", "خانم", "اقایان", "آقایان"))
_LEFT_OUT = ("register_row",)


def wordfreq_words(wheel: Path) -> dict[str, float]:
    """word -> share of all words, as the list of wordfreq for Persian has it."""
    with zipfile.ZipFile(wheel) as archive:
        packed = gzip.decompress(archive.read("wordfreq/data/small_fa.msgpack.gz"))
    shares: dict[str, float] = {}
    for centibels, words in enumerate(_bins(packed)):
        for word in map(fold_search, words):
            if _WORD.fullmatch(word):
                glued = word.replace(ZWNJ, "")
                shares[glued] = shares.get(glued, 0) + 10 ** (-centibels / 100)
    return shares


def government_words(path: Path) -> dict[str, float]:
    """word -> share of all words of the minutes, acts and votes; words that stand mostly in names are left out."""
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    speakers: set[str] = set()
    for record in _records(path):
        speakers.update(_words_of(record["author"] or ""))
        words = _words_of(record["body"] if record["title_constructed"] else f"{record['title']}\n{record['body']}")
        counts.update(words)
        names.update(second for first, second in pairwise(words) if first in _BEFORE_NAMES)
    total = counts.total()
    return {
        word: count / total
        for word, count in counts.items()
        if count >= LEAST_COUNT and word not in speakers and names[word] * LEAST_COUNT < count
    }


def _records(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["kind"] not in _LEFT_OUT:
                yield {"author": "", **record}


def _words_of(text: str) -> list[str]:
    return [word.replace(ZWNJ, "") for word in _WORD.findall(fold_search(text))]


def _bins(packed: bytes) -> list[list[str]]:
    """The words by their share in centibels: the first of a list behind a header, each 0.01 below the one before."""
    values, _ = _unpack_many(packed, 3, int.from_bytes(packed[1:3], "big"))
    return [[str(word) for word in words] for words in values[1:] if isinstance(words, list)]


def _unpack(packed: bytes, at: int) -> tuple[object, int]:
    """The msgpack value at that place and where it ends; only what the file of wordfreq holds."""
    kind = packed[at]
    if kind < 0x80:
        return kind, at + 1
    if kind < 0x90:
        return _unpack_many(packed, at + 1, 2 * (kind & 0x0F))
    if kind < 0xA0:
        return _unpack_many(packed, at + 1, kind & 0x0F)
    if kind == 0xDC:
        return _unpack_many(packed, at + 3, int.from_bytes(packed[at + 1 : at + 3], "big"))
    start, length = (at + 2, packed[at + 1]) if kind == 0xD9 else (at + 1, kind & 0x1F)
    return packed[start : start + length].decode(), start + length


def _unpack_many(packed: bytes, at: int, count: int) -> tuple[list[object], int]:
    values = []
    for _ in range(count):
        value, at = _unpack(packed, at)
        values.append(value)
    return values, at
