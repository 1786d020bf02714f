"""The publisher's keys in one job: placeholders are refused, of two equal ones the first wins."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from catalogue.archive import Document
from catalogue.persian.letters import fold_key
from harvesters.issues import Issue, excerpt_of
from harvesters.patterns import PatternTooSlow
from harvesters.protocols.pages import text_of

LONGEST = 500
PLACEHOLDERS = frozenset(
    ("", "0", "-", "--", "#", "todo", "none", "null", "nan", "undefined", "n/a", "id", "نامشخص", "ندارد")
)


class Identities:
    """The native ids of a job with the place where each stood first."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many different ones were taken."""
        return len(self._places)

    def take(
        self, given: str | PatternTooSlow | None, document: Document, place: str, row: LexborNode | None = None
    ) -> str | Issue:
        """The native id, or why the record at this place has none; `row` is what stands there."""
        if isinstance(given, PatternTooSlow):
            facts = {"field": "list.native_id"}
            return Issue("read", "pattern-too-slow", None, document.sha256, place, _excerpt(row), facts, refuses=True)
        if given is None or fold_key(given).lower() in PLACEHOLDERS or "[" in given or len(given) > LONGEST:
            code, facts = "native-id-refused", {"given": (given or "")[:100]}
            return Issue("read", code, None, document.sha256, place, _excerpt(row), facts, refuses=True)
        first = self._places.setdefault(given, place)
        if first != place:
            facts = {"first": first}
            return Issue("read", "duplicate-id", given, document.sha256, place, _excerpt(row), facts, refuses=True)
        return given


def _excerpt(row: LexborNode | None) -> str | None:
    return excerpt_of(text_of(row)) if row is not None else None
