"""Repair: known words in place of a query's words that the index does not know.

In this order, and the first kind with a known word wins: another spelling of the same sound, two words
without their blank, the other keyboard, Pinglish, a slip of the hand. All unknown words of a query are
asked together, so a repair costs at most four calls of the vocabulary. Only unknown words come here,
so a query without mistakes is never changed. Not here: what is asked of the index (covers.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalogue.persian.edits import one_slip
from catalogue.persian.homophones import homophones
from catalogue.persian.keyboards import latin_keys, persian_keys
from catalogue.persian.pinglish import persian_spellings
from catalogue.persian.stems import cut

MOST_ASKED = 600
"""Words of one call of the vocabulary."""
MOST_ALTERNATIVES = 4
SHORTEST_SLIP = 4
"""Letters. A shorter word has so many neighbours that most repairs would be wrong."""
SHORTEST_HALF = 2
LONGEST = 50
"""Letters of a word that is repaired."""

_COMMONNESS = 0.5
"""How much the records of a word count beside the likelihood of the mistake (as exponent)."""
_LEAST = 0.05
"""Share of the best alternative's score below which another is not worth asking."""
_WEIGHTS = {"letters": 0.9, "split": 0.8, "layout": 0.9, "pinglish": 0.8, "edit": 0.6}


class Vocabulary(Protocol):
    """The words of the index."""

    def records(self, words: Collection[str]) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may have been meant by a word: a known one, or the two it was glued of.

    `weight` stands beside the 1.0 of a known word; `how` is letters, split, layout, pinglish or edit.
    """

    words: tuple[str, ...]
    weight: float
    how: str


_Candidates = Mapping[tuple[str, ...], float]
"""Known words in place of one -> likelihood of the mistake."""
_Kind = tuple[str, Callable[[str, int], _Candidates]]
"""Its name, and the candidates of a word, at most so many."""


def repair(unknown: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, tuple[Alternative, ...]]:
    """Folded, glued word -> at most four alternatives, best first; () where nothing known is near."""
    found: dict[str, tuple[Alternative, ...]] = dict.fromkeys(unknown, ())
    for stage in _STAGES:
        left = [word for word, alternatives in found.items() if not alternatives and _is_word(word)]
        if left:
            found.update(_ask(left, stage, vocabulary))
    return found


def _is_word(word: str) -> bool:
    """Numbers and identifiers are never repaired: another number is another thing."""
    return len(word) <= LONGEST and word.replace("'", "").isalpha()


def _ask(left: Sequence[str], stage: Sequence[_Kind], vocabulary: Vocabulary) -> dict[str, tuple[Alternative, ...]]:
    """The alternatives of the first kind of this stage that has any, for each word; one call."""
    most = MOST_ASKED // len(left)
    tried = {word: [(how, candidates(word, most)) for how, candidates in stage] for word in left}
    asked = {part for kinds in tried.values() for _, found in kinds for words in found for part in words}
    records = vocabulary.records(asked) if asked else {}
    return {
        word: next((best for how, found in kinds if (best := _best(found, records, how))), ())
        for word, kinds in tried.items()
    }


def _best(candidates: _Candidates, records: Mapping[str, int], how: str) -> tuple[Alternative, ...]:
    """The known candidates: likelihood of the mistake, times commonness of the word (of the rarer of two)."""
    scores = {
        words: likelihood * min(records[word] for word in words) ** _COMMONNESS
        for words, likelihood in candidates.items()
        if all(records.get(word) for word in words)
    }
    best = sorted(scores, key=lambda words: (-scores[words], words))[:MOST_ALTERNATIVES]
    return tuple(
        Alternative(words, round(_WEIGHTS[how] * scores[words] / scores[best[0]], 3), how)
        for words in best
        if scores[words] >= _LEAST * scores[best[0]]
    )


def _spelt(word: str, most: int) -> _Candidates:
    return {(spelling,): 1.0 / (1 + rank) for rank, spelling in enumerate(homophones(word)[:most])}


def _halves(word: str, most: int) -> _Candidates:
    places = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    return {(word[:place], word[place:]): 1.0 for place in list(places)[: most // 2]}


def _on_other_keys(word: str, most: int) -> _Candidates:
    """Of either layout; without its madda, or with a letter whose hamza needs the shift key."""
    keys = persian_keys(word) if word.isascii() else latin_keys(word)
    likely = dict.fromkeys(keys, 1.0)
    for reading in keys if word.isascii() else ():
        for spelling in homophones(reading):
            likely.setdefault(spelling, 0.1)
    return {(reading,): likelihood for reading, likelihood in list(likely.items())[:most]}


def _in_pinglish(word: str, most: int) -> _Candidates:
    return {(spelling,): likelihood for spelling, likelihood in persian_spellings(word, most).items()}


def _slipped(word: str, most: int) -> _Candidates:
    return {(near,): likelihood for near, likelihood in _slips(word, most) if len(word) >= SHORTEST_SLIP}


def _slips(word: str, most: int) -> Iterable[tuple[str, float]]:
    base = cut(word)
    if base == word or len(base) < SHORTEST_SLIP:
        return one_slip(word, most).items()
    return {**one_slip(word, most // 2), **one_slip(base, most // 2)}.items()


_STAGES: tuple[tuple[_Kind, ...], ...] = (
    (("letters", _spelt), ("split", _halves), ("layout", _on_other_keys)),
    (("pinglish", _in_pinglish),),
    (("edit", _slipped),),
)
