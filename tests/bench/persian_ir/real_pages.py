"""Documents as real pages have them: no ZWNJ at all, and the letters of older programs."""

from __future__ import annotations

from random import Random

from tests.bench.persian_ir.shared_set import Paper

ZWNJ, RLM = "\u200c", "\u200f"
WAYS = {"dropped": "", "a blank": " ", "RLM": RLM}
"""What stands where a ZWNJ belongs; one way to a page."""
_ARABIC = str.maketrans("یک", "يك")


def as_real_page(paper: Paper) -> Paper:
    """The same document; half of them with Arabic letters."""
    random = Random(f"page {paper.id}")
    joiner = WAYS[random.choice(sorted(WAYS))]
    letters = _ARABIC if random.random() < 0.5 else {}
    title, text = (part.replace(ZWNJ, joiner).translate(letters) for part in (paper.title, paper.text))
    return Paper(paper.id, title, text)
