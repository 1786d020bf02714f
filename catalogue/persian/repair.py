"""Repair: known words in place of a query's words that the index does not know.

Every kind of mistake gives candidates: another spelling of the same sound, another form of the word, two
words without their blank, the other keyboard, Pinglish, a slip of the hand. Those the vocabulary knows
compete by how likely the mistake is and how common the word. All unknown words of a query are asked
together, so a repair costs at most two calls of the vocabulary. Only unknown words come here, so a
query without mistakes is never changed. Not here: what is asked of the index (covers.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalogue.persian.edits import one_slip
from catalogue.persian.homophones import homophones
from catalogue.persian.keyboards import latin_keys, persian_keys
from catalogue.persian.pinglish import persian_spellings
from catalogue.persian.stems import COMPARATIVES, PLURALS, cut

MOST_ASKED = 600
"""Words of one call of the vocabulary."""
MOST_ALTERNATIVES = 4
SHORTEST_SLIP = 4
"""Letters. A shorter word has so many neighbours that most repairs would be wrong."""
SHORTEST_HALF = 2
LONGEST = 50
"""Letters of a word that is repaired."""

_EVERYWHERE = "و"
"""The commonest word of any Persian text: in how many records it stands is about how many there are."""

COMMONNESS = 0.5
"""How much the share of records that hold a word counts beside the likelihood of the mistake (as exponent)."""
LEAST = 0.05
"""Share of the best alternative's score below which another is not worth asking."""
_KINDS = {
    "letters": (3.0, 0.9),
    "form": (0.1, 0.9),
    "split": (0.3, 0.8),
    "layout": (0.3, 0.9),
    "pinglish": (1.0, 0.8),
    "edit": (1.0, 0.6),
}
"""How -> its likelihood beside others, and the weight of its best alternative."""

_ENDINGS = ("ی", "م", "ت", "ش", "ام", "ات", "اش", "ان", "مان", "تان", "شان", "یم", "ید", "ند", "اند", "ای", "یی")
_PREFIXES = ("نمی", "می", "ن", "ب")
_AFFIXES = frozenset((*PLURALS, *COMPARATIVES, *_ENDINGS, *_PREFIXES))
"""Never a half of two glued words."""


class Vocabulary(Protocol):
    """The words of the index."""

    def records(self, words: Collection[str]) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may have been meant by a word: a known one, or the two it was glued of.

    `weight` stands beside the 1.0 of a known word; `how` is letters, form, split, layout, pinglish or edit.
    """

    words: tuple[str, ...]
    weight: float
    how: str


_Kinds = Mapping[str, Mapping[str, float]]
"""How -> candidates -> likelihood of the mistake, for the mistakes that leave one word."""


def repair(unknown: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, tuple[Alternative, ...]]:
    """Folded, glued word -> at most four alternatives, best first; () where nothing known is near."""
    found: dict[str, tuple[Alternative, ...]] = dict.fromkeys(unknown, ())
    words = [word for word in found if _is_word(word)]
    if words:
        kinds = {word: _kinds(word, MOST_ASKED // len(words)) for word in words}
        asked = {_EVERYWHERE}.union(*[candidates for each in kinds.values() for candidates in each.values()])
        asked.update(half for word in words for halves in _halves(word) for half in halves)
        records = vocabulary.records(asked)
        found.update({word: _best(_scores(word, each, records)) for word, each in kinds.items()})
    return found


def _is_word(word: str) -> bool:
    """Numbers and identifiers are never repaired: another number is another thing."""
    return len(word) <= LONGEST and word.replace("'", "").isalpha()


def _kinds(word: str, most: int) -> _Kinds:
    """All candidates that are one word, about `most` of them."""
    if word.isascii():
        return {"layout": _on_persian_keys(word), "pinglish": persian_spellings(word, most - 100)}
    kinds = {
        "letters": homophones(word),
        "form": dict.fromkeys(_forms(word), 1.0),
        "layout": dict.fromkeys(latin_keys(word), 1.0),
    }
    if len(word) >= SHORTEST_SLIP:
        kinds["edit"] = one_slip(word, most - 100)
    return kinds


def _halves(word: str) -> list[tuple[str, str]]:
    """Every cut in two that parts no affix from its word."""
    if word.isascii():
        return []
    cuts = [(word[:place], word[place:]) for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)]
    return [(first, second) for first, second in cuts if first not in _AFFIXES and second not in _AFFIXES]


def _on_persian_keys(word: str) -> dict[str, float]:
    """Of either layout; without its madda, or with a letter whose hamza needs the shift key."""
    readings = persian_keys(word)
    found = dict.fromkeys(readings, 1.0)
    for reading in readings:
        for spelling, likelihood in homophones(reading).items():
            found.setdefault(spelling, likelihood * 0.1)
    return found


def _forms(word: str) -> Iterator[str]:
    """What is left without an affix that stems.py does not cut."""
    base = cut(word)
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) > len(ending) + 2:
            yield base.removesuffix(ending)
    for prefix in _PREFIXES:
        if base.startswith(prefix) and len(base) > len(prefix) + 2:
            yield base.removeprefix(prefix)


def _scores(word: str, kinds: _Kinds, records: Mapping[str, int]) -> dict[tuple[str, ...], tuple[float, str]]:
    """Known words -> likelihood of the mistake times commonness of what was meant, and how it came about."""
    all_records = max(records.get(_EVERYWHERE, 0), 100)
    share = {known: min(count / all_records, 1.0) ** COMMONNESS for known, count in records.items()}
    scores: dict[tuple[str, ...], tuple[float, str]] = {}
    for how, candidates in kinds.items():
        for known in candidates.keys() & share.keys():
            score = (_KINDS[how][0] * candidates[known] * share[known], how)
            scores[(known,)] = max(scores.get((known,), score), score)
    for first, second in _halves(word):
        if first in share and second in share:
            scores[first, second] = (_KINDS["split"][0] * share[first] * share[second], "split")
    return scores


def _best(scores: dict[tuple[str, ...], tuple[float, str]]) -> tuple[Alternative, ...]:
    """The best few, in the order of their scores."""
    best = sorted(scores, key=lambda words: (-scores[words][0], words))[:MOST_ALTERNATIVES]
    found = [(words, *scores[words], scores[words][0] / scores[best[0]][0]) for words in best]
    return tuple(
        Alternative(words, round(_KINDS[how][1] * part, 3), how) for words, _, how, part in found if part >= LEAST
    )
