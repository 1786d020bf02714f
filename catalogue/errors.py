"""The facts of what can go wrong in the catalogue; no status, no logging, no I/O.

CatalogueError
├── NotFound            nothing stands under this id
│   └── BadId           the id's check character is wrong: a mistyped id
├── BeforeFirst         nothing stood of the record at that time yet
│   └── NothingBefore   no version stands before this one to compare it with
├── Withdrawn           the record is gone; its tombstone stays
├── Sealed              what this version said was taken out of the record; its log entry stays
├── Withheld            a kept document may hold what is masked or taken down
├── QueryRefused        a query over a limit, or one that cannot be read
├── InvalidCursor       a cursor of another query or another generation
├── IndexUnavailable    no index, or one that cannot answer now
│   └── IndexReadOnly   it answers, but takes no write: its disk is full
├── SearchTooSlow       the engine did not answer in time
├── FollowerBusy        another process is writing the index, or the dumps
├── DumpStale           a dump may hold what was taken out since; it is built anew
├── StoreUnusable       the store or the archive takes no write: no room, no right, locked for too long, out of reach
├── SourceBusy          another job of this source is open
├── SourcePaused        an operator lets this source rest
├── JobInterrupted      a job does not go on here
│   ├── JobLost         it is another worker's by now, or it was aborted
│   ├── JobStopped      it shall be given back to the queue
│   └── JobOverran      it takes too long for its lane
├── NothingToRedact     the words do not stand in the record
├── NothingWithheld     no withdrawals of this job wait for an approval
└── InvalidRecord       a record that breaks a rule of the store itself
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CatalogueError(Exception):
    """The root; catch it only at a door."""


class NotFound(CatalogueError):
    """`what` is record, version, agency, source, job or document; `key` is what was asked for."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"no {what} {key!r}")
        self.what = what
        self.key = key


class BadId(NotFound):
    """The id has the right shape but its check character does not fit."""


class BeforeFirst(CatalogueError):
    """`version_no` is the first version there is to ask for, `recorded_at` when it was recorded (UTC, Z)."""

    def __init__(self, record_id: str, version_no: int, recorded_at: str) -> None:
        super().__init__(f"nothing of {record_id} before v{version_no}")
        self.record_id = record_id
        self.version_no = version_no
        self.recorded_at = recorded_at


class NothingBefore(BeforeFirst):
    """Asked for by no point in time: the version is the first one with a text."""


class Withdrawn(CatalogueError):
    """`tombstone` is what may still be said of the record (records.md section 7)."""

    def __init__(self, tombstone: Mapping[str, Any]) -> None:
        super().__init__(f"withdrawn: {tombstone['id']}")
        self.tombstone = dict(tombstone)


class Sealed(CatalogueError):
    """`sealed_at` is when (UTC, Z); the versions after it may be read."""

    def __init__(self, record_id: str, version_no: int, sealed_at: str) -> None:
        super().__init__(f"sealed: {record_id}/v{version_no}")
        self.record_id = record_id
        self.version_no = version_no
        self.sealed_at = sealed_at


class Withheld(CatalogueError):
    """`address` is where the document was fetched, as readers may see it."""

    def __init__(self, sha256: str, address: str) -> None:
        super().__init__(f"withheld: {sha256}")
        self.sha256 = sha256
        self.address = address


class NothingToRedact(CatalogueError):
    """The words that shall be taken out do not stand in this record."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"not in {record_id}")
        self.record_id = record_id


class NothingWithheld(CatalogueError):
    """`newest` is the job of this source that withholds some now, or None."""

    def __init__(self, job: int, newest: int | None) -> None:
        super().__init__(f"job {job} withholds nothing")
        self.job = job
        self.newest = newest


class QueryRefused(CatalogueError):
    """`code` names the message; `limit` is the parameter or part, `allowed` and `given` say by how much."""

    def __init__(self, code: str, limit: str, allowed: object = None, given: object = None) -> None:
        super().__init__(f"{code}: {limit} allows {allowed}, given {given}")
        self.code = code
        self.limit = limit
        self.allowed = allowed
        self.given = given


class InvalidCursor(CatalogueError):
    """The cursor is broken or belongs to another query."""


class IndexUnavailable(CatalogueError):
    """`reason` is for the operator, never for readers."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IndexReadOnly(IndexUnavailable):
    """The engine has closed itself to writes; only its operator opens it again."""


class SearchTooSlow(CatalogueError):
    """The engine gave up after its own time limit. Only an engine that has one raises it; the embedded one has none."""


class FollowerBusy(CatalogueError):
    """One follower writes the index at a time, and one process the dumps."""


class DumpStale(CatalogueError):
    """A dump is not on offer while it may hold what was withdrawn or sealed since."""


class SourceBusy(CatalogueError):
    """Only one job of a source is open at a time; `job` is that one's number."""

    def __init__(self, source: str, job: int) -> None:
        super().__init__(f"job {job} of {source} is open")
        self.source = source
        self.job = job


class SourcePaused(CatalogueError):
    """No job of a paused source begins."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} is paused")
        self.source = source


class JobInterrupted(CatalogueError):
    """This attempt ends in the middle; what was put stays."""


class JobLost(JobInterrupted):
    """Nothing of this attempt may be written any more."""


class JobStopped(JobInterrupted):
    """The worker is told to stop; the job goes on later."""


class JobOverran(JobInterrupted):
    """The job goes on in the long lane, where nobody waits for it."""


class StoreUnusable(CatalogueError):
    """`reason` is what the system said, for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidRecord(CatalogueError):
    """`field` breaks a rule of canonical JSON (a float, a lone surrogate, an empty list)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
