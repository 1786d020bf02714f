"""The analyses that the product is measured against: text -> tokens, as each of them ships.

What is not at hand is left out with a reason: Lucene (lucene.py), and Snowball's Persian stemmer, which only this bench
asks for (`pip install snowballstemmer`, 3.1 or later).
"""

from __future__ import annotations

import importlib
import re
import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from catalogue.persian.letters import ZWNJ, fold_search
from tests.bench.persian_ir.bm25 import Analyse
from tests.bench.persian_ir.lucene import Lucene, missing

_WORD = re.compile(r"\w+")
LUCENE, LUCENE_STEMS, SNOWBALL = "Lucene fa", "Lucene fa + stems", "Snowball"


@dataclass(frozen=True, slots=True)
class Analyses:
    """Name -> analysis; `left_out`: what is not at hand, and why."""

    found: dict[str, Analyse]
    left_out: dict[str, str] = field(default_factory=dict)


def open_analyses(held: ExitStack, lucene: Path | None, java: str) -> Analyses:
    """All that can be asked here; processes live as long as `held`."""
    found: dict[str, Analyse] = {"Unicode words": words, "SQLite FTS5": Fts5().analyse, "tantivy": _tantivy()}
    left_out = {}
    if find_spec("snowballstemmer"):
        found[SNOWBALL] = _snowball()
    else:
        left_out[SNOWBALL] = "snowballstemmer is not installed"
    reason = missing(lucene, java)
    if lucene is None or reason:
        left_out[LUCENE] = reason
    else:
        for name, mode in ((LUCENE, "plain"), (LUCENE_STEMS, "stems")):
            found[name] = held.enter_context(Lucene(lucene, java, mode)).analyse
    return Analyses(found, left_out)


def words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return _WORD.findall(text.lower())


class Fts5:
    """The tokens that SQLite's FTS5 makes by default (unicode61)."""

    def __init__(self) -> None:
        self._store = sqlite3.connect(":memory:")
        self._store.executescript(
            "CREATE VIRTUAL TABLE text USING fts5(body); CREATE VIRTUAL TABLE token USING fts5vocab(text, instance);"
        )

    def analyse(self, text: str) -> list[str]:
        """In their order; NUL, which ends a text there, is left out."""
        self._store.execute("INSERT INTO text (rowid, body) VALUES (1, ?)", (text.replace("\0", " "),))
        rows = self._store.execute("SELECT term FROM token ORDER BY offset").fetchall()
        self._store.execute("DELETE FROM text WHERE rowid = 1")
        return [str(row[0]) for row in rows]


def _tantivy() -> Analyse:
    """Its `default` tokenizer: split at what is no letter or digit, drop words over 40 bytes, lower case."""
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40)).filter(Filter.lowercase())
    return builder.build().analyze


def _snowball() -> Analyse:
    """Stems after our letter folding, with a ZWNJ as a break."""
    stem = lru_cache(200_000)(importlib.import_module("snowballstemmer").stemmer("persian").stemWord)

    def analyse(text: str) -> list[str]:
        return [stem(word) for word in _WORD.findall(fold_search(text).replace(ZWNJ, " "))]

    return analyse
