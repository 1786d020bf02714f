"""The list of words: which folded, glued strings are words of Persian, and how common they are.

Read once, when the first text is analysed. Where the list is from and under which licence: vocabularies/words.md.
Not here: the words of the catalogue itself, which the index knows (catalogue/search/vocabulary.py).
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def commonness() -> Mapping[str, int]:
    """word -> ten times its Zipf value: 27 (once in two million words) to 77."""
    packed = files("catalogue").joinpath("vocabularies", "words.tsv.gz").read_bytes()
    fields = gzip.decompress(packed).decode().split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
