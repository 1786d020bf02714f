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

from dataclasses import dataclass
from typing import NamedTuple

from catalogue.persian.counted import Span, spans_of
from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.pieces import (
    AFTER_HE,
    LONGEST_REMEMBERED,
    LONGEST_WORD,
    PREFIXES,
    Placed,
    Sort,
    read_once,
    read_piece,
    word_tokens,
)
from catalogue.persian.stems import COMPOUNDS, listed, stem

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


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a text in order, and the joined forms of neighbours.

    An index needs the tokens alone, so words and joined forms are bare until they are asked for: `places` are those
    of the first words of `pairs`.
    """

    placed: list[Placed]
    pairs: list[str]
    places: list[int]
    counted: list[Span]

    @property
    def words(self) -> tuple[TextWord, ...]:
        """All words of the text."""
        return tuple(TextWord(start, end, *tokens[:3]) for start, end, tokens in self.placed)

    @property
    def joined(self) -> tuple[Joined, ...]:
        """All joined forms, with places in `words`."""
        pairs = (Joined(token, i, i + 1) for token, i in zip(self.pairs, self.places, strict=True))
        return (*pairs, *map(Joined._make, self.counted))

    def exact_tokens(self) -> list[str]:
        """The exact field: one token per position."""
        return [token for _, _, tokens in self.placed for token in tokens[0]]

    def stem_tokens(self) -> list[str]:
        """The stem field; its order means nothing."""
        stems = [token for _, _, tokens in self.placed for token in tokens[1]]
        stems += self.pairs
        stems += [span[0] for span in self.counted]
        return stems


def analyse(text: str) -> Analysis:
    """The words and joined forms of any text, in linear time; spans are those of the text as given."""
    words: list[Placed] = []
    start = 0
    for piece in text.replace("\n", " ").split(" "):
        if piece:
            for first, end, tokens in read_once(piece) if len(piece) <= LONGEST_REMEMBERED else read_piece(piece):
                words.append((start + first, start + end, tokens))
        start += len(piece) + 1
    special = [i for i, word in enumerate(words) if word[2][5] is not None]
    if special:
        words = _attached(text, words, special)
    return Analysis(words, *_pair(text, words), list(spans_of(text, words)) if special else [])


def _attached(text: str, words: list[Placed], special: list[int]) -> list[Placed]:
    """Affixes written with a blank go to their word («عمومی ها», «می شود»), «گفت و گو» is one word."""
    attached: list[Placed] = []
    done = 0
    for i in special:
        sort = words[i][2].sort
        if i < done or sort not in (Sort.AFFIX, Sort.FIRST):
            continue
        attached += words[done:i]
        before, word, after = attached[-1:], words[i], words[i + 1 : i + 3]
        done = i + 1
        if sort is Sort.FIRST:
            size = 3 if _is_compound(text, word, after) else 1
            attached.append(_glued(*words[i : i + size]))
            done = i + size
        elif word[2].text in PREFIXES and after and _takes_prefix(text, word, after[0]):
            attached.append(_glued(word, after[0]))
            done = i + 2
        elif before and _takes_suffix(text, before[0], word):
            attached[-1] = _glued(before[0], word)
        else:
            attached.append(word)
    return attached + words[done:]


def _glued(*words: Placed) -> Placed:
    """The words as if they had been written with ZWNJ."""
    return words[0][0], words[-1][1], word_tokens(ZWNJ.join(word[2].text for word in words))


def _is_compound(text: str, first: Placed, after: list[Placed]) -> bool:
    """Whether و and the second word of the listed compound follow, in any form of it."""
    return (
        len(after) > 1
        and after[0][2].text == "و"
        and after[1][2].text.startswith(COMPOUNDS[first[2].text])
        and text[first[1] : after[0][0]] == " " == text[after[0][1] : after[1][0]]
    )


def _takes_prefix(text: str, prefix: Placed, word: Placed) -> bool:
    return bool(word[2].parts) and word[2].sort is not Sort.AFFIX and _can_grow(text, prefix, word)


def _takes_suffix(text: str, word: Placed, suffix: Placed) -> bool:
    """Plurals and comparatives go to any word, «ای» and «اند» to one in ه («هسته ای», «شده اند»)."""
    if not word[2].parts or suffix[2].text in PREFIXES:
        return False
    return (suffix[2].text not in AFTER_HE or word[2].text.endswith("ه")) and _can_grow(text, word, suffix)


def _can_grow(text: str, before: Placed, word: Placed) -> bool:
    """Whether an affix may join the two; bounded, as any text may hold a thousand affixes in a row."""
    return before[1] - before[0] <= LONGEST_WORD and _is_tie(text[before[1] : word[0]])


def _pair(text: str, words: list[Placed]) -> tuple[list[str], list[int]]:
    """Each two neighbours as one word, and the place of the first."""
    tokens: list[str] = []
    places: list[int] = []
    known = listed()
    before, end = "", -1
    for i, (start, stop, word) in enumerate(words):
        glued = word[3]
        if before and glued and (text[end:start] == " " or _is_tie(text[end:start])):
            open_, rests = word[6]
            is_plain = open_ and known.isdisjoint([before + rest for rest in rests])
            tokens.append(before + open_ if is_plain else stem(before + glued))
            places.append(i - 1)
        before, end = glued, stop
    return tokens, places


def _is_tie(gap: str) -> bool:
    """Whether it is only blanks of one line, or a hyphen, that stand between two words."""
    if gap in _TIES:
        return True
    gap = fold_search(gap)
    return gap in _TIES or (gap.isspace() and "\n" not in gap)
