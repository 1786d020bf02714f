"""The grammar of a query: a reader's text becomes tokens, and what cannot be an operator becomes words. Total, bounded.

Words are joined by AND; "…" and «…» are phrases; -word excludes; OR and یا; begin*; parentheses;
`a b OR c` is a AND (b OR c). Not here: what is asked for the words (covers.py), the tree (query.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from catalogue.errors import QueryRefused
from catalogue.persian.covers import Asked, all_of, any_of, leaves
from catalogue.persian.field_words import FieldPart, field_parts, is_excluded
from catalogue.persian.letters import fold_search
from catalogue.persian.stems import stem
from catalogue.persian.stop_words import STOP_WORDS
from catalogue.persian.understanding import Names
from catalogue.persian.words import TextWord, analyse
from catalogue.search.index import Field, Match, Phrase, Prefix, Word
from catalogue.search.limits import MAX_PATTERNS, MIN_PREFIX

MAX_WORDS = 40
MAX_NESTING = 4
LONGEST_BY_OPERATORS = 8
"""Words. A longer text with no OR and no "…" in it is a pasted title: its dashes and یا are no operators."""


class Sign(Enum):
    """An operator that stands for itself."""

    OPEN = "("
    CLOSE = ")"
    NOT = "-"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A phrase, a prefix, a day or a named field, which nothing joins with its neighbours; `size` in words.

    Only a day says where it stands in the text: its words may be read otherwise.
    """

    match: Match
    shown: str
    size: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Plain:
    """A word, how it is shown and where it stands. `is_or`: OR or یا, where something stands on both sides."""

    asked: Asked
    shown: str
    start: int
    end: int
    is_or: bool = False


