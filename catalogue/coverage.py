"""What of a source is held, month by month of the Jalali calendar; computed when somebody asks. Never commits.

Not here: whether a source has missed its turn (health.py), until when answers to a search are complete (finding.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.errors import NotFound
from catalogue.vocab import Status

Month = tuple[int, int]
"""Jalali year and month."""


@dataclass(frozen=True, slots=True)
class MonthCoverage:
    """How many published records have their leading date in a Jalali month (1402-05)."""

    month: str
    found: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Published records of a source: `found` in all, `undated` without a leading date, `year_only` with a year for one,
    the others by month, as the filter `jalali_month` finds them.

    `months` go from the first to the last that has one, without holes; `gaps` are those that have none.
    """

    source: str
    found: int
    undated: int
    year_only: int
    months: tuple[MonthCoverage, ...]
    gaps: tuple[str, ...]


def coverage_of(session: Session, source_id: str) -> Coverage:
    """The coverage of a source; raises NotFound."""
    if session.get(models.Source, source_id) is None:
        raise NotFound("source", source_id)
    record = models.Record
    its = (record.status == Status.PUBLISHED) & (record.source_id == source_id)
    has_day = record.leading_day.is_not(None)
    counted = select(record.listed_month, has_day, func.count()).where(its).group_by(record.listed_month, has_day)
    by_month: Counter[Month] = Counter()
    year_only = undated = 0
    for month, is_dated, found in session.execute(counted):
        if month is not None:
            by_month[divmod(month, 100)] += found
        elif is_dated:
            year_only += found
        else:
            undated += found
    months = tuple(MonthCoverage(_written(month), by_month[month]) for month in _between(by_month))
    gaps = tuple(month.month for month in months if not month.found)
    return Coverage(source_id, sum(by_month.values()) + year_only + undated, undated, year_only, months, gaps)


def _between(months: Counter[Month]) -> Iterator[Month]:
    """All months from the first to the last."""
    if not months:
        return
    year, month = min(months)
    while (year, month) <= max(months):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _written(month: Month) -> str:
    return f"{month[0]:04}-{month[1]:02}"
