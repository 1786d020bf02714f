"""Whether a job may ask its source only for what changed: never for long, and never after we read differently."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.persian.calendar import instant
from catalogue.vocab import JobState


def changes_since(session: Session, job: models.Job, reading: str, full_every: timedelta, now: datetime) -> str | None:
    """When the source's last good job began, if this one need only ask for what changed since then; else None.

    `reading` is the digest of all that decides how a record is read: after another one everything is read anew, and so
    it is when the last whole listing began more than `full_every` ago. A job keeps what was said at its first attempt.
    """
    if job.reading_sha256 == reading:
        return job.changes_since
    good = (models.Job.source_id == job.source_id) & (models.Job.state == JobState.SUCCEEDED)
    good &= models.Job.recorded.is_(False) & (models.Job.reading_sha256 == reading)
    whole_since = _began(session, good & models.Job.changes_since.is_(None))
    is_due = whole_since is None or whole_since < instant(now - full_every)
    job.reading_sha256 = reading
    job.changes_since = None if is_due or job.recorded else _began(session, good)
    return job.changes_since


def _began(session: Session, chosen: ColumnElement[bool]) -> str | None:
    """When the newest of the chosen jobs began."""
    return session.scalar(select(models.Job.started_at).where(chosen).order_by(models.Job.number.desc()).limit(1))
