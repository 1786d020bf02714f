"""What agencies, types, topics and kinds of record are called, for catalogue.persian.understanding.

The names of agencies are those of their files with the shorter ones that people use; the others are those of the
vocabularies. Not here: labels of codes (labels.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from catalogue import store
from catalogue.identity import sha256_hex
from catalogue.persian.phrases import key_of
from catalogue.persian.stems import glue
from catalogue.persian.synonyms import Synonyms
from catalogue.persian.understanding import Names
from catalogue.vocab import Term, vocabulary

VOCABULARIES = (("kind", "kinds"), ("type", "decision_types"), ("type", "notice_types"), ("topic", "topics"))
"""Filter and the vocabulary of its codes."""
SHORTEST_PATTERN = 4
"""Letters; a shorter pattern of a vocabulary is too common a word to say which type is meant («خبر»)."""

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CHOICE = re.compile(r"\[(.)[^\]]*\]")
_NOT_PLAIN = re.compile(r"[^\w\s\u200c]")

Named = tuple[str, str, str]
"""Filter, its value, a name of it."""
Rows = tuple[tuple[str, str, str], ...]
"""Id, slug and canonical fields of each agency."""


class Naming:
    """The names and equal words of a catalogue, in one process; names are gathered anew when an agency has changed."""

    def __init__(self, groups: Sequence[Sequence[str]] = ()) -> None:
        self.synonyms = Synonyms(groups)
        self.mark = sha256_hex(json.dumps([list(group) for group in groups]))[:12]  # other groups, other answers
        self._gathered: tuple[Rows, Names] | None = None

    def names(self, session: Session) -> Names:
        """What agencies, types, topics and kinds are called now."""
        rows = store.agency_rows(session)
        gathered = self._gathered
        if gathered is None or gathered[0] != rows:
            gathered = self._gathered = (rows, names_of(rows, self.synonyms))
        return gathered[1]


def names_of(agencies: Rows, synonyms: Synonyms) -> Names:
    """All names: of these agencies and of the vocabularies."""
    named = [*_vocabulary_names()]
    for agency_id, slug, fields in agencies:
        called = dict.fromkeys((slug, agency_id, *_agency_names(json.loads(fields), synonyms)))
        named += [("agency", slug, name) for name in called]
    return Names(named)


def _agency_names(fields: Mapping[str, Any], synonyms: Synonyms) -> Iterator[str]:
    """As its file says; without what stands in brackets; with equal words; its short names after its kind of office."""
    written = [name["text"] for name in fields["names"]]
    office = written[0].split()[0]
    for name in (*written, *fields.get("aliases", ())):
        bare = _IN_BRACKETS.sub("", name)
        for form in dict.fromkeys((name, bare, *synonyms.renamed(bare))):
            yield form
            if name not in written and not form.startswith(office):
                yield f"{office} {form}"


@cache
def _vocabulary_names() -> tuple[Named, ...]:
    return tuple(
        (filter_, term.code, name)
        for filter_, vocabulary_name in VOCABULARIES
        for term in vocabulary(vocabulary_name).values()
        if term.code != "other"
        for name in dict.fromkeys(term_names(term, has_patterns=filter_ != "topic"))
        if not _is_mere_plural(name)
    )


def term_names(term: Term, *, has_patterns: bool) -> Iterator[str]:
    """The code, the English and each Persian label, and the patterns that are plain words."""
    yield from (term.code, term.en, *term.fa.split("،"))
    for pattern in term.patterns if has_patterns else ():
        plain = _CHOICE.sub(r"\1", pattern).replace("_", "\u200c")
        if not _NOT_PLAIN.search(plain) and len(plain) >= SHORTEST_PATTERN:
            yield plain


def _is_mere_plural(name: str) -> bool:
    """Whether a name of one word is found by a word that means something else: «سیاست‌ها» by «سیاست»."""
    return " " not in name.strip() and key_of(name) != glue(name.strip())