Token = Sign | Leaf | Plain


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a query with balanced parentheses.

    `notes` are codes of what was read otherwise than it may have been meant: colon-is-text, unbalanced-quote,
    sign-is-text, plain-reading, field-unknown, field-in-group.
    """

    tokens: tuple[Token, ...]
    notes: tuple[str, ...]

    @property
    def may_be_title(self) -> bool:
        """Whether its operators may be the signs of a title. Whoever excludes a word does not want it after all."""
        is_plain = all(isinstance(token, Plain) and not token.is_or for token in self.tokens)
        return not is_plain and Sign.NOT not in self.tokens


_OPERATOR = re.compile(
    r'"(?P<straight>[^"]*)"|«(?P<angular>[^»]*)»|“(?P<curly>[^”]*)”'
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<or>(?<![^\s(])(?:OR|[یيى]ا)(?![^\s)]))"
    r"|(?P<not>(?<![^\s(])-(?=[^\s\-]))"
    r"|(?P<prefix>[\w\u200c]+)\*+(?!\w)"
)
_WHERE = {"title": Field.TITLE, "text": Field.TEXT}
_DELIBERATE = re.compile(r"\bOR\b")
_QUOTES = re.compile(r'["«»“”]')
_LOOSE_SIGN = re.compile(r"(?<!\S)(?:-+(?!\S)|--+|\*+\w)")
_COLON = re.compile(r"\w\u200c?:")


def read_sentence(text: str, names: Names, is_plain: bool = False) -> Sentence:
    """The tokens of any text; `is_plain` reads every operator as the sign or the word that it is."""
    fields = () if is_plain else field_parts(text, names)
    lexed = [] if is_plain else list(_lex(text, fields))
    is_plain = is_plain or _is_accidental(text, lexed)
    tokens = list(_words_of(text, 0, len(text))) if is_plain else list(_ors(_balanced(lexed)))
    has_lost = not is_plain and _signs(tokens) < _signs(lexed)
    return Sentence(tuple(tokens), tuple(_notes(text, is_plain, has_lost, fields)))


def _signs(tokens: Sequence[Token]) -> int:
    """How many operators there are."""
    return sum(isinstance(token, Sign) or is_or(token) for token in tokens)


def is_or(token: Token | None) -> bool:
    """Whether it joins what stands on both sides."""
    return isinstance(token, Plain) and token.is_or


def shown(tokens: Sequence[Token], text: str) -> Iterator[str]:
    """The words as they are written in the text, an excluded one with its -."""
    groups: list[bool] = []
    is_excluded = False
    for token in tokens:
        if token is Sign.OPEN:
            groups.append(is_excluded or any(groups))
        elif token is Sign.CLOSE:
            groups.pop()
        elif isinstance(token, Leaf | Plain) and not is_or(token):
            word = text[token.start : token.end] if token.end else token.shown
            yield f"-{word}" if is_excluded or any(groups) else word
        is_excluded = token is Sign.NOT


def _lex(text: str, fields: Sequence[FieldPart]) -> Iterator[Token]:
    """Named fields, signs, phrases, prefixes, and the words between them."""
    done = 0
    for part in fields:
        excluded = is_excluded(text, part)
        if excluded or not part.filter:
            yield from _lex_between(text, done, part.start - excluded)
            yield from [Sign.NOT] if excluded else []
            yield from _field(part)
            done = part.end
    yield from _lex_between(text, done, len(text))


def _lex_between(text: str, done: int, end: int) -> Iterator[Token]:
    for found in _OPERATOR.finditer(text, done, end):
        yield from _words_of(text, done, found.start())
        done = found.end()
        kind = found.lastgroup
        if kind in ("straight", "angular", "curly"):
            yield from _phrase(found[kind])
        elif kind == "prefix":
            yield from _prefix(found[kind])
        elif kind == "or":
            yield Plain(Asked(analyse(found["or"]).words[0]), fold_search(found["or"]), *found.span(), is_or=True)
        else:
            yield Sign[str(kind).upper()]
    yield from _words_of(text, done, end)


def _field(part: FieldPart) -> Iterator[Leaf]:
    """The words of a field that is no filter, side by side or all of them, in the title, the text or a number."""
    where = _WHERE.get(part.field, Field.ALL)
    words = analyse(part.value).words
    exact = tuple(token for word in words for token in word.exact)
    if part.is_phrase:
        match: Match = Phrase(exact, where) if len(exact) > 1 else Word(exact[0], where)
    else:
        match = all_of([any_of([Word(token, where), Word(stem(token), where, stem=True)]) for token in exact])
    wholes = [Word(words[0].stems[0], where, stem=True)] if part.field == "number" and len(words) == 1 else []
    yield Leaf(any_of([match, *wholes]), " ".join(fold_search(part.shown).split()), len(words))


def _words_of(whole: str, start: int, end: int) -> Iterator[Plain | Leaf]:
    """The words of a part of the text; those of a recognised date together."""
    text = whole[start:end]
    analysis = analyse(text)
    near = {joined.first for joined in analysis.joined if joined.token.isalpha()}
    days = {joined.first: joined for joined in analysis.joined if joined.is_day}
    after_day = 0
    for i, word in enumerate(analysis.words):
        if i in days:
            after_day = days[i].last + 1
            words = analysis.words[i:after_day]
            day = _day(text[words[0].start : words[-1].end], words, days[i].token)
            yield replace(day, start=start + words[0].start, end=start + words[-1].end)
        elif i >= after_day:
            asked = Asked(word, i in near)
            yield Plain(asked, fold_search(text[word.start : word.end]), start + word.start, start + word.end)


def _day(text: str, words: tuple[TextWord, ...], token: str) -> Leaf:
    """The day in any form it may be written in, and the words as they stand here."""
    parts = tuple(part for word in words for part in word.exact)
    return Leaf(any_of([Word(token, stem=True), Phrase(parts)]), fold_search(text), len(words))


def _phrase(text: str) -> Iterator[Leaf]:
    """Exact tokens side by side; nothing for a phrase without words."""
    analysis = analyse(text)
    tokens = tuple(analysis.exact_tokens())
    if tokens:
        match = Phrase(tokens) if len(tokens) > 1 else Word(tokens[0])
        yield Leaf(match, f"«{' '.join(text.split())}»", len(analysis.words))


def _prefix(text: str) -> Iterator[Leaf]:
    """The beginning of a word, and the word itself, as an engine scores all prefixes alike."""
    *parts, last = ("", *analyse(text).exact_tokens())
    if last:
        match = any_of([Prefix(last), Word(last)])
        yield Leaf(all_of([*[Word(part) for part in parts if part], match]), f"{text}*", len(parts))


def _is_accidental(text: str, tokens: list[Token]) -> bool:
    """Whether the operators of a long text look like the signs of a title."""
    if _size(tokens) <= LONGEST_BY_OPERATORS or _DELIBERATE.search(text) or text.count('"') > 1:
        return False
    return any(token is Sign.NOT or is_or(token) or _prefixes(token) for token in tokens)


def _size(tokens: Sequence[Token]) -> int:
    return sum(token.size if isinstance(token, Leaf) else isinstance(token, Plain) for token in tokens)


def _prefixes(token: Token) -> list[Prefix]:
    return [leaf for leaf in leaves(token.match) if isinstance(leaf, Prefix)] if isinstance(token, Leaf) else []


def _balanced(tokens: list[Token]) -> list[Token]:
    """The tokens without parentheses that have no partner or nothing between them."""
    open_: list[int] = []
    dropped: set[int] = set()
    for i, token in enumerate(tokens):
        if token is Sign.OPEN:
            open_.append(i)
        elif token is Sign.CLOSE and open_:
            start = open_.pop()
            if all(isinstance(inner, Sign) for inner in tokens[start:i]):
                dropped.update((start, i))
        elif token is Sign.CLOSE:
            dropped.add(i)
    dropped.update(open_)
    return [token for i, token in enumerate(tokens) if i not in dropped]


def _ors(tokens: list[Token]) -> Iterator[Token]:
    """The tokens; OR and یا without something on both sides are words, a - before nothing is none."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        is_followed = after is not None and after is not Sign.CLOSE and not is_or(after)
        if isinstance(token, Plain) and token.is_or:
            is_preceded = before is not None and not is_or(before) and before not in (Sign.OPEN, Sign.NOT)
            yield token if is_preceded and is_followed else replace(token, is_or=False)
        elif token is not Sign.NOT or is_followed:
            yield token


