"""What the plain words of a query mean together, and which others may stand in their place.

Only words outside parentheses that no operator touches: whoever writes operators is taken at his word.
Not here: which names and equal words there are (understanding.py, synonyms.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.persian.covers import STEM_BOOST, cover_number
from catalogue.persian.grammar import Leaf, Plain, Sign, Token, is_or
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.phrases import Found, longest
from catalogue.persian.stems import stem
from catalogue.persian.synonyms import SAME_BOOST, Same
from catalogue.persian.understanding import DAY_SIGNS, NUMBER_SIGNS, Meaning, understand
from catalogue.search.index import Match, Phrase, Word

_DAY_SIZE = len("1402-05-01")


@dataclass(frozen=True, slots=True)
class Understood:
    """`text` of a query, as typed, may be the `value` of the filter `kind` (understanding.Meaning); `rest` is the query
    without it."""

    kind: str
    value: str
    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class Senses:
    """The tokens with what else may be found in their place; what was understood; which words have equal ones."""

    tokens: tuple[Token, ...]
    understood: tuple[Understood, ...]
    same: tuple[Same, ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word of a run: folded, the place of its token, and its span in the query."""

    word: str
    place: int
    start: int
    end: int


def senses_of(text: str, tokens: Sequence[Token], knowledge: Knowledge, *, widens: bool = True) -> Senses:
    """What the words of a query mean together. `tokens` are those of `text`, with words that carry no meaning.

    `widens`: equal words may stand in their place.
    """
    marked = list(tokens)
    understood: list[Understood] = []
    known: list[Same] = []
    for run in _runs(tokens):
        words = [typed.word for typed in run]
        meanings = understand(words, knowledge.names)
        understood += [_understood(meaning, run, text) for meaning in meanings]
        _mark_signs(marked, run)
        same = {(one.first, one.last): one for one in (knowledge.synonyms.of(words) if widens else ())}
        spans = longest([*map(_written_day, filter(_is_day, meanings)), *map(_others, same.values())])
        for span in spans:
            _mark(marked, [typed.place for typed in run[span.first : span.last + 1]], span.values)
        known += [same[span.first, span.last] for span in spans if (span.first, span.last) in same]
    return Senses(tuple(marked), tuple(understood), tuple(known))


def _runs(tokens: Sequence[Token]) -> Iterator[list[_Typed]]:
    """Words side by side; a recognised day is the words it was written with."""
    run: list[_Typed] = []
    depth = 0
    for place, (before, token, after) in enumerate(zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)):
        depth += (token is Sign.OPEN) - (token is Sign.CLOSE)
        is_touched = before is Sign.NOT or is_or(before) or is_or(token) or is_or(after)
        if isinstance(token, Sign) or depth or is_touched or not token.end:
            yield from [run] if run else []
            run = []
        else:
            words = token.shown.split() if isinstance(token, Leaf) else [token.shown]
            run += [_Typed(word, place, token.start, token.end) for word in words]
    yield from [run] if run else []


def _understood(meaning: Meaning, run: Sequence[_Typed], text: str) -> Understood:
    start, end = run[meaning.first].start, run[meaning.last].end
    rest = " ".join(f"{text[:start]} {text[end:]}".split())
    has_words = any(map(str.isalnum, rest))  # signs alone can be no query
    return Understood(meaning.kind, meaning.value, text[start:end], rest if has_words else "")


def _is_day(meaning: Meaning) -> bool:
    return meaning.kind == "date" and len(meaning.value) == _DAY_SIZE


def _written_day(meaning: Meaning) -> Found[Match]:
    """A day is found in whatever form it is written, as the index holds it as one token."""
    boost = 1 / (meaning.last - meaning.first + 1)
    return Found(meaning.first, meaning.last, (Word(meaning.value, stem=True, boost=boost),))


def _others(same: Same) -> Found[Match]:
    boost = SAME_BOOST / (same.last - same.first + 1)
    return Found(same.first, same.last, tuple(match for phrase in same.phrases for match in _asked(phrase, boost)))


def _asked(tokens: tuple[str, ...], boost: float) -> Iterator[Match]:
    """The boost is shared among the words in whose place it is found, as each of them is asked for."""
    if len(tokens) > 1:
        yield Phrase(tokens, boost=boost)
    elif tokens:
        yield Word(tokens[0], boost=boost)
        yield Word(stem(tokens[0]), stem=True, boost=boost * STEM_BOOST)


def _mark(tokens: list[Token], places: Sequence[int], matches: tuple[Match, ...]) -> None:
    """Say of the words at these places what else may be found; a recognised day among them asks for itself."""
    for place in places:
        token = tokens[place]
        if isinstance(token, Plain):
            tokens[place] = replace(token, asked=replace(token.asked, also=token.asked.also + matches))


def _is_number_in_parts(word: str) -> bool:
    return any(map(str.isdecimal, word)) and not word.isdecimal()


def _mark_signs(tokens: list[Token], run: Sequence[_Typed]) -> None:
    """A word that only says what follows («مورخ», «شماره») need not stand where that stands."""
    for sign, typed in pairwise(run):
        token = tokens[typed.place]
        if isinstance(token, Leaf) and sign.word in DAY_SIGNS:
            _mark(tokens, [sign.place], (token.match,))
        elif isinstance(token, Plain) and sign.word in NUMBER_SIGNS and _is_number_in_parts(typed.word):
            _mark(tokens, [sign.place], (cover_number(token.asked.word),))
