"""Marks whole words of the publisher's own characters: exactly those that have a token which was found. Asks no engine.

Nothing is stored for it: a long text is searched for a good place on folded text, which may err, and only the window
shown there is analysed, which does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalogue.answers import Marked
from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.words import analyse
from catalogue.search.index import Terms

LEAD = 60
"""Characters shown before the first found word of a window."""
MARGIN = 40
"""Characters analysed around a window, so that words at its edges join with neighbours as they do in the whole text."""
CHUNK = 500
PLACES = 5
"""Chunks with a likely match that are weighed against each other."""
TRIED = 2
CUT = "…"

_BLANK = re.compile(r"\s")


def mark(text: str, terms: Terms) -> Marked:
    """The whole text with the spans of its found words, in order."""
    return Marked(text, tuple(_found(text, terms)) if terms else ())


def snippet(text: str, terms: Terms, length: int = 300) -> Marked:
    """At most `length` characters of the text around the best match, else its opening.

    It is cut between words; `…` stands where something is left out. Spans are those of the text returned.
    """
    if len(text) <= length:
        return mark(text, terms)
    for place in _places(text, terms)[:TRIED] if terms else ():
        marked = _mark_window(text, _window(text, place, length), terms)
        if marked.spans:
            return marked
    return _mark_window(text, _window(text, 0, length), terms)


def _found(text: str, terms: Terms) -> list[tuple[int, int]]:
    analysis = analyse(text)
    row = analysis.row
    exact, stems, prefixes = terms.exact, terms.stems, terms.prefixes
    found = {
        i
        for i, word in enumerate(row.tokens)
        if not (stems.isdisjoint(word.stems) and exact.isdisjoint(word.exact))
        or (prefixes and any(token.startswith(prefixes) for token in word.exact))
    }
    for first, last in analysis.joined_as(terms.stems):
        found.update(range(first, last + 1))
    return [(row.starts[i], row.ends[i]) for i in sorted(found)]


def _places(text: str, terms: Terms) -> list[int]:
    """Where words like the terms stand, about; most different letters of them first, then in the order of the text."""
    pattern = _pattern(terms)
    places: list[tuple[int, int]] = []
    for start, chunk in _chunks(text):
        folded = fold_search(chunk)
        likely = list(pattern.finditer(folded))
        if likely:
            place = start + likely[0].start() * len(chunk) // len(folded)
            places.append((-len("".join({match.group() for match in likely})), place))
        if len(places) == PLACES:
            break
    return [place for _, place in sorted(places)]


@lru_cache(maxsize=64)
def _pattern(terms: Terms) -> re.Pattern[str]:
    """Words that begin like a term; what the index joined may be parted in the text by a blank or ZWNJ."""
    tokens = sorted({*terms.exact, *terms.stems, *terms.prefixes}, key=lambda token: (-len(token), token))
    return re.compile(r"\b(?:" + "|".join(f"[ {ZWNJ}]?".join(map(re.escape, token)) for token in tokens) + ")")


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """(start, piece) of the whole text, cut at blanks."""
    start = 0
    while start < len(text):
        blank = _BLANK.search(text, start + CHUNK)
        end = blank.end() if blank else len(text)
        yield start, text[start:end]
        start = end


def _window(text: str, place: int, length: int) -> tuple[int, int]:
    """Start and end of the words to show; each mark of what is cut takes one character."""
    start = max(0, min(place - LEAD, len(text) - length + 1))
    if start:
        blank = _BLANK.search(text, start, max(place, start))
        start = blank.end() if blank else start
    if len(text) - start < length:
        return start, len(text)
    whole_words = text[start : start + length - 2].rsplit(maxsplit=1)[0]
    return start, start + len(whole_words)


def _mark_window(text: str, window: tuple[int, int], terms: Terms) -> Marked:
    start, end = window
    before, after = CUT if start else "", CUT if end < len(text) else ""
    shown = before + text[start:end] + after
    if not terms:
        return Marked(shown)
    context = _context_start(text, start)
    blank = _BLANK.search(text, min(end + MARGIN, len(text)))
    shift = context - start + len(before)
    spans = _found(text[context : blank.start() if blank else len(text)], terms)
    inside = [span for span in spans if start <= context + span[0] and context + span[1] <= end]
    return Marked(shown, tuple((first + shift, stop + shift) for first, stop in inside))


def _context_start(text: str, start: int) -> int:
    if start <= MARGIN:
        return 0
    blank = _BLANK.search(text, start - MARGIN, start)
    return blank.end() if blank else start - MARGIN
