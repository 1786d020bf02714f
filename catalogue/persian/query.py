"""A reader's text becomes a Match: total, bounded, and without any engine's language.

Here: the tree of a query, and what is told of its reading. Not here: its grammar (grammar.py), how words are covered by
tokens (covers.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.errors import QueryRefused
from catalogue.persian.covers import Asked, Lexicon, Repair, all_of, any_of, cover, leaves
from catalogue.persian.field_words import filters_of
from catalogue.persian.grammar import (
    Leaf,
    Plain,
    Sign,
    Token,
    check_limits,
    is_or,
    read_sentence,
    shown,
    without_stop_words,
)
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.repair import retype
from catalogue.persian.senses import Understood, senses_of
from catalogue.persian.synonyms import Same
from catalogue.persian.torn import mend
from catalogue.search.index import Match, Most, Not, Phrase, Prefix, Terms, Word

MAX_CHARACTERS = 512
FEW, FEW_OF_TWO = 10, 1
"""Records. When all words find fewer, most of them are asked for; of two words either, when both find nothing."""
SHARE = 0.3
"""Of the words that a record must hold, and at least two: measured, more costs whole questions their answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `match` None lists everything; `words` are shown to the reader, in order.

    `most` asks for most of the words where `match` asks for all and finds fewer records than `few`; None where nothing
    may be left out. `ignored` are
    words without meaning that are not asked for, `repaired` those that no record holds. Notes and may_be_title: see
    grammar.Sentence. `filters` are those that the text names («نوع: مصوبه») and `text` is the query without them;
    `understood` says what its words may mean beside, `same` which of them are also asked for in other words.
    """

    match: Match | None = None
    most: Match | None = None
    few: int = 0
    words: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    repaired: tuple[Repair, ...] = ()
    terms: Terms = field(default_factory=Terms)
    notes: tuple[str, ...] = ()
    may_be_title: bool = False
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    same: tuple[Same, ...] = ()


def read_query(text: str, knowledge: Knowledge, *, is_plain: bool = False, repairs: bool = True) -> Reading:
    """What a reader's text asks for; any text gives a reading or a refusal. `is_plain`: without operators and fields.

    `repairs`: words that no record holds are read as others, and equal words are asked for too.
    Raises QueryRefused: query-too-long, too-many-terms, query-too-deep, pattern-too-short,
    too-many-patterns, and no-words for a text of nothing but signs (it must not list everything).
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryRefused("query-too-long", "q", MAX_CHARACTERS, len(text))
    filters, text = ({}, text) if is_plain else filters_of(text, knowledge.names)
    told = ("field-is-filter",) if filters else ()
    if not text.strip():
        return Reading(filters=filters, notes=told)
    lexicon = Lexicon(knowledge.vocabulary, repairs)
    text_read = _retyped(text, lexicon)
    sentence = read_sentence(text_read, knowledge.names, is_plain)
    senses = senses_of(text_read, sentence.tokens, knowledge, widens=repairs)
    tokens, ignored = without_stop_words(senses.tokens)
    check_limits(tokens)
    asked = _Parser(tokens, lexicon).read()
    if not asked.parts:
        raise QueryRefused("no-words", "q")
    match = all_of(asked.parts)
    return Reading(
        match,
        asked.most(),
        FEW if len(asked.words) > 2 else FEW_OF_TWO,
        tuple(shown(tokens, text_read)),
        tuple(ignored),
        tuple(lexicon.repaired),
        _terms(match),
        (*told, *sentence.notes),
        sentence.may_be_title,
        text,
        filters,
        senses.understood,
        senses.same,
    )


def _retyped(text: str, lexicon: Lexicon) -> str:
    """The text, or what its keys give on a Persian keyboard, with torn words joined."""
    if not lexicon.repairs:
        return text
    retyped = retype(text, lexicon.vocabulary)
    if retyped is not None:
        lexicon.repaired.append(Repair(text, (retyped,), "layout"))
    return mend(retyped or text, lexicon)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What must all match: `words` one by one, of which some may be left out, and what a reader joined by operators."""

    words: tuple[Match, ...]
    fixed: tuple[Match, ...]

    @property
    def parts(self) -> list[Match]:
        return [*self.words, *self.fixed]

    def most(self) -> Match | None:
        """Most of the words; None for a single one."""
        if len(self.words) < 2:
            return None
        least = max(1 if len(self.words) == 2 else 2, round(len(self.words) * SHARE))
        return all_of([*self.fixed, Most(self.words, least)])


class _Parser:
    """Reads tokens whose parentheses are balanced and not deep."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._place = 0

    def read(self) -> _Wanted:
        """Everything up to a closing parenthesis or the end, joined by AND; neighbouring words are read together."""
        words: list[Match] = []
        fixed: list[Match] = []
        neighbours: list[Asked] = []
        while (token := self._peek()) is not None and token is not Sign.CLOSE:
            if isinstance(token, Plain) and not is_or(self._peek(1)):
                neighbours.append(token.asked)
                self._place += 1
                continue
            self._cover(neighbours, words, fixed)
            neighbours = []
            part = self._one_of()
            fixed += [part] if part else []
        self._place += 1
        self._cover(neighbours, words, fixed)
        return _Wanted(tuple(dict.fromkeys(words)), tuple(fixed))

    def _cover(self, neighbours: Sequence[Asked], words: list[Match], fixed: list[Match]) -> None:
        covered = cover(neighbours, self._lexicon)
        words += covered.words
        fixed += covered.numbers

    def _one_of(self) -> Match | None:
        alternatives = [self._operand()]
        while is_or(self._peek()):
            self._place += 1
            alternatives.append(self._operand())
        found = [alternative for alternative in alternatives if alternative]
        return any_of(found) if found else None

    def _operand(self) -> Match | None:
        token = self._peek()
        self._place += 1
        if token is Sign.NOT:
            lexicon, self._lexicon = self._lexicon, self._lexicon.as_typed()
            excluded = self._operand()
            self._lexicon = lexicon
            return Not(excluded) if excluded else None
        if isinstance(token, Leaf):
            return token.match
        if isinstance(token, Plain):
            covered = cover([token.asked], self._lexicon)
            return all_of([*covered.words, *covered.numbers])
        wanted = self.read().parts
        return all_of(wanted) if wanted else None

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else None


def _terms(match: Match) -> Terms:
    found = leaves(match)
    words = [leaf for leaf in found if isinstance(leaf, Word)]
    phrases = [token for leaf in found if isinstance(leaf, Phrase) for token in leaf.tokens]
    return Terms(
        exact=frozenset([*phrases, *[word.token for word in words if not word.stem]]),
        stems=frozenset(word.token for word in words if word.stem),
        prefixes=tuple(leaf.token for leaf in found if isinstance(leaf, Prefix)),
    )
