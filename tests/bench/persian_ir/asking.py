"""Asks the queries, as meant or spoilt by a slip, of the product and of the analyses it is compared with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from catalogue.persian import letters
from tests.bench.persian_ir import analyses, bm25, lucene
from tests.bench.persian_ir.analyses import SNOWBALL, Analyses
from tests.bench.persian_ir.bm25 import Bm25
from tests.bench.persian_ir.measures import Score, Scores, score
from tests.bench.persian_ir.noise import spoil
from tests.bench.persian_ir.shared_set import Paper, Query

Asked = Sequence[tuple[Query, str]]
"""Queries with the text that is really typed."""

_CODE = (analyses.__file__, bm25.__file__, lucene.__file__, str(lucene.PROGRAM))


def typed(queries: Iterable[Query], slip: str | None = None) -> Asked:
    """The queries with their text as meant, or those that a slip changes."""
    texts = ((query, query.text if slip is None else spoil(slip, query.id, query.text)) for query in queries)
    return [(query, text) for query, text in texts if text is not None]


def ask_all(ask: Callable[[str], list[str]], asked: Asked) -> dict[str, Score]:
    """Score by query."""
    return {query.id: score(ask(text), query.relevant) for query, text in asked}


class Baselines:
    """The other analyses over one set of papers. What was asked once is kept in a folder: they never change."""

    def __init__(self, keep: Path, found: Analyses, papers: Sequence[Paper]) -> None:
        self._keep = keep / "baselines"
        self._analyses = found.found
        self._documents = {paper.id: f"{paper.title}\n{paper.text}" for paper in papers}
        self._indexes: dict[str, Bm25] = {}
        self._digest = _digest([*(Path(path).read_bytes() for path in _CODE), repr(self._documents).encode()])

    @property
    def names(self) -> tuple[str, ...]:
        """The analyses that can be asked."""
        return tuple(self._analyses)

    def ask_all(self, name: str, asked: Asked) -> Scores:
        """Score by query, of one analysis."""
        question = repr([(query.id, text, sorted(query.relevant)) for query, text in asked])
        ours = Path(letters.__file__).read_bytes() if name == SNOWBALL else b""  # it stems what we fold
        path = self._keep / f"{_digest([self._digest.encode(), name.encode(), question.encode(), ours])}.json"
        if path.is_file():
            held: Mapping[str, list[float]] = json.loads(path.read_text(encoding="utf-8"))
            return {query: Score(*values) for query, values in held.items()}
        scores = ask_all(self._index(name).ask, asked)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(scores), encoding="utf-8")
        return scores

    def _index(self, name: str) -> Bm25:
        """One at a time: each takes some hundred megabytes."""
        if name not in self._indexes:
            self._indexes = {name: Bm25(self._documents, self._analyses[name])}
        return self._indexes[name]


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:32]
