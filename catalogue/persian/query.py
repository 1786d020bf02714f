"""A reader's text becomes a Match: total, bounded, and without any engine's language.

Words are joined by AND; "…" and «…» are phrases; -word excludes; OR and یا; begin*; parentheses;
`a b OR c` is a AND (b OR c). What looks like an operator and cannot be one is punctuation or a word.
Not here: how words are covered by tokens (covers.py), field words and filters, repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from catalogue.errors import QueryRefused
from catalogue.persian.covers import Asked, Vocabulary, all_of, any_of, cover, leaves
from catalogue.persian.letters import fold_search
from catalogue.persian.words import TextWord, analyse
from catalogue.search.index import Frequency, Match, Not, Phrase, Prefix, Terms, Word
from catalogue.search.limits import MAX_PATTERNS, MIN_PREFIX

MAX_CHARACTERS = 512
MAX_WORDS = 40
MAX_NESTING = 4
LONGEST_BY_OPERATORS = 8
"""Words. A longer text with no OR and no "…" in it is a pasted title: its dashes and یا are no operators."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `match` None lists everything; `words` are shown to the reader, in order.

    `notes` are codes of what was read otherwise than it may have been meant: colon-is-text,
    unbalanced-quote, plain-reading, word-split.
    """

    match: Match | None = None
    words: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    notes: tuple[str, ...] = ()


class _Sign(Enum):
    OPEN = "("
    CLOSE = ")"
    NOT = "-"


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A phrase or a prefix, which nothing joins with its neighbours; `size` in words."""

    match: Match
    shown: str
    size: int


@dataclass(frozen=True, slots=True)
class _Plain:
    """A word, and how it is shown. `is_or`: OR or یا, an operator where something stands on both sides."""

    asked: Asked
    shown: str
    is_or: bool = False


_Token = _Sign | _Leaf | _Plain

_OPERATOR = re.compile(
    r'"(?P<straight>[^"]*)"|«(?P<angular>[^»]*)»|“(?P<curly>[^”]*)”'
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<or>(?<![^\s(])(?:OR|[یيى]ا)(?![^\s)]))"
    r"|(?P<not>(?<![^\s(])-(?=[^\s\-]))"
    r"|(?P<prefix>[\w\u200c]+)\*+(?!\w)"
)
_DELIBERATE = re.compile(r"\bOR\b")
_QUOTES = re.compile(r'["«»“”]')
_COLON = re.compile(r"\w\u200c?:")


def read_query(text: str, frequency: Frequency) -> Reading:
    """What a reader's text asks for; any text gives a reading or a refusal.

    Raises QueryRefused: query-too-long, too-many-terms, query-too-deep, pattern-too-short,
    too-many-patterns, and no-words for a text of nothing but signs (it must not list everything).
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryRefused("query-too-long", "q", MAX_CHARACTERS, len(text))
    if not text.strip():
        return Reading()
    tokens = list(_lex(text))
    is_plain = _is_accidental(text, tokens)
    tokens = list(_words_of(text)) if is_plain else list(_ors(_balanced(tokens)))
    _check_limits(tokens)
    vocabulary = Vocabulary(frequency)
    match = _Parser(tokens, vocabulary).all_that_follows()
    if match is None:
        raise QueryRefused("no-words", "q")
    notes = (*_notes(text, is_plain), *(("word-split",) if vocabulary.is_split else ()))
    return Reading(match, tuple(_shown(tokens)), _terms(match), notes)


def _lex(text: str) -> Iterator[_Token]:
    """Signs, phrases, prefixes, and the words between them."""
    done = 0
    for found in _OPERATOR.finditer(text):
        yield from _words_of(text[done : found.start()])
        done = found.end()
        kind = found.lastgroup
        if kind in ("straight", "angular", "curly"):
            yield from _phrase(found[kind])
        elif kind == "prefix":
            yield from _prefix(found[kind])
        elif kind == "or":
            yield _Plain(Asked(analyse(found["or"]).words[0]), fold_search(found["or"]), is_or=True)
        else:
            yield _Sign[str(kind).upper()]
    yield from _words_of(text[done:])


def _words_of(text: str) -> Iterator[_Plain | _Leaf]:
    """The words; those of a recognised date together."""
    analysis = analyse(text)
    near = {joined.first for joined in analysis.joined if joined.token.isalpha()}
    days = {joined.first: joined for joined in analysis.joined if joined.is_day}
    after_day = 0
    for i, word in enumerate(analysis.words):
        if i in days:
            after_day = days[i].last + 1
            yield _day(text, analysis.words[i:after_day], days[i].token)
        elif i >= after_day:
            yield _Plain(Asked(word, i in near), fold_search(text[word.start : word.end]))


def _day(text: str, words: tuple[TextWord, ...], token: str) -> _Leaf:
    """The day in any form it may be written in, and the words as they stand here."""
    parts = tuple(part for word in words for part in word.exact)
    shown = fold_search(text[words[0].start : words[-1].end])
    return _Leaf(any_of([Word(token, stem=True), Phrase(parts)]), shown, len(words))


def _phrase(text: str) -> Iterator[_Leaf]:
    """Exact tokens side by side; nothing for a phrase without words."""
    analysis = analyse(text)
    tokens = tuple(analysis.exact_tokens())
    if tokens:
        match = Phrase(tokens) if len(tokens) > 1 else Word(tokens[0])
        yield _Leaf(match, f"«{' '.join(fold_search(text).split())}»", len(analysis.words))


def _prefix(text: str) -> Iterator[_Leaf]:
    """The beginning of a word, and the word itself, as an engine scores all prefixes alike."""
    *parts, last = ("", *analyse(text).exact_tokens())
    if last:
        match = any_of([Prefix(last), Word(last)])
        yield _Leaf(all_of([*[Word(part) for part in parts if part], match]), f"{fold_search(text)}*", len(parts))


def _is_accidental(text: str, tokens: list[_Token]) -> bool:
    """Whether the operators of a long text look like the signs of a title."""
    words = sum(token.size if isinstance(token, _Leaf) else isinstance(token, _Plain) for token in tokens)
    if words <= LONGEST_BY_OPERATORS or _DELIBERATE.search(text) or text.count('"') > 1:
        return False
    return any(token is _Sign.NOT or _is_or(token) or _prefixes(token) for token in tokens)


def _is_or(token: _Token | None) -> bool:
    return isinstance(token, _Plain) and token.is_or


def _prefixes(token: _Token) -> list[Prefix]:
    return [leaf for leaf in leaves(token.match) if isinstance(leaf, Prefix)] if isinstance(token, _Leaf) else []


def _balanced(tokens: list[_Token]) -> list[_Token]:
    """The tokens without parentheses that have no partner or nothing between them."""
    open_: list[int] = []
    dropped: set[int] = set()
    deepest = 0
    for i, token in enumerate(tokens):
        if token is _Sign.OPEN:
            open_.append(i)
        elif token is _Sign.CLOSE and open_:
            deepest = max(deepest, len(open_))
            start = open_.pop()
            if all(isinstance(inner, _Sign) for inner in tokens[start:i]):
                dropped.update((start, i))
        elif token is _Sign.CLOSE:
            dropped.add(i)
    dropped.update(open_)
    return [token for i, token in enumerate(tokens) if i not in dropped]


def _ors(tokens: list[_Token]) -> Iterator[_Token]:
    """The tokens; OR and یا without something on both sides are words, a - before nothing is none."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        is_followed = after is not None and after is not _Sign.CLOSE and not _is_or(after)
        if isinstance(token, _Plain) and token.is_or:
            is_preceded = before is not None and not _is_or(before) and before not in (_Sign.OPEN, _Sign.NOT)
            yield token if is_preceded and is_followed else replace(token, is_or=False)
        elif token is not _Sign.NOT or is_followed:
            yield token


