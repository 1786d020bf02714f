"""When a source is due (pure): cron in Asia/Tehran, moved by minutes that are fixed for each source."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from croniter import CroniterBadCronError, croniter

ZONE = ZoneInfo("Asia/Tehran")


def is_cron(text: str) -> bool:
    """Whether this is a schedule of five fields that some day comes."""
    try:
        return len(text.split()) == 5 and croniter(text, datetime(2026, 3, 21, tzinfo=ZONE)).get_next() > 0
    except (CroniterBadCronError, ValueError, KeyError):
        return False


def next_slot(cron: str, source_id: str, jitter_minutes: int, after: datetime) -> datetime:
    """The first slot of a source after a time, in UTC. Slots that were missed do not count: there is one next."""
    jitter = _jitter(source_id, jitter_minutes)
    local = (after - jitter).astimezone(ZONE)
    slot: datetime = croniter(cron, local).get_next(datetime)
    return slot.astimezone(UTC) + jitter


def _jitter(source_id: str, jitter_minutes: int) -> timedelta:
    """The same for a source every day, and spread evenly over all sources."""
    share = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:8]) / 2**64
    return timedelta(seconds=int(share * jitter_minutes * 60))
