"""What a query is read with, beside the rules of the language: the words, names and synonyms of one catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.persian.synonyms import Synonyms
from catalogue.persian.understanding import Names
from catalogue.search.index import Vocabulary

NO_NAMES = Names()
NO_SYNONYMS = Synonyms()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The words of the index, what agencies and types are called, and which words mean the same."""

    vocabulary: Vocabulary
    names: Names = NO_NAMES
    synonyms: Synonyms = NO_SYNONYMS
