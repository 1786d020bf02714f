"""Torn words: pieces of one word that a blank or a line end parted («کتا ب», «ا طلا عات»).

Here: which neighbours in the text of a query are such pieces, and the text with them joined, before stop words are left
out of it. Not here: words that the catalogue also writes as one (covers.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from catalogue.persian.covers import Lexicon, Repair
from catalogue.persian.words import TextWord, analyse

TORN = 20
"""The rarest piece of a torn word stands in so many times fewer records than the word."""
_MOST_PIECES = 3
_AND = "و"
"""Stands by itself between words and is no piece of one."""
_PHRASE = re.compile(r'["«»“”]|-[(]')


def mend(text: str, lexicon: Lexicon) -> str:
    """The text with torn words joined; `lexicon.repaired` tells which. Phrases and what is excluded stay as typed."""
    if _PHRASE.search(text):
        return text
    words = analyse(text).words
    runs = [run for size in range(2, _MOST_PIECES + 1) for run in _runs(text, words, size)]
    lexicon.learn_text([part for word in words for part in word.parts], map(_glued, runs))
    done = len(text)
    for run in sorted(runs, key=lambda run: (-run[-1].end, -len(run))):
        if run[-1].end <= done and _is_torn(run, lexicon):
            glued = _glued(run)
            lexicon.repaired.append(Repair(text[run[0].start : run[-1].end], (glued,), "joined"))
            text = text[: run[0].start] + glued + text[run[-1].end :]
            done = run[0].start
    return text


def _runs(text: str, words: Sequence[TextWord], size: int) -> list[Sequence[TextWord]]:
    """So many neighbours of one part each, with nothing but blanks between them and no operator at them."""
    runs = [words[start : start + size] for start in range(len(words) - size + 1)]
    return [
        run
        for run in runs
        if all(len(word.parts) == 1 and word.parts[0] != _AND for word in run)
        and all(text[a.end : b.start].isspace() for a, b in pairwise(run))
        and text[run[0].start - 1 : run[0].start] != "-"
        and text[run[-1].end : run[-1].end + 1] != "*"
    ]


def _is_torn(run: Sequence[TextWord], lexicon: Lexicon) -> bool:
    records = lexicon.records(_glued(run))
    return records > 0 and min(lexicon.known(word.parts[0]) for word in run) * TORN < records


def _glued(run: Sequence[TextWord]) -> str:
    return "".join([word.parts[0] for word in run])
