"""Contract 2: our tokens come through the engine whole, whatever it takes for a blank."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

from catalogue.persian.words import analyse
from catalogue.search.index import AllOf, Phrase, Prefix, SearchQuery, Word
from tests.contract.conftest import Engine
from tests.contract.corpus import document

LONGEST_TOKEN = 100
SPLITTING = set(" \t\n\v\f\r\x1c\x1d\x1e\x1f") | {
    chr(code) for code in range(0x80, 0x3001) if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp")
}
"""What some engine parts a text at; Lucene at most of these, tantivy at those of ASCII."""
STEP = 500


@cache
def tokens_around_signs() -> tuple[str, ...]:
    """Every token made of two letters with any code point between them, but letters and digits."""
    signs = (chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] not in "LN")
    made = (analyse(f"الف{sign}ب") for sign in signs if unicodedata.category(sign) not in ("Cn", "Co", "Cs"))
    return tuple(dict.fromkeys(token for one in made for token in (*one.exact_tokens(), *one.stem_tokens())))


def test_no_token_holds_what_an_engine_parts_at() -> None:
    wrong = [token for token in tokens_around_signs() if set(token) & SPLITTING or len(token) > LONGEST_TOKEN]
    assert wrong == []
    assert len(tokens_around_signs()) > 2


def test_every_token_is_found_as_it_was_made(engine: Engine) -> None:
    tokens = tokens_around_signs()
    pages = [tokens[start : start + STEP] for start in range(0, len(tokens), STEP)]
    engine.put(*(document(number, [], page) for number, page in enumerate(pages, 1)))
    for page in pages:
        assert engine.index.find(SearchQuery(AllOf(tuple(map(Word, page))))).total >= 1
        if len(page) > 2:  # nothing was put in or left out between them
            assert engine.index.find(SearchQuery(Phrase(page[:30]))).total >= 1


def test_the_longest_token_is_one_token(engine: Engine) -> None:
    longest = "ب" * LONGEST_TOKEN
    engine.put(document(1, [], [longest, "x"]), document(2, [], [longest[:-1], "x"]))
    assert engine.index.find(SearchQuery(Word(longest))).total == 1
    assert engine.index.find(SearchQuery(Phrase((longest, "x")))).total == 1
    assert engine.index.find(SearchQuery(Prefix(longest[:-1]))).total == 2
