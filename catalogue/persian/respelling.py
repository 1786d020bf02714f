"""«Did you mean»: the text of a query with common words in the place of very rare ones that are a slip away from them.

A word that some record holds is asked for as it is; what a reader may have meant instead is offered, never asked.
"""

from __future__ import annotations

from catalogue.persian.repair import rarer_than
from catalogue.persian.words import analyse
from catalogue.search.index import Vocabulary


def respelt(text: str, vocabulary: Vocabulary) -> str:
    """The text as it may have been meant; the same text where nothing is near."""
    words = [word for word in analyse(text).words if len(word.parts) == 1]
    meant = rarer_than([word.parts[0] for word in words], vocabulary)
    for word in reversed(words):
        if word.parts[0] in meant:
            text = text[: word.start] + " ".join(meant[word.parts[0]].words) + text[word.end :]
    return text
