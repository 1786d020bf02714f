"""An issue as data: something about a record or a source to look at. Its words stand in schemas.messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_EXCERPT = 500

ONCE_PER_JOB = frozenset(
    {"leftover", "agency-unknown", "not-in-map", "no-match", "pattern-too-slow", "word-unknown", "cut-to-limit"}
)
"""Codes that are reported once per job for equal facts, with a count and the first record as example."""

INCOMPLETE = frozenset({"page-unreadable", "paging-loops", "too-many-pages", "too-many-records"})
"""Codes that say a part of the source was not read: the job is partial."""


@dataclass(frozen=True, slots=True)
class Issue:
    """`stage` as in harvesting.md section 8; `document` is a SHA-256; `facts` fill in the message of `code`.

    `refuses`: the protocol read a record here but gives none. `may_pass`: trouble on the network, which may be over in
    a while, kept a part of the source from being read.
    """

    stage: str
    code: str
    native_id: str | None = None
    document: str | None = None
    place: str | None = None
    excerpt: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    refuses: bool = False
    may_pass: bool = False

    @property
    def subject(self) -> tuple[object, ...]:
        """Issues with an equal subject are one issue seen several times."""
        facts = tuple(sorted((key, str(value)) for key, value in self.facts.items()))
        where = () if self.code in ONCE_PER_JOB else (self.native_id, self.place)
        return (self.stage, self.code, *where, facts)


def excerpt_of(text: str) -> str:
    """The beginning of a text as an issue shows it."""
    return text[:LONGEST_EXCERPT]
