"""How a source does, computed from its rows when somebody asks; never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalogue import models
from catalogue.persian.calendar import instant
from catalogue.vocab import Health, JobState

LATE_AFTER = timedelta(hours=1)
"""A slot of the schedule that began no job within this time was missed."""


def health(
    source: models.Source, last_job: models.Job | None, judged: models.Job | None, now: datetime
) -> Health | None:
    """`judged` is the newest job that ended by itself; None, and nothing else known: None."""
    if source.paused_at is not None:
        return Health.PAUSED
    if judged is not None and judged.state == JobState.FAILED:
        return Health.FAILING
    if _is_late(source, last_job, instant(now - LATE_AFTER)):
        return Health.LATE
    if judged is None:
        return None
    is_doubtful = judged.state == JobState.PARTIAL or judged.counts.get("withheld", 0) > 0
    return Health.DOUBTFUL if is_doubtful else Health.FINE


def _is_late(source: models.Source, last_job: models.Job | None, before: str) -> bool:
    """Whether a slot passed without a job, or a job has waited for its worker since before this time."""
    missed = source.next_run_at is not None and source.next_run_at < before
    waits = last_job is not None and last_job.state == JobState.QUEUED and last_job.queued_at < before
    return missed or waits
