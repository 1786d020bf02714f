"""Words of equal meaning in a query: what else may be asked for in their place, and never instead of them.

Groups of equal words come from a file of the catalogue (harvesters/synonyms.py reads it); numbers in words are their
digits. Not here: different spellings of one word (stems.py), slips (repair.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.persian.letters import fold_search
from catalogue.persian.phrases import Found, Phrases, longest
from catalogue.persian.understanding import numbers_in_words
from catalogue.persian.words import analyse

SAME_BOOST = 0.5
"""Weight beside the words as typed."""


@dataclass(frozen=True, slots=True)
class Same:
    """The words first..last of the query (`text`, folded) also mean each of `others`, as the file writes them."""

    first: int
    last: int
    text: str
    others: tuple[str, ...]

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The exact tokens of each of the others."""
        return tuple(map(_exact, self.others))


class Synonyms:
    """Groups of words and phrases that mean the same, built once."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._phrases = Phrases(
            (word, tuple(other for other in group if other != word)) for group in groups for word in group
        )

    def of(self, words: Sequence[str]) -> tuple[Same, ...]:
        """What else the folded words of a query mean, in order; of two that overlap the longer."""
        spans = longest([*self._phrases.spans(words), *_digits(words)])
        found = (_same(span.first, words[span.first : span.last + 1], _once(span.values)) for span in spans)
        return tuple(same for same in found if same.others)

    def renamed(self, name: str) -> Iterator[str]:
        """The name with equal words in their place: «وزارت صمت» for «وزارت صنعت، معدن و تجارت»."""
        words = [fold_search(name[word.start : word.end]) for word in analyse(name).words]
        for span in self._phrases.find(words):
            for other in _once(span.values):
                yield " ".join([*words[: span.first], other, *words[span.last + 1 :]])


def _same(first: int, words: Sequence[str], others: tuple[str, ...]) -> Same:
    """Without another that is only joined otherwise in the file and typed like that here."""
    text = " ".join(words)
    typed = tuple(analyse(text).exact_tokens())
    kept = tuple(other for other in others if _exact(other) != typed)
    return Same(first, first + len(words) - 1, text, kept)


@lru_cache(maxsize=4_000)
def _exact(text: str) -> tuple[str, ...]:
    return tuple(analyse(text).exact_tokens())


def _digits(words: Sequence[str]) -> Iterator[Found[tuple[str, ...]]]:
    for span in numbers_in_words(words):
        yield Found(span.first, span.last, tuple((digits,) for _, digits in span.values))


def _once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for group in groups for other in group))
