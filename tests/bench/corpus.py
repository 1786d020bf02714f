"""The corpus of the bench: the shipped recordings, multiplied. Every copy has new ids, words and listing pages.

A seeded generator chooses the words, so two machines measure the same corpus. Records are read and stored by the
product itself; nothing here knows what a record is.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from random import Random

SEED = 1402
INVENTED_WORDS = 20_000
NEW_SHARE = 0.4
"""So many words of a title or paragraph are replaced."""

_WORD = re.compile(r"[آ-ی\u200c]{4,}")
_PROSE = re.compile(r"<(p|h1)>.*?</\1>", re.DOTALL)
_NEXT_LINK = re.compile(r'<a class="next"[^>]*>|<span class="next off">')


@dataclass(frozen=True, slots=True)
class Shape:
    """How a shipped source writes: `id_before` stands before the digits of a native id, `page` has the number."""

    source: str
    id_before: str
    page: str
    ends_empty: bool

    def page_address(self, number: int) -> str:
        """The address of a page of the listing; the first one of `next` links has no number."""
        return self.page.format(number) if self.ends_empty or number > 1 else self.page.partition("?")[0]

    def is_page(self, address: str) -> bool:
        """Whether this is a page of the listing."""
        return address.startswith(self.page.partition("{")[0]) or address == self.page_address(1)

    def with_ids(self, text: str, copy: int) -> str:
        """The text with the native ids of a copy: three more digits."""
        return re.sub(rf"(?<={self.id_before})(\d+)", rf"\g<1>{copy:03}", text)


SHAPES = (
    Shape("nemouneh-council-decisions", "mosavabat/", "https://shora.example/fa/mosavabat?page={}", ends_empty=True),
    Shape("nemouneh-notices", "news/", "https://abfa.example/news?page={}", ends_empty=True),
    Shape("nemouneh-datasets", "mk-", "https://amar.example/datasets?page={}", ends_empty=False),
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded answer; `line` is the rest of its line in index.jsonl."""

    address: str
    body: str
    line: dict[str, object]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder for DASTRAS_SOURCES."""

    sources: Path
    records: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the recordings and invented ones, the frequent ones much more often (Zipf)."""

    words: list[str]
    weights: list[float]
    random: Random

    def renew(self, html: str) -> str:
        """The page with some words of its title and paragraphs replaced."""
        return _PROSE.sub(lambda prose: _WORD.sub(self._renewed, prose[0]), html)

    def _renewed(self, word: re.Match[str]) -> str:
        if self.random.random() > NEW_SHARE:
            return word[0]
        return self.random.choices(self.words, cum_weights=self.weights)[0]


def create_corpus(shipped: Path, folder: Path, wanted: int) -> Corpus:
    """A corpus of at least `wanted` records in `folder`, made of the shipped sources."""
    recorded = {shape: list(_exchanges(shipped / "recorded" / shape.source)) for shape in SHAPES}
    size = sum(not shape.is_page(one.address) for shape, all_of in recorded.items() for one in all_of)
    copies = -(-wanted // size)
    words = _words(one.body for all_of in recorded.values() for one in all_of)
    shutil.copytree(shipped / "agencies", folder / "agencies")
    for shape, exchanges in recorded.items():
        text = (shipped / f"{shape.source}.yaml").read_text(encoding="utf-8")
        (folder / f"{shape.source}.yaml").write_text(_widened(text), encoding="utf-8")
        _write(shape, _multiplied(shape, exchanges, words, copies), folder / "recorded" / shape.source)
    return Corpus(folder, copies * size)


def _exchanges(folder: Path) -> Iterator[Exchange]:
    for text in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        yield Exchange(line.pop("address"), (folder / line.pop("file")).read_text(encoding="utf-8"), line)


def _words(bodies: Iterator[str]) -> Words:
    """All words of these pages, and invented ones made of the ends of two."""
    random = Random(SEED)
    known = sorted({word for body in bodies for word in _WORD.findall(body) if "\u200c" not in word})
    random.shuffle(known)
    invented = {random.choice(known)[:3] + random.choice(known)[-3:] for _ in range(INVENTED_WORDS)}
    words = [*known, *sorted(invented - set(known))]
    return Words(words, list(accumulate(1 / rank for rank in range(1, len(words) + 1))), random)


def _widened(text: str) -> str:
    """The source file without what holds only for the shipped number of records."""
    return re.sub(r"max_pages: \d+", "max_pages: 5000", text.partition("\nexpect:")[0]) + "\n"


def _multiplied(shape: Shape, exchanges: list[Exchange], words: Words, copies: int) -> Iterator[Exchange]:
    """All exchanges of all copies; the empty page at the end of a numbered listing stays the last."""
    pages = [one for one in exchanges if shape.is_page(one.address)]
    records = [one for one in exchanges if not shape.is_page(one.address)]
    last = pages.pop() if shape.ends_empty else None
    for copy in range(copies):
        for number, page in enumerate(pages, copy * len(pages) + 1):
            following = "" if number == copies * len(pages) else shape.page_address(number + 1)
            body = _NEXT_LINK.sub(f'<a class="next" href="{following}">' if following else "<span>", page.body)
            yield replace(page, address=shape.page_address(number), body=shape.with_ids(body, copy))
        for one in records:
            yield replace(
                one, address=shape.with_ids(one.address, copy), body=words.renew(shape.with_ids(one.body, copy))
            )
    if last:
        yield replace(last, address=shape.page_address(copies * len(pages) + 1))


def _write(shape: Shape, exchanges: Iterator[Exchange], folder: Path) -> None:
    """Write a recording."""
    folder.mkdir(parents=True)
    with (folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for number, one in enumerate(exchanges):
            line = {"method": "GET", "address": one.address, **one.line, "file": f"{number}.html"}
            index.write(json.dumps(line, ensure_ascii=False) + "\n")
            (folder / f"{number}.html").write_text(one.body, encoding="utf-8")
