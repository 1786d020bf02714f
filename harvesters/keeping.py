"""Where a fetcher leaves its documents, and finds those that are there already: for a job, or for nobody.

Everything is kept before anybody interprets it. What came over the network is durable and known to the job at once, so
a job that is taken up again asks only for what is missing; what lies at hand anyway is noted by the hundred.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta

from catalogue.archive import Document
from catalogue.documents import Kept
from catalogue.intake import Intake
from catalogue.jobs import Work
from catalogue.leases import Hold
from catalogue.queue import JobHandle

Found = tuple[Kept, bytes]

RESUME_WITHIN = timedelta(hours=6)
"""A job that is taken up later than this starts afresh."""

ASK_WHOLE_AFTER = timedelta(days=7)
"""An ETag is a promise of the publisher: so long after the bytes last came, they are asked for without it."""

NOTED_AT_ONCE = 200


class Keeping(ABC):
    """What a fetcher needs of whoever wants its documents."""

    def __init__(self) -> None:
        self.documents = 0

    @abstractmethod
    def check(self) -> None:
        """Raise JobInterrupted when the work shall end; asked before each request."""

    def fetched(self, asked: str) -> Found | None:
        """What this very job has fetched under this address, before it was killed or interrupted."""
        return None

    def known(self, address: str) -> Found | None:
        """What was last got there, by this job or an earlier one, unless that is so long ago that it means nothing."""
        return None

    def latest(self, address: str) -> Found | None:
        """As `known`, of those whose validators may be sent."""
        found = self.known(address)
        is_sendable = found and any(value and value.isascii() for value in (found[0].etag, found[0].last_modified))
        return found if is_sendable else None

    @abstractmethod
    def keep(self, asked: str, document: Document, requests: int) -> None:
        """Keep a document that came after so many requests; raises JobLost, StoreUnusable."""

    @abstractmethod
    def note(self) -> None:
        """Make everything kept so far durable and known."""

    @abstractmethod
    def take_seconds(self) -> float:
        """Seconds worked that nobody was told yet."""


class ForNobody(Keeping):
    """A preview writes nothing."""

    def take_seconds(self) -> float:
        """Nobody asks."""
        return 0.0

    def check(self) -> None:
        """Nobody ends it."""

    def note(self) -> None:
        """Nothing is kept."""

    def keep(self, asked: str, document: Document, requests: int) -> None:
        """Count it."""
        self.documents += 1


class ForJob(Keeping):
    """What both ways of keeping for a running job share: the job, and the hold on it."""

    def __init__(self, intake: Intake, job: JobHandle, hold: Hold) -> None:
        super().__init__()
        self._intake, self._job, self._hold = intake, job, hold

    def check(self) -> None:
        """See Keeping."""
        self._hold.check()

    def take_seconds(self) -> float:
        """See Keeping."""
        return self._hold.take_seconds()


class FromNetwork(ForJob):
    """The documents that come over the network. `now` gives a UTC time."""

    def __init__(self, intake: Intake, job: JobHandle, hold: Hold, now: Callable[[], datetime]) -> None:
        super().__init__(intake, job, hold)
        self._now = now

    def fetched(self, asked: str) -> Found | None:
        """Only a job that was begun before has any, and only those of the last hours."""
        if self._job.claim.attempts == 1:
            return None
        return self._intake.fetched(self._job, asked, self._now() - RESUME_WITHIN)

    def known(self, address: str) -> Found | None:
        """See Keeping; None also when the bytes came so long ago that they shall be asked for whole."""
        found = self._intake.latest(address)
        if found is None:
            return None
        received_at = datetime.fromisoformat(found[0].received_at or found[0].fetched_at)
        return found if self._now() - received_at < ASK_WHOLE_AFTER else None

    def keep(self, asked: str, document: Document, requests: int) -> None:
        """See Keeping."""
        self.documents += 1
        came = 0 if document.again else len(document.body)
        self._intake.keep(self._job, asked, document, Work(requests, came))

    def note(self) -> None:
        """Everything is known already."""


class FromHand(ForJob):
    """The documents of a recording or a folder: they can be read again at no cost to anybody."""

    def __init__(self, intake: Intake, job: JobHandle, hold: Hold) -> None:
        super().__init__(intake, job, hold)
        self._kept: list[Document] = []

    def keep(self, asked: str, document: Document, requests: int) -> None:
        """See Keeping."""
        self.documents += 1
        self._intake.keep_body(document)
        self._kept.append(document)
        if len(self._kept) >= NOTED_AT_ONCE:
            self.note()

    def note(self) -> None:
        """See Keeping."""
        kept, self._kept = self._kept, []
        if kept:
            self._intake.note(self._job, kept)
