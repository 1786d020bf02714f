"""The publisher's keys in one job: placeholders are refused, of two equal ones the first wins."""

from __future__ import annotations

from catalogue.archive import Document
from catalogue.persian.letters import fold_key
from harvesters.issues import Issue, shown

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
        self, given: str | None, document: Document, place: str, excerpt: str | None = None, *, is_name: bool = False
    ) -> str | Issue:
        """The native id, or why the record at this place has none; `excerpt` is of what stands there.

        The name of a file is what it is: it holds no place for something that was not filled in.
        """
        if not given or len(given) > LONGEST or (not is_name and _is_placeholder(given)):
            code, facts = "native-id-refused", {"given": shown(given or "", 100)}
            return Issue("read", code, None, document.sha256, place, excerpt, facts, refuses=True)
        if given in self._places:
            facts = {"first": self._places[given]}
            return Issue("read", "duplicate-id", given, document.sha256, place, excerpt, facts, refuses=True)
        self._places[given] = place
        return given


def _is_placeholder(given: str) -> bool:
    return fold_key(given).lower() in PLACEHOLDERS or "[" in given
