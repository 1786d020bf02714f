"""The product's own door: papers become records of a real store, the follower indexes them, queries pass the schema
and the catalogue as those of the API do."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from catalogue.errors import QueryRefused
from catalogue.models import Record
from catalogue.vocab import JobState
from deploy.opening import SYNONYMS
from deploy.settings import shipped_sources
from harvesters.synonyms import load_synonyms
from schemas.errors import InvalidInput
from schemas.search import load_search
from tests.bench.persian_ir.measures import DEPTH
from tests.bench.persian_ir.shared_set import Paper
from tests.house.reading import imported, product
from tests.making import SOURCE, Store, new_record, open_fresh
from tests.running import ROOT

BATCH = 500
KEY = "key"
ROOTS = ("catalogue.searchable", "catalogue.search.follower", "catalogue.intake")
"""Only what these import makes a store and its index: after a change elsewhere a kept one is as good as a new one."""


class ProductDoor:
    """Asks a store; counts refusals and keeps the seconds of each answer."""

    def __init__(self, store: Store) -> None:
        self.refused: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.store = store
        with store.catalogue.read() as session:
            rows = session.execute(select(Record.id, Record.native_id)).all()
        self._papers = {row.id: row.native_id for row in rows}

    def ask(self, text: str) -> list[str]:
        """The ids of the first ten papers; none for a refused query."""
        began = time.perf_counter()
        try:
            page = self.store.catalogue.find(load_search({"q": [text], "limit": [str(DEPTH)]}))
        except (QueryRefused, InvalidInput) as refusal:
            self.refused[str(refusal)[:80]] += 1
            return []
        self.seconds.append(time.perf_counter() - began)
        return [self._papers[item.id] for item in page.items]

    def matches(self, text: str) -> tuple[int, frozenset[str]]:
        """How many papers there are, and the ids of the first hundred in the order of ids."""
        page = self.store.catalogue.find(load_search({"q": [text], "limit": ["100"], "sort": ["id"]}))
        return page.total, frozenset(self._papers[item.id] for item in page.items)


@contextmanager
def opened(folder: Path, papers: Sequence[Paper]) -> Iterator[ProductDoor]:
    """A door over these papers. A store that an earlier run left in the folder is used when nothing of it changed."""
    key = _key(papers)
    kept = folder / KEY
    is_kept = kept.is_file() and kept.read_text(encoding="ascii") == key
    if not is_kept:
        shutil.rmtree(folder, ignore_errors=True)
    store = open_fresh(folder)
    store.catalogue.learn(load_synonyms(shipped_sources() / SYNONYMS))
    try:
        if not is_kept:
            _ingest(store, papers)
            kept.write_text(key, encoding="ascii")
        yield ProductDoor(store)
    finally:
        store.close()


def _ingest(store: Store, papers: Sequence[Paper]) -> None:
    job = store.begin(SOURCE)
    for place in range(0, len(papers), BATCH):
        outcomes = store.intake.put_records(
            job, [new_record(one.id, _record(one)) for one in papers[place : place + BATCH]]
        )
        for refusal in [one for one in outcomes if isinstance(one, Exception)]:
            raise refusal
    store.finish(job, JobState.SUCCEEDED)
    store.follower.catch_up()
    if store.follower.refused:
        raise RuntimeError(f"{store.follower.refused} papers could not be indexed")


def _record(paper: Paper) -> dict[str, Any]:
    """A decision that holds the words of the paper and no others."""
    texts = {"texts": [{"role": "body", "text": paper.text}]} if paper.text else {}
    return {
        "kind": "decision",
        "title": paper.title or "—",  # a record needs one; a dash is no word
        "type": "resolution",
        "type_asserted_by": "source",
        "roles": [{"role": "issuer", "agency": SOURCE.agency, "raw": "—"}],
        **texts,
    }


def _key(papers: Sequence[Paper]) -> str:
    """A digest of the papers and of the code that makes an index of them."""
    digest = _OF_CODE.copy()
    for paper in papers:
        digest.update(repr(paper).encode(errors="surrogatepass"))
    return digest.hexdigest()


def _code() -> set[Path]:
    """Files that make an index, with the vocabularies of words."""
    modules = {module.name: module for module in product()}
    found: set[str] = set()
    ahead = list(ROOTS)
    while ahead:
        name = ahead.pop()
        if name in modules and name not in found:
            found.add(name)
            ahead += [imported_name for _, imported_name in imported(modules[name])]
    vocabularies = {path for path in (ROOT / "catalogue" / "vocabularies").iterdir() if path.is_file()}
    return {*(ROOT / modules[name].path for name in found), *vocabularies}


_OF_CODE = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(_code())))
"""Of the code as this process has loaded it: whoever edits while the bench runs gets no store under a wrong key."""