def check_limits(tokens: Sequence[Token]) -> None:
    """Raises QueryRefused: too-many-terms, query-too-deep, pattern-too-short, too-many-patterns."""
    words = _size(tokens) - sum(map(is_or, tokens))  # OR is no word
    if words > MAX_WORDS:
        raise QueryRefused("too-many-terms", "q", MAX_WORDS, words)
    depth = max(accumulate((token is Sign.OPEN) - (token is Sign.CLOSE) for token in tokens), default=0)
    if depth > MAX_NESTING:
        raise QueryRefused("query-too-deep", "q", MAX_NESTING, depth)
    prefixes = [prefix for token in tokens for prefix in _prefixes(token)]
    if len(prefixes) > MAX_PATTERNS:
        raise QueryRefused("too-many-patterns", "q", MAX_PATTERNS, len(prefixes))
    for prefix in prefixes:
        if len(prefix.token) < MIN_PREFIX:
            raise QueryRefused("pattern-too-short", "q", MIN_PREFIX, len(prefix.token))


def without_stop_words(tokens: Sequence[Token]) -> tuple[list[Token], list[str]]:
    """(tokens, words left out): those that carry no meaning, where they stand beside words that do.

    Neighbours of an operator stay, and so does everything when there is nothing else.
    """
    optional = {
        i
        for i, (before, token, after) in enumerate(zip([None, *tokens], tokens, [*tokens[1:], None], strict=False))
        if _is_stop_word(token) and before is not Sign.NOT and not is_or(before) and not is_or(after)
    }
    if not any(isinstance(token, Leaf | Plain) for i, token in enumerate(tokens) if i not in optional):
        return list(tokens), []
    kept = [_parted(token) if i + 1 in optional else token for i, token in enumerate(tokens) if i not in optional]
    return kept, [token.shown for i, token in enumerate(tokens) if i in optional and isinstance(token, Plain)]


def _parted(token: Token) -> Token:
    """The token without the neighbour behind it."""
    return replace(token, asked=replace(token.asked, is_near=False)) if isinstance(token, Plain) else token


def _is_stop_word(token: Token) -> bool:
    return isinstance(token, Plain) and not token.is_or and token.shown in STOP_WORDS


def _notes(text: str, is_plain: bool, has_lost: bool, fields: Sequence[FieldPart]) -> Iterator[str]:
    yield from dict.fromkeys("field-in-group" if part.values else "field-unknown" for part in fields if part.filter)
    rest = _OPERATOR.sub(" ", _without(text, fields))
    if is_plain:
        yield "plain-reading"
    elif _QUOTES.search(rest):
        yield "unbalanced-quote"
    elif has_lost or _LOOSE_SIGN.search(rest):
        yield "sign-is-text"
    if _COLON.search(rest):
        yield "colon-is-text"


def _without(text: str, fields: Sequence[FieldPart]) -> str:
    """The text with blanks in the place of named fields."""
    for part in fields:
        text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text
