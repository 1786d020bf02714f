"""How one answer asks the index: after its first failure nothing more, and what the store can list comes from there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from catalogue.errors import IndexUnavailable, SearchTooSlow
from catalogue.listing import can_list, list_records
from catalogue.search.index import Hits, Index, SearchQuery

NO_ANSWER = (IndexUnavailable, SearchTooSlow)
"""What an engine raises that does not answer."""


class Asking:
    """The index as one answer asks it; `failure` when it is known already that it does not answer.

    `is_whole` until it has failed. `has_missed` once something was left out that would stand beside the answer.
    """

    def __init__(self, session: Session, index: Index, failure: IndexUnavailable | SearchTooSlow | None = None) -> None:
        self._session = session
        self._index = index
        self._failure = failure
        self.is_whole = failure is None
        self.has_missed = False

    def find(self, query: SearchQuery) -> Hits:
        """What the index finds, else what the store lists; raises QueryRefused, IndexUnavailable or SearchTooSlow."""
        failure = self._failure
        if failure is None:
            try:
                return self._index.find(query)
            except NO_ANSWER as now:
                failure = now
                self.fail(now)
        if can_list(query):
            return list_records(self._session, query)
        raise failure

    def fail(self, failure: IndexUnavailable | SearchTooSlow) -> None:
        """The index does not answer, or not for this store; it is not asked again."""
        self._failure = failure
        self.is_whole = False

    def total(self, query: SearchQuery) -> int | None:
        """How many records a query finds whose total would stand beside the answer; None when nobody can tell now."""
        try:
            return self.find(query).total
        except NO_ANSWER:
            self.miss()
            return None

    def miss(self) -> None:
        """Something that would stand beside the answer is left out."""
        self.is_whole = False
        self.has_missed = True

    def generation(self) -> str:
        """Which build of the index answers; raises IndexUnavailable or SearchTooSlow."""
        if self._failure is not None:
            raise self._failure
        return self._index.state().generation


class NoWords:
    """A vocabulary that knows no word: queries are read as they were typed."""

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """None of them."""
        return {}
