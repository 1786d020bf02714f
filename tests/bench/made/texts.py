"""The texts of which made records are made: real Persian texts beside the repository, else the shipped recordings.

Nothing of the shared texts is ever copied into the repository. Not here: how words are varied (wording.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deploy.settings import shipped_sources
from tests.bench.persian_ir.shared_set import DATA, lines

FOLDER = DATA / "scale" / "scale-fa"
FILES = ("scale-fa-government.jsonl.gz", "scale-fa-news.jsonl.gz")
"""What a parliament, laws, registers and newspapers wrote; poems are left out, for no agency writes so."""
LEAST_WORDS, MOST_WORDS = 60, 250
"""Of a text. Turns of a debate and rows of a register are a line each, so neighbours are joined; long ones are cut."""
LONGEST_TITLE = 14
"""Words."""
_PARAGRAPH, _TITLE = re.compile(r"<p>([^<]{40,})</p>"), re.compile(r"<h1>([^<]*)</h1>")


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a body, as they were written."""

    title: str
    body: str


def is_real() -> bool:
    """Whether the real texts lie beside the repository."""
    return all((FOLDER / name).is_file() for name in FILES)


def texts() -> list[Text]:
    """All texts, always in the same order."""
    return list(_joined(_real() if is_real() else _recorded()))


def _real() -> Iterator[Text]:
    for name in FILES:
        for line in lines(FOLDER / name):
            yield Text(line["title"], f"{line.get('summary') or ''} {line['body']}")


def _recorded() -> Iterator[Text]:
    for page in sorted((shipped_sources() / "recorded").glob("*/*.html")):
        html = page.read_text(encoding="utf-8")
        for title in _TITLE.findall(html):
            yield Text(title, " ".join(_PARAGRAPH.findall(html)))


def _joined(parts: Iterable[Text]) -> Iterator[Text]:
    """Neighbours together until there are enough words; the title is that of the first."""
    title, words = "", list[str]()
    for part in parts:
        title = title or " ".join(part.title.split()[:LONGEST_TITLE])
        words += part.body.split()
        if len(words) >= LEAST_WORDS and title:
            yield Text(title, " ".join(words[:MOST_WORDS]))
            title, words = "", []
