"""Words: how a text becomes tokens with places, for the index and for highlights.

Exact tokens are what is written, one per position: words, the parts of a ZWNJ word, and the parts of
numbers and identifiers. Stem tokens stand beside them without order: a stem for each word, joined
forms, the words of a glued one, whole identifiers, values of numbers, recognised days. **Every exact token has its
stem in the stem field**, so a query by stems finds at least what one by exact tokens does.
Not here: what stands between two blanks (pieces.py), folding (letters.py), stems of single words (stems.py),
values and days of several words (counted.py), queries (query.py).

No token holds a blank or a control character, none is longer than 100 characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

from catalogue.persian.counted import Span, spans_of
from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.pieces import AFTER_HE, LONGEST_WORD, PIECES, PREFIXES, Row, Sort, word_tokens
from catalogue.persian.remembered import remembered
from catalogue.persian.stems import COMPOUNDS, stem

ANALYSER = "3"
"""Changes with anything that changes a token; an index made by another one is rebuilt."""

_TIES = frozenset((" ", "-", "_"))
"""What may stand between two words that are also asked as one, beside blanks."""


class TextWord(NamedTuple):
    """A word of the text and its span in the original.

    `parts` are the glued words it is made of, without affixes that change no meaning («کتاب‌خانه‌ها» has
    کتاب and خانهها); empty for numbers and identifiers. The first of `stems` is that of the whole word.
    """

    start: int
    end: int
    exact: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]


class Joined(NamedTuple):
    """A stem token for the words first..last together: two words as one, or a day («۱ مرداد ۱۴۰۲»)."""

    token: str
    first: int
    last: int
    is_day: bool = False


class Analysis:
    """The words of a text in order, and the joined forms of neighbours; each is worked out when it is asked for.

    An index needs the tokens alone, a name only its words.
    """

    def __init__(self, row: Row) -> None:
        self.row = row

    @cached_property
    def _pairs(self) -> tuple[list[str], list[int]]:
        return _pair(self.row)

    @cached_property
    def _counted(self) -> list[Span]:
        return list(spans_of(self.row, _special(self.row)))

    def parts(self) -> list[str]:
        """The glued words that all words are made of, and the parts of numbers."""
        return [part for word in self.row.tokens for part in word.parts or word.exact]

    @property
    def words(self) -> tuple[TextWord, ...]:
        """All words of the text."""
        placed = zip(self.row.starts, self.row.ends, self.row.tokens, strict=True)
        return tuple([TextWord(start, end, word.exact, word.stems, word.parts) for start, end, word in placed])

    @property
    def joined(self) -> tuple[Joined, ...]:
        """All joined forms, with places in `words`."""
        pairs = (Joined(token, i, i + 1) for token, i in zip(*self._pairs, strict=True))
        return (*pairs, *map(Joined._make, self._counted))

    def joined_as(self, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
        """First and last word of each joined form that is one of these stems, as `joined` tells them."""
        tokens, places = _pair(self.row, frozenset(token[:1] for token in stems))
        yield from ((i, i + 1) for token, i in zip(tokens, places, strict=True) if token in stems)
        if any(token[-1:].isdecimal() for token in stems):  # as every value, day and year ends
            yield from ((first, last) for token, first, last, _ in self._counted if token in stems)

    def exact_tokens(self) -> list[str]:
        """The exact field: one token per position."""
        return [token for word in self.row.tokens for token in word.exact]

    def stem_tokens(self) -> list[str]:
        """The stem field; its order means nothing."""
        stems = [token for word in self.row.tokens for token in word.stems]
        stems += self._pairs[0]
        stems += [span[0] for span in self._counted]
        return stems


def analyse(text: str) -> Analysis:
    """The words and joined forms of any text, in linear time; spans are those of the text as given."""
    row = _row(text)
    special = _special(row)
    if special:
        row = _attached(row, special)
    return Analysis(row)


def _row(text: str) -> Row:
    """The words of the text, affixes written with a blank still alone."""
    pieces = text.replace("\n", " ").split(" ")
    read = list(map(PIECES.__getitem__, pieces))
    places = map(add, accumulate(map(len, pieces), initial=0), count())  # a blank behind each piece
    placed = [(place, words) for place, words in zip(places, read, strict=False) if words]
    return Row(
        text,
        [tokens for words in read for _, _, tokens in words],
        [place + start for place, words in placed for start, _, _ in words],
        [place + end for place, words in placed for _, end, _ in words],
    )


def _special(row: Row) -> list[int]:
    """The places of words that may mean something together with their neighbours."""
    return [i for i, word in enumerate(row.tokens) if word.sort is not None]


def _attached(row: Row, special: list[int]) -> Row:
    """Affixes written with a blank go to their word («عمومی ها», «می شود»), «گفت و گو» is one word."""
    attached = Row(row.text)
    done = 0
    for i in special:
        if i >= done and row.tokens[i].sort in (Sort.AFFIX, Sort.FIRST):
            attached.take(row, done, i)
            done = _attach(attached, row, i)
    attached.take(row, done, len(row.tokens))
    return attached


def _attach(attached: Row, row: Row, i: int) -> int:
    """Add word i to those before it, alone or glued with some around it; the place of the next word."""
    word = row.tokens[i]
    if word.sort is Sort.FIRST:
        size = 3 if _is_compound(row, i) else 1
        _glue(attached, row, i, i + size)
        return i + size
    if word.text in PREFIXES and _takes_prefix(row, i):
        _glue(attached, row, i, i + 2)
        return i + 2
    if _takes_suffix(attached, row, i):
        before = attached.tokens.pop().text
        attached.tokens.append(word_tokens(before + ZWNJ + word.text))
        attached.ends[-1] = row.ends[i]
        return i + 1
    attached.take(row, i, i + 1)
    return i + 1


def _glue(attached: Row, row: Row, first: int, stop: int) -> None:
    """Add the words first..stop-1 as if they had been written with ZWNJ."""
    attached.tokens.append(word_tokens(ZWNJ.join([word.text for word in row.tokens[first:stop]])))
    attached.starts.append(row.starts[first])
    attached.ends.append(row.ends[stop - 1])


def _is_compound(row: Row, i: int) -> bool:
    """Whether و and the second word of the listed compound follow, in any form of it."""
    words = row.tokens[i : i + 3]
    return (
        len(words) > 2
        and words[1].text == "و"
        and words[2].text.startswith(COMPOUNDS[words[0].text])
        and row.gap(i + 1) == " " == row.gap(i + 2)
    )


def _takes_prefix(row: Row, i: int) -> bool:
    if i + 1 == len(row.tokens):
        return False
    word = row.tokens[i + 1]
    return bool(word.parts) and word.sort is not Sort.AFFIX and _can_grow(row.starts[i], row.ends[i], row.gap(i + 1))


def _takes_suffix(attached: Row, row: Row, i: int) -> bool:
    """Plurals and comparatives go to any word, «ای» and «اند» to one in ه («هسته ای», «شده اند»)."""
    suffix = row.tokens[i].text
    if not attached.tokens or not attached.tokens[-1].parts or suffix in PREFIXES:
        return False
    if suffix in AFTER_HE and not attached.tokens[-1].text.endswith("ه"):
        return False
    return _can_grow(attached.starts[-1], attached.ends[-1], row.gap(i))


def _can_grow(start: int, end: int, gap: str) -> bool:
    """Whether an affix may join the word; bounded, as any text may hold a thousand affixes in a row."""
    return end - start <= LONGEST_WORD and _is_tie(gap)


def _pair(row: Row, letters: frozenset[str] | None = None) -> tuple[list[str], list[int]]:
    """Each two neighbours as one word, and the place of the first.

    The stem of both is the first and an end that is told beforehand, unless the list knows better. Of given `letters`
    those are left out that begin with none of them; some that do so come all the same.
    """
    pairs: list[str] = []
    places: list[int] = []
    text, words = row.text, row.tokens
    for i, (before, word, end, start) in enumerate(zip(words, words[1:], row.ends, row.starts[1:], strict=False)):
        tail = word.tail
        is_plain = tail.open and tail.rests.isdisjoint(before.rests)
        if is_plain and letters is not None and before.glued[:1] not in letters:
            continue
        gap = text[end:start]
        if not (before.glued and word.glued and (gap == " " or _is_tie(gap))):
            continue
        pairs.append(before.glued + tail.open if is_plain else stem(before.glued + word.glued))
        places.append(i)
    return pairs, places


@remembered
def _is_tie(gap: str) -> bool:
    """Whether it is only blanks of one line, or a hyphen, that stand between two words."""
    gap = fold_search(gap)
    return gap in _TIES or (gap.isspace() and "\n" not in gap)
