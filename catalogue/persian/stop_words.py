"""The words that carry no meaning of their own (vocabularies/stop_words.toml), folded.

Not here: when they are left out (grammar.py for words, repair.py for what was glued to a word).
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

from catalogue.persian.letters import fold_search

_FILE = files("catalogue").joinpath("vocabularies", "stop_words.toml")
STOP_WORDS = frozenset(map(fold_search, tomllib.loads(_FILE.read_text("utf-8"))["words"]))