def _check_limits(tokens: list[_Token]) -> None:
    words = sum(token.size if isinstance(token, _Leaf) else isinstance(token, _Plain) for token in tokens)
    if words > MAX_WORDS:
        raise QueryRefused("too-many-terms", "q", MAX_WORDS, words)
    depth = 0
    for token in tokens:
        depth += (token is _Sign.OPEN) - (token is _Sign.CLOSE)
        if depth > MAX_NESTING:
            raise QueryRefused("query-too-deep", "q", MAX_NESTING, depth)
    prefixes = [prefix for token in tokens for prefix in _prefixes(token)]
    if len(prefixes) > MAX_PATTERNS:
        raise QueryRefused("too-many-patterns", "q", MAX_PATTERNS, len(prefixes))
    for prefix in prefixes:
        if len(prefix.token) < MIN_PREFIX:
            raise QueryRefused("pattern-too-short", "q", MIN_PREFIX, len(prefix.token))


class _Parser:
    """Reads tokens whose parentheses are balanced and not deep."""

    def __init__(self, tokens: list[_Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._place = 0

    def all_that_follows(self) -> Match | None:
        """Everything up to a closing parenthesis or the end, joined by AND; neighbouring words are read together."""
        parts: list[Match] = []
        words: list[Asked] = []
        while (token := self._peek()) is not None and token is not _Sign.CLOSE:
            if isinstance(token, _Plain) and not _is_or(self._peek(1)):
                words.append(token.asked)
                self._place += 1
                continue
            parts += cover(words, self._vocabulary)
            words = []
            part = self._one_of()
            parts += [part] if part else []
        self._place += 1
        parts += cover(words, self._vocabulary)
        return all_of(parts) if parts else None

    def _one_of(self) -> Match | None:
        alternatives = [self._operand()]
        while _is_or(self._peek()):
            self._place += 1
            alternatives.append(self._operand())
        found = [alternative for alternative in alternatives if alternative]
        return any_of(found) if found else None

    def _operand(self) -> Match | None:
        token = self._peek()
        self._place += 1
        if token is _Sign.NOT:
            excluded = self._operand()
            return Not(excluded) if excluded else None
        if isinstance(token, _Leaf):
            return token.match
        if isinstance(token, _Plain):
            return all_of(cover([token.asked], self._vocabulary))
        return self.all_that_follows()

    def _peek(self, ahead: int = 0) -> _Token | None:
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


def _shown(tokens: list[_Token]) -> Iterator[str]:
    """The words as read, an excluded one with its -."""
    groups: list[bool] = []
    is_excluded = False
    for token in tokens:
        if token is _Sign.OPEN:
            groups.append(is_excluded or any(groups))
        elif token is _Sign.CLOSE:
            groups.pop()
        elif isinstance(token, _Leaf | _Plain) and not _is_or(token):
            yield f"-{token.shown}" if is_excluded or any(groups) else token.shown
        is_excluded = token is _Sign.NOT


def _notes(text: str, is_plain: bool) -> Iterator[str]:
    rest = _OPERATOR.sub(" ", text)
    if is_plain:
        yield "plain-reading"
    elif _QUOTES.search(rest):
        yield "unbalanced-quote"
    if _COLON.search(rest):
        yield "colon-is-text"
