"""Versions that nobody may read any more: text, hash, salt and card are destroyed, the log entry stays. Never commits.

Without salt and hash the commitment in the log says nothing about what was sealed, and holds as before (records.md
section 7). What other tables said about the record goes too.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalogue import models

SEALED = {"canonical": "", "sha256": "", "salt": "", "card": ""}


def seal(session: Session, number: int, now: str, holds: Callable[[str], bool]) -> int:
    """Seal the earlier versions of a record whose canonical text `holds` what shall be gone; how many."""
    earlier = (
        select(models.Version)
        .join(models.Record, models.Record.number == models.Version.record_number)
        .where(
            models.Version.record_number == number,
            models.Version.version_no < models.Record.version_no,
            models.Version.sealed_at.is_(None),
        )
    )
    count = 0
    for version in session.scalars(earlier).all():
        if holds(version.canonical):
            for name, nothing in SEALED.items():
                setattr(version, name, nothing)
            version.sealed_at = now
            count += 1
    session.flush()
    if count:
        _forget_excerpts(session, number)
    return count


def _forget_excerpts(session: Session, number: int) -> None:
    """What issues cite of the record, or of its place."""
    record = session.get_one(models.Record, number)
    its = (models.Issue.source_id == record.source_id) & (models.Issue.native_id == record.native_id)
    session.execute(
        update(models.Issue).where(its).values(excerpt=None, message_fa=models.Issue.code, message_en=models.Issue.code)
    )
