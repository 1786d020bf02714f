"""Checks the archive against the rows of `document`: every file there, every file of the bytes that its name says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.archive import Archive
from catalogue.errors import NotFound
from catalogue.search.verify import Read

SLICE_ROWS = 500

Progress = Callable[[int], None]
"""Told how many rows are done, after each slice."""


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """A row of `document` whose file is missing or, when `is_damaged`, does not give its hash."""

    sha256: str
    address: str
    is_damaged: bool

    def __str__(self) -> str:
        return f"{self.sha256} {self.address}: {'damaged' if self.is_damaged else 'missing'}"


def document_faults(read: Read, archive: Archive, progress: Progress) -> Iterator[DocumentFault]:
    """What does not hold, row by row; a file that no row names is no fault.

    Each slice of rows has a session of its own: one that stayed open would keep the store from folding its WAL.
    """
    done, after = 0, 0
    while True:
        with read() as session:
            rows = _rows_after(session, after)
        if not rows:
            return
        for _, sha256, address in rows:
            is_damaged = _is_damaged(archive, sha256)
            if is_damaged is not False:
                yield DocumentFault(sha256, address, bool(is_damaged))
        after = rows[-1][0]
        done += len(rows)
        progress(done)


def _is_damaged(archive: Archive, sha256: str) -> bool | None:
    """None when the file is missing."""
    try:
        return not archive.is_whole(sha256)
    except NotFound:
        return None
    except OSError:  # there, but it cannot even be opened
        return True


def _rows_after(session: Session, number: int) -> list[tuple[int, str, str]]:
    columns = (models.Document.number, models.Document.sha256, models.Document.address)
    statement = select(*columns).where(models.Document.number > number).order_by(models.Document.number)
    return [(row[0], row[1], row[2]) for row in session.execute(statement.limit(SLICE_ROWS))]
